"""The questions named are those that can change the answer: checked by trying every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.properties.schemes import DAYS, Drawn, less, schemes
from tests.bareme.schemes import HEAD, JULY

DOMAIN: Mapping[str, list[Any]] = {
    "a": [True, False], "b": [True, False], "c": [True, False], "n": [0, 1, 2, 3], "k": ["x", "y", "z"],
}  # fmt: skip
FIXED = {"q": 2, "m": "700", "w": "200", "g": "40", "ms": []}
INPUTS = """\
inputs:
  a: {type: boolean, label: {fr: A}}
  b: {type: boolean, label: {fr: B}}
  c: {type: boolean, label: {fr: C}}
  n: {type: integer, unit: people, max: 3, label: {fr: N}}
  k: {type: choice, values: {x: {fr: X}, y: {fr: Y}, z: {fr: Z}}, label: {fr: K}}
parameters:
  few: [{from: 2020-01-01, value: 2 people, reference: a}]
  low: [{from: 2020-01-01, value: 100 EUR, reference: a}]
  high: [{from: 2020-01-01, value: 900 EUR, reference: a}]
  each: [{from: 2020-01-01, value: 50 EUR/people, reference: a}]
"""
LEAVES = {"a": "a", "b": "b", "c": "c", "n": "n < few", "k": 'k == "x"'}


@st.composite
def conditions(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    """A condition that looks at each of these facts once."""
    if len(names) == 1:
        leaf = LEAVES[names[0]]
        return f"(not {leaf})" if draw(st.booleans()) else f"({leaf})"
    cut = draw(st.integers(1, len(names) - 1))
    word = draw(st.sampled_from(["and", "or"]))
    return f"({draw(conditions(names[:cut]))} {word} {draw(conditions(names[cut:]))})"


def answers(scheme: bareme.Scheme, known: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every complete set of facts that agrees with what is known, and its answer."""
    missing = [name for name in DOMAIN if known.get(name) is None]
    for values in product(*(DOMAIN[name] for name in missing)):
        facts = {**known, **dict(zip(missing, values, strict=True))}
        decision = bareme.evaluate(scheme, facts, on=JULY)
        yield facts, (decision.verdict, decision.amount)


def changing(scheme: bareme.Scheme, known: Mapping[str, Any]) -> set[str]:
    """The facts of which two answers, all else equal, give two decisions."""
    found = list(answers(scheme, known))
    missing = [name for name in DOMAIN if known.get(name) is None]
    changed: set[str] = set()
    for name in missing:
        groups: dict[Any, set[Any]] = {}
        for facts, answer in found:
            rest = tuple(value for key, value in sorted(facts.items(), key=str) if key != name)
            groups.setdefault(str(rest), set()).add(str(answer))
        if any(len(group) > 1 for group in groups.values()):
            changed.add(name)
    return changed


def asked(scheme: bareme.Scheme, known: Mapping[str, Any]) -> set[str]:
    return {question.path for question in bareme.evaluate(scheme, known, on=JULY).questions}


PARTIAL = st.fixed_dictionaries({name: st.sampled_from([None, *values]) for name, values in DOMAIN.items()})


@settings(max_examples=40)
@given(st.data(), PARTIAL)
def test_exactly_the_facts_that_can_change_the_answer_are_asked(
    data: st.DataObject, known: dict[str, Any]
) -> None:
    names = tuple(data.draw(st.permutations(sorted(DOMAIN))))
    cut = data.draw(st.integers(1, 3))
    rule, test = data.draw(conditions(names[:cut])), data.draw(conditions(names[cut:]))
    text = f"{HEAD}{INPUTS}eligibility:\n  one: {{rule: '{rule}', else: {{fr: Non}}}}\n"
    scheme = bareme.loads(f"{text}amount: 'high if {test} else low'\n")

    assert asked(scheme, known) == changing(scheme, known)


@settings(max_examples=30)
@given(schemes(depth=2), st.data())
def test_no_fact_that_can_change_the_answer_is_forgotten(drawn: Drawn, data: st.DataObject) -> None:
    try:
        scheme = drawn.load()
    except bareme.SchemeError:
        return
    known = FIXED | data.draw(PARTIAL)

    assert changing(scheme, known) <= asked(scheme, known)


@settings(max_examples=30)
@given(schemes(), st.data(), st.sampled_from(DAYS))
def test_an_answer_waits_for_facts_only_while_some_are_asked(
    drawn: Drawn, data: st.DataObject, on: Any
) -> None:
    from tests.bareme.properties.schemes import complete

    try:
        scheme = drawn.load()
    except bareme.SchemeError:
        return
    decision = bareme.evaluate(scheme, data.draw(less(data.draw(complete()))), on=on)

    assert (decision.verdict == "undetermined") is bool(decision.questions)
    assert len({question.path for question in decision.questions}) == len(decision.questions)
    assert all(0 <= question.settles <= 1 for question in decision.questions)


@settings(max_examples=25)
@given(schemes(depth=2), st.data())
def test_answering_every_question_in_turn_ends_with_an_answer(drawn: Drawn, data: st.DataObject) -> None:
    from tests.bareme.properties.schemes import complete

    try:
        scheme = drawn.load()
    except bareme.SchemeError:
        return
    facts, told = data.draw(complete()), dict[str, Any]()

    for _ in range(len(facts) + 1):
        decision = bareme.evaluate(scheme, told, on=JULY)
        if not decision.questions:
            break
        name = decision.questions[0].path.split(".")[0]
        assert name not in told, "asked twice"
        told[name] = facts[name]

    complete_one = bareme.evaluate(scheme, facts, on=JULY)
    assert (decision.verdict, decision.amount) == (complete_one.verdict, complete_one.amount)


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({}, {"a", "n"}),
        ({"a": False}, set()),
        ({"a": True}, {"n"}),
        ({"n": 3}, {"a"}),
        ({"a": True, "n": 3}, set()),
    ],
)
def test_a_shopkeeper_is_asked_no_more_than_needed(known: dict[str, Any], wanted: set[str]) -> None:
    rules = "eligibility:\n  one: {rule: a, else: {fr: Non}}\namount: high if n < few else low\n"

    assert asked(bareme.loads(HEAD + INPUTS + rules), known) == wanted
