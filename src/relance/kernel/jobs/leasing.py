"""Who runs a job, and until when: taking, holding, renewing and giving back a lease."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from relance.kernel.jobs import workers
from relance.kernel.models import Job, JobState
from relance.kernel.scope import ScopedQuerySet

log = logging.getLogger("relance.jobs")


class LeaseLost(Exception):
    """Somebody else runs this job now: what we were writing is rolled back."""


def all_jobs() -> "ScopedQuerySet[Job]":
    return Job.objects.everywhere("the worker runs the jobs of every authority")


def claimable(now: datetime) -> Q:
    """Waiting and due, or run by somebody who gave no sign of life until the end of the lease."""
    waiting = Q(state=JobState.QUEUED) & (Q(wake_at__isnull=True) | Q(wake_at__lte=now))
    return waiting | Q(state=JobState.RUNNING, leased_until__lt=now)


def claim(pk: int, *, lease: timedelta, now: datetime) -> Job | None:
    """The job, if it was free to take; its `lease_token` is then ours."""
    with transaction.atomic():
        # A step in progress holds its row, so that a slow step on PostgreSQL is never taken over.
        row = all_jobs().select_for_update(skip_locked=True).filter(claimable(now), pk=pk).first()
        if row is None:
            return None
        row.state = JobState.RUNNING
        row.lease_token = secrets.token_hex(16)
        row.leased_until = now + lease
        row.attempts += 1
        row.started_at = row.started_at or now
        row.save()
        return row


def held(job: Job) -> "ScopedQuerySet[Job]":
    """The row, as long as the lease is ours."""
    return all_jobs().filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)


def give_back(job: Job, *, wake_at: datetime | None, attempts: int) -> None:
    """Let others take it, from `wake_at` on."""
    held(job).update(
        state=JobState.QUEUED, lease_token="", leased_until=None, wake_at=wake_at, attempts=attempts
    )


def end(job: Job, *, state: JobState, error: str = "") -> None:
    """The last word on a job; raises LeaseLost when it is not ours to say."""
    changed = held(job).update(
        state=state, error=error, ended_at=timezone.now(), lease_token="", leased_until=None
    )
    if not changed:
        raise LeaseLost(f"job {job.pk}")


@contextmanager
def kept_alive(job: Job, lease: timedelta) -> Iterator[None]:
    """Inside, a thread renews the lease three times over, with a connection of its own."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(lease.total_seconds() / 3):
                try:
                    held(job).update(leased_until=timezone.now() + lease)
                    workers.beat()
                except DatabaseError:  # busy, or gone for a moment: the next beat tries again
                    log.warning("heartbeat missed", extra={"job": job.pk})
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"heartbeat of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def count_a_step_forward(job: Job, **fields: object) -> None:
    """Save where to go on; raises LeaseLost, so that the step's own writes are rolled back."""
    if not held(job).update(attempts=1, **fields):
        raise LeaseLost(f"job {job.pk}")
