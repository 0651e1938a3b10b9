"""Runs of letters: checked by a job, confirmed by a person, made by a second job, sent by a third.

| job | does, step by step |
|---|---|
| applications.letters.check | tries each letter of the files chosen, without paper; says what each lacks |
| applications.letters.make | sets, stores and writes the letters, then binds the print file |
| applications.letters.send | mails, or keeps the day they were posted or shown; files are notified |

A run is never changed by hand between: who is in it was said when it was checked, and each file is looked
at again when its letters are made.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from relance.applications.actions.errors import WrongState
from relance.applications.actions.lettering.notifying import How
from relance.applications.models import Application, Letter, Outcome, Run, RunKind, RunState, State
from relance.applications.permissions import require_examiner, visible
from relance.applications.queries.lettering import OF_OUTCOME
from relance.kernel import audit, jobs
from relance.kernel.models import Account, Authority, Job
from relance.kernel.scope import ScopedQuerySet
from relance.schemes.models import Call

CHECK: Final = "applications.letters.check"
MAKE: Final = "applications.letters.make"
SEND: Final = "applications.letters.send"


def prepare_letters(*, call: Call, by: Account, at: datetime, outcome: str = "", again: bool = False) -> Run:
    """Choose decided files of a call for their letters, and have each checked first.

    `outcome`: one of `Outcome`, or all. `again`: also files whose decision was already put in a letter; a
    new letter replaces the one that stood. Asked twice at one moment, it is one run.
    """
    require_examiner(by, call.authority)
    if outcome and outcome not in Outcome.values:
        raise ValueError(f"unknown outcome {outcome!r}; allowed: {', '.join(Outcome.values)}")
    with transaction.atomic():
        run, made = Run.objects.of(call.authority).get_or_create(
            authority=call.authority,
            call=call,
            kind=RunKind.LETTERS,
            prepared_at=at,
            prepared_by=by,
            defaults={"wanted": {"outcome": outcome, "again": again}, "prepared_by_name": str(by)},
        )
        if made:
            jobs.enqueue(
                kind=CHECK,
                authority=call.authority,
                by=by,
                payload={"run": run.pk},
                act_key=f"{CHECK}:{run.pk}",
                at=at,
            )
    return run


def confirm_letters(*, run: Run, by: Account, at: datetime) -> Job:
    """Make the letters of a checked run. Confirmed twice, they are made once.

    Raises WrongState: the check is not over, the run is over, or nothing is left in it.
    """
    require_examiner(by, run.authority)
    with transaction.atomic():
        row = _locked(run)
        if row.state == RunState.CONFIRMED or row.state == RunState.DONE:
            return _job(row)
        if row.state != RunState.PREPARED or not row.preflight:
            raise WrongState("Le contrôle préalable n’est pas terminé, ou ce lot a été abandonné.")
        if not row.preflight["ready"]:
            raise WrongState("Aucun dossier de ce lot n’est prêt\u00a0: corrigez ce que dit le contrôle.")
        row.state, row.confirmed_at, row.confirmed_by, row.confirmed_by_name = (
            RunState.CONFIRMED,
            at,
            by,
            str(by),
        )
        row.job_key = f"{MAKE}:{row.pk}"
        row.save()
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.letters.confirm",
            subject=row,
            at=at,
            after={"dossiers": row.preflight["ready"]},
        )
        return jobs.enqueue(
            kind=MAKE, authority=row.authority, by=by, payload={"run": row.pk}, act_key=row.job_key, at=at
        )


def abandon_letters(*, run: Run, by: Account, at: datetime) -> None:
    """Give up a run that was not confirmed."""
    require_examiner(by, run.authority)
    with transaction.atomic():
        row = _locked(run)
        if row.state == RunState.ABANDONED:
            return
        if row.state != RunState.PREPARED:
            raise WrongState("Ce lot est confirmé\u00a0: ses lettres existent ou se font.")
        row.state, row.ended_at = RunState.ABANDONED, at
        row.save(update_fields=["state", "ended_at"])


def send_letters(*, run: Run, how: How, by: Account, at: datetime) -> Job:
    """Notify the files of a finished run this way; `at`: when letters were posted, shown, or are mailed.

    What cannot go this way (no address of mail) stays, and may go another way afterwards.
    """
    require_examiner(by, run.authority)
    if run.state != RunState.DONE:
        raise WrongState("Les lettres de ce lot ne sont pas toutes faites.")
    return jobs.enqueue(
        kind=SEND,
        authority=run.authority,
        by=by,
        payload={"run": run.pk, "how": how.value, "at": at.isoformat()},
        act_key=f"{SEND}:{run.pk}:{how.value}:{at.isoformat()}",
        at=at,
    )


def chosen(call: Call, by: Account, wanted: Mapping[str, Any]) -> ScopedQuerySet[Application]:
    """The files that a run of letters means, in the order of their decision; those of a conflict left out."""
    over = [State.DECIDED, State.NOTIFIED] if wanted["again"] else [State.DECIDED]
    rows = visible(by, call.authority).filter(call=call, state__in=over)
    if wanted["outcome"]:
        rows = rows.filter(outcome=wanted["outcome"])
    if not wanted["again"]:
        rows = rows.filter(~Exists(_told(call.authority)))
    return rows.order_by("pk")


def _told(authority: Authority) -> ScopedQuerySet[Letter]:
    """The standing letter that tells of the decision of the outer query's file."""
    tells = Q()
    for outcome, kind in OF_OUTCOME.items():
        tells |= Q(application__outcome=outcome, kind=kind)
    return Letter.objects.of(authority).filter(tells, application=OuterRef("pk"), superseded_at__isnull=True)


def _locked(run: Run) -> Run:
    return (
        Run.objects.of(run.authority)
        .select_for_update(of=("self",))
        .select_related("authority", "call")
        .get(pk=run.pk)
    )


def _job(run: Run) -> Job:
    return Job.objects.of(run.authority).get(act_key=run.job_key)
