"""What a browser keeps of a pre-check: signed, small, in the order it was said."""

from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from relance.applications.queries.asking import state_of
from relance.applications.views.public import trail
from relance.applications.views.public.asking import add_row, page_or_missing, remove_row, rows_of
from relance.applications.views.public.trail import Trail, keep_trail, trail_of
from relance.kernel.errors import Missing, Refused
from relance.values.typography import Locale
from tests.applications.build import NOW, fund
from tests.support.cast import Cast


def asked(value: str = "", *, secure: bool = False) -> Any:
    request = RequestFactory().get("/", secure=secure)
    request.COOKIES[trail.CHECK] = value
    return request


def test_what_is_kept_comes_back_as_it_was(cast: Cast) -> None:
    call = fund(cast).call
    said = Trail({"headcount": "3 people"}, ["headcount"], ["rent"], "55208131766522")
    response = HttpResponse()

    assert keep_trail(response, asked(secure=True), call, said)

    cookie = response.cookies[trail.CHECK]
    assert trail_of(asked(cookie.value)) == said
    assert cookie["secure"]
    assert "55208131766522" not in cookie.value, "packed, so that nobody reads it over a shoulder"


@pytest.mark.parametrize("value", ["", "rien", "a:b:c"])
def test_what_cannot_be_read_is_an_empty_trail(value: str) -> None:
    assert trail_of(asked(value)) == Trail()


def test_what_is_signed_and_makes_no_sense_is_an_empty_trail() -> None:
    assert trail_of(asked(signing.dumps({"f": {}}, salt=trail.CHECK_SALT))) == Trail()


def test_what_was_signed_for_something_else_is_nothing() -> None:
    kept = {"f": {"a": 1}, "p": [], "s": [], "n": ""}

    assert trail_of(asked(signing.dumps(kept, salt=trail.FILE_SALT))) == Trail()


def test_what_is_too_old_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = signing.dumps({"f": {"a": 1}, "p": [], "s": [], "n": ""}, salt=trail.CHECK_SALT)
    monkeypatch.setattr(trail, "CHECK_SECONDS", -1)

    assert trail_of(asked(kept)) == Trail()


def test_more_than_a_browser_keeps_is_refused_whole(cast: Cast) -> None:
    call, response = fund(cast).call, HttpResponse()
    noise = {f"fact{rank}": f"{rank * 7919 % 100_003:x}{rank * 104_729:x}" for rank in range(400)}

    assert not keep_trail(response, asked(), call, Trail(noise))
    assert trail.CHECK not in response.cookies


def test_a_page_seen_twice_keeps_its_place() -> None:
    said = Trail()
    for page, skipped in (("a", True), ("b", False), ("a", False)):
        said.went_through(page, skipped=skipped)

    assert (said.pages, said.skipped) == (["a", "b"], [])


def test_elements_are_added_and_taken_away() -> None:
    facts = add_row(add_row({}, "members", {"income": 1}), "members", {"income": 2})

    assert remove_row(facts, "members", "0") == {"members": [{"income": 2}]}
    assert remove_row(facts, "members", "7") == facts
    assert remove_row(facts, "members", "x") == facts
    with pytest.raises(Refused, match="Quarante"):
        add_row({"members": [{}] * 40}, "members", {})


def test_a_page_that_is_no_list_has_no_elements(cast: Cast) -> None:
    state = state_of(fund(cast).draft(), NOW.date())
    page = page_or_missing(state, "monthly_rent")

    assert rows_of(page, state.facts, Locale.FR) == []
    with pytest.raises(Missing):
        page_or_missing(state, "nothing")
