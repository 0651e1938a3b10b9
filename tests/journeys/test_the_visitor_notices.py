"""The checks that every journey leans on do find what they look for."""

import pytest
from playwright.sync_api import Error

from tests.support.browser import Visitor


@pytest.fixture
def at_home(visitor: Visitor) -> Visitor:
    visitor.goto("/")
    return visitor


def test_an_error_in_the_console(at_home: Visitor) -> None:
    with at_home.forgiving():
        at_home.page.evaluate("console.error('aïe')")
        with pytest.raises(AssertionError, match="aïe"):
            at_home.check_quiet()


def test_a_script_that_the_policy_forbids(at_home: Visitor) -> None:
    with at_home.forgiving():
        at_home.page.evaluate(
            "const s = document.createElement('script'); s.textContent = '1'; document.body.append(s)"
        )
        with pytest.raises(AssertionError, match="Content Security Policy"):
            at_home.check_quiet()


def test_a_request_to_another_host(at_home: Visitor) -> None:
    with at_home.forgiving():
        with pytest.raises(Error, match="ERR_FAILED"):
            at_home.page.goto("http://elsewhere.invalid/")
        with pytest.raises(AssertionError, match=r"another host: http://elsewhere\.invalid"):
            at_home.check_quiet()


def test_a_picture_without_words(at_home: Visitor) -> None:
    at_home.page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    with pytest.raises(AssertionError, match="image-alt"):
        at_home.check_access()


def test_a_page_that_scrolls_sideways(at_home: Visitor) -> None:
    at_home.page.evaluate("document.querySelector('main').style.width = '5000px'")

    with pytest.raises(AssertionError, match="sideways"):
        at_home.check_access()
