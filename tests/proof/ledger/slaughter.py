"""Kills a writer of the ledger at random points, and looks at what it left. Run by `arena kill`.

The acts are a list that never ends, each the same whenever it is made: so a writer that comes after
a dead one begins again a few acts back, as a job does that does not know what was done.
"""

import os
import random
import select
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.proof.ledger.arena import DAY, START, open_fund

AGAIN = 4  # acts that the next writer asks again
FUND = 5_000_00


def act(town: Any, envelope: int, number: int, name: str) -> None:
    """Act `number` of the list: a round of twelve about one case, with a line of who waits."""
    from relance.ledger import actions
    from relance.ledger.actions import Ref
    from relance.values.money import Money

    turn, step = divmod(number, 12)
    case, other = Ref("award", f"{name} {turn}"), Ref("award", f"{name} {turn} waits")
    said: dict[str, Any] = {
        "authority": town,
        "cause": Ref("test", str(number)),
        "on": DAY,
        "key": f"{name} {number}",
        "by": None,
    }
    on: dict[str, Any] = {"envelope": envelope, "case": case}

    def euros(cents: int) -> Money:
        return Money(cents, "EUR")

    steps: list[Callable[[], object]] = [
        lambda: actions.request(**on, amount=euros(40_003), **said),
        lambda: actions.reserve(**on, amount=euros(30_001), complete_at=START, **said),
        lambda: actions.commit(**on, amount=euros(20_001), **said),
        lambda: actions.claim(**on, amount=euros(15_001), **said),
        lambda: actions.pay(**on, amount=euros(10_001), **said),
        lambda: actions.reject(payment=f"{name} {number - 1}", amount=euros(3_333), **said),
        lambda: actions.reserve(
            envelope=envelope,
            case=other,
            amount=euros(600_000),
            complete_at=START + timedelta(minutes=turn),
            **said,
        ),
        lambda: actions.repay(**on, amount=euros(2_001), reuse=True, **said),
        lambda: actions.write_off(**on, amount=euros(1_001), **said),
        lambda: actions.amend(envelope=envelope, amount=euros(650_000), **said),
        lambda: actions.release(envelope=envelope, case=other, amount=euros(600_000), **said),
        lambda: actions.amend(envelope=envelope, amount=euros(-610_000), **said),
    ]
    steps[step]()


def run(kills: int) -> dict[str, Any]:
    """Kill `kills` writers; then write the same acts without a death, and compare."""
    from relance.ledger import queries

    town, envelope = open_fund("killed", FUND)
    chance = random.Random(20260302)
    done, deaths, in_commit = 0, 0, 0
    broken: list[object] = []
    while deaths < kills:
        first = max(0, done - AGAIN)
        how = ("statement", "commit", "clock")[deaths % 3]
        died = _writer(town, envelope, first, how, chance)
        deaths += died
        in_commit += died and how == "commit"
        now = _done(town)
        for number in range(done, now):
            broken += [] if _whole(town, number) else [number]
        if now < done:
            broken.append(-1)
        done = now
        broken += queries.faults(town)
    for number in range(max(0, done - AGAIN), done + done % 12 + 12):
        act(town, envelope, number, "killed")
    last = _done(town)
    _, calm = open_fund("calm", FUND)
    for number in range(last):
        act(town, calm, number, "calm")
    return {
        "deaths": deaths,
        "acts": last,
        "at_commit": in_commit,
        "broken": broken,
        "faults": queries.faults(town),
        "as_without_deaths": _figures(town, envelope) == _figures(town, calm),
    }


def _writer(town: Any, envelope: int, first: int, how: str, chance: random.Random) -> bool:
    """A process that writes from act `first` on until it dies by its own hand or ours; whether it did."""
    from django.db import connections

    connections.close_all()
    point, before = chance.randrange(1, 90), chance.random() < 0.5
    wait = chance.random() * 0.12
    child = os.fork()
    if child == 0:
        try:
            if how == "statement":
                _die_at_statement(point, before)
            if how == "commit":
                _die_at_commit(point % 9 + 1, before)
            for number in range(first, first + 60):
                act(town, envelope, number, "killed")
        finally:
            os._exit(0)
    if how == "clock":
        ended = os.pidfd_open(child)
        select.select([ended], [], [], wait)  # it works that long, or less if it has done all
        os.close(ended)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _die_at_statement(point: int, before: bool) -> None:
    from django.db import connection

    seen = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == point and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    connection.execute_wrappers.append(wrapper)


def _die_at_commit(point: int, before: bool) -> None:
    from django.db import connection

    database: Any = connection  # `_commit` is private in Django, so unknown to its stubs
    commit, seen = database._commit, 0

    def dying() -> Any:
        nonlocal seen
        seen += 1
        if seen == point and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = commit()
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    database._commit = dying


def _done(town: Any) -> int:
    """How many acts of the list are written: they are written in order, so one after another."""
    from relance.ledger.models import Transfer, WaitingPlace

    keys = set(
        Transfer.objects.of(town).filter(act_key__startswith="killed ").values_list("act_key", flat=True)
    )
    keys |= set(
        WaitingPlace.objects.of(town).filter(act_key__startswith="killed ").values_list("act_key", flat=True)
    )
    count = len(keys)
    assert keys == {f"killed {number}" for number in range(count)}, "an act was lost"
    return count


def _whole(town: Any, number: int) -> bool:
    """Whether an act has all its legs, each with its two lines."""
    from relance.ledger.models import Line, Transfer

    legs = Transfer.objects.of(town).filter(act_key=f"killed {number}")
    lines = Line.objects.of(town).filter(transfer__in=legs).count()
    expected = {7: 4}.get(number % 12, 2)  # a repayment put to use again has two legs a funder
    waits = number % 12 == 6
    return lines == 2 * legs.count() and (legs.count() == expected or waits)


def _figures(town: Any, envelope: int) -> object:
    from relance.ledger import queries

    seen = queries.statement(town, envelope, on=datetime.now(town.zone).date())
    return [repr(part.figures) for part in (*seen.funders, *seen.envelopes)]
