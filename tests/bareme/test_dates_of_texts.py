"""A text holds between dates; each value has its own; outside them bareme refuses to answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

import bareme
from tests.bareme.schemes import HEAD, RENT, refused, scheme

FACTS = {"headcount": 12, "rent": 400}
CLOSED = HEAD.replace("valid: {from: 2020-01-01}", "valid: {from: 2020-01-01, to: 2020-12-31}")
TEN = "{from: 2020-01-01, value: 10 people, reference: a}"
TWO = f"limit: [{TEN}, {{from: 2020-10-16, value: 20 people, reference: b}}]"
LATER = RENT.replace("limit: [{from: 2020-01-01, value: 10 people, reference: article 1}]", TWO)


def verdict(on: date, body: str = LATER, head: str = HEAD) -> str:
    return bareme.evaluate(scheme(body, head=head), FACTS, on=on).verdict


def test_a_value_holds_until_the_eve_of_the_next() -> None:
    assert verdict(date(2020, 10, 15)) == "not eligible"
    assert verdict(date(2020, 10, 16)) == "eligible"
    assert verdict(date(2099, 1, 1)) == "eligible"


@pytest.mark.parametrize("on", [date(2019, 12, 31), date(2021, 1, 1)])
def test_outside_its_dates_a_scheme_says_nothing(on: date) -> None:
    with pytest.raises(bareme.NotInForce) as refusal:
        verdict(on, head=CLOSED)

    assert "2020-01-01" in str(refusal.value)
    assert refusal.value.on == on


def test_the_first_and_last_days_are_inside() -> None:
    assert verdict(date(2020, 1, 1), head=CLOSED) == "not eligible"
    assert verdict(date(2020, 12, 31), head=CLOSED) == "eligible"


def test_the_days_on_which_the_text_changes_are_listed() -> None:
    assert scheme(LATER, head=CLOSED).dates()[:2] == (date(2020, 1, 1), date(2020, 10, 16))


def test_a_condition_may_hold_for_a_time_only() -> None:
    body = RENT.replace("small: {rule", "small: {from: 2020-03-01, to: 2020-03-31, rule")

    found = [verdict(date(2020, 3, 1) + timedelta(days=n), body) for n in (-1, 0, 30, 31)]

    assert found == ["eligible", "not eligible", "not eligible", "eligible"]


def test_a_rule_may_change_with_time() -> None:
    body = RENT.replace(
        "amount: min(months * rent, cap)",
        "amount: {versions: [{from: 2020-01-01, value: cap}, "
        "{from: 2020-06-01, value: 'min(cap, months * rent)'}]}",
    )
    found = scheme(body)

    amounts = [
        bareme.evaluate(found, {"headcount": 1, "rent": 1}, on=on).amount
        for on in (date(2020, 5, 31), date(2020, 6, 1))
    ]

    assert amounts == [Decimal(1500), Decimal(3)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("[{value: 10 people, reference: a}]", "missing"),
        ("[{from: 2020-01-01, value: 10 people}]", "missing"),
        ("[{from: 2020-02-01, value: 10 people, reference: a}]", "undated"),
        ("[{from: 2020-01-01, to: 2020-03-01, value: 10 people, reference: a}]", "undated"),
        (
            (
                "[{from: 2020-02-01, value: 1 people, reference: a}, "
                "{from: 2020-01-01, value: 2 people, reference: a}]"
            ),
            "dates",
        ),
        ("[{from: 2020-01-01, to: 2019-01-01, value: 1 people, reference: a}]", "dates"),
        (
            (
                "[{from: 2020-01-01, value: 1 people, reference: a}, "
                "{from: 2020-02-01, value: 2 EUR, reference: a}]"
            ),
            "unit",
        ),
        (
            (
                "[{from: 2020-01-01, value: 1 people, reference: a}, "
                "{from: 2020-02-01, value: yes, reference: a}]"
            ),
            "unit",
        ),
        ("[{from: hier, value: 1 people, reference: a}]", "value"),
        ("[{from: 2020-01-01, value: 1 peoples, reference: a, note: b}]", "key"),
    ],
)
def test_a_parameter_without_its_dates_is_refused(values: str, code: str) -> None:
    body = RENT.replace(
        "limit: [{from: 2020-01-01, value: 10 people, reference: article 1}]", f"limit: {values}"
    )

    assert refused(body).code == code


def test_a_value_may_start_when_its_first_rule_does() -> None:
    body = RENT.replace("small: {rule", "small: {from: 2020-03-01, rule").replace(
        "limit: [{from: 2020-01-01", "limit: [{from: 2020-03-01"
    )

    assert verdict(date(2020, 2, 1), body) == "eligible"


def test_a_value_given_as_an_example_says_so_in_the_reasons() -> None:
    body = RENT.replace("value: 10 people, reference", "value: 10 people, example: yes, reference")

    decision = bareme.evaluate(scheme(body), FACTS, on=date(2020, 7, 1))

    assert "chiffre donné en exemple" in decision.explain()


@pytest.mark.parametrize(
    ("scope", "unit", "fits"),
    [
        ("month", "EUR/month", True),
        ("month", "EUR", False),
        ("award", "EUR", True),
        ("award", "people", False),
        ("firm", "months", False),
    ],
)
def test_the_scope_of_a_ceiling_fits_its_unit(scope: str, unit: str, fits: bool) -> None:
    body = RENT + ""
    body = body.replace(
        "parameters:\n",
        f"parameters:\n  top: [{{from: 2020-01-01, value: 5 {unit}, scope: {scope}, reference: a}}]\n",
    )

    if fits:
        assert scheme(body).parameters["top"].scope == scope
    else:
        assert refused(body).code == "unit"


def test_a_dated_parameter_may_be_a_date_a_word_or_a_truth() -> None:
    body = """\
inputs: {kind: {type: choice, values: {a: {fr: A}, b: {fr: B}}, label: {fr: Sorte}}}
parameters:
  open: [{from: 2020-01-01, value: yes, reference: a}]
  wanted: [{from: 2020-01-01, value: a, reference: a}, {from: 2020-06-01, value: b, reference: a}]
eligibility:
  right: {rule: kind == wanted and open, else: {fr: non}}
amount: 0 EUR
"""
    found = scheme(body)

    verdicts = [
        bareme.evaluate(found, {"kind": "a"}, on=on).verdict for on in (date(2020, 5, 31), date(2020, 6, 1))
    ]

    assert verdicts == ["eligible", "not eligible"]
