"""Whatever is written, a text loads or is refused at its place; so are facts. Nothing crashes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.schemes import JULY, ROOT, documented, scheme

WORDS = [
    "headcount",
    "monthly_rent",
    "turnover",
    "naf",
    "shop",
    "charter",
    "cap",
    "limit",
    "loss",
    "on",
    "small",
    "metropolis",
    "+",
    "-",
    "*",
    "/",
    "<",
    "<=",
    "==",
    "in",
    "not",
    "and",
    "or",
    "if",
    "else",
    "for",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    ".",
    "0",
    "1",
    "0.01",
    "%",
    '"a"',
    "min",
    "max",
    "clip",
    "round_half_up",
    "prorata",
    "sum",
    "count",
    "otherwise",
    "apply",
    "room",
    "convert",
    "EUR/year",
    "add_down",
    "whole_years",
    "=",
    "é",
    "lambda",
    "2020-06-18",
]
PIECES = [*WORDS, "10 people", "50 %", "0.01 EUR", "3 months"]
EXAMPLE = documented()
AMOUNT = "amount: round_half_up(min(months_covered * monthly_rent, cap), 0.01 EUR)"
FACTS = [
    "headcount",
    "headcount_bracket",
    "monthly_rent",
    "turnover",
    "naf",
    "shop",
    "charter",
    "checks",
    "x",
]
FUND = (ROOT / "examples/schemes/fonds-loyer.yaml").read_text(encoding="utf-8")
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def accepted(text: str) -> bool:
    """Does it load? Anything but a placed refusal is a crash."""
    try:
        bareme.loads(text)
    except bareme.SchemeError as error:
        refusal = error
    else:
        return True
    lines = len(text.splitlines()) + 1
    assert refusal.problems
    assert all(1 <= problem.span.line <= lines + 1 for problem in refusal.problems)
    assert str(refusal)
    return False


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_any_words_in_a_rule_are_read_or_refused(expression: str) -> None:
    quoted = expression.replace("'", "''")

    accepted(EXAMPLE.replace("rule: headcount < headcount_limit", f"rule: '{quoted}'"))
    accepted(EXAMPLE.replace(AMOUNT, f"amount: '{quoted}'"))


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_characters_in_a_rule_are_read_or_refused(expression: str) -> None:
    quoted = expression.replace("'", "''")

    accepted(EXAMPLE.replace("rule: headcount < headcount_limit", f"rule: '{quoted}'"))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_text_cut_or_shuffled_is_read_or_refused(data: st.DataObject) -> None:
    lines = FUND.splitlines(keepends=True)
    start = data.draw(st.integers(1, len(lines) - 1))
    end = data.draw(st.integers(start, min(len(lines), start + 6)))
    moved = data.draw(st.integers(1, len(lines) - 1))

    accepted("".join(lines[:start] + lines[end:]))
    accepted("".join(lines[:moved] + lines[start:end] + lines[moved:]))


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(FACTS), values, max_size=4))
def test_any_facts_are_read_or_refused(facts: dict[str, Any]) -> None:
    found = scheme(EXAMPLE, head="")

    try:
        decision = bareme.evaluate(found, facts, on=JULY)
    except bareme.FactsError:
        return

    assert decision.verdict in ("eligible", "not eligible", "to be checked", "undetermined")
    assert decision.sentences("fr")
    assert decision.as_dict()["verdict"] == decision.verdict
