"""Shares, instalments, repayments: to the cent, and the odd cent has a taker."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bareme
from bareme.model import Due
from tests.bareme.schemes import HEAD, JULY, refused, scheme

D = Decimal
AWARD = {"award": date(2020, 1, 31), "payment": date(2020, 2, 10)}
BODY = """\
inputs:
  cost: {type: money, label: {fr: Coût}}
  long: {type: boolean, label: {fr: Longue durée}}
parameters:
  four: [{from: 2020-01-01, value: 48 months, reference: a}]
  five: [{from: 2020-01-01, value: 60 months, reference: a}]
  pause: [{from: 2020-01-01, value: 12 months, reference: a}]
amount: cost
"""
ENVELOPE = """\
envelope:
  amount: [{from: 2020-01-01, value: 1000000 EUR, reference: vote}]
  served: first_come
  funders: [{name: metropole, key: 1}, {name: region, key: 1}, {name: etat, key: 1}]
  odd_cent: region
"""
INSTALMENTS = """\
instalments:
  - {name: first, share: 70 %, due: award}
  - {name: middle, share: 12.5 %, due: 1 months after award, needs: {fr: Factures}}
  - {name: last, share: 17.5 %, due: 2021-06-30}
"""
REPAYMENT = """\
repayment: {term: five if long else four, grace: pause, every: month, odd_cent: last}
"""
cents = st.integers(0, 10**10).map(lambda n: D(n).scaleb(-2))
FUNDED, PAID, LENT = (scheme(BODY + part) for part in (ENVELOPE, INSTALMENTS, REPAYMENT))


@given(cents)
def test_funders_pay_the_whole_and_nobody_a_cent_more_than_the_taker(amount: Decimal) -> None:
    parts = bareme.split(FUNDED, amount)

    assert sum(parts.values()) == amount
    assert parts["metropole"] == parts["etat"] <= parts["region"] <= parts["etat"] + D("0.02")


def test_the_odd_cent_goes_where_the_text_says() -> None:
    assert bareme.split(FUNDED, D(100)) == {"metropole": D("33.33"), "region": D("33.34"), "etat": D("33.33")}


def test_keys_are_weights() -> None:
    text = ENVELOPE.replace("name: etat, key: 1", "name: etat, key: 2.5")

    parts = bareme.split(scheme(BODY + text), D(90))

    assert parts == {"metropole": D(20), "region": D(20), "etat": D(50)}


@given(cents)
def test_instalments_add_up_to_the_award(amount: Decimal) -> None:
    parts = bareme.instalments(PAID, amount, AWARD)

    assert sum(part.amount for part in parts) == amount
    assert all(part.amount >= 0 for part in parts)


def test_instalments_fall_due_after_their_events() -> None:
    parts = bareme.instalments(PAID, D("100.01"), AWARD)

    assert [(part.name, part.amount, part.due) for part in parts] == [
        ("first", D("70.00"), date(2020, 1, 31)),
        ("middle", D("12.50"), date(2020, 2, 29)),
        ("last", D("17.51"), date(2021, 6, 30)),
    ]


def test_an_event_that_has_not_happened_leaves_no_date() -> None:
    assert [part.due for part in bareme.instalments(PAID, D(1), {})] == [None, None, date(2021, 6, 30)]


def test_without_instalments_all_is_paid_at_the_award() -> None:
    assert bareme.instalments(FUNDED, D(5), AWARD) == (bareme.DueAmount("amount", D(5), date(2020, 1, 31)),)


def lent(amount: str, **facts: Any) -> tuple[bareme.DueAmount, ...]:
    decision = bareme.evaluate(LENT, {"cost": amount, **facts}, on=JULY)
    return bareme.repayments(decision, D(amount), paid=date(2020, 8, 31))


def test_an_advance_comes_back_in_equal_parts_after_the_grace() -> None:
    parts = lent("1000", long=False)

    assert len(parts) == 36
    assert {part.amount for part in parts[:-1]} == {D("27.77")}
    assert parts[-1].amount == D("28.05")
    assert (parts[0].due, parts[6].due) == (date(2021, 9, 30), date(2022, 3, 31))
    assert sum(part.amount for part in parts) == D(1000)


def test_the_term_may_depend_on_facts() -> None:
    assert len(lent("1000", long=True)) == 48
    with pytest.raises(bareme.TermsError, match="inconnu"):
        lent("1000")


@pytest.mark.parametrize(("every", "count"), [("month", 36), ("quarter", 12), ("year", 3)])
def test_repayments_come_by_month_quarter_or_year(every: str, count: int) -> None:
    text = REPAYMENT.replace("every: month", f"every: {every}").replace("last", "first")
    decision = bareme.evaluate(scheme(BODY + text), {"cost": 100, "long": False}, on=JULY)

    parts = bareme.repayments(decision, D(100), paid=date(2020, 1, 1))

    assert len(parts) == count
    assert parts[0].amount >= parts[-1].amount
    assert sum(part.amount for part in parts) == D(100)


def test_a_term_of_no_whole_number_of_periods_is_refused() -> None:
    text = REPAYMENT.replace("every: month", "every: year").replace(", grace: pause", "")
    text = BODY.replace("48 months", "50 months") + text
    decision = bareme.evaluate(scheme(text), {"cost": 100, "long": False}, on=JULY)

    with pytest.raises(bareme.TermsError, match="entier"):
        bareme.repayments(decision, D(100), paid=JULY)


@pytest.mark.parametrize("amount", [D("0.001"), D(-1)])
def test_what_is_no_amount_is_refused(amount: Decimal) -> None:
    with pytest.raises(bareme.TermsError):
        bareme.split(FUNDED, amount)
    with pytest.raises(bareme.TermsError):
        bareme.instalments(PAID, amount, AWARD)


def test_a_scheme_that_says_nothing_of_it_refuses() -> None:
    decision = bareme.evaluate(PAID, {"cost": 5}, on=JULY)

    with pytest.raises(bareme.TermsError, match="financeur"):
        bareme.split(PAID, D(1))
    with pytest.raises(bareme.TermsError, match="remboursement"):
        bareme.repayments(decision, D(5), paid=JULY)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (Due("award"), date(2020, 1, 31)),
        (Due("award", 1, "month"), date(2020, 2, 29)),
        (Due("award", 1, "year"), date(2021, 1, 31)),
        (Due("award", 2, "week"), date(2020, 2, 14)),
        (Due("payment", 20, "day"), date(2020, 3, 1)),
        (Due("closure", 1, "day"), None),
        (Due(None, day=JULY), JULY),
    ],
)
def test_something_is_due_a_day_or_after_an_event(due: Due, day: date | None) -> None:
    assert bareme.due_date(due, AWARD) == day


@pytest.mark.parametrize(
    ("section", "code"),
    [
        (ENVELOPE.replace("odd_cent: region", ""), "missing"),
        (ENVELOPE.replace("odd_cent: region", "odd_cent: regoin"), "name"),
        (ENVELOPE.replace("name: etat", "name: region"), "name"),
        (ENVELOPE.replace("key: 1}]", "key: 0}]"), "value"),
        (ENVELOPE.replace("EUR", "people"), "unit"),
        (ENVELOPE.replace("first_come", "rank"), "missing"),
        (ENVELOPE.replace("first_come", "lottery"), "value"),
        (INSTALMENTS.replace("70 %", "60 %"), "value"),
        (INSTALMENTS.replace("due: award", "due: soon"), "value"),
        (INSTALMENTS.replace("1 months after award", "1 months after christmas"), "value"),
        (REPAYMENT.replace("grace: pause", "grace: cost"), "unit"),
        (REPAYMENT.replace("every: month", "every: week"), "value"),
        ("obligations:\n  - {fr: Rendre compte, due: jamais}\n", "value"),
        ("documents:\n  - {name: lease, fr: Bail, applies: cost}\n", "type"),
    ],
)
def test_terms_that_do_not_add_up_are_refused(section: str, code: str) -> None:
    assert refused(BODY + section).code == code


def test_obligations_and_documents_may_depend_on_facts() -> None:
    text = (
        BODY
        + """\
obligations:
  - {fr: Rendre compte, evidence: report, due: 12 months after award, applies: long, reference: article 9}
documents:
  - {name: lease, fr: Bail, applies: long}
"""
    )

    found = scheme(text)

    assert found.obligations[0].due == Due("award", 12, "month")
    assert found.obligations[0].applies is not None
    assert found.documents[0].name == "lease"


def test_an_envelope_is_dated_and_may_rank() -> None:
    text = ENVELOPE.replace("served: first_come", "served: rank\n  rank_by: cost")

    found = scheme(BODY + text).envelope

    assert found is not None
    assert found.rank_by is not None
    value = found.at(JULY)
    assert value is not None
    assert value.value == D(1_000_000)
    assert found.at(date(2019, 1, 1)) is None


def test_a_currency_without_cents_splits_in_whole_coins() -> None:
    head = HEAD.replace("EUR", "XPF")
    text = (BODY + ENVELOPE).replace("EUR", "XPF").replace("{type: money,", "{type: money, decimals: 0,")

    assert bareme.split(scheme(text, head=head), D(100)) == {
        "metropole": D(33),
        "region": D(34),
        "etat": D(33),
    }
