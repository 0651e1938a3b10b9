"""What a register knows by brackets: its place beside exact facts, its bounds, its unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from tests.bareme.schemes import refused, value

STAFF = "  staff: {type: integer, unit: people, register: headcount_bracket, label: {fr: Effectif}}\n"
RENT = "  rent: {type: money, unit: EUR/month, register: band, label: {fr: Loyer}}\n"
BAND = 'registers:\n  band: {A: 0..300 EUR/month, B: 300.01.. EUR/month, "?": unknown}\n'


def between(low: str, high: str) -> bareme.Interval:
    return bareme.Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "facts",
    [
        {"staff": "3..4", "headcount_bracket": "02"},
        {"headcount_bracket": "02", "staff": "3..4"},
    ],
)
def test_what_is_said_better_wins_whatever_the_order_of_keys(facts: dict[str, Any]) -> None:
    assert value("staff", STAFF, facts) == between("3", "4")


def test_the_register_wins_over_a_default_that_nobody_said() -> None:
    assumed = STAFF.replace("label", "default: 0, label")

    assert value("staff", assumed, {}) == 0
    assert value("staff", assumed, {"headcount_bracket": "12"}) == between("20", "49")


def test_a_null_exact_number_leaves_the_bracket() -> None:
    assert value("staff", STAFF, {"headcount_bracket": "01", "staff": None}) == between("1", "2")


def test_one_code_informs_every_fact_that_names_its_register() -> None:
    both = STAFF + STAFF.replace("staff", "seasonal")

    assert value("staff + seasonal", both, {"headcount_bracket": "01"}) == between("2", "4")


def test_a_bracket_stays_within_the_bounds_of_the_fact() -> None:
    assert value("staff", STAFF, {"headcount_bracket": "53"}) == between("10000", "1000000000")
    assert value("staff", STAFF.replace("label", "max: 15, label"), {"headcount_bracket": "11"}) == between(
        "10", "15"
    )


def test_a_bracket_wholly_outside_the_bounds_is_refused() -> None:
    with pytest.raises(bareme.FactsError, match=r"staff.*intervalle vide"):
        value("staff", STAFF.replace("label", "max: 15, label"), {"headcount_bracket": "31"})


def test_a_code_that_says_unknown_leaves_the_fact_unknown() -> None:
    assert value("rent", RENT, {"band": "?"}, extra=BAND) is bareme.UNKNOWN


def test_a_register_in_another_unit_is_refused_where_it_is_named() -> None:
    problem = refused(f"inputs:\n{RENT}{BAND.replace('EUR/month', 'EUR/year')}amount: 0 EUR\n")

    assert problem.code == "unit"
    assert problem.cause == "« band » est en « EUR/year », « rent » en « EUR/month »"
    assert (problem.span.line, problem.help) == (10, "voir la ligne 12")


def test_elements_of_an_entity_are_known_by_brackets_too() -> None:
    extra = f"entities:\n  shops: {{many: {{fr: Commerces}}, inputs: {{{STAFF.strip()}}}}}\n"
    facts = {"shops": [{"headcount_bracket": "01"}, {"headcount_bracket": "02", "staff": 4}]}

    found = value(
        "sum(s.staff for s in shops)", "  charter: {type: boolean, label: {fr: C}}\n", facts, extra=extra
    )

    assert found == between("5", "6")


def test_a_related_entity_is_known_by_its_own_bracket() -> None:
    extra = f"entities:\n  firm: {{one: {{fr: Entreprise}}, inputs: {{{STAFF.strip()}}}}}\n"
    facts = {"firm": {"staff": None, "headcount_bracket": "03"}}

    assert value("firm.staff", "  charter: {type: boolean, label: {fr: C}}\n", facts, extra=extra) == between(
        "6", "9"
    )
