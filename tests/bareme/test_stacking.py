"""A scheme that reads another's result: pinned by its hash, asked the same facts, never in a circle."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bareme
from tests.bareme.schemes import HEAD, JULY, RENT, scheme

STATE_TEXT = HEAD.replace("scheme: essai", "scheme: etat") + RENT.replace(
    "amount: min(months * rent, cap)",
    "untranslatable:\n  - {name: need, fr: Besoin}\namount: min(months * rent, cap)",
).replace("untranslatable:\n  - {name: need, fr: Besoin}\n", "")
LOCAL = """\
inputs:
  cost: {type: money, label: {fr: Coût}}
uses:
  state: {scheme: etat, hash: HASH}
parameters:
  share: [{from: 2020-01-01, value: 80 %, reference: a}]
eligibility:
  other: {rule: not state.eligible or cost > 0 EUR, else: {fr: non}}
amount: floor_to(max(share * cost - otherwise(state.amount, 0 EUR), 0 EUR), 0.01 EUR)
"""


def state(text: str = STATE_TEXT) -> bareme.Scheme:
    return bareme.loads(text, path="etat.yaml")


def local(text: str = LOCAL, other: bareme.Scheme | None = None) -> bareme.Scheme:
    other = other or state()
    return scheme(text.replace("HASH", other.hash), schemes=[other])


def decide(**facts: Any) -> bareme.Decision:
    return bareme.evaluate(local(), facts, on=JULY)


def test_the_other_aid_is_taken_off() -> None:
    assert decide(headcount=3, rent=100, cost=1000).amount == Decimal(500)


def test_the_other_decision_can_be_opened() -> None:
    decision = decide(headcount=3, rent=100, cost=1000)

    inner = decision.stacked["state"]

    assert inner is not None
    assert (inner.verdict, inner.amount) == ("eligible", Decimal(300))


def test_an_aid_refused_elsewhere_is_not_applicable_and_here_counts_for_nothing() -> None:
    assert decide(headcount=30, rent=100, cost=1000).amount == Decimal(800)


def test_an_unknown_fact_of_the_other_leaves_this_one_unknown_and_is_asked() -> None:
    decision = decide(headcount=3, cost=1000)

    assert decision.verdict == "undetermined"
    assert [question.path for question in decision.questions] == ["rent"]


def test_the_receipt_pins_the_text_of_both() -> None:
    receipt = decide(headcount=3, rent=100, cost=1000).receipt

    assert receipt.uses == (("state", state().hash),)
    assert receipt.hash != state().hash


def test_a_text_that_changed_is_refused_with_its_new_hash() -> None:
    changed = state(STATE_TEXT.replace("1500 EUR", "1600 EUR"))

    with pytest.raises(bareme.SchemeError) as refusal:
        scheme(LOCAL.replace("HASH", state().hash), schemes=[changed])

    problem = refusal.value.problems[0]
    assert problem.code == "hash"
    assert changed.hash in problem.help


def test_what_the_officer_ticks_for_one_is_not_ticked_for_the_other() -> None:
    text = STATE_TEXT + "untranslatable:\n  - {name: need, fr: Besoin}\n"
    found = local(other=state(text))

    pending = bareme.evaluate(found, {"headcount": 3, "rent": 100, "cost": 1000}, on=JULY)
    ticked = bareme.evaluate(
        found, {"headcount": 3, "rent": 100, "cost": 1000, "state": {"checks": {"need": True}}}, on=JULY
    )

    assert [question.path for question in pending.questions] == ["state.checks.need"]
    assert ticked.amount == Decimal(500)


def test_what_the_other_scheme_already_awarded_is_its_own() -> None:
    text = STATE_TEXT.replace("min(months * rent, cap)", "min(months * rent, room(top))").replace(
        "  cap: [{from: 2020-01-01, value: 1500 EUR, scope: award, reference: article 2}]",
        "  top: [{from: 2020-01-01, value: 1500 EUR, scope: firm, reference: article 2}]",
    )

    decision = bareme.evaluate(
        local(other=state(text)),
        {"headcount": 3, "rent": 100, "cost": 1000, "state": {"already": {"firm": 1450}}},
        on=JULY,
    )

    assert decision.amount == Decimal(750)


def test_a_scheme_not_in_force_that_day_is_not_applicable() -> None:
    other = state(
        STATE_TEXT.replace("valid: {from: 2020-01-01}", "valid: {from: 2020-01-01, to: 2020-03-31}")
    )
    found = local(other=other)

    before, after = (
        bareme.evaluate(found, {"headcount": 3, "rent": 100, "cost": 1000}, on=on)
        for on in (date(2020, 3, 31), date(2020, 4, 1))
    )

    assert (before.amount, after.amount) == (Decimal(500), Decimal(800))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("state.amount", "state.total"), "name"),
        (("{scheme: etat", "{scheme: region"), "name"),
        (("cost: {type: money", "rent: {type: money"), "type"),
    ],
)
def test_a_bad_use_is_refused(change: tuple[str, str], code: str) -> None:
    text = (
        LOCAL.replace(*change).replace("cost ", "rent ")
        if change[0].startswith("cost:")
        else LOCAL.replace(*change)
    )

    with pytest.raises(bareme.SchemeError) as refusal:
        local(text)

    assert refusal.value.problems[0].code == code


def test_a_file_beside_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "etat.yaml").write_text(STATE_TEXT, encoding="utf-8")
    text = HEAD + LOCAL.replace("HASH", state().hash).replace(
        "scheme: etat,", "scheme: etat, file: etat.yaml,"
    )
    (tmp_path / "local.yaml").write_text(text, encoding="utf-8")

    found = bareme.load(tmp_path / "local.yaml")

    assert found.uses["state"].name == "etat"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "n’existe pas"),
        ({"etat.yaml": "language: 2\n"}, "est refusé"),
        ({"etat.yaml": "SELF"}, "en cercle"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_at_its_name(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    text = HEAD + LOCAL.replace("HASH", "0" * 64).replace("scheme: etat,", "scheme: etat, file: etat.yaml,")
    (tmp_path / "local.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        mirrored = text.replace("etat.yaml", "local.yaml") if content == "SELF" else content
        (tmp_path / name).write_text(mirrored, encoding="utf-8")

    with pytest.raises(bareme.SchemeError) as refusal:
        bareme.load(tmp_path / "local.yaml")

    assert said in refusal.value.problems[0].cause


def test_a_scheme_nobody_gave_is_asked_for() -> None:
    with pytest.raises(bareme.SchemeError) as refusal:
        scheme(LOCAL.replace("HASH", "0" * 64))

    assert "file" in refusal.value.problems[0].help
