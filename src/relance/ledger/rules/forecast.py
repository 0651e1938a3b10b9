"""What is left of an envelope, and until when at the pace of late."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Forecast:
    """`after_waiting`: what would be left once everybody in line was served; below zero it lacks.

    `runs_out_on`: the day the envelope is empty if money goes on being awarded as it was in the
    last `window` days; None when nothing was awarded then, or nothing is left to run out.
    """

    available: int
    waiting: int
    awarded_in_window: int
    window: int
    runs_out_on: date | None

    @property
    def after_waiting(self) -> int:
        return self.available - self.waiting


def forecast(*, available: int, waiting: int, awarded_in_window: int, window: int, today: date) -> Forecast:
    """Amounts in minor units, `window` in days (1 or more)."""
    runs_out_on = None
    if available > 0 and awarded_in_window > 0:
        days = -(-available * window // awarded_in_window)  # rounded up: it is empty on that day
        if days <= 3650:  # further than ten years is no forecast
            runs_out_on = today + timedelta(days=days)
    return Forecast(available, waiting, awarded_in_window, window, runs_out_on)
