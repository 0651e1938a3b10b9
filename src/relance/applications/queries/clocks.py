"""Until when files are to be answered: what the rule needs, read once for many."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from relance.applications.models import Application, Correction
from relance.applications.rules.clock import Clock, Pause, clock
from relance.kernel.models import Authority


def clocks(authority: Authority, rows: Sequence[Application], now: datetime) -> dict[int, Clock]:
    """The clock of each file that waits for a decision, by its key; one query."""
    waiting = [row for row in rows if not row.is_over and row.call.answer_within]
    asked: dict[int, list[Correction]] = {}
    if waiting:
        corrections = Correction.objects.of(authority).filter(application__in=[row.pk for row in waiting])
        for one in corrections:
            asked.setdefault(one.application_id, []).append(one)
    found = {row.pk: clock_of(row, asked.get(row.pk, []), now) for row in waiting}
    return {pk: one for pk, one in found.items() if one is not None}


def clock_of(row: Application, corrections: Iterable[Correction], now: datetime) -> Clock | None:
    """The clock of one file, its corrections being known; None once it is decided."""
    if row.is_over:
        return None
    zone = row.authority.zone
    received = row.submitted_at.astimezone(zone).date() if row.submitted_at else None
    pauses = [
        Pause(
            one.asked_at.astimezone(zone).date(),
            ended.astimezone(zone).date() if (ended := one.answered_at or one.withdrawn_at) else None,
            one.get_reason_display(),
        )
        for one in corrections
    ]
    return clock(received, row.call.answer_within, pauses, now.astimezone(zone).date())
