"""`python -m tests.proof.stepper.drive prepare JOBS STEPS | report`, in the database of the environment."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # Django must be set up first
from django.db.models import Count  # noqa: E402  # as above

from relance.kernel import jobs  # noqa: E402  # as above
from relance.kernel.models import AuditLine, Authority, Job  # noqa: E402  # as above


def prepare(many: int, steps: int) -> None:
    """Queue more jobs; the first time, in a new database."""
    call_command("migrate", verbosity=0)
    town, _ = Authority.objects.get_or_create(
        slug="valmont", defaults={"name": "Valmont", "country": "FR", "currency": "EUR"}
    )
    known = Job.objects.everywhere("a proof").count()
    for number in range(known, known + many):
        jobs.enqueue(
            kind="proof.steps", authority=town, by=None, payload={"steps": steps}, act_key=f"proof:{number}"
        )


def report() -> dict[str, object]:
    """How each job stands, how many lines there are, and which step left other than two."""
    lines = AuditLine.objects.everywhere("a proof").order_by()
    counts = lines.values("subject_key", "act").annotate(times=Count("pk"))
    every = Job.objects.everywhere("a proof").order_by("pk")
    return {
        "states": [row.state for row in every],
        "done": [row.done for row in every],
        "errors": [row.error for row in every if row.error],
        "lines": lines.count(),
        "twice": [row for row in counts if row["times"] != 1],
    }


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(report()))
