"""Many news at once, for the benchmarks of large plans."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from relance.plans.models import Measure, Status, Update, UpdateState

A_BATCH = 2_000
STATES = (UpdateState.PUBLIC, UpdateState.PUBLIC, UpdateState.PUBLIC, UpdateState.REVIEWED, UpdateState.DRAFT)
SAID = (Status.TO_START, Status.UNDER_WAY, Status.UNDER_WAY, Status.PAUSED, Status.DONE)


def many_updates(measures: Sequence[Measure], *, count: int, until: datetime) -> int:
    """Write so many updates over these measures, the latest first, one a day back from `until`.

    Every measure has about as many; three in five are public. Returns how many were written.
    """
    rows = _updates(measures, count, until)
    written = 0
    while batch := list(islice(rows, A_BATCH)):
        written += len(Update.objects.bulk_create(batch))
    return written


def _updates(measures: Sequence[Measure], count: int, until: datetime) -> Iterator[Update]:
    for number in range(count):
        measure, turn = measures[number % len(measures)], number // len(measures)
        at = until - timedelta(days=turn + number % 7)
        state = STATES[(number + turn) % len(STATES)]
        public, read = state == UpdateState.PUBLIC, state != UpdateState.DRAFT
        yield Update(
            authority_id=measure.authority_id,
            plan_id=measure.plan_id,
            measure=measure,
            status=SAID[(number * 7 + turn) % len(SAID)],
            words=f"Nouvelles numéro {number}, telles qu’un pilote les écrit en une phrase.",
            as_of=at.date(),
            state=state,
            written_at=at,
            written_by_name="Alice",
            reviewed_at=at if read else None,
            reviewed_by_name="Bob" if read else "",
            published_at=at if public else None,
            published_by_name="Paule" if public else "",
        )
