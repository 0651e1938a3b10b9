"""What becomes of a pledge."""

from datetime import date

import pytest

from relance.plans.models.pledge import ENDED, PledgeState
from relance.plans.rules.following.pledges import OPEN, WhereItStands, is_late, may_say, needs_words

DUE = date(2026, 6, 30)


def test_rules_and_table_know_the_same_states() -> None:
    assert {one.value for one in WhereItStands} == set(PledgeState.values)
    assert {one.value for one in ENDED} == set(PledgeState.values) - set(OPEN)


def test_a_pledge_is_late_the_day_after_its_term() -> None:
    assert not is_late("given", DUE, DUE)
    assert is_late("given", DUE, date(2026, 7, 1))


@pytest.mark.parametrize("state", ["kept", "declined", "broken"])
def test_what_is_over_is_never_late(state: str) -> None:
    assert not is_late(state, DUE, date(2030, 1, 1))


def test_without_term_nothing_is_late() -> None:
    assert not is_late("asked", None, date(2030, 1, 1))


def test_a_body_cannot_say_that_it_was_not_asked() -> None:
    assert not may_say("asked")
    assert all(may_say(state) for state in set(PledgeState.values) - {"asked"})
    assert not may_say("nonsense")


def test_what_was_kept_or_not_comes_with_words() -> None:
    assert {state for state in PledgeState.values if needs_words(state)} == {
        "kept",
        "partly",
        "declined",
        "broken",
    }
