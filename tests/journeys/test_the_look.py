"""Components and account pages in a real browser: nothing for axe to find, nothing lost by keyboard."""

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

from tests.support.browser import Visitor
from tests.support.cast import PASSWORD, Cast

ACCOUNT = ["/compte/email/", "/compte/password/change/", "/compte/2fa/", "/compte/logout/"]
COUNTER = 57_000_000  # a moment of 2024, as authenticators count
OPEN = ["/design/", "/accessibilite/", "/mentions-legales/", "/langue/", "/compte/login/", "/compte/signup/"]


@pytest.mark.parametrize("path", [*OPEN, "/compte/password/reset/", "/compte/password/reset/done/"])
def test_open_pages_are_for_everybody(visitor: Visitor, path: str) -> None:
    visitor.goto(path)

    visitor.check_access()


def test_the_dark_has_the_same_contrast(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")

    visitor.goto("/design/")

    visitor.check_access()


def test_a_missing_page_shows_the_way_out(visitor: Visitor) -> None:
    visitor.goto("/nulle/part/du/tout/", status=404)

    visitor.page.get_by_role("link", name="Aller à l’accueil").wait_for()
    visitor.check_access()


def test_the_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    visitor.goto("/design/")

    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "contenu"


def test_the_components_fit_a_page_zoomed_four_times(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})

    visitor.goto("/design/")

    visitor.check_access()


def test_a_dialog_opens_and_gives_the_page_back(visitor: Visitor) -> None:
    visitor.goto("/design/")
    dialog = visitor.page.get_by_role("dialog", name="Retirer cette mesure")

    visitor.page.get_by_role("link", name="Retirer la mesure").click()
    dialog.wait_for()
    visitor.page.keyboard.press("Escape")

    dialog.wait_for(state="hidden")


def test_choosing_every_row_says_how_many(visitor: Visitor) -> None:
    visitor.goto("/design/")

    visitor.page.get_by_label("Tout choisir").check()

    assert visitor.page.locator("[data-chosen]").inner_text() == "4"


def test_a_wrong_password_is_said_first(visitor: Visitor, cast: Cast) -> None:
    visitor.goto("/compte/login/")
    visitor.page.get_by_label("Courriel").fill(cast.alice.email)
    visitor.page.locator("input[name=password]").fill("ce n’est pas cela")
    visitor.page.locator("input[name=password]").press("Enter")

    expect(visitor.page.get_by_role("alert")).to_be_focused()
    visitor.check_access()


def test_an_officer_adds_a_second_factor_and_comes_back_without_the_telephone(
    visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the thirty seconds of a code must not end between our reading it and typing it
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([COUNTER]))
    page = visitor.page
    visitor.sign_in(cast.alice)
    for path in ACCOUNT:
        visitor.goto(path)
        visitor.check_access()

    visitor.goto("/compte/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        visitor.check_access()
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Confirmer").click()
    page.get_by_text("Je ne peux pas photographier").click()
    secret = page.locator("details code").inner_text()
    visitor.check_access()
    page.get_by_role("textbox").last.fill(auth.format_hotp_value(auth.hotp_value(secret, COUNTER)))
    page.get_by_role("button", name="Activer la double authentification").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    code = page.locator(".codes li").first.inner_text()
    visitor.check_access()

    visitor.goto("/compte/logout/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(visitor.home + "/")
    visitor.goto("/compte/login/")
    page.locator("input[name=login]").fill(cast.alice.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.get_by_role("heading", name="Code de connexion").wait_for()
    visitor.check_access()
    page.get_by_role("textbox").last.fill(code)
    page.locator("main").get_by_role("button", name="Se connecter").click()

    page.wait_for_url(visitor.home + "/")
    page.locator("details.menu").wait_for()


def test_the_bars_of_a_chart_are_drawn_on_one_scale(visitor: Visitor) -> None:
    visitor.goto("/design/")

    widths = visitor.page.eval_on_selector_all(
        ".bars svg", "drawings => drawings.map(one => Math.round(one.getBoundingClientRect().width))"
    )

    assert len(widths) == 3
    assert len(set(widths)) == 1
