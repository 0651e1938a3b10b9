"""Firms judged at different dates: time is cut where the answer of the text could change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import bareme
from bareme.sql import Stretch, compile_scheme, stretches
from tests.bareme.sql.rows import compared, duckdb_run, expected, population
from tests.bareme.sql.schemes import HEAD
from tests.bareme.sql.wide import Crowd, wide

RENT = Path("examples/schemes/fonds-loyer.yaml")
YOUNG = (
    HEAD
    + """\
inputs: {born: {type: date, label: {fr: Né}}, turnover: {type: money, by: quarter, label: {fr: CA}}}
parameters:
  age: [{from: 2020-01-01, value: 1 year, reference: a}, {from: 2020-05-15, value: 2 years, reference: b}]
eligibility: {old: {rule: "whole_years(born, on) >= age", else: {fr: Non}}}
amount: "turnover[0 months]"
"""
)


def test_time_is_cut_where_the_text_changes() -> None:
    found = stretches(bareme.load(RENT), date(2020, 7, 1), date(2020, 12, 31))

    assert found == (
        Stretch(date(2020, 7, 1), date(2020, 10, 15)),
        Stretch(date(2020, 10, 16), date(2020, 12, 17)),
        Stretch(date(2020, 12, 18), date(2020, 12, 31)),
    )


def test_time_is_cut_at_each_period_that_is_counted_from_the_date() -> None:
    found = stretches(bareme.loads(YOUNG), date(2020, 3, 10), date(2020, 8, 2))

    assert [stretch.since for stretch in found] == [
        date(2020, 3, 10), date(2020, 4, 1), date(2020, 5, 15), date(2020, 7, 1),
    ]  # fmt: skip
    assert found[-1].until == date(2020, 8, 2)


def test_days_outside_the_validity_are_in_no_stretch() -> None:
    scheme = bareme.load(RENT)

    assert stretches(scheme, date(2019, 1, 1), date(2019, 12, 31)) == ()
    assert stretches(scheme, date(2019, 1, 1), date(2020, 6, 20))[0].since == date(2020, 6, 18)


def answered(scheme: bareme.Scheme, rows: list[tuple[dict[str, object], date]]) -> list[str]:
    """What differs from the evaluator when each firm has its own date."""
    wrong: list[str] = []
    days = [on for _, on in rows]
    for stretch in stretches(scheme, min(days), max(days)):
        inside = [(facts, on) for facts, on in rows if stretch.since <= on <= stretch.until]
        if not inside:
            continue
        people = population(scheme, inside)
        people.types["filed"] = "DATE"
        for row, (_, on) in zip(people.values, inside, strict=True):
            row["filed"] = on
        compiled = compile_scheme(
            scheme, on=stretch.since, columns=people.columns, keys=["firm"], on_column="filed"
        )
        found = duckdb_run([*compiled.setup, people.select()], compiled.rows)
        wrong += compared(compiled, found, [expected(scheme, facts, on) for facts, on in inside])
    return wrong


def test_each_firm_is_judged_at_its_own_date() -> None:
    start = date(2020, 2, 27)
    rows: list[tuple[dict[str, object], date]] = [
        ({"born": born, "turnover": {"2020-T1": "100", "2020-T2": "200.50"}}, start + timedelta(days=days))
        for born in ("2019-02-28", "2019-03-01", "2016-02-29", "2018-05-16")
        for days in (0, 1, 2, 3, 40, 78, 79)
    ]

    assert answered(bareme.loads(YOUNG), rows) == []


def test_every_rule_that_counts_from_the_date_does_so_by_firm() -> None:
    scheme, crowd = wide("dates"), Crowd(5)
    rows = [(crowd.applicant(scheme), date(2020, 2, 27) + timedelta(days=n % 5)) for n in range(60)]

    assert answered(scheme, rows) == []
