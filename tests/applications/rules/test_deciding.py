"""What stands in the way of a decision."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.deciding import (
    SAID,
    Standing,
    Wanted,
    Why,
    may_decide_amount,
    obstacles,
)
from relance.values.money import Money

SUM = Money(1500_00, "EUR")
READY = Standing(
    in_instruction=True,
    recused=False,
    correction_open=False,
    unconfirmed=False,
    verdict="eligible",
    computed=SUM,
    already_awarded=False,
    ceiling_exceeded=False,
)
GRANT = Wanted("accepted", SUM)


def test_nothing_stands_in_the_way_of_a_file_that_is_ready() -> None:
    assert obstacles(READY, GRANT) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"in_instruction": False}, Why.STATE),
        ({"recused": True}, Why.RECUSED),
        ({"correction_open": True}, Why.CORRECTION),
        ({"unconfirmed": True}, Why.UNCONFIRMED),
        ({"verdict": "undetermined", "computed": None}, Why.UNDETERMINED),
        ({"verdict": "to be checked", "computed": None}, Why.UNDETERMINED),
        ({"verdict": "not eligible", "computed": None}, Why.NOT_ELIGIBLE),
        ({"computed": Money(0, "EUR")}, Why.NOTHING_DUE),
        ({"computed": Money(1, "EUR")}, Why.AMOUNT_CHANGED),
        ({"already_awarded": True}, Why.ALREADY_AWARDED),
        ({"ceiling_exceeded": True}, Why.CEILING),
    ],
)
def test_each_thing_that_stands_in_the_way_is_named(change: dict[str, object], why: Why) -> None:
    assert obstacles(replace(READY, **change), GRANT) == [why]  # type: ignore[arg-type]  # fields by name


def test_a_manual_amount_goes_past_the_rules_but_not_past_what_is_unknown() -> None:
    manual = Wanted("accepted", Money(10, "EUR"), manual=True)

    assert obstacles(replace(READY, verdict="not eligible", computed=None), manual) == []
    assert obstacles(replace(READY, verdict="undetermined"), manual) == [Why.UNDETERMINED]


def test_a_refusal_waits_for_the_register_and_a_closing_does_not() -> None:
    waiting = replace(READY, unconfirmed=True)

    assert obstacles(waiting, Wanted("refused")) == [Why.UNCONFIRMED]
    assert obstacles(waiting, Wanted("closed")) == []


def test_each_reason_is_a_sentence() -> None:
    assert set(SAID) == set(Why)
    assert all(sentence.endswith(".") for sentence in SAID.values())


@pytest.mark.parametrize(
    ("common", "own", "may"),
    [
        (None, None, True),
        (1500_00, None, True),
        (1499_99, None, False),
        (0, (1500_00,), True),
        (0, (1499_99,), False),
        (0, (None,), True),
    ],
)
def test_who_may_decide_which_amount(common: int | None, own: tuple[int | None] | None, may: bool) -> None:
    assert may_decide_amount(SUM, delegated_up_to=common, own=own) is may


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_delegation_never_takes_power_away(minor: int, common: int, own: int) -> None:
    amount = Money(minor, "EUR")

    if may_decide_amount(amount, delegated_up_to=common, own=None):
        assert may_decide_amount(amount, delegated_up_to=common, own=(own,))
