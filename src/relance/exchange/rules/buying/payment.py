"""How a part is paid. The authority is never in the flow of money: buyers pay the merchant.

A provider is an object with these three answers, added to `PROVIDERS`. There is one: paying at
pick-up. None takes a card online, and none pretends to (CGCT, art. L. 1611-7-1 leaves the handling
of merchants' money to others).
"""

from typing import Final, Protocol


class Provider(Protocol):
    """What an order needs to know of a way to pay. `code` is stored on the part."""

    code: str

    def words(self, seller: str) -> str:
        """What the buyer reads before ordering."""

    def is_due_at(self, step: str) -> bool:
        """Whether the merchant holds the money once the part has reached this state."""


class AtPickUp:
    """Paid to the merchant, at the counter, when the order is handed over."""

    code = "at_pick_up"

    def words(self, seller: str) -> str:
        return f"À payer sur place, à {seller}, au retrait."

    def is_due_at(self, step: str) -> bool:
        return step == "handed_over"


PROVIDERS: Final[dict[str, Provider]] = {one.code: one for one in (AtPickUp(),)}
