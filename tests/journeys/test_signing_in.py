"""Somebody comes, signs in and finds the town."""

from tests.support.browser import Visitor
from tests.support.cast import Cast


def test_the_home_page_is_open_to_everybody(visitor: Visitor, cast: Cast) -> None:
    visitor.goto("/")

    visitor.page.get_by_text(cast.valmont.name).first.wait_for()

    visitor.check_access()


def test_an_editor_signs_in_and_finds_the_home_page(visitor: Visitor, cast: Cast) -> None:
    visitor.sign_in(cast.alice)

    visitor.goto("/")
    visitor.page.get_by_text(cast.valmont.name).first.wait_for()
    visitor.check_access()
