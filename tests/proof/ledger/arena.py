"""Where processes fight over an envelope: run as a program, with a database of its own.

    RELANCE_DATABASE_URL=… python -m tests.proof.ledger.arena race 64 10000 500 locked

prints one JSON object. It forks its workers, so that sixty-four of them start in a moment.
"""

import json
import os
import random
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import django

DAY = date(2026, 3, 2)
START = datetime(2026, 1, 1, tzinfo=UTC)
AWARD = 10_001  # cents: odd on purpose, so that each award has a cent that does not divide


def prepare() -> None:
    """Django, and tables where there were none."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def open_fund(name: str, cents: int) -> tuple[Any, int]:
    """A town, and an envelope of two funders by halves with so much in it."""
    from relance.directory.models import Organisation
    from relance.kernel.models import Authority
    from relance.ledger import actions
    from relance.values.money import Money

    town, _ = Authority.objects.get_or_create(
        slug="valmont",
        defaults={"name": "Valmont", "country": "FR", "currency": "EUR", "time_zone": "Europe/Paris"},
    )
    funders = [Organisation.objects.get_or_create(name=one, country="FR")[0] for one in ("Ville", "Région")]
    envelope = actions.open_envelope(
        authority=town,
        name=name,
        section=actions.Section.OPERATING,
        shares=dict.fromkeys(funders, 1),
        odd_to=funders[1],
        key=f"open {name}",
        by=None,
    )
    actions.vote(
        authority=town,
        envelope=envelope,
        amount=Money(cents, "EUR"),
        cause=actions.Ref("deliberation", "1"),
        on=DAY,
        key=f"vote {name}",
        by=None,
    )
    return town, envelope


def complete_at(number: int) -> datetime:
    """When file `number` was complete: all different, in no order of their numbers."""
    return START + timedelta(minutes=number * 7919 % 1_000_003)


@contextmanager
def lock_forgotten() -> Iterator[None]:
    """Somebody forgot the lock: envelopes are read without it, and SQLite's transactions begin late."""
    from django.db import connection

    from relance.ledger.actions import locks
    from relance.ledger.models import Envelope

    def read(*, authority: Any, ids: Any) -> dict[int, Envelope]:
        return {row.pk: row for row in Envelope.objects.of(authority).filter(pk__in=list(ids))}

    connection.close()
    connection.settings_dict["OPTIONS"].pop("transaction_mode", None)
    with mock.patch.object(locks, "lock", read):
        yield


def insist(act: Callable[[], Any]) -> tuple[Any, int]:
    """Ask until it is done, as a job would; the receipt and how often others were in the way."""
    from django.db import OperationalError

    from relance.ledger.actions import Conflict

    clashes, patience = 0, threading.Event()
    while True:
        try:
            return act(), clashes
        except (Conflict, OperationalError):
            clashes += 1
            patience.wait(random.random() * 0.03 * min(clashes, 20))  # as any good client that met a crowd


def fork(count: int, work: Callable[[int], int]) -> int:
    """Run `work(rank)` in so many processes at once; the sum of what they return (0 to 255 × 1000)."""
    from django.db import connections

    connections.close_all()
    readers = []
    for rank in range(count):
        reader, writer = os.pipe()
        if os.fork() == 0:
            status = 1
            try:
                os.write(writer, str(work(rank)).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(writer)
        readers.append(reader)
    total = 0
    for reader in readers:
        with os.fdopen(reader) as said:
            total += int(said.read() or "-1000000000")
    for _ in range(count):
        _, status = os.wait()
        assert status == 0, "a worker died"
    return total


def race(processes: int, attempts: int, fits: int, locked: bool) -> dict[str, Any]:
    """`attempts` awards, asked by `processes` at once, for an envelope that holds `fits` of them."""
    from relance.ledger import actions
    from relance.values.money import Money

    town, envelope = open_fund("race", fits * AWARD)

    def reserve(number: int) -> Any:
        return actions.reserve(
            authority=town,
            envelope=envelope,
            amount=Money(AWARD, "EUR"),
            case=actions.Ref("award", str(number)),
            cause=actions.Ref("decision", str(number)),
            complete_at=complete_at(number),
            on=DAY,
            key=f"award {number}",
            by=None,
        )

    def work(rank: int) -> int:
        mine = list(range(rank, attempts, processes))
        random.Random(rank).shuffle(mine)
        clashes = 0
        with contextless() if locked else lock_forgotten():
            for turn, number in enumerate(mine):
                clashes += insist(lambda: reserve(number))[1]  # noqa: B023  # called at once
                if turn % 20 == 0:  # a retry by somebody else, who did not hear the answer
                    clashes += insist(lambda: reserve((number + 1) % attempts))[1]  # noqa: B023  # called at once
        return clashes

    began = time.monotonic()
    clashes = fork(processes, work)
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime  # of the workers; PostgreSQL's own comes on top
    return {"clashes": clashes, "seconds": seconds, "cpu": cpu, **outcome(town, envelope, fits, attempts)}


@contextmanager
def contextless() -> Iterator[None]:
    yield


def outcome(town: Any, envelope: int, fits: int, attempts: int) -> dict[str, Any]:
    """What the race left, then what money that returns does to the line."""
    from relance.ledger import actions, queries
    from relance.ledger.models import Transfer
    from relance.values.money import Money

    today = datetime.now(town.zone).date()
    seen = queries.statement(town, envelope, on=today)
    reserved = Transfer.objects.of(town).filter(act="reserve", envelope=envelope)
    served = set(reserved.values_list("act_key", flat=True))
    line = queries.waiting_list(town, envelope)
    waiting = [place.key for place in line]
    faults = queries.faults(town)
    back = []
    for key in sorted(served)[:50]:
        receipt = actions.release(
            authority=town,
            envelope=envelope,
            amount=Money(AWARD, "EUR"),
            case=actions.Ref("award", key.split()[1]),
            cause=actions.Ref("decision", "withdrawn"),
            on=DAY,
            key=f"release {key}",
            by=None,
        )
        back += [one.key for one in receipt.served]
    return {
        "available": seen.whole.available,
        "awarded": seen.whole.awarded,
        "expected": fits * AWARD,
        "funders": [part.figures.awarded for part in seen.funders],
        "served": len(served),
        "waiting": len(waiting),
        "everybody_once": len(served | set(waiting)) == len(served) + len(waiting) == attempts,
        "line_in_order": waiting == sorted(waiting, key=lambda key: complete_at(int(key.split()[1]))),
        "served_in_order": back == waiting[: len(back)],
        "served_back": len(back),
        "faults": faults + queries.faults(town),
    }


def main(words: list[str]) -> int:
    prepare()
    if words[0] == "race":
        processes, attempts, fits = map(int, words[1:4])
        print(json.dumps(race(processes, attempts, fits, words[4] == "locked")))
        return 0
    if words[0] == "kill":
        from tests.proof.ledger import slaughter

        print(json.dumps(slaughter.run(int(words[1]))))
        return 0
    return 2


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relance.settings")
    os.environ.setdefault("RELANCE_MODE", "test")
    Path(os.environ["RELANCE_DATA"]).mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
