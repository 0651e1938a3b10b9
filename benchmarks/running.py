"""How long the lists and dashboards of a large plan take: 5,000 measures and 200,000 updates.

Each page is asked for through Django's client, middleware and templates included, signed in, one at a
time; p95 of the rounds after a first one that is not counted. The number of queries is that of the
large plan beside that of one with four hundred measures: it must be the same. `cpu` is the time that our own
process worked (SQLite included, PostgreSQL not): what a busy machine does not lengthen.

    python -m benchmarks.running [measures] [updates]     both databases; PostgreSQL where it is installed
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WANTED = 0.150
ROUNDS = 20
SMALL = 400  # more than one page of each list, so that both plans ask for the same things
PLAN = "/grand-plan/gestion/plan/{plan}/"
PUBLIC = "/grand-plan/plans/{plan}/"
PAGES = {
    "table": f"{PLAN}conduite/",
    "table, last page": f"{PLAN}conduite/?page=9999",
    "late ones": f"{PLAN}conduite/?signal=late",
    "without news": f"{PLAN}conduite/?sans=nouvelles",
    'two "sans…"': f"{PLAN}conduite/?sans=indicateur&sans=pilote",
    "words": f"{PLAN}conduite/?q=rue 12",
    "by date": f"{PLAN}conduite/?tri=echeance",
    "board": f"{PLAN}conduite/etats/",
    "timeline": f"{PLAN}conduite/frise/",
    "money": f"{PLAN}conduite/argent/",
    "measure at work": f"{PLAN}conduite/mesure/m17/",
    "desk of news": f"{PLAN}nouvelles/",
    "mails sent": f"{PLAN}nouvelles/envois/",
    "feedback": f"{PLAN}avis/",
    "public plan": PUBLIC,
    "public measure": f"{PUBLIC}mesures/m17/",
    "what changed": f"{PUBLIC}nouvelles/",
}


def main(words: list[str]) -> int:
    if words[:1] == ["--inside"]:
        return inside(int(words[1]), int(words[2]))
    sizes = [words[0] if words else "5000", words[1] if len(words) > 1 else "200000"]
    with tempfile.TemporaryDirectory() as folder:
        failed = one_database("SQLite", f"sqlite:///{folder}/running.sqlite3", folder, sizes)
    return failed | on_postgresql(sizes)


def on_postgresql(sizes: list[str]) -> int:
    from tests.support import postgres

    try:
        with tempfile.TemporaryDirectory() as folder, postgres.cluster() as address:
            return one_database("PostgreSQL", address, folder, sizes)
    except postgres.PostgresqlMissing:
        print("PostgreSQL: absent")
        return 0


def one_database(name: str, address: str, folder: str, sizes: list[str]) -> int:
    print(f"{name}, {sizes[0]} measures, {sizes[1]} updates", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.running", "--inside", *sizes],
        cwd=ROOT,
        env=os.environ
        | {
            "RELANCE_DATABASE_URL": address,
            "RELANCE_DATA": folder,
            "RELANCE_MODE": "test",
            "DJANGO_SETTINGS_MODULE": "relance.settings",
            "PYTHONPATH": f"{ROOT / 'src'}",
        },
        check=False,
    ).returncode


def inside(measures: int, updates: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.large_plan import build
    from relance.kernel.serving import settle

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    editor, small = build(SMALL, SMALL * updates // measures)
    _, large = build(measures, updates)
    with connection.cursor() as cursor:  # what autovacuum does within minutes of so many rows
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"built in {time.perf_counter() - start:.0f} s")
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    settle()  # as each process that serves pages does
    missed = []
    print(f"{'':20}{'p50 ms':>10}{'p95 ms':>10}{'cpu ms':>10}{'queries':>10}{f'of {SMALL}':>10}")
    for name, path in PAGES.items():
        counts = []
        for plan in (large, small):
            client.get(path.format(plan=plan))  # what a reader may is read once
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(path.format(plan=plan))
            if answer.status_code != 200:
                raise SystemExit(f"{path}: answered {answer.status_code}")
            counts.append(len(seen))
        times, work = [], []
        for _ in range(ROUNDS):
            start, busy = time.perf_counter(), time.process_time()
            client.get(path.format(plan=large))
            times.append(time.perf_counter() - start)
            work.append(time.process_time() - busy)
        times.sort()
        cpu = sorted(work)[len(work) // 2]
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95) - 1]
        if p95 > WANTED or counts[0] != counts[1]:
            missed.append(name)
        shown = "".join(f"{one * 1000:>10.0f}" for one in (p50, p95, cpu))
        print(f"{name:20}{shown}{counts[0]:>10}{counts[1]:>10}", flush=True)
    print(f"wanted: p95 of {WANTED * 1000:.0f} ms or less, and the same number of queries for both plans")
    print(f"missed: {', '.join(missed)}" if missed else "all hold")
    return bool(missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
