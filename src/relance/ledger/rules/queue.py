"""Who is served when money returns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in line: its id, what it asks (minor units), and when its file was complete."""

    place: int
    amount: int
    complete_at: datetime


def served(available: int, waiting: Iterable[Waiting]) -> list[Waiting]:
    """The places that the money serves, in order of complete date, then of arrival.

    The first that does not fit stops the line: nobody overtakes because they ask for less.
    """
    done = []
    for place in sorted(waiting, key=lambda one: (one.complete_at, one.place)):
        if place.amount > available:
            break
        available -= place.amount
        done.append(place)
    return done
