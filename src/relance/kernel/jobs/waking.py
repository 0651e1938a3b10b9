"""Asks for jobs and wakes the worker; wakes it again for jobs that nobody runs any more."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from relance.kernel.errors import Refused, WrongAuthority
from relance.kernel.jobs import leasing
from relance.kernel.jobs.registry import kind_called, known_kinds
from relance.kernel.jobs.running import run_job
from relance.kernel.models import Account, Authority, Job, JobState


@task()
def wake(pk: int) -> bool:
    """What the queue of django-tasks carries: no more than the key of a job."""
    return run_job(pk)


def enqueue(
    *,
    kind: str,
    authority: Authority,
    by: Account | None,
    act_key: str,
    payload: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Job:
    """The job of this act, made now or before: asking twice with one `act_key` gives the same row.

    The worker is woken when the transaction commits. Raises LookupError for an unknown kind.
    """
    if kind_called(kind) is None:
        raise LookupError(f"no job is called “{kind}”; known: {', '.join(known_kinds())}")
    job, made = leasing.all_jobs().get_or_create(
        act_key=act_key,
        defaults={
            "kind": kind,
            "authority": authority,
            "payload": payload or {},
            "asked_by": by,
            "asked_at": at or timezone.now(),
        },
    )
    if job.authority_id != authority.pk:
        raise WrongAuthority(f"act key “{act_key}” is of another authority")
    if made:
        transaction.on_commit(partial(wake_up, job.pk))
    return job


def retry(*, job: Job) -> None:
    """Take up a failed job again, from its cursor. Raises Refused unless it has failed."""
    changed = (
        leasing.all_jobs()
        .filter(pk=job.pk, state=JobState.FAILED)
        .update(state=JobState.QUEUED, error="", attempts=0, ended_at=None, wake_at=None)
    )
    if not changed:
        raise Refused("Ce travail n’a pas échoué : il n’y a rien à reprendre.")
    transaction.on_commit(partial(wake_up, job.pk))


def wake_up(pk: int) -> None:
    wake.enqueue(pk)


def rewake(now: datetime) -> int:
    """Wake the worker for each job free to take that no message in the queue speaks of; how many.

    Such jobs come from a worker that was killed, a wait that is over, or a process that died
    between its commit and its message.
    """
    free = set(leasing.all_jobs().filter(leasing.claimable(now)).values_list("pk", flat=True))
    if not free:
        return 0
    waiting = DBTaskResult.objects.ready().filter(task_path=wake.module_path)
    spoken_of = {message["args"][0] for message in waiting.values_list("args_kwargs", flat=True)}
    for pk in sorted(free - spoken_of):
        wake_up(pk)
    return len(free - spoken_of)
