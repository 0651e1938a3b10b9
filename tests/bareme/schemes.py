"""A small scheme that tests change piece by piece, and the documentation's own example."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import bareme

ROOT = Path(__file__).parents[2]
JULY = date(2020, 7, 1)

HEAD = """\
language: 1
scheme: essai
title: {fr: Essai}
kind: grant
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: firm
"""
RENT = """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
parameters:
  limit: [{from: 2020-01-01, value: 10 people, reference: article 1}]
  months: [{from: 2020-01-01, value: 3 months, reference: article 2}]
  cap: [{from: 2020-01-01, value: 1500 EUR, scope: award, reference: article 2}]
eligibility:
  small: {rule: headcount < limit, else: {fr: Trop grand}}
amount: min(months * rent, cap)
"""


def scheme(body: str = RENT, *, head: str = HEAD, **options: Any) -> bareme.Scheme:
    """A scheme from the text after its head."""
    return bareme.loads(head + body, path="essai.yaml", **options)


def rule(expression: str, inputs: str, *, parameters: str = "", extra: str = "") -> bareme.Scheme:
    """A scheme whose only definition, `it`, is this expression."""
    text = f"inputs:\n{inputs}"
    text += f"parameters:\n{parameters}" if parameters else ""
    text += f"{extra}definitions:\n  it: {{value: '{expression}', label: {{fr: Cela}}}}\n"
    return scheme(text + "amount: 0 EUR\n")


def value(expression: str, inputs: str, facts: dict[str, Any], *, on: date = JULY, **more: str) -> Any:
    """What an expression is worth for some facts."""
    return bareme.evaluate(rule(expression, inputs, **more), facts, on=on).values["it"]


def refused(body: str, *, head: str = HEAD) -> bareme.Problem:
    """The first problem of a text that must not load."""
    try:
        scheme(body, head=head)
    except bareme.SchemeError as error:
        return error.problems[0]
    raise AssertionError("ce texte devait être refusé")


def documented() -> str:
    """The whole example of the reference page."""
    page = (ROOT / "docs/bareme/reference.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(language: 1.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]
