"""Who may take a part of an order where."""

import pytest

from relance.exchange.models import PartState
from relance.exchange.rules.buying.payment import PROVIDERS
from relance.exchange.rules.buying.steps import ENDS, Step, Who, may_follow, next_steps


def test_the_steps_are_those_that_are_stored() -> None:
    assert [step.value for step in Step] == PartState.values


@pytest.mark.parametrize("end", sorted(ENDS))
@pytest.mark.parametrize("who", list(Who))
def test_what_has_ended_goes_nowhere(end: Step, who: Who) -> None:
    assert next_steps(end, who) == []


def test_a_buyer_gives_up_until_it_is_ready() -> None:
    assert next_steps(Step.PLACED, Who.BUYER) == [Step.CANCELLED]
    assert next_steps(Step.CONFIRMED, Who.BUYER) == [Step.CANCELLED]
    assert next_steps(Step.READY, Who.BUYER) == []


def test_a_buyer_never_says_that_it_was_handed_over() -> None:
    assert not any(may_follow(step, Step.HANDED_OVER, Who.BUYER) for step in Step)


def test_a_merchant_may_skip_steps_and_never_goes_back() -> None:
    assert may_follow(Step.PLACED, Step.HANDED_OVER, Who.SELLER)
    assert not may_follow(Step.READY, Step.CONFIRMED, Who.SELLER)
    assert not may_follow(Step.CONFIRMED, Step.PLACED, Who.SELLER)


def test_the_only_way_to_pay_is_at_the_counter() -> None:
    (only,) = PROVIDERS.values()

    assert only.code == "at_pick_up"
    assert "sur place" in only.words("Boulangerie Amblard")
    assert [step for step in Step if only.is_due_at(step)] == [Step.HANDED_OVER]
