"""`python -m tests.proof.mailing.drive`: nights of asking for news, killed again and again, told as JSON.

Each night runs in a child process that is killed with SIGKILL at a chosen point of its work: while mails
are prepared, before the server has one, after it has it and before the row says so. No point depends on
the clock or on the speed of the machine.
"""

import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # Django must be set up first
from django.db import connections  # noqa: E402  # as above
from django.db.models.signals import post_save  # noqa: E402  # as above

from relance.kernel import jobs  # noqa: E402  # as above
from relance.kernel.models import Job, JobState  # noqa: E402  # as above
from relance.kernel.rules import Role  # noqa: E402  # as above
from relance.plans.actions.following.asking import ask_tonight  # noqa: E402  # as above
from relance.plans.actions.following.mailing import TAKEN_FOR  # noqa: E402  # as above
from relance.plans.models import NewsMail, NewsRequest  # noqa: E402  # as above
from tests.plans import build, follow  # noqa: E402  # as above
from tests.proof.mailing import server  # noqa: E402  # as above
from tests.proof.mailing.server import Point  # noqa: E402  # as above

PEOPLE = 12
KILLS: list[Point] = [
    ("saving", 2),
    ("saving", 4),
    ("before", 1),
    ("after", 1),
    ("after", 3),
    ("before", 2),
    ("after", 1),
]
TONIGHT = build.AT + timedelta(days=120)


def prepare() -> None:
    """A public plan with as many leads as measures, of which news are due."""
    call_command("migrate", verbosity=0)
    town = build.authority()
    plan = follow.followed(town, by=build.officer(town, Role.EDITOR), measures=0)
    for number in range(PEOPLE):
        who = follow.contributor(town, f"Pilote {number}", f"pilote{number}@x.example")
        follow.leads(who, build.measure(plan, f"Rouvrir la vitrine {number}"))


def night(now: datetime, *kills: Point) -> int:
    """The signal that ended a night of work; 0 when it came to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        server.chosen += kills
        post_save.connect(lambda **_: server.reach("saving"), sender=NewsMail, weak=False)
        ask_tonight(now=now)
        jobs.run_waiting()
        connections.close_all()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        sys.exit(os.WEXITSTATUS(status)) if os.WEXITSTATUS(status) else None
        return 0
    return os.WTERMSIG(status)


def leases_run_out(now: datetime) -> None:
    """What a minute does: the job of a dead worker is free to take again."""
    running = Job.objects.everywhere("a proof").filter(state=JobState.RUNNING)
    running.update(leased_until=now - timedelta(days=1000))


def mails_run_out() -> None:
    """What ten minutes do: a mail that a dead sender had taken is free to take again."""
    taken = NewsMail.objects.everywhere("a proof").filter(sent_at__isnull=True, taken_at__isnull=False)
    for mail in taken:
        NewsMail.objects.everywhere("a proof").filter(pk=mail.pk).update(
            taken_at=(mail.taken_at or TONIGHT) - TAKEN_FOR - timedelta(days=1)
        )


def lines() -> list[list[str]]:
    return [line.split() for line in server.left().read_text().splitlines()]


def main() -> dict[str, Any]:
    prepare()
    signals = []
    for kill in KILLS:
        signals.append(night(TONIGHT, kill))
        leases_run_out(TONIGHT)
    signals.append(night(TONIGHT))
    first = lines()
    mails_run_out()
    signals.append(night(TONIGHT + timedelta(days=1)))
    second = lines()[len(first) :]
    mails_run_out()
    signals.append(night(TONIGHT + timedelta(days=2)))
    mails = NewsMail.objects.everywhere("a proof")
    requests = NewsRequest.objects.everywhere("a proof")
    return {
        "signals": signals,
        "first": first,
        "second": second,
        "third": lines()[len(first) + len(second) :],
        "people": sorted(mails.values_list("email", flat=True)),
        "unsent": mails.filter(sent_at__isnull=True).count(),
        "measures": sorted(requests.values_list("measure", flat=True)),
        "jobs": sorted(Job.objects.everywhere("a proof").values_list("state", flat=True).distinct()),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
