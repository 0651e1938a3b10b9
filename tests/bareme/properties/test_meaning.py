"""Any scheme, any applicant: the answer is the one worked out by fractions, however the text is ordered."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import bareme
from bareme import tree
from bareme.unparse import unparse
from tests.bareme.properties.schemes import CHANGE, DAYS, Drawn, complete, less, rounded, schemes

# shrinking a whole scheme is worth the wait; telling which part does not matter is not
some = settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink))
DAY = st.sampled_from(DAYS)
NAMES = {"half_up": "round_half_up", "half_down": "round_half_down", "half_even": "round_half_even"}
NAMES |= {"floor": "floor_to", "ceil": "ceil_to"}


def loaded(drawn: Drawn) -> bareme.Scheme:
    """The scheme, unless what was drawn has a dead branch (which loading refuses, as it must)."""
    try:
        return drawn.load()
    except bareme.SchemeError as error:
        assume({problem.code for problem in error.problems} != {"dead"})
        raise  # anything else that is refused is a fault


def short(decision: bareme.Decision) -> tuple[Any, ...]:
    return (
        decision.verdict,
        decision.amount,
        decision.result,
        dict(decision.conditions),
        set(decision.because),
    )


@some
@given(schemes(), complete(), DAY)
def test_the_answer_is_the_one_fractions_give(drawn: Drawn, facts: dict[str, Any], on: date) -> None:
    verdict, amount = drawn.meaning(facts, on)

    decision = bareme.evaluate(loaded(drawn), facts, on=on)

    assert decision.verdict == verdict
    assert decision.amount is bareme.NOT_APPLICABLE if amount is None else Fraction(decision.amount) == amount  # type: ignore[arg-type]  # a number, since the verdict is certain
    for name, piece in drawn.conditions.items():
        wanted = piece.run(facts, on)
        assert decision.conditions[name] is (bareme.NOT_APPLICABLE if wanted is None else wanted)
    for name, piece in drawn.definitions.items():
        worth, found = piece.run(facts, on), decision.values[name]
        assert found is bareme.NOT_APPLICABLE if worth is None else Fraction(found) == worth  # type: ignore[arg-type]  # a number, since all is known


@some
@given(schemes(), st.data(), DAY)
def test_knowing_more_never_contradicts_an_answer(drawn: Drawn, data: st.DataObject, on: date) -> None:
    scheme, facts = loaded(drawn), data.draw(complete())
    known = data.draw(less(facts))

    early = bareme.evaluate(scheme, known, on=on)
    late = bareme.evaluate(scheme, facts, on=on)

    if early.verdict in ("eligible", "not eligible"):
        assert (late.verdict, late.amount) == (early.verdict, early.amount)
    for name, value in early.conditions.items():
        assert value is bareme.UNKNOWN or value is late.conditions[name]
    if late.verdict == "eligible" and isinstance(late.amount, Decimal):
        assert early.least is None or early.least <= late.amount
        assert early.most is None or early.most >= late.amount
    for name, value in early.values.items():
        exact = late.values[name]
        if isinstance(value, bareme.Interval):
            assert value.low <= exact <= value.high  # type: ignore[operator]  # an interval holds numbers
        elif value is not bareme.UNKNOWN:
            assert value == exact


@some
@given(schemes(), st.data(), DAY)
def test_unknown_never_turns_into_money(drawn: Drawn, data: st.DataObject, on: date) -> None:
    decision = bareme.evaluate(loaded(drawn), data.draw(less(data.draw(complete()))), on=on)

    if decision.verdict == "undetermined":
        assert decision.amount is bareme.UNKNOWN
        assert "Montant : " not in " ".join(decision.sentences("fr")).replace("\u00a0", " ")
    if isinstance(decision.amount, Decimal):
        assert decision.verdict == "eligible"
        assert decision.amount == decision.least == decision.most
        assert decision.amount >= 0
        assert decision.amount % Decimal("0.01") == 0


@some
@given(schemes(), st.data(), DAY, st.integers(0, 1000))
def test_the_order_of_keys_changes_nothing(drawn: Drawn, data: st.DataObject, on: date, seed: int) -> None:
    chance = random.Random(seed)
    facts = data.draw(less(data.draw(complete())))
    mixed = dict(chance.sample(list(facts.items()), len(facts)))
    scheme = loaded(drawn)
    other = bareme.loads(drawn.text(lambda names: chance.sample(list(names), len(names))))

    first, second = bareme.evaluate(scheme, facts, on=on), bareme.evaluate(other, mixed, on=on)

    assert short(first) == short(second)
    assert {question.path for question in first.questions} == {question.path for question in second.questions}


def everything(value: Any) -> Iterator[Any]:
    """Whatever can be reached inside an answer."""
    yield value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from everything(key)
            yield from everything(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from everything(inner)


@some
@given(schemes(), st.data(), DAY)
def test_no_float_is_anywhere_in_an_answer(drawn: Drawn, data: st.DataObject, on: date) -> None:
    decision = bareme.evaluate(loaded(drawn), data.draw(less(data.draw(complete()))), on=on)

    inside: list[Any] = [decision.env, decision.tests, decision.amounts, decision.as_dict()]
    inside += [(r.value, r.values) for top in decision.reasons for r in top.walk()]
    inside += [(r.before, r.after, r.step) for r in decision.roundings]
    inside += [question.settles for question in decision.questions]

    assert not [value for value in everything(inside) if isinstance(value, float | complex)]


@some
@given(schemes(), st.data(), DAY)
def test_an_answer_survives_json(drawn: Drawn, data: st.DataObject, on: date) -> None:
    scheme, facts = loaded(drawn), data.draw(less(data.draw(complete())))
    decision = bareme.evaluate(scheme, facts, on=on)

    again = bareme.evaluate(scheme, json.loads(json.dumps(facts)), on=on)

    assert json.loads(json.dumps(decision.as_dict())) == again.as_dict()


@some
@given(schemes(), complete(), DAY)
def test_a_rule_written_back_means_the_same(drawn: Drawn, facts: dict[str, Any], on: date) -> None:
    scheme = loaded(drawn)
    tables = {"pack": "pack"}
    definitions = {
        name: unparse(definition.node)
        for name, definition in scheme.definitions.items()
        if name not in tables
    }
    conditions = {condition.name: unparse(condition.node) for condition in scheme.conditions}
    written = Drawn(
        drawn.parameters,
        {name: _said(text) for name, text in definitions.items()},
        {name: _said(text) for name, text in conditions.items()},
        _said(unparse(scheme.lines[0].node)),
    )

    again = bareme.loads(written.text())

    assert bareme.differences(scheme, again) == []
    assert short(bareme.evaluate(again, facts, on=on)) == short(bareme.evaluate(scheme, facts, on=on))


def _said(text: str) -> Any:
    from tests.bareme.properties.schemes import Piece

    return Piece(text, lambda facts, on: None)


@some
@given(schemes(), complete(), DAY)
def test_each_rounding_explains_its_number(drawn: Drawn, facts: dict[str, Any], on: date) -> None:
    decision = bareme.evaluate(loaded(drawn), facts, on=on)

    for rounding in decision.roundings:
        before, step = Fraction(rounding.before), Fraction(rounding.step)
        assert Fraction(rounding.after) == rounded(before, step, NAMES[rounding.mode])
        assert abs(Fraction(rounding.after) - before) < step
    if decision.verdict == "eligible" and isinstance(decision.amount, Decimal):
        assert decision.roundings[-1].after == decision.amount


@some
@given(schemes(), complete())
def test_an_answer_changes_with_the_text_on_its_very_day(drawn: Drawn, facts: dict[str, Any]) -> None:
    scheme = loaded(drawn)
    eve, morning = date(2020, 6, 30), CHANGE

    for on in (eve, morning):
        verdict, amount = drawn.meaning(facts, on)
        decision = bareme.evaluate(scheme, facts, on=on)
        assert decision.verdict == verdict
        if amount is not None:
            assert decision.amount == Decimal(amount.numerator) / amount.denominator


@some
@given(schemes(), st.data(), DAY)
def test_every_value_stays_within_the_bounds_the_loader_proved(
    drawn: Drawn, data: st.DataObject, on: date
) -> None:
    scheme = loaded(drawn)
    decision = bareme.evaluate(scheme, data.draw(complete()), on=on)

    for rule in scheme.rules():
        for node in rule.walk():
            if isinstance(node, tree.ElementRef | tree.Prorata) or any(
                isinstance(child, tree.ElementRef) for child in node.walk()
            ):
                continue  # worth something only inside a list
            value = decision.program.run(node)(decision.env)
            if isinstance(value, Decimal):
                assert node.type.low <= value <= node.type.high  # type: ignore[union-attr]  # a number has bounds
                assert -int(value.normalize().as_tuple().exponent) <= node.type.scale  # type: ignore[union-attr]  # and decimals
            elif value is bareme.NOT_APPLICABLE:
                assert node.type.optional
