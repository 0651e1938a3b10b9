"""What applications do in the background: decisions in bulk."""

from django.utils import timezone

from relance.applications.actions import bulk
from relance.applications.actions.errors import ApplicationError
from relance.applications.actions.lettering import jobs as _lettering  # noqa: F401  # registers its own
from relance.kernel.errors import Refused
from relance.kernel.jobs import JobFailed, Run, job
from relance.ledger.actions import LedgerError


@job(bulk.JOB, label="Décisions en lot")
def decide_run(run: Run) -> None:
    """Decide the files of a run, step by step; each step is written once, whoever dies."""
    what = bulk.of_authority(run.authority, run.payload["run"])
    run.total = what.items.count()
    run.leads_to = f"/{run.authority.slug}/lots/{what.pk}/"
    while True:
        try:
            with run.step():
                looked_at = bulk.decide_step(what, timezone.now())
                if not looked_at:
                    bulk.end_run(what, timezone.now())
                run.done = what.items.exclude(state="waiting").count()
        except (ApplicationError, LedgerError, Refused) as refusal:
            raise JobFailed(str(refusal)) from refusal
        if not looked_at:
            return
