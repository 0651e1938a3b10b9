"""Dates at the ends of the calendar, open on one side, or known to the day after all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import bareme
from tests.bareme.schemes import HEAD, RENT, scheme, value

BORN = "  born: {type: date, label: {fr: Naissance}}\n"
DELAY = "  delay: {type: duration, unit: months, label: {fr: Délai}}\n"
DAYS = "  days: {type: duration, unit: days, label: {fr: Jours}}\n"


def test_an_open_date_stays_open_when_days_are_added() -> None:
    found = value("born + days", BORN + DAYS, {"born": "2020-01-01..", "days": 30})

    assert found == bareme.Days(date(2020, 1, 31), date.max)


def test_a_date_open_before_stays_open_when_months_are_added() -> None:
    found = value("add_down(born, delay)", BORN + DELAY, {"born": "..2020-01-31", "delay": 1})

    assert found == bareme.Days(date.min, date(2020, 2, 29))


@pytest.mark.parametrize(
    ("rule", "facts"), [("add_up(born, delay)", {"delay": 100_000}), ("born + days", {"days": 99_999_9})]
)
def test_a_date_beyond_the_calendar_is_unknown_never_a_crash(rule: str, facts: dict[str, Any]) -> None:
    inputs = BORN + DELAY + DAYS.replace("label", "max: 9999999, label")
    facts = {"born": "9990-01-01", **facts}
    with pytest.raises(bareme.SchemeError):  # a duration is at most 100,000 of its unit
        value(rule, inputs, facts)

    facts = {key: min(fact, 100_000) if isinstance(fact, int) else fact for key, fact in facts.items()}
    assert value(rule, BORN + DELAY + DAYS, facts) is bareme.UNKNOWN


@pytest.mark.parametrize("fact", ["2020-01-01..2020-01-01", {"from": "2020-01-01", "to": "2020-01-01"}])
def test_an_interval_of_one_day_is_that_day(fact: Any) -> None:
    assert value("born", BORN, {"born": fact}) == date(2020, 1, 1)


@pytest.mark.parametrize(
    "fact", [{"from": "2020-01-01", "to": None}, {"from": date(2020, 1, 1)}, "2020-01-01 .."]
)
def test_a_missing_bound_is_an_open_one(fact: Any) -> None:
    assert value("born", BORN, {"born": fact}) == bareme.Days(date(2020, 1, 1), date.max)


def test_an_empty_interval_of_dates_says_so_in_words() -> None:
    with pytest.raises(bareme.FactsError, match="born : du 2021-01-01 au 2020-01-01 : intervalle vide"):
        value("born", BORN, {"born": "2021-01-01..2020-01-01"})


def test_a_due_day_beyond_the_calendar_is_refused() -> None:
    text = RENT + "instalments:\n  - {name: all, share: 100 %, due: 9999 years after award}\n"

    with pytest.raises(bareme.TermsError, match="calendrier"):
        bareme.instalments(scheme(text), Decimal(5), {"award": date(2020, 7, 1)})


def test_a_schedule_of_more_than_a_century_is_refused() -> None:
    text = (
        RENT.replace("inputs:\n", f"inputs:\n{DELAY}")
        + "repayment: {term: delay, every: month, odd_cent: last}\n"
    )
    ready = scheme(text, head=HEAD.replace("grant", "advance"))
    decision = bareme.evaluate(ready, {"delay": 1201}, on=date(2020, 7, 1))

    with pytest.raises(bareme.TermsError, match="1201 mois à rembourser : au plus 1200"):
        bareme.repayments(decision, Decimal(5000), paid=date(2020, 7, 1))


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("-1"), Decimal("0.001")])
def test_what_is_no_amount_is_never_shared(amount: Decimal) -> None:
    with pytest.raises(bareme.TermsError, match="n’est pas un montant en EUR"):
        bareme.instalments(scheme(), amount, {})
