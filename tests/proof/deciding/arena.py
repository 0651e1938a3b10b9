"""Where people decide files at once, and where a run of decisions is killed: a program with its own database.

    RELANCE_DATABASE_URL=… python -m tests.proof.deciding.arena race 64 64 4
    RELANCE_DATABASE_URL=… python -m tests.proof.deciding.arena kill 25

prints one JSON object.
"""

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.proof.ledger.arena import fork, prepare

EACH = 1230_30
START = datetime(2020, 7, 1, 9, tzinfo=UTC)


def scene(files: int, fits: int) -> Any:
    """The rent fund with so many deposited files, and money for `fits` of them."""
    from tests.applications.build import fund, many
    from tests.support import cast as people

    town = fund(people.gather(), minor=fits * EACH + 7, now=START)
    many(town, files)
    return town


def race(processes: int, files: int, each: int) -> dict[str, Any]:
    """Every file is decided by `each` people at once, through the page's own form."""
    from django.db import OperationalError
    from django.test import Client
    from django.urls import reverse

    from relance.applications import actions
    from relance.applications.models import Application, Outcome
    from relance.kernel.models import Account, Membership
    from relance.kernel.rules import Role

    fits = files // 2
    town = scene(files, fits)
    rows = list(Application.objects.of(town.authority).order_by("complete_at"))
    for row in rows:
        taken = actions.take(application=row, by=town.instructor, at=town.later())
        actions.propose(application=taken, outcome=Outcome.ACCEPTED, by=town.instructor, at=town.later())
    deciders = []
    for rank in range(processes):
        who = Account.objects.create_user(email=f"decide{rank}@example.org", name=f"Décide {rank}")
        Membership.objects.create(account=who, authority=town.authority, role=Role.DECIDER)
        deciders.append(who)
    numbers = [row.number for row in rows]

    def work(rank: int) -> int:
        client, refused = Client(), 0
        insist(lambda: client.force_login(deciders[rank]), OperationalError)
        mine = [number for place, number in enumerate(numbers) for turn in range(each)
                if (place * each + turn) % processes == rank]  # fmt: skip
        random.Random(rank).shuffle(mine)
        for number in mine:
            url = reverse("applications:decide", args=[town.authority.slug, number])
            answer = insist(lambda: client.post(url), OperationalError)  # noqa: B023  # called at once
            assert answer.status_code == 302, answer.status_code
            refused += 0
        return refused

    fork(processes, work)
    return outcome(town, files, fits) | {"asked": files * each}


def insist(act: Callable[[], Any], error: type[Exception]) -> Any:
    """SQLite's one writer may keep others waiting beyond their patience."""
    for _ in range(20):
        try:
            return act()
        except error:
            continue
    return act()


def kill(deaths: int) -> dict[str, Any]:
    """A run whose worker is killed again and again, after so many statements, wherever that is."""
    from django.db import connection
    from django.utils import timezone

    from relance.applications import actions
    from relance.applications.actions import bulk
    from relance.applications.models import Outcome
    from relance.applications.queries.queue import Filter
    from relance.kernel import jobs
    from relance.kernel.models import Job

    files = 200
    bulk.STEP = 10  # type: ignore[misc]  # more places to die at
    town = scene(files, files // 2)
    chosen: Any = {"call": town.call, "outcome": Outcome.ACCEPTED, "wanted": Filter()}
    run = actions.prepare_run(**chosen, by=town.instructor, at=town.later())
    actions.confirm_run(run=run, by=town.decider, at=town.later())
    chance, died, states = random.Random(7), 0, Counter[str]()

    def work(after: int) -> None:
        seen = 0

        def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            jobs.run_waiting()

    while died < deaths or states["done"] == 0:
        connection.close()
        child = os.fork()
        if child == 0:
            work(chance.randrange(5, 120) if died < deaths else 10**9)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died += os.WIFSIGNALED(status)
        rows = Job.objects.of(town.authority)
        # nobody waits a minute for a lease here: the dead one's is over
        rows.filter(state="running").update(leased_until=timezone.now() - timedelta(seconds=1), attempts=0)
        states = Counter(rows.values_list("state", flat=True))
        if states["done"] and died < deaths:  # done before it died often enough: say so
            break
    again = Counter(run.items.values_list("state", flat=True))
    return outcome(town, files, files // 2) | {"deaths": died, "states": dict(states), "items": dict(again)}


def outcome(town: Any, files: int, fits: int) -> dict[str, Any]:
    """What the files and the ledger say at the end, and whether they agree."""
    from relance.applications.models import Application, Decision
    from relance.kernel.models import AuditLine
    from relance.ledger import queries
    from relance.ledger.models import Transfer

    decisions = Decision.objects.of(town.authority)
    reserved = Transfer.objects.of(town.authority).filter(act="reserve")
    line = queries.waiting_list(town.authority, town.envelope)
    keys = set(reserved.values_list("act_key", flat=True)) | {place.key for place in line}
    whole = queries.statement(
        town.authority, town.envelope, on=datetime.now(town.authority.zone).date()
    ).whole
    decided = Application.objects.of(town.authority).filter(state="decided")
    return {
        "files": files,
        "decisions": decisions.count(),
        "decided": decided.count(),
        "journal": AuditLine.objects.of(town.authority).filter(act="applications.decide").count(),
        "reserved": reserved.count(),
        "waiting": len(line),
        "awarded": whole.awarded,
        "available": whole.available,
        "expected": fits * EACH,
        "agree": keys == set(decisions.values_list("act_key", flat=True)),
        "faults": queries.faults(town.authority),
    }


def main(words: list[str]) -> int:
    prepare()
    said = race(*map(int, words[1:])) if words[0] == "race" else kill(int(words[1]))
    print(json.dumps(said))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relance.settings")
    os.environ.setdefault("RELANCE_MODE", "test")
    Path(os.environ["RELANCE_DATA"]).mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
