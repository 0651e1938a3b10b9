"""How an act is divided between funders, to the cent."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

F = TypeVar("F", bound=Hashable)


class NoRoom(ValueError):
    """The funders together have less than the amount to be divided."""


def split(
    amount: int, keys: Mapping[F, int], *, odd_to: F, room: Mapping[F, int] | None = None
) -> dict[F, int]:
    """Divide `amount` minor units by whole-number keys; what does not divide goes to `odd_to`.

    `room`: what each funder still has where the money comes from, and no part exceeds it. What one
    cannot bear goes to the named funder, then to the others in the order of the keys: so an account
    is emptied to the last cent, however often it was drawn on. Funders that stand in `room` alone
    (they left the keys) come last. The parts sum to `amount`; funders whose part is zero are left
    out. Raises NoRoom, and ValueError for an amount below zero or keys without `odd_to`.
    """
    if amount < 0:
        raise ValueError(f"an amount of zero or more is divided, got {amount}")
    whole = sum(keys.values())
    if odd_to not in keys or whole <= 0 or min(keys.values()) < 0:
        raise ValueError(f"keys are positive and hold the named funder {odd_to!r}, got {dict(keys)}")
    parts = {funder: amount * key // whole for funder, key in keys.items()}
    parts[odd_to] += amount - sum(parts.values())
    if room is not None:
        parts = _within(parts, room, odd_to)
    return {funder: part for funder, part in parts.items() if part}


def _within(parts: dict[F, int], room: Mapping[F, int], odd_to: F) -> dict[F, int]:
    if sum(parts.values()) > sum(room.values()):
        raise NoRoom(f"{sum(parts.values())} to divide, {sum(room.values())} left")
    order = [odd_to, *(funder for funder in parts if funder != odd_to)]
    order += [funder for funder in room if funder not in parts]
    fitted = {funder: min(parts.get(funder, 0), room.get(funder, 0)) for funder in order}
    left = sum(parts.values()) - sum(fitted.values())
    for funder in order:
        more = min(left, room.get(funder, 0) - fitted[funder])
        fitted[funder] += more
        left -= more
    return fitted
