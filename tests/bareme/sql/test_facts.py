"""Columns of a population as facts: exact, between bounds, assumed, derived, absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

import bareme
from bareme.sql import Column, compile_scheme
from tests.bareme.sql.schemes import HEAD, RENT

ON = date(2020, 7, 1)
Given = Mapping[str, Column | str]


def answered(text: str, columns: Given, values: str, *, on: date = ON) -> Sequence[dict[str, Any]]:
    """The rows for a population given as a SELECT."""
    compiled = compile_scheme(bareme.loads(text), on=on, columns=columns, keys=["firm"])
    with duckdb.connect(config={"threads": 1}) as connection:
        for statement in compiled.setup:
            connection.execute(statement)
        connection.execute(f"CREATE TEMP VIEW population AS {values}")
        found = connection.execute(compiled.rows + " ORDER BY firm")
        names = [item[0] for item in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_one_missing_bound_is_the_end_of_the_fact() -> None:
    columns: Given = {"headcount": Column(least="low", most="high"), "rent": "rent"}
    values = (
        "SELECT * FROM (VALUES (1, NULL, 9, 100), (2, 10, NULL, 100), (3, NULL, NULL, 100), (4, 3, 11, 100))"
    )

    rows = answered(RENT, columns, f"{values} AS v(firm, low, high, rent)")

    assert [row["ok_small"] for row in rows] == [True, False, None, None]
    assert [row["verdict"] for row in rows] == ["eligible", "not eligible", "undetermined", "undetermined"]


def test_an_exact_value_wins_over_its_bracket() -> None:
    columns: Given = {"headcount": Column(name="n", least="low", most="high"), "rent": "rent"}

    rows = answered(RENT, columns, "SELECT 1 AS firm, 12 AS n, 3 AS low, 5 AS high, 100 AS rent")

    assert rows[0]["verdict"] == "not eligible"


def test_a_bracket_of_one_value_is_that_value() -> None:
    columns = {"headcount": Column(least="n", most="n"), "rent": Column(least="low", most="high")}

    rows = answered(RENT, columns, "SELECT 1 AS firm, 9 AS n, 200.10 AS low, 200.10 AS high")

    assert (rows[0]["verdict"], rows[0]["amount"]) == ("eligible", Decimal("600.30"))


def test_a_bracketed_amount_has_bounds_and_no_figure() -> None:
    columns: Given = {"headcount": "n", "rent": Column(least="low", most="high")}

    rows = answered(RENT, columns, "SELECT 1 AS firm, 9 AS n, 200 AS low, 600 AS high")

    assert (rows[0]["verdict"], rows[0]["amount"]) == ("undetermined", None)
    assert (rows[0]["least"], rows[0]["most"]) == (600, 1500)


def test_a_fact_without_a_column_is_unknown_for_everybody() -> None:
    rows = answered(RENT, {"rent": "rent"}, "SELECT 1 AS firm, 100 AS rent")

    assert (rows[0]["verdict"], rows[0]["ok_small"], rows[0]["least"]) == ("undetermined", None, 300)


def test_a_default_stands_for_what_is_missing() -> None:
    text = RENT.replace("label: {fr: Loyer}}", "label: {fr: Loyer}, default: 99.99}")

    rows = answered(
        text,
        {"headcount": "n", "rent": "rent"},
        "SELECT 1 AS firm, 3 AS n, CAST(NULL AS DECIMAL(15, 2)) AS rent",
    )

    assert rows[0]["amount"] == Decimal("299.97")


def test_a_column_of_the_right_type_is_not_cast() -> None:
    columns = {"headcount": Column(name="n", typed=True, full=True), "rent": Column(name="rent", typed=True)}

    text = compile_scheme(bareme.loads(RENT), on=ON, columns=columns).rows

    assert "population.n AS headcount" in text
    assert "CAST(population" not in text


PLACE = (
    HEAD
    + """\
inputs: {shop: {type: place, label: {fr: Lieu}}, cost: {type: money, label: {fr: Coût}}}
zones: {north: [{from: 2020-01-01, departement: [59, 971], reference: a}]}
eligibility: {here: {rule: shop in north, else: {fr: Non}}}
amount: cost
"""
)


@pytest.mark.parametrize(
    ("commune", "departement", "inside"),
    [
        ("59350", None, True),
        ("97105", None, True),
        ("62041", None, False),
        ("62041", "59", True),
        (None, None, None),
    ],
)
def test_the_departement_follows_from_the_commune(
    commune: str | None, departement: str | None, inside: bool | None
) -> None:
    columns = {"shop.commune": "c", "shop.departement": "d", "cost": "cost"}

    def said(code: str | None) -> str:
        return "CAST(NULL AS VARCHAR)" if code is None else f"'{code}'"

    rows = answered(
        PLACE, columns, f"SELECT 1 AS firm, {said(commune)} AS c, {said(departement)} AS d, 5 AS cost"
    )

    facts = {"shop": {"commune": commune, "departement": departement}, "cost": 5}
    assert bareme.evaluate(bareme.loads(PLACE), facts, on=ON).conditions["here"] is (
        bareme.UNKNOWN if inside is None else inside
    )
    assert rows[0]["ok_here"] is inside


PERIODS = (
    HEAD
    + """\
