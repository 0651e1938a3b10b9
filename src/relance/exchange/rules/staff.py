"""What a person may do in a shop: as its owner, as somebody of its staff, or for another organisation."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Task(StrEnum):
    """What there is to do in a shop."""

    CARD = "card"  # what its page says: card, photo, hours, closures
    LISTINGS = "listings"  # listings, offers, grouped orders
    PRICES = "prices"  # price and stock of listings that stand
    ORDERS = "orders"  # who comes, what for, what to do next
    LINES = "lines"  # what was ordered, without who ordered it
    RIGHTS = "rights"  # the staff, and rights given to others


OWNER: Final = frozenset(Task)
STAFF: Final = {
    "catalogue": frozenset({Task.LISTINGS, Task.PRICES}),
    "orders": frozenset({Task.ORDERS, Task.LINES}),
    "everything": OWNER - {Task.RIGHTS},
}
GRANTED: Final = {
    "add_listings": frozenset({Task.LISTINGS, Task.PRICES}),
    "set_stock": frozenset({Task.PRICES}),
    "see_orders": frozenset({Task.LINES}),
}
"""`sell` is absent: it lets the receiver sell in its own name, and opens nothing here."""


def of_staff(rights: Iterable[str]) -> frozenset[Task]:
    """What the rights of somebody of the staff allow, together."""
    return frozenset().union(*(STAFF[right] for right in rights))


def by_grants(grants: Iterable[tuple[str, frozenset[Task]]]) -> frozenset[Task]:
    """What rights given to other organisations allow a person there.

    Each is (the right, what this person may do in the organisation that received it): nobody does for
    another shop what they may not do in their own.
    """
    return frozenset().union(*(GRANTED.get(right, frozenset()) & own for right, own in grants))
