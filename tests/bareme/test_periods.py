"""Facts by period: this month, the same month a year before, the sum of several."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import UNKNOWN, Interval
from bareme.facts import period_name, period_number, period_read
from tests.bareme.schemes import JULY, refused, scheme, value

INPUTS = """\
  turnover: {type: money, by: month, label: {fr: Chiffre d’affaires}}
  vat: {type: money, by: quarter, label: {fr: TVA}}
  profit: {type: money, by: year, min: -1000000, label: {fr: Bénéfice}}
  open: {type: boolean, by: month, label: {fr: Ouvert}}
"""
PARAMETERS = """\
  first: [{from: 2020-01-01, value: 2019-03-01, reference: a}]
  last: [{from: 2020-01-01, value: 2019-05-31, reference: a}]
  back: [{from: 2020-01-01, value: 3 months, reference: a}]
"""
YEAR = {f"2019-{month:02d}": 100 + month for month in range(1, 13)}


def worth(expression: str, *, on: date = JULY, **facts: Any) -> Any:
    return value(expression, INPUTS, facts, on=on, parameters=PARAMETERS)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("turnover[-12 months]", 107),
        ("turnover[-1 year]", 107),
        ("turnover[-7 months]", 112),
        ("turnover[first]", 103),
        ("sum(turnover[first:last])", 312),
        ("sum(turnover[-12 months : -7 months])", 107 + 108 + 109 + 110 + 111 + 112),
    ],
)
def test_a_period_is_counted_from_the_date_or_named_by_a_parameter(expression: str, result: int) -> None:
    assert worth(expression, turnover=YEAR) == Decimal(result)


def test_a_year_earlier_follows_the_date_of_evaluation() -> None:
    assert worth("turnover[-12 months]", on=date(2020, 11, 30), turnover=YEAR) == Decimal(111)
    assert worth("turnover[-back]", on=date(2020, 2, 29), turnover=YEAR) == Decimal(111)


def test_quarters_and_years_have_their_own_keys() -> None:
    assert worth("vat[0 months]", vat={"2020-T3": 5}) == Decimal(5)
    assert worth("vat[-3 months]", vat={"2020-Q2": 6}) == Decimal(6)
    assert worth("profit[-1 year]", profit={"2019": -7}) == Decimal(-7)


def test_a_condition_may_change_from_month_to_month() -> None:
    assert worth("open[0 months]", open={"2020-07": "no", "2020-06": "yes"}) is False


def test_a_period_nobody_gave_is_unknown_and_so_is_a_sum_that_holds_it() -> None:
    assert worth("turnover[0 months]", turnover=YEAR) is UNKNOWN
    assert worth("turnover[0 months]") is UNKNOWN
    assert worth("sum(turnover[-12 months : 0 months])", turnover=YEAR) is UNKNOWN
    assert worth("turnover[-12 months]", turnover={"2019-07": None}) is UNKNOWN


def test_a_bracket_in_one_month_makes_the_sum_an_interval() -> None:
    found = worth("sum(turnover[first:last])", turnover={**YEAR, "2019-04": "100..200"})

    assert found == Interval(Decimal(308), Decimal(408))


@pytest.mark.parametrize("key", ["2019", "2019-13", "2019-00", "2019-7", "juillet", "2019-T1"])
def test_a_key_that_is_no_month_is_refused(key: str) -> None:
    with pytest.raises(bareme.FactsError, match="période"):
        worth("turnover[0 months]", turnover={key: 1})


def test_a_single_number_is_no_value_by_period() -> None:
    with pytest.raises(bareme.FactsError, match="période"):
        worth("turnover[0 months]", turnover=5)


def test_an_index_must_be_a_whole_number_of_periods() -> None:
    body = f"inputs:\n{INPUTS}definitions:\n  it: 'vat[-4 months]'\namount: 0 EUR\n"

    assert "période" in refused(body).cause


@pytest.mark.parametrize(("every", "name"), [("month", "2019-07"), ("quarter", "2019-T3"), ("year", "2019")])
def test_a_period_has_one_number_and_one_name(every: str, name: str) -> None:
    number = period_number(every, date(2019, 7, 14))

    assert period_name(every, number) == name
    assert period_read(every, name) == number


def test_missing_months_are_asked_by_name() -> None:
    text = f"inputs:\n{INPUTS}amount: 'sum(turnover[-2 months : 0 months])'\n"

    decision = bareme.evaluate(scheme(text), {"turnover": {"2020-06": 4}}, on=JULY)

    assert [question.path for question in decision.questions] == ["turnover.2020-05", "turnover.2020-07"]
