"""Whatever is known of a case: questions lead to its answer, less is never more, money is monotone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bareme

FOLDER = Path(__file__).parents[2] / "examples" / "schemes"
SCHEMES = {path.stem: bareme.load(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(scheme, test, id=f"{name} · {test.name}")
    for name, scheme in SCHEMES.items()
    for test in scheme.tests[:5]
    if not test.parameters and test.given
]
MOST_QUESTIONS = 60


def answer(scheme: bareme.Scheme, given: Mapping[str, Any], on: date) -> bareme.Decision:
    return bareme.evaluate(scheme, given, on=on)


def leaves(given: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Each fact by its place; a list of related entities is known or unknown as a whole."""
    found: list[tuple[str, ...]] = []
    for key, value in given.items():
        if isinstance(value, Mapping):
            found += [(key, *rest) for rest in leaves(value)]
        else:
            found.append((key,))
    return found


def taken(given: Mapping[str, Any], places: set[tuple[str, ...]]) -> dict[str, Any]:
    """The facts at these places alone."""
    result: dict[str, Any] = {}
    for place in places:
        source: Any = given
        target = result
        for key in place[:-1]:
            source = source[key]
            target = target.setdefault(key, {})
        target[place[-1]] = (source if place[:-1] else given)[place[-1]]
    return result


def place_of(scheme: bareme.Scheme, path: str, known: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Where the answer to this question lies among the facts of the case; None if the case does not say."""
    parts = tuple(path.split("."))
    register = scheme.inputs[path].register if path in scheme.inputs else None
    if register and (register,) in known:
        return (register,)
    return next((place for place in known if place == parts[: len(place)]), None)


@pytest.mark.parametrize(("scheme", "test"), CASES)
def test_answering_the_first_question_again_and_again_leads_to_the_answer(
    scheme: bareme.Scheme, test: Any
) -> None:
    whole = answer(scheme, test.given, test.on)
    known = leaves(test.given)
    said: set[tuple[str, ...]] = set()

    for _ in range(MOST_QUESTIONS):
        decision = answer(scheme, taken(test.given, said), test.on)
        places = [place_of(scheme, question.path, known) for question in decision.questions]
        next_place = next((place for place in places if place is not None and place not in said), None)
        if next_place is None:
            break
        said.add(next_place)

    assert (decision.verdict, decision.amount) == (whole.verdict, whole.amount)
    assert len(said) <= len(known)


@pytest.mark.parametrize("name", sorted(SCHEMES))
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_what_is_answered_of_a_part_of_the_facts_is_never_taken_back(name: str, data: st.DataObject) -> None:
    scheme = SCHEMES[name]
    test = data.draw(st.sampled_from([test for test in scheme.tests if test.given and not test.parameters]))
    known = leaves(test.given)
    part = set(data.draw(st.lists(st.sampled_from(known), unique=True)))
    # Where a fact has a default, leaving it out is an answer too.
    part |= {
        place for place in known if place[0] in scheme.inputs and scheme.inputs[place[0]].default is not None
    }

    less, whole = answer(scheme, taken(test.given, part), test.on), answer(scheme, test.given, test.on)

    if less.verdict in ("eligible", "not eligible"):
        assert (less.verdict, less.amount) == (whole.verdict, whole.amount)
    if less.verdict == "to be checked":
        assert whole.verdict != "undetermined"
    assert set(less.because) <= set(whole.because)
    if isinstance(whole.amount, Decimal):
        assert less.least is None or less.least <= whole.amount
        assert less.most is None or whole.amount <= less.most


@pytest.mark.parametrize(
    ("name", "fact", "unit", "top", "up"),
    [
        ("fonds-loyer", "monthly_rent", "EUR/month", 2_000, True),
        ("avances-remboursables", "yearly_turnover", "EUR", 400_000, True),
        ("avances-remboursables", "requested", "EUR", 60_000, True),
        ("supplement-loyer", "recognised_rent", "CAD/month", 3_000, True),
        ("pardon-de-pret", "loan", "CAD", 60_000, True),
        ("subvention-association", "requested", "EUR", 90_000, True),
        ("friches-commerciales", "net_revenue", "EUR", 50_000, True),
        ("epicerie-etudiante", "basket", "EUR", 500, True),
        ("epicerie-etudiante", "resources", "EUR", 3_000, False),
        ("premier-emploi", "rent", "EUR/month", 3_000, True),
        ("mobilite-au-merite", "cost", "EUR", 9_000, True),
        ("mobilite-au-merite", "other_grants", "EUR", 9_000, False),
        ("boutique-numerique", "de_minimis", "EUR", 310_000, False),
    ],
)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_money_goes_the_way_the_text_says(
    name: str, fact: str, unit: str, top: int, up: bool, data: st.DataObject
) -> None:
    scheme, test = SCHEMES[name], SCHEMES[name].tests[0]
    cents = st.integers(0, top * 100).map(lambda number: Decimal(number).scaleb(-2))
    small, large = sorted((data.draw(cents), data.draw(cents)))

    paid = [
        answer(scheme, {**test.given, fact: f"{value} {unit}"}, test.on).amount for value in (small, large)
    ]

    # Refused is nothing paid.
    first, second = (value if isinstance(value, Decimal) else Decimal(0) for value in paid)
    assert first <= second if up else first >= second
    for value in paid:
        assert value is bareme.NOT_APPLICABLE or (isinstance(value, Decimal) and value >= 0)
        assert not isinstance(value, Decimal) or value == value.quantize(Decimal("0.01"))
