"""Somebody comes, finds the town, and signs in."""

import pytest

from relance.plans.models import Plan
from tests.plans import build
from tests.support.browser import Visitor
from tests.support.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return build.published(cast.valmont, title="Plan de relance du commerce")


def test_the_home_page_is_open_to_everybody(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    visitor.goto("/")

    visitor.page.get_by_role("link", name=cast.valmont.name).wait_for()

    visitor.check_access()


def test_an_editor_signs_in_and_finds_the_home_page(visitor: Visitor, cast: Cast, plan: Plan) -> None:
    visitor.goto("/compte/login/")
    visitor.check_access()

    visitor.sign_in(cast.alice)

    visitor.goto("/")
    visitor.page.get_by_role("link", name=cast.valmont.name).wait_for()
    visitor.check_access()


def test_a_wrong_password_is_said_beside_the_form(visitor: Visitor, cast: Cast) -> None:
    visitor.goto("/compte/login/")
    visitor.page.locator("input[name=login]").fill(cast.alice.email)
    visitor.page.locator("input[name=password]").fill("un autre mot de passe")

    with visitor.page.expect_navigation():
        visitor.page.locator("input[name=password]").press("Enter")

    assert visitor.path() == "/compte/login/"
    visitor.page.get_by_text("incorrect").first.wait_for()
    visitor.check_access()