inputs: {turnover: {type: money, by: quarter, label: {fr: CA}}}
amount: "turnover[0 months] + turnover[-12 months]"
"""
)


def test_a_period_is_read_by_any_of_its_names() -> None:
    columns = {"turnover.2020-Q3": "now_", "turnover.2019-T3": "before_"}

    rows = answered(PERIODS, columns, "SELECT 1 AS firm, 5.25 AS now_, 1 AS before_")

    assert rows[0]["amount"] == Decimal("6.25")


def test_a_period_without_a_column_is_unknown() -> None:
    rows = answered(PERIODS, {"turnover.2020-T3": "now_"}, "SELECT 1 AS firm, 5.25 AS now_")

    assert (rows[0]["verdict"], rows[0]["amount"]) == ("undetermined", None)


def test_bounds_that_are_known_to_hold_are_read_as_they_are() -> None:
    bounds = {"least": "low", "most": "high", "bounded": True}
    columns: Given = {"headcount": Column(**bounds), "rent": "rent"}  # type: ignore[arg-type]  # two names and a flag
    values = (
        "SELECT firm, CAST(low AS DECIMAL(10, 0)) AS low, CAST(high AS DECIMAL(10, 0)) AS high, rent FROM"
    )
    values += " (VALUES (1, 3, 5, 100), (2, NULL, NULL, 100), (3, 9, 11, 100)) AS v(firm, low, high, rent)"

    rows = answered(RENT, columns, values)

    text = compile_scheme(bareme.loads(RENT), on=ON, columns=columns).rows
    assert [row["ok_small"] for row in rows] == [True, None, None]
    assert "population.low AS headcount_least" in text
    assert "GREATEST" not in text


TABLE = (("NN", Decimal(0), Decimal(0)), ("03", Decimal(6), Decimal(9)), ("11", Decimal(10), Decimal(19)),
         ("53", Decimal(10000), None), ("??", None, None))  # fmt: skip
CODES = (
    "SELECT * FROM (VALUES (1, 'NN', 100), (2, '03', 100), (3, '11', 100), (4, '53', 100), (5, '??', 100), "
    "(6, NULL, 100)) AS v(firm, code, rent)"
)


def test_a_code_that_stands_for_bounds_is_compared_as_a_list_of_codes() -> None:
    columns: Given = {"headcount": Column(code="code", table=TABLE), "rent": "rent"}

    rows = answered(RENT, columns, CODES)

    assert [row["ok_small"] for row in rows] == [True, True, False, False, None, None]


def test_codes_whose_bounds_are_all_known_are_one_list() -> None:
    columns: Given = {"headcount": Column(code="code", table=TABLE[:-1], full=True), "rent": "rent"}

    text = compile_scheme(bareme.loads(RENT), on=ON, columns=columns).rows

    assert "headcount_code IN ('03', 'NN') AS ok_small" in text
    assert "headcount_most" not in text


def test_a_bracket_across_the_limit_is_unknown() -> None:
    columns: Given = {"headcount": Column(code="code", table=TABLE), "rent": "rent"}
    text = RENT.replace("value: 10 people", "value: 8 people")

    rows = answered(text, columns, CODES)

    assert [row["ok_small"] for row in rows] == [True, None, False, False, None, None]


def test_a_bracket_that_is_counted_with_has_its_two_bounds() -> None:
    columns: Given = {"headcount": Column(code="code", table=TABLE), "rent": "rent"}
    text = RENT.replace("headcount < headcount_limit", "headcount + headcount < headcount_limit")

    rows = answered(text, columns, CODES)

    assert [row["ok_small"] for row in rows] == [True, False, False, False, None, None]


@pytest.mark.parametrize(
    ("native", "cast"),
    [("DECIMAL(9,2)", False), ("DECIMAL(15,2)", False), ("DECIMAL(20,2)", True), ("DECIMAL(9,3)", True),
     ("BIGINT", True), ("", True)],
)  # fmt: skip
def test_a_narrower_column_is_read_without_a_cast(native: str, cast: bool) -> None:
    columns: Given = {"headcount": "n", "rent": Column(name="rent", native=native)}

    text = compile_scheme(bareme.loads(RENT), on=ON, columns=columns).rows

    assert ("CAST(population.rent" in text) is cast


def test_a_whole_number_is_compared_with_a_whole_figure_as_it_is() -> None:
    columns: Given = {"headcount": Column(name="n", native="SMALLINT"), "rent": "rent"}
    values = "SELECT * FROM (VALUES (1, 9, 100), (2, 10, 100), (3, NULL, 100)) AS v(firm, n, rent)"

    rows = answered(RENT, columns, values)

    assert (
        "headcount_given < 10 AS ok_small" in compile_scheme(bareme.loads(RENT), on=ON, columns=columns).rows
    )
    assert [row["ok_small"] for row in rows] == [True, False, None]
