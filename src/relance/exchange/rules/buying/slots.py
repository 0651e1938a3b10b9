"""When an order can be fetched: slots cut from the hours at which a shop hands orders over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """From when to when; `left`: orders it still takes, None: as many as come."""

    starts_at: datetime
    ends_at: datetime
    left: int | None = None

    @property
    def is_full(self) -> bool:
        return self.left == 0


def slots(
    spans: Iterable[tuple[datetime, datetime]],
    *,
    now: datetime,
    preparation: timedelta,
    length: timedelta,
    capacity: int | None = None,
    taken: Mapping[datetime, int] | None = None,
) -> Iterator[Slot]:
    """Slots of `length` within each span of service, once the order can be ready. Full ones are told too.

    A slot is whole: what is left of a span after the last whole one is not offered. `taken`: how many
    orders each slot holds, by its start. Counted and told in universal time, so that the night of a
    change of hour has no slot twice, none that ends before it begins, and none that equals no other.
    """
    ready = now.astimezone(UTC) + preparation
    held = {start.astimezone(UTC): many for start, many in (taken or {}).items()}
    for begin, end in spans:
        start, last = begin.astimezone(UTC), end.astimezone(UTC)
        while start + length <= last:
            if start >= ready:
                left = None if capacity is None else max(capacity - held.get(start, 0), 0)
                yield Slot(start, start + length, left)
            start += length
