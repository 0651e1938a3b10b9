"""Anybody finds a measure; nobody enters the desk of a town that is not theirs."""

import re

import pytest
from playwright.sync_api import expect

from relance.plans.models import Measure
from tests.plans import build
from tests.support.browser import Visitor
from tests.support.cast import Cast


@pytest.fixture
def halle(cast: Cast) -> Measure:
    """A public plan of two axes; its measure of the covered market is dated and paid for."""
    plan = build.published(cast.valmont, slug="relance", title="Plan de relance du commerce")
    build.measure(plan, "Aider les loyers", axis=build.axis(plan, "Soutenir"))
    halle = build.measure(
        plan, "Ouvrir une halle", axis=build.axis(plan, "Bâtir"), code="halle", **build.horizon(2026, 2027)
    )
    build.amount(halle, 1_200_000)
    return halle


def test_a_resident_finds_a_measure_from_the_home_page(visitor: Visitor, cast: Cast, halle: Measure) -> None:
    page = visitor.page
    visitor.goto("/")

    page.get_by_role("link", name=cast.valmont.name).click()
    visitor.check_access()
    page.get_by_role("link", name=re.compile("Plan de relance du commerce")).first.click()
    visitor.check_access()
    page.get_by_role("link", name="Ouvrir une halle").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Ouvrir une halle")
    expect(page.locator("main")).to_contain_text(re.compile(r"1.200.000.€"))
    visitor.check_access()


def test_the_budget_opens_onto_its_sums(visitor: Visitor, halle: Measure) -> None:
    visitor.goto("/valmont-sur-ouveze/plans/relance/budget/")

    expect(visitor.page.locator("main")).to_contain_text(re.compile(r"1.200.000.€"))
    visitor.check_access()


def test_a_plan_reads_without_scripts_on_the_narrowest_screen(visitor: Visitor, halle: Measure) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))

    visitor.goto("/valmont-sur-ouveze/plans/relance/")

    expect(visitor.page.get_by_role("link", name="Ouvrir une halle")).to_be_visible()
    visitor.check_access()


def test_an_editor_of_another_authority_is_kept_out(visitor: Visitor, cast: Cast, halle: Measure) -> None:
    visitor.sign_in(cast.dora)

    for path in (
        "gestion/plans/",
        "gestion/plans/importer/",
        "gestion/plan/relance/",
        "gestion/plan/relance/relecture/",
    ):
        visitor.goto(f"/{cast.valmont.slug}/{path}", status=403)

    visitor.check_access()
    expect(visitor.page.locator("main")).to_contain_text("ne donne pas ce droit")
