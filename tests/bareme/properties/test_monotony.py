"""Where the text implies it, more gives more: ceilings, rates, thresholds, roundings, scales."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.schemes import HEAD, JULY

BODY = """\
inputs:
  staff: {type: integer, unit: people, max: 50, label: {fr: Effectif}}
  spent: {type: money, max: 100000, label: {fr: Dépense}}
  before: {type: money, max: 100000, label: {fr: Avant}}
  after: {type: money, max: 100000, label: {fr: Maintenant}}
parameters:
  limit: [{from: 2020-01-01, value: 10 people, reference: article 1}]
  loss: [{from: 2020-01-01, value: 50 %, reference: article 2}]
  rate: [{from: 2020-01-01, value: 40 %, reference: article 3}]
  floor: [{from: 2020-01-01, value: 100 EUR, reference: article 4}]
  cap: [{from: 2020-01-01, value: 1500 EUR, scope: award, reference: article 4}]
scales:
  tax:
    kind: marginal
    versions:
      - from: 2020-01-01
        reference: article 5
        brackets: [{up_to: 1000 EUR, rate: 0 %}, {up_to: 5000 EUR, rate: 12.5 %}, {rate: 30 %}]
eligibility:
  small: {rule: staff < limit, else: {fr: Trop grand}}
  lost: {rule: before - after >= loss * before, else: {fr: Baisse trop faible}}
amounts:
  grant: {value: "round_half_up(clip(rate * spent, floor, cap), 0.01 EUR)", label: {fr: Aide}}
  taxed: {value: "floor_to(apply(tax, spent), 0.01 EUR)", kind: levy, label: {fr: Taxe}}
"""


@cache
def scheme(name: str = "", worth: str = "") -> bareme.Scheme:
    return bareme.loads(HEAD + BODY, parameters={name: worth} if name else None)


def euros(most: int = 10_000_000) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda cents: Decimal(cents).scaleb(-2))


FACTS = st.fixed_dictionaries(
    {"staff": st.integers(0, 50), "spent": euros(), "before": euros(), "after": euros()}
)
SURE = FACTS.map(lambda facts: facts | {"staff": 1, "before": Decimal(100), "after": Decimal(0)})


def lines(ready: bareme.Scheme, facts: dict[str, Any]) -> dict[str, Any]:
    decision = bareme.evaluate(ready, facts, on=JULY)
    assert decision.verdict == "eligible"
    return decision.lines


@settings(max_examples=60)
@given(
    SURE,
    st.sampled_from([("cap", "{} EUR", 100, 5000), ("floor", "{} EUR", 0, 1500), ("rate", "{} %", 0, 100)]),
    st.data(),
)
def test_raising_a_ceiling_a_floor_or_a_rate_never_lowers_the_amount(
    facts: dict[str, Any], parameter: tuple[str, str, int, int], data: st.DataObject
) -> None:
    name, shape, least, most = parameter
    low, high = sorted(data.draw(st.tuples(st.integers(least, most), st.integers(least, most))))

    first = lines(scheme(name, shape.format(low)), facts)["grant"]
    second = lines(scheme(name, shape.format(high)), facts)["grant"]

    assert first <= second


@settings(max_examples=60)
@given(SURE, euros())
def test_spending_more_never_gives_less_nor_taxes_less(facts: dict[str, Any], more: Decimal) -> None:
    richer = facts | {"spent": min(facts["spent"] + more, Decimal(100_000))}

    first, second = lines(scheme(), facts), lines(scheme(), richer)

    assert first["grant"] <= second["grant"]
    assert first["taxed"] <= second["taxed"]
    assert second["taxed"] - first["taxed"] <= (richer["spent"] - facts["spent"]) * Decimal("0.3") + Decimal(
        "0.01"
    )


@settings(max_examples=60)
@given(FACTS, st.integers(1, 50), st.integers(1, 50))
def test_raising_a_threshold_excludes_nobody(facts: dict[str, Any], one: int, other: int) -> None:
    low, high = sorted((one, other))

    strict = bareme.evaluate(scheme("limit", f"{low} people"), facts, on=JULY)
    wide = bareme.evaluate(scheme("limit", f"{high} people"), facts, on=JULY)

    assert not (strict.verdict == "eligible" and wide.verdict != "eligible")
    assert ("small" in strict.because) is (facts["staff"] >= low)


@settings(max_examples=60)
@given(FACTS, euros())
def test_losing_more_never_excludes(facts: dict[str, Any], more: Decimal) -> None:
    poorer = facts | {"after": max(facts["after"] - more, Decimal(0))}

    first, second = (bareme.evaluate(scheme(), each, on=JULY) for each in (facts, poorer))

    assert not (first.verdict == "eligible" and second.verdict == "not eligible")


@pytest.mark.parametrize("cents", [-1, 0, 1])
def test_the_threshold_itself_counts(cents: int) -> None:
    facts = {
        "staff": 1,
        "spent": 500,
        "before": Decimal(1000),
        "after": Decimal(500) + Decimal(cents).scaleb(-2),
    }

    decision = bareme.evaluate(scheme(), facts, on=JULY)

    assert decision.verdict == ("not eligible" if cents > 0 else "eligible")


@settings(max_examples=60)
@given(SURE, st.integers(0, 100_000), st.integers(0, 100_000))
def test_the_bounds_of_a_bracket_hold_the_exact_answer(facts: dict[str, Any], one: int, other: int) -> None:
    low, high = sorted((one, other))
    ready = scheme()

    wide = bareme.evaluate(ready, facts | {"spent": {"from": low, "to": high}}, on=JULY)

    for spent in (low, (low + high) // 2, high):
        exact = lines(ready, facts | {"spent": spent})["grant"]
        assert wide.least is not None
        assert wide.most is not None
        assert wide.least <= exact <= wide.most
    assert wide.least == lines(ready, facts | {"spent": low})["grant"]
    assert wide.most == lines(ready, facts | {"spent": high})["grant"]
