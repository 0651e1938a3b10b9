"""Long pieces of work, as rows that survive the death of whoever runs them.

In `<app>/jobs.py`, which the kernel imports when Django starts:

    @job("plans.import", label="Lecture d’un document")
    def read_document(run: Run) -> None:
        rows = rows_of(run.payload["file"])
        run.total = len(rows)
        for place, row in enumerate(rows[run.done :], start=run.done):
            with run.step():            # one transaction: the work, and where to go on
                save(row)
                run.cursor, run.done = place + 1, place + 1

    enqueue(kind="plans.import", authority=…, by=…, payload={…}, act_key="plans.import:17")

Each step happens exactly once, whoever dies in between: what it wrote and its cursor are
committed together, and only by whoever holds the lease. A function that raises `JobFailed`
ends its job with that sentence; any other error is tried again, later, `attempts` times.

run_waiting()  runs what waits, here and now (tests, `relance worker --once`)
"""

from relance.kernel.jobs.leasing import LeaseLost
from relance.kernel.jobs.registry import Kind, job, kind_called, label_of
from relance.kernel.jobs.running import JobFailed, Run, run_job, run_waiting
from relance.kernel.jobs.waking import enqueue, retry, rewake

__all__ = [
    "JobFailed",
    "Kind",
    "LeaseLost",
    "Run",
    "enqueue",
    "job",
    "kind_called",
    "label_of",
    "retry",
    "rewake",
    "run_job",
    "run_waiting",
]
