"""How long something took, by a clock that whoever asks gives: nothing here reads one of its own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

Clock = Callable[[], int]  # nanoseconds since any moment: `time.perf_counter_ns`


class Stopwatch:
    """Begins at once. Without a clock, nothing is known of the time."""

    def __init__(self, clock: Clock | None) -> None:
        self.clock, self.begun = clock, clock() if clock is not None else 0

    @property
    def seconds(self) -> Decimal | None:
        """Since it began, to the millisecond."""
        if self.clock is None:
            return None
        return Decimal((self.clock() - self.begun) // 1_000_000).scaleb(-3)
