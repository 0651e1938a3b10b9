"""With JavaScript switched off: search, narrow to what is open, reserve, follow, give up."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from tests.exchange import build
from tests.exchange.actions.buying.shopping import bread, numbers
from tests.journeys.conftest import PATIENCE
from tests.support.browser import Visitor
from tests.support.cast import Cast

DAILY = "Mo-Su 00:00-24:00"


@pytest.fixture
def plain(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """A telephone whose browser runs no script at all."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        java_script_enabled=False,
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    visitor = Visitor(context.new_page(), live_server.url)
    cache.clear()
    try:
        yield visitor
        visitor.check_quiet()
    finally:
        context.close()


@pytest.fixture
def stock(cast: Cast) -> m.Stock:
    """Rye bread of a shop that is always open, beside one that never is and sells rye flour."""
    bakery = build.seller(cast.valmont, claimed_by=cast.alice, hours=DAILY, street="1, Grande Rue")
    mill = build.seller(cast.valmont, "Moulin des Ormes", category="farm", hours="off")
    made = bread(bakery)
    flour = build.listing(mill, "Farine de seigle")
    show_shops([bakery, mill])
    show_listings([made.listing, flour], today=build.NOW.date())
    return made


def test_bread_is_found_and_reserved_without_any_script(plain: Visitor, stock: m.Stock) -> None:
    page = plain.page
    plain.goto("/valmont-sur-ouveze/commerces/")
    page.get_by_role("searchbox").last.fill("siegle")
    page.get_by_role("button", name="Chercher", exact=True).last.click()
    expect(page.get_by_role("link", name="Farine de seigle")).to_be_visible()

    plain.goto("/valmont-sur-ouveze/commerces/?q=seigle&ouvert=on")
    expect(page.get_by_role("link", name="Farine de seigle")).to_have_count(0)
    page.get_by_role("link", name="Pain de seigle").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pain de seigle")
    page.get_by_role("button", name="Mettre dans mon panier").click()

    expect(page.get_by_role("heading", name="Votre panier")).to_be_visible()
    page.get_by_label("Votre nom").fill("Léa Cazenove")
    page.get_by_label("Votre courriel").fill("lea@example.org")
    page.get_by_label("Retrait chez Boulangerie Amblard").select_option(index=1)
    page.get_by_role("button", name="Réserver, payer au retrait").click()

    expect(page.get_by_role("heading", name="Votre commande")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"3,20.€ à payer au retrait"))
    assert numbers(stock) == (10, 1, 0)
    page.get_by_role("button", name="Annuler chez Boulangerie Amblard").click()
    expect(page.locator("main")).to_contain_text("La commande chez Boulangerie Amblard est annulée.")
    assert numbers(stock) == (10, 0, 0)
