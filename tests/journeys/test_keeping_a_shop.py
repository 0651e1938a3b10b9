"""On a phone: a resident finds what is open and keeps it without network; a merchant's day; a spreadsheet."""

import pytest
from playwright.sync_api import expect

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from tests.exchange import build
from tests.exchange.views.test_catalogue import FIVE_MISTAKES, as_csv
from tests.exchange.views.test_running import picture
from tests.support.browser import Visitor
from tests.support.cast import Cast

TOWN = "/valmont-sur-ouveze/commerces/"
RUN = f"{TOWN}boutique/boulangerie-amblard/gestion/"


@pytest.fixture
def width() -> tuple[int, int]:
    return (390, 844)


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    made = build.seller(
        cast.valmont,
        claimed_by=cast.charlie,
        hours="24/7",
        latitude=44_300_000,
        longitude=5_100_000,
        street="4 place du Marché",
    )
    other = build.seller(
        cast.valmont, "Quincaillerie Ravel", category="home", latitude=44_310_000, longitude=5_110_000
    )
    bread = build.listing(made)
    show_shops([made, other])
    show_listings([bread], today=build.NOW.date())
    return made


def test_a_misspelt_word_finds_the_map_draws_and_the_page_outlives_the_network(
    visitor: Visitor, shop: m.Seller
) -> None:
    page = visitor.page
    visitor.goto(TOWN)
    visitor.check_access()

    page.get_by_label("Que cherchez-vous").fill("siegle")
    page.get_by_label("Que cherchez-vous").press("Enter")
    expect(page.get_by_text("Résultats aussi pour")).to_be_visible()
    expect(page.get_by_role("link", name="Pain de seigle")).to_be_visible()
    visitor.check_access()
    found = page.url

    page.get_by_role("link", name="Carte").click()
    expect(page.get_by_role("group", name="Carte des boutiques")).to_be_visible()
    visitor.check_access()

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(found)
    page.wait_for_function(
        "async (url) => Boolean(await (await caches.open('exchange-1')).match(url, {ignoreVary: true}))",
        arg=found,
    )
    with visitor.forgiving():
        page.unroute("**/*")
        page.context.set_offline(True)
        page.goto(found)
        expect(page.get_by_role("link", name="Pain de seigle")).to_be_visible()
        page.goto(f"{visitor.home}{TOWN}boutique/quincaillerie-ravel/")
        expect(page.get_by_role("heading", level=1, name="Le réseau est coupé")).to_be_visible()
        page.context.set_offline(False)


def test_a_merchant_s_day(visitor: Visitor, shop: m.Seller, cast: Cast) -> None:
    page = visitor.page
    visitor.sign_in(cast.charlie)
    visitor.goto(RUN)
    visitor.check_access()

    page.get_by_role("button", name="Fermé jusqu’à demain").click()
    expect(page.get_by_role("button", name="Rouvrir maintenant")).to_be_visible()
    visitor.check_access()
    page.get_by_role("button", name="Rouvrir maintenant").click()
    expect(page.get_by_role("button", name="Fermé jusqu’à demain")).to_be_visible()

    page.get_by_role("link", name="Ajouter un produit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ajouter")
    visitor.check_access()
    photo = picture(size=(800, 600))
    page.get_by_label("Photo", exact=False).first.set_input_files(
        {"name": "brioche.jpg", "mimeType": "image/jpeg", "buffer": photo.read()}
    )
    page.get_by_label("Intitulé").fill("Brioche aux amandes")
    page.get_by_label("Prix").fill("7,50")
    page.get_by_label("Combien à réserver").fill("6")
    page.get_by_role("button", name="Mettre en vitrine").click()
    expect(page.get_by_role("heading", level=1, name="Brioche aux amandes")).to_be_visible()
    visitor.check_access()

    visitor.goto(f"{RUN}horaires/opening/")
    visitor.check_access()
    page.get_by_label("Lundi, première plage, de").fill("07:00")
    page.get_by_label("Lundi, première plage, à").fill("13:00")
    page.get_by_role("button", name="Enregistrer les horaires").click()
    expect(page.get_by_role("heading", name="Les deux semaines qui viennent")).to_be_visible()
    visitor.check_access()


def test_a_spreadsheet_with_five_kinds_of_mistake(visitor: Visitor, shop: m.Seller, cast: Cast) -> None:
    page = visitor.page
    visitor.sign_in(cast.charlie)
    visitor.goto(f"{RUN}catalogue/")
    visitor.check_access()

    page.get_by_label("Catalogue").set_input_files(
        {"name": "catalogue.csv", "mimeType": "text/csv", "buffer": as_csv(FIVE_MISTAKES)}
    )
    page.get_by_role("button", name="Vérifier ce fichier").click()
    expect(page.get_by_role("heading", level=1, name="Ce que ce fichier changerait")).to_be_visible()
    expect(page.get_by_text("Refusée", exact=True)).to_have_count(5)  # the summary counts them too
    visitor.check_access()

    page.get_by_role("button", name="Reprendre les lignes sans faute").click()
    expect(page.get_by_role("heading", level=1, name="Ce qui a été repris")).to_be_visible()
    visitor.check_access()
    assert m.Listing.objects.of(cast.valmont).filter(reference__in=["A1", "A6"]).count() == 2
