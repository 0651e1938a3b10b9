"""Declared against registered: what differs, and what agrees within a bracket."""

from typing import Any

import pytest

import bareme
from relance.applications.rules.alerts import differences
from tests.applications.build import text

RULES = bareme.loads(text())
DECLARED = {name: {"from": "declared", "on": "2020-07-01"} for name in ("headcount", "created", "legal_form")}


def found(facts: dict[str, Any], registered: dict[str, Any], sources: dict[str, Any] = DECLARED) -> list[str]:
    return [one.name for one in differences(RULES, facts, sources, registered)]


def test_a_date_declared_otherwise_is_said() -> None:
    assert found({"created": "2015-03-01"}, {"created": "2019-01-01"}) == ["created"]
    assert found({"created": "2015-03-01"}, {"created": "2015-03-01"}) == []


def test_numbers_are_compared_as_numbers() -> None:
    assert found({"headcount": "3"}, {"headcount": 3}) == []
    assert found({"headcount": 3}, {"headcount": "4 people"}) == ["headcount"]


@pytest.mark.parametrize(("headcount", "differs"), [(6, False), (9, False), (5, True), (10, True)])
def test_a_bracket_of_the_register_agrees_with_what_is_in_it(headcount: int, differs: bool) -> None:
    assert bool(found({"headcount": headcount}, {"headcount_bracket": "03"})) is differs


def test_what_comes_from_the_register_itself_differs_from_nothing() -> None:
    registered = {"created": {"from": "register", "on": "2020-07-01"}}

    assert found({"created": "2015-03-01"}, {"created": "2019-01-01"}, registered) == []


def test_what_nobody_declared_is_no_difference() -> None:
    assert found({}, {"created": "2019-01-01", "headcount_bracket": "03"}) == []
