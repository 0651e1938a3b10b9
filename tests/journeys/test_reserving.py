"""On a phone: find bread, cheese and soap in three shops, reserve them at once, follow the order."""

import re

import pytest
from playwright.sync_api import expect

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from tests.exchange import build
from tests.exchange.actions.buying.shopping import bread
from tests.support.browser import Visitor
from tests.support.cast import Cast

DAILY = "Mo-Su 00:00-24:00"
GOODS = {
    "Boulangerie Amblard": ("Pain de seigle", 320),
    "Fromagerie des Baronnies": ("Picodon affiné", 410),
    "Savonnerie de la Halle": ("Savon à l’olive", 650),
}


@pytest.fixture
def width() -> tuple[int, int]:
    return (390, 844)


@pytest.fixture
def shops(cast: Cast) -> list[m.Seller]:
    made = []
    for name, (title, price) in GOODS.items():
        seller = build.seller(cast.valmont, name, claimed_by=cast.alice, hours=DAILY, street="1, Grande Rue")
        goods = bread(seller, title=title, price=price).listing
        show_listings([goods], today=build.NOW.date())
        made.append(seller)
    show_shops(made)
    return made


def test_three_shops_one_order(visitor: Visitor, shops: list[m.Seller]) -> None:
    page = visitor.page
    for seller in shops:
        title, _ = GOODS[seller.name]
        visitor.goto("/valmont-sur-ouveze/commerces/")
        page.get_by_role("searchbox").last.fill(title.split()[0].lower())
        page.get_by_role("button", name="Chercher", exact=True).last.click()
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.get_by_role("button", name="Mettre dans mon panier").click()
        expect(page.get_by_role("heading", name="Votre panier")).to_be_visible()
    visitor.check_access()

    page.get_by_label("Votre nom").fill("Léa Cazenove")
    page.get_by_role("button", name="Réserver, payer au retrait").click()
    expect(page.locator("main")).to_contain_text("Laissez un courriel ou un téléphone.")
    visitor.check_access()

    page.get_by_label("Votre courriel").fill("lea@example.org")
    for seller in shops:
        page.get_by_label(f"Retrait chez {seller.name}").select_option(index=1)
    page.get_by_role("button", name="Réserver, payer au retrait").click()

    expect(page.get_by_role("heading", name="Votre commande")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"13,80.€ à payer au retrait"))
    visitor.check_access()
    page.get_by_role("button", name="Annuler chez Savonnerie de la Halle").click()
    expect(page.locator("main")).to_contain_text("La commande chez Savonnerie de la Halle est annulée.")
    expect(page.locator("main")).to_contain_text(re.compile(r"7,30.€ à payer au retrait"))
