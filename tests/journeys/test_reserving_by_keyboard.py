"""Without a mouse: find bread, put it in the basket, reserve it, with Tab, arrows, Space and Enter alone."""

import pytest
from playwright.sync_api import expect

from relance.exchange.actions.showing import show_listings, show_shops
from tests.exchange import build
from tests.exchange.actions.buying.shopping import bread
from tests.support.browser import Visitor
from tests.support.cast import Cast

REACH = 60  # a page on which one tabs further than that serves nobody


@pytest.fixture
def width() -> tuple[int, int]:
    return (1280, 900)


@pytest.fixture
def bakery(cast: Cast) -> None:
    seller = build.seller(cast.valmont, claimed_by=cast.alice, hours="Mo-Su 00:00-24:00")
    show_listings([bread(seller).listing], today=build.NOW.date())
    show_shops([seller])


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until what has the focus says this; the focus must be seen on the way."""
    for _ in range(REACH):
        visitor.page.keyboard.press("Tab")
        said, seen = visitor.page.evaluate(
            """() => {
                const here = document.activeElement;
                const [label] = here.labels && here.labels.length ? here.labels : [here];
                const style = getComputedStyle(here);
                const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
                return [label.textContent.trim(), seen];
            }"""
        )
        if words in said.replace("\u00a0", " "):
            assert seen, f"the focus on {words!r} cannot be seen"
            return
    raise AssertionError(f"{words!r} is not reached within {REACH} Tabs")


def test_bread_is_found_and_reserved_without_a_mouse(visitor: Visitor, bakery: None) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    visitor.goto("/valmont-sur-ouveze/commerces/?q=")

    tab_to(visitor, "Aller au contenu")
    keys.press("Enter")
    tab_to(visitor, "Que cherchez-vous")
    keys.type("siegle")
    keys.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("1 résultat")
    tab_to(visitor, "Pain de seigle")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pain de seigle")
    tab_to(visitor, "Mettre dans mon panier")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Votre panier")).to_be_visible()

    tab_to(visitor, "Retrait chez")
    keys.press("ArrowDown")
    tab_to(visitor, "Votre nom")
    keys.type("Léa Cazenove")
    tab_to(visitor, "Votre courriel")
    keys.type("lea@example.org")
    tab_to(visitor, "Réserver, payer au retrait")
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Votre commande")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Au nom de Léa Cazenove")
