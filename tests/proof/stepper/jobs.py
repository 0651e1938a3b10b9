"""A job of many steps, each of many lines of the journal: there is time to die between two of them."""

from datetime import timedelta

from django.utils import timezone

from relance.kernel import audit
from relance.kernel.jobs import Run, job

LINES = 12


@job("proof.steps", attempts=50, lease=timedelta(seconds=2))
def steps(run: Run) -> None:
    run.total = run.payload["steps"]
    while run.done < run.payload["steps"]:
        with run.step():
            for line in range(LINES):
                audit.record(
                    authority=run.authority,
                    by=None,
                    act=f"step {run.done} line {line}",
                    subject=run.job,
                    label="step",
                    at=timezone.now(),
                )
            run.done += 1
            run.cursor = run.done
