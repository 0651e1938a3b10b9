"""Rules as deep as the loader admits: the text stays linear, and nothing overflows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import bareme
from bareme.sql import compile_scheme
from tests.bareme.sql.rows import differences, duckdb_run
from tests.bareme.sql.schemes import HEAD

ON = date(2020, 7, 1)
ROWS: list[dict[str, Any]] = [
    {"a": 5, "b": 3, "c": True},
    {"a": 5, "c": True},
    {"b": 3},
    {"a": {"from": 1, "to": 4}, "b": 2},
]
STEPS: dict[str, tuple[int, Callable[[str], str]]] = {
    "min": (110, lambda inner: f"min({inner}, b)"),
    "if": (110, lambda inner: f"({inner} if c else b)"),
    "max of min": (50, lambda inner: f"max(min({inner}, b), 0 EUR)"),
}


def deep(name: str, levels: int | None = None) -> bareme.Scheme:
    most, step = STEPS[name]
    rule = "a"
    for _ in range(levels or most):
        rule = step(rule)
    facts = (
        "inputs: {a: {type: money, max: 1000, label: {fr: A}}, b: {type: money, max: 1000, label: {fr: B}}}\n"
    )
    return bareme.loads(f"{HEAD}{facts}questions: {{c: {{fr: C}}}}\namount: 'max({rule}, 0 EUR)'\n")


@pytest.mark.parametrize("name", STEPS)
def test_a_rule_of_a_hundred_levels_answers_the_same(name: str) -> None:
    assert differences(deep(name), ROWS, ON, duckdb_run) == []


@pytest.mark.parametrize("name", STEPS)
def test_the_text_grows_as_the_rule_does(name: str) -> None:
    most, _ = STEPS[name]

    half, whole = (len(compile_scheme(deep(name, n), on=ON, columns=None).rows) for n in (most // 2, most))

    assert whole < 2.2 * half
