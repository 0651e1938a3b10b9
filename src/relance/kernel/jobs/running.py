"""Runs a job: step by step, each with its cursor in one transaction."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from relance.kernel.errors import RelanceError
from relance.kernel.jobs import leasing
from relance.kernel.jobs.leasing import LeaseLost
from relance.kernel.jobs.registry import Kind, kind_called
from relance.kernel.models import Account, Authority, Job, JobState
from relance.kernel.scope import working_for

log = logging.getLogger("relance.jobs")

FIRST_DELAY = timedelta(seconds=10)  # before the second attempt; four times longer before each next one
stopping = threading.Event()
"""Set when this process is asked to end: the current step is the last."""


class JobFailed(RelanceError):
    """Raised by a job's function: it is over, for this reason, said to the person who asked."""


class Stopped(Exception):
    """This process ends; another one goes on from the cursor."""


class Run:
    """What a job's function works with.

    `payload` is what was asked. `cursor` (None at first; anything JSON), `done`, `total` and
    `leads_to` (the address of the result) are changed inside a step and saved with it.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload
        self.cursor: Any = job.cursor
        self.done: int = job.done
        self.total: int | None = job.total
        self.leads_to: str = job.leads_to
        self._report: list[str] = list(job.report)

    @property
    def authority(self) -> Authority:
        return self.job.authority

    @property
    def by(self) -> Account | None:
        """Who asked, if their account still stands."""
        return self.job.asked_by

    def say(self, line: str) -> None:
        """Add a sentence to the report that the person reads; saved with the current or next step."""
        self._report.append(line)

    @contextmanager
    def step(self) -> Iterator[None]:
        """One piece of work that happens exactly once, with where to go on after it.

        Raises LeaseLost when somebody else took over, Stopped when this process is to end; let both
        pass. If the body raises, nothing of the step stands, in the database or in this object.
        """
        if stopping.is_set():
            raise Stopped
        before = (self.cursor, self.done, self.total, self.leads_to, list(self._report))
        try:
            with transaction.atomic(durable=True):
                # Hold the row: nobody takes over a step in progress, and we see at once if somebody did.
                if not leasing.held(self.job).select_for_update().values_list("pk", flat=True).first():
                    raise LeaseLost(f"job {self.job.pk}")
                yield
                self._save()
        except BaseException:
            self.cursor, self.done, self.total, self.leads_to, self._report = before
            raise

    def _save(self) -> None:
        leasing.count_a_step_forward(
            self.job,
            cursor=self.cursor,
            done=self.done,
            total=self.total,
            leads_to=self.leads_to,
            report=self._report,
        )


def run_job(pk: int) -> bool:
    """Run this job if it is free to take; whether it was. Never raises for what the job does wrong."""
    now = timezone.now()
    kind = _kind_of(pk)
    job = leasing.claim(pk, lease=kind.lease if kind else timedelta(seconds=60), now=now)
    if job is None:
        return False
    try:
        _run(job, kind)
    except LeaseLost:
        log.warning("lease lost", extra={"job": pk})
    return True


def run_waiting() -> int:
    """Run, here and now, every job that is free to take, each once; how many there were."""
    tried: set[int] = set()
    while True:
        free = leasing.all_jobs().filter(leasing.claimable(timezone.now())).exclude(pk__in=tried)
        pk = free.order_by("pk").values_list("pk", flat=True).first()
        if pk is None:
            return len(tried)
        tried.add(pk)
        run_job(pk)


def _kind_of(pk: int) -> Kind | None:
    name = leasing.all_jobs().filter(pk=pk).values_list("kind", flat=True).first()
    return kind_called(name) if name else None


def _run(job: Job, kind: Kind | None) -> None:
    if kind is None:
        leasing.end(job, state=JobState.FAILED, error="Cette version de Relance ne connaît plus ce travail.")
        return
    if job.attempts > kind.attempts:  # whoever ran it died each time, and nothing was left to catch
        leasing.end(
            job,
            state=JobState.FAILED,
            error=f"Le travail s’est arrêté {kind.attempts} fois sans avancer. "
            "Ce qui était fait le reste ; prévenez l’administration du site.",
        )
        return
    run = Run(job)
    try:
        with working_for(job.authority), leasing.kept_alive(job, kind.lease):
            kind.function(run)
            if run._report != job.report or run.leads_to != job.leads_to:  # said after the last step
                leasing.held(job).update(report=run._report, leads_to=run.leads_to)
    except Stopped:
        leasing.give_back(job, wake_at=None, attempts=max(job.attempts - 1, 0))
    except LeaseLost:
        raise
    except JobFailed as refusal:
        leasing.end(job, state=JobState.FAILED, error=str(refusal))
    except Exception as error:
        _stumbled(job, kind, error)
    else:
        leasing.end(job, state=JobState.DONE)


def _stumbled(job: Job, kind: Kind, error: Exception) -> None:
    """An error nobody expected: again later, or no more."""
    log.exception("job stumbled", extra={"job": job.pk, "kind": job.kind})
    attempts = leasing.held(job).values_list("attempts", flat=True).first()
    if attempts is None:
        raise LeaseLost(f"job {job.pk}") from error
    if attempts < kind.attempts:
        delay = FIRST_DELAY * 4 ** (attempts - 1)
        leasing.give_back(job, wake_at=timezone.now() + delay, attempts=attempts)
        return
    leasing.end(
        job,
        state=JobState.FAILED,
        error=f"Une erreur inattendue a arrêté ce travail ({type(error).__name__}). "
        f"Ce qui était fait le reste ; donnez à l’administration du site le numéro {job.pk}.",
    )
