"""What SQL could only answer approximately is refused, by name and line."""

from __future__ import annotations

from datetime import date

import pytest

import bareme
from bareme.sql import NotCompiled, compile_scheme
from tests.bareme.sql.schemes import HEAD

ON = date(2020, 7, 1)


def refused(text: str) -> str:
    with pytest.raises(NotCompiled) as caught:
        compile_scheme(bareme.loads(HEAD + text, path="essai.yaml"), on=ON, columns=None)
    return str(caught.value)


def test_a_quotient_that_needs_more_than_38_digits_on_its_way() -> None:
    said = refused(
        """\
inputs:
  a: {type: number, decimals: 12, label: {fr: A}}
  b: {type: number, decimals: 12, label: {fr: B}}
  c: {type: number, decimals: 12, label: {fr: C}}
  cost: {type: money, label: {fr: Coût}}
parameters: {half: [{from: 2020-01-01, value: 50 %, reference: a}]}
eligibility:
  share: {rule: "round_half_up(prorata(a, b, c), 0.01) > half", else: {fr: Non}}
amount: cost
"""
    )

    assert said.startswith("essai.yaml:16 : Round ne se traduit pas exactement en SQL")
    assert "38 chiffres" in said


def test_two_lists_of_codes_compared() -> None:
    said = refused(
        """\
inputs:
  mine: {type: code, of: naf, many: yes, label: {fr: A}}
  yours: {type: code, of: naf, many: yes, label: {fr: B}}
  cost: {type: money, label: {fr: Coût}}
eligibility: {same: {rule: mine == yours, else: {fr: Non}}}
amount: cost
"""
    )

    assert said.startswith("essai.yaml:13 : Compare ne se traduit pas exactement en SQL")
