"""The published JSON Schema and the loader agree; unknown keys never pass."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme.shapes import DEFS, SCHEME, json_schema
from tests.bareme.schemes import HEAD, JULY, RENT, refused, scheme


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [found for item in value.values() for found in references(item)]
        return [found for item in value for found in references(item)] if isinstance(value, list) else []

    wanted = {reference.rsplit("/", 1)[1] for reference in references(json_schema())}

    assert wanted <= set(DEFS)
    assert set(DEFS) <= wanted


def test_the_schema_is_closed_everywhere() -> None:
    shapes = [SCHEME, *DEFS.values()]
    options = [option for shape in shapes for option in shape.get("anyOf", [shape])]

    loose = [o for o in options if "properties" in o and o.get("additionalProperties") is not False]

    assert loose == []


def test_the_schema_takes_what_an_editor_makes_of_our_words() -> None:
    schema = json_schema()

    assert 1 in schema["properties"]["language"]["enum"]
    assert True in schema["$defs"]["question"]["properties"]["default"]["enum"]


@pytest.mark.parametrize(
    ("change", "code", "help"),
    [
        (("currency: EUR", "curency: EUR"), "key", "currency"),
        (("currency: EUR\n", ""), "missing", ""),
        (("currency: EUR", "currency: euro"), "value", ""),
        (("kind: grant", "kind: gift"), "value", "grant"),
        (("scheme: essai", "scheme: Essai 1"), "value", ""),
        (("title: {fr: Essai}", "title: Essai"), "shape", "fr"),
        (("title: {fr: Essai}", "title: {en: Trial}"), "missing", ""),
        (("title: {fr: Essai}", "title: {fr: Essai, de: Versuch}"), "key", "en"),
        (("valid: {from: 2020-01-01}", "valid: 2020-01-01"), "shape", ""),
        (("valid: {from: 2020-01-01}", "valid: {from: 2020-01-01, to: 2019-01-01}"), "dates", ""),
        (("valid: {from: 2020-01-01}", "valid: {from: le premier}"), "value", "" ),
        (("applies_by: filing", "applies_by: month"), "value", "month_aided"),
        (("beneficiary: firm", "beneficiary: baker"), "value", "firm"),
    ],
)  # fmt: skip
def test_a_head_that_is_not_as_published_is_refused(change: tuple[str, str], code: str, help: str) -> None:
    problem = refused(RENT, head=HEAD.replace(*change))

    assert problem.code == code
    assert help in problem.help


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("language: 1\n", ""), "language: 1"),
        (HEAD.replace("language: 1\n", "") + "language: 1\n", "première ligne"),
        (HEAD.replace("language: 1", "language: 2"), "version"),
        (HEAD.replace("language: 1", "language: [1]"), "version"),
        ("- liste\n", "suite de clés"),
    ],
)
def test_the_language_comes_first(head: str, said: str) -> None:
    problem = refused("" if head.startswith("-") else RENT, head=head)

    assert said in problem.cause


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("inputs: []\namount: 0 EUR\n", "shape"),
        ("inputs: {a: 5}\namount: 0 EUR\n", "shape"),
        ("parameters: {a: 5 EUR}\namount: 0 EUR\n", "shape"),
        ("parameters: {a: []}\namount: 0 EUR\n", "shape"),
        ("eligibility: [a]\namount: 0 EUR\n", "shape"),
        ("units: {Meal: {fr: repas}}\namount: 0 EUR\n", "name"),
        ("amount: {some: 1}\n", "key"),
        ("amount: []\n", "shape"),
        ("ask: [rent]\namount: 0 EUR\n", "name"),
        ("enacted: hier\namount: 0 EUR\n", "value"),
        ("", "missing"),
    ],
)
def test_a_section_of_another_form_is_refused(body: str, code: str) -> None:
    assert refused(body).code == code


def test_every_problem_of_form_is_told_at_once() -> None:
    text = HEAD.replace("kind: grant", "kind: gift").replace("beneficiary: firm", "benefit: firm") + RENT

    with pytest.raises(bareme.SchemeError) as refusal:
        bareme.loads(text)

    assert [problem.code for problem in refusal.value.problems] == ["value", "key"]


def test_an_own_unit_is_a_unit_like_another() -> None:
    body = """\
units: {meal: {fr: repas, en: meals}}
inputs:
  eaten: {type: integer, unit: meals, label: {fr: Repas}}
parameters:
  price: [{from: 2020-01-01, value: 3.30 EUR/meal, reference: a}]
amount: price * eaten
"""

    decision = bareme.evaluate(scheme(body), {"eaten": 3}, on=JULY)

    assert decision.amount == Decimal("9.90")
