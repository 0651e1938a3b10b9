"""Until when the service answers a file. Pure.

The delay is the one that the authority states on its call (in France, silence kept for the delay refuses a
request for money: code des relations entre le public et l'administration, L231-4, 3°). It runs from the
deposit, stands still while the applicant is asked to complete or correct (L114-5), and goes on from the
answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from relance.applications.rules.retention import months_after
from relance.values.typography import NBSP, Locale, long_date


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from one day to another (None: it still does), and why."""

    since: date
    until: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Clock:
    """`due`: the last day to answer. While it stands still, the day goes further away every day."""

    due: date
    today: date
    months: int
    paused: int
    standing_still: Pause | None = None

    @property
    def late(self) -> int:
        """Days since the last day to answer; never while the clock stands still."""
        return max(0, (self.today - self.due).days) if self.standing_still is None else 0

    def words(self, locale: Locale) -> str:
        """As the officer reads it."""
        if self.standing_still is not None:
            left = (self.due - self.today).days
            since = long_date(self.standing_still.since, locale)
            why = self.standing_still.why.lower()
            rest = (
                f"il restera {left}{NBSP}jour{'s' if left > 1 else ''}" if left > 0 else "le délai est passé"
            )
            return f"Délai suspendu depuis le {since} ({why}){NBSP}: à la réponse du demandeur, {rest}."
        paused = f", suspendu {self.paused}{NBSP}jour{'s' if self.paused > 1 else ''}" if self.paused else ""
        said = f"Réponse due le {long_date(self.due, locale)} ({self.months}{NBSP}mois{paused})"
        return (
            f"{said}, dépassée de {self.late}{NBSP}jour{'s' if self.late > 1 else ''}."
            if self.late
            else f"{said}."
        )


def clock(received: date | None, months: int | None, pauses: Iterable[Pause], today: date) -> Clock | None:
    """Where the delay of a file stands; None where none is stated, or nothing was deposited."""
    if received is None or months is None:
        return None
    paused, standing_still = 0, None
    for one in pauses:
        paused += max(0, ((one.until or today) - one.since).days)
        standing_still = one if one.until is None else standing_still
    due = months_after(received, months) + timedelta(days=paused)
    return Clock(due, today, months, paused, standing_still)
