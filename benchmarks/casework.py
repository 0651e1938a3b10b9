"""How long a whole fund takes: 13,333 decisions, their letters, and pages while 100,000 files are there.

    python -m benchmarks.casework [files] [kept]    both databases; PostgreSQL where it is installed

Decisions and letters run as their jobs run them, step by step, in this process. Seconds are of the wall, with
the processor's beside: on a busy machine the second says what the work costs. Pages are asked for at a
steady rate from the server process that `relance serve` starts; a page that comes late does not delay the
next request. Everything is invented: `relance.site.demo.casework`.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.databases import taken

FILES, KEPT = 13_333, 100_000
RATE, SECONDS = 20, 15
WANTED = {"decisions": 60.0, "letters": 600.0, "form": 0.150, "public": 0.100}


def main(words: list[str]) -> int:
    if words[:1] == ["--inside"]:
        return inside(int(words[1]), int(words[2]))
    files, kept = (words + [str(FILES), str(KEPT)][len(words) :])[:2]
    tables = taken("benchmarks.casework", files, kept, mode="demo")
    late = []
    for database, table in tables.items():
        print(f"\n{database}")
        for name, cell in table.items():
            print(f"  {name:52} {cell}")
            late += [f"{database}: {name}"] if cell.endswith("too slow") else []
    print("\nas promised" if not late else f"\ntoo slow: {', '.join(late)}")
    return int(bool(late))


def inside(files: int, kept: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    table = handled(files) | pages(kept)
    print(json.dumps(table))
    return 0


def handled(files: int) -> dict[str, str]:
    """Decisions and letters of a fund, as their jobs make them."""
    from relance.applications.actions.lettering import confirm_letters, prepare_letters
    from relance.applications.models import Letter, Outcome, Run
    from relance.applications.queries.recomputing import recomputed
    from relance.kernel import files as store
    from relance.kernel.jobs import run_waiting
    from relance.kernel.rules import Role
    from relance.site.demo import casework

    world, call = open_world()
    casework.deposit(call, files)
    at = casework.OPENED + timedelta(days=90)
    officer = world.accounts[Role.INSTRUCTOR]
    table = {}

    def decisions() -> None:
        casework.decide_all(world, call, Outcome.ACCEPTED, at=at)
        casework.decide_all(world, call, Outcome.REFUSED, at=at)

    table[f"decide {files:,} files in bulk"] = timed(decisions, WANTED["decisions"])
    run_waiting()  # what the confirmations left in the queue finds nothing to do
    run = prepare_letters(call=call, by=officer, at=at)
    table["check their letters"] = timed(run_waiting)
    run = Run.objects.of(world.valmont).get(pk=run.pk)
    confirm_letters(run=run, by=officer, at=at)
    table["make, keep and bind them"] = timed(run_waiting, WANTED["letters"])
    run = Run.objects.of(world.valmont).select_related("file").get(pk=run.pk)
    count = Letter.objects.of(world.valmont).count()
    assert run.file is not None
    assert count == files
    table["letters, print file"] = f"{count:,}, {store.path_of(run.file).stat().st_size / 1024 / 1024:.1f} MB"
    table["work every decision out again"] = timed(lambda: check_all(recomputed(world.valmont)))
    return table


def check_all(found: Any) -> None:
    assert not [stored.number for _, stored, differing in found if differing]


def open_world() -> tuple[Any, Any]:
    """The town, its people and its open fund, without files."""
    from django.db import transaction

    from relance.site import demo
    from relance.site.demo import casework

    with transaction.atomic():
        world = replace(demo._town_and_people(), files=FILES)  # so that the 20 M€ are voted
    # without a ceiling, as measured from the start; following one costs a third more a decision
    return world, casework.open_fund(world, regime="none")


def pages(kept: int) -> dict[str, str]:
    """95th percentiles of pages at a steady rate, with so many files in the database."""
    from relance.applications.models import Application
    from relance.site.demo import casework

    world, call = open_world()
    here = Application.objects.of(world.valmont).filter(call=call).count()
    casework.deposit(call, kept, after=here)
    table = {"files in the database": f"{Application.objects.of(world.valmont).count():,}"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    from relance.kernel import serving

    server = subprocess.Popen(serving.gunicorn(bind=f"127.0.0.1:{port}", processes=2), env=os.environ)
    try:
        wait_for(port)
        town = world.valmont.slug
        for name, paths, wanted in asked(town, call.slug):
            table[name] = steady(port, paths, wanted)
    finally:
        server.terminate()
        server.wait()
    return table


def asked(town: str, call: str) -> list[tuple[str, list[str], float]]:
    from django.urls import reverse

    check, page = (reverse(f"applications:{name}", args=[town, call]) for name in ("check", "call"))
    first = "headcount"  # a question of the fund
    question = reverse("applications:check_page", args=[town, call, first])
    return [
        ("public pages, p95", [f"/{town}/", page], WANTED["public"]),
        ("pre-check, p95", [check, question], WANTED["form"]),
    ]


def steady(port: int, paths: list[str], wanted: float) -> str:
    """Ask in turn at a steady rate; the 95th percentile from when each was due."""
    for path in paths:
        fetch(port, path)  # once, so that both processes have read their templates
    start = time.perf_counter() + 0.2

    def one(number: int) -> float:
        due = start + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        fetch(port, paths[number % len(paths)])
        return time.perf_counter() - due

    with ThreadPoolExecutor(RATE * 2) as pool:
        taken = sorted(pool.map(one, range(RATE * SECONDS)))
    middle, high = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
    said = f"{high * 1000:.0f} ms (median {middle * 1000:.0f})"
    return said if high <= wanted else f"{said}, too slow"


def fetch(port: int, path: str) -> None:
    with urlopen(
        Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"}), timeout=30
    ) as answer:
        answer.read()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def timed(work: Callable[[], object], wanted: float | None = None) -> str:
    wall, worked = time.perf_counter(), time.process_time()
    work()
    taken, cost = time.perf_counter() - wall, time.process_time() - worked
    said = f"{taken:.0f} s ({cost:.0f} s of processor)"
    print(said, file=sys.stderr, flush=True)
    return said if wanted is None or taken <= wanted else f"{said}, too slow"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
