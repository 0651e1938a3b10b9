"""The steps of a seller's part of an order, and who may take them."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """A state of a part; the same codes as `models.PartState`."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    READY = "ready"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Who(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    SYSTEM = "system"


ENDS: Final = frozenset({Step.HANDED_OVER, Step.CANCELLED, Step.NO_SHOW})

_SELLER: Final[dict[Step, frozenset[Step]]] = {
    Step.PLACED: frozenset({Step.CONFIRMED, Step.READY, Step.HANDED_OVER, Step.CANCELLED, Step.NO_SHOW}),
    Step.CONFIRMED: frozenset({Step.READY, Step.HANDED_OVER, Step.CANCELLED, Step.NO_SHOW}),
    Step.READY: frozenset({Step.HANDED_OVER, Step.CANCELLED, Step.NO_SHOW}),
}
_BUYER: Final[dict[Step, frozenset[Step]]] = {
    Step.PLACED: frozenset({Step.CANCELLED}),
    Step.CONFIRMED: frozenset({Step.CANCELLED}),
}
"""A buyer gives up what is not prepared yet; once it is ready, they call the shop."""


def may_follow(now: Step, then: Step, who: Who) -> bool:
    """Whether this person may take a part from the one state to the other."""
    steps = _BUYER if who == Who.BUYER else _SELLER
    return then in steps.get(now, frozenset())


def next_steps(now: Step, who: Who) -> list[Step]:
    """What this person may do next, in the order of the steps."""
    return [step for step in Step if may_follow(now, step, who)]
