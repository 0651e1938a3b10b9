"""A job of many slow steps. Each writes two lines of the journal, far enough apart to die between."""

import time
from datetime import timedelta

from django.utils import timezone

from relance.kernel import audit
from relance.kernel.jobs import Run, job


@job("proof.steps", attempts=50, lease=timedelta(seconds=2))
def steps(run: Run) -> None:
    run.total = run.payload["steps"]
    while run.done < run.payload["steps"]:
        with run.step():
            for half in ("begins", "ends"):
                audit.record(
                    authority=run.authority,
                    by=None,
                    act=f"{half} {run.done}",
                    subject=run.job,
                    label="step",
                    at=timezone.now(),
                )
                time.sleep(0.004)
            run.done += 1
            run.cursor = run.done
