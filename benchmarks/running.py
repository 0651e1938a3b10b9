"""How long the lists and dashboards of a large plan take: 5,000 measures and 200,000 updates.

Each page is asked for through Django's client, middleware and templates included, signed in, one at a
time; p95 of the rounds after a first one that is not counted. The number of queries is that of the
large plan beside that of one with fifty measures: it must be the same. `cpu` is the time that our own
process worked (SQLite included, PostgreSQL not): what a busy machine does not lengthen.

    python -m benchmarks.running [measures] [updates]     both databases; PostgreSQL where it is installed
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WANTED = 0.150
ROUNDS = 20
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAGES = {
    "table": "conduite/",
    "table, page 60": "conduite/?page=60",
    "late ones": "conduite/?signal=late",
    "without news": "conduite/?sans=nouvelles",
    "without indicator": "conduite/?sans=indicateur&sans=pilote",
    "words": "conduite/?q=rue 12",
    "by date": "conduite/?tri=echeance",
    "board": "conduite/etats/",
    "timeline": "conduite/frise/",
    "money": "conduite/argent/",
    "one measure": "conduite/mesure/m17/",
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

    call_command("migrate", verbosity=0)
    editor, small, large = build(50, 2000), None, None
    small, large = editor[1], build(measures, updates)[1]
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    slow = 0
    print(f"{'':20}{'p50 ms':>10}{'p95 ms':>10}{'cpu ms':>10}{'queries':>10}{'of fifty':>10}")
    for name, path in PAGES.items():
        counts = []
        for plan in (large, small):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(f"/grand-plan/gestion/plan/{plan}/{path}")
            if answer.status_code != 200:
                raise SystemExit(f"{path}: answered {answer.status_code}")
            counts.append(len(seen))
        times, work = [], []
        for _ in range(ROUNDS):
            start, busy = time.perf_counter(), time.process_time()
            client.get(f"/grand-plan/gestion/plan/{large}/{path}")
            times.append(time.perf_counter() - start)
            work.append(time.process_time() - busy)
        times.sort()
        cpu = sorted(work)[len(work) // 2]
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95) - 1]
        slow |= p95 > WANTED or counts[0] != counts[1]
        shown = "".join(f"{one * 1000:>10.0f}" for one in (p50, p95, cpu))
        print(f"{name:20}{shown}{counts[0]:>10}{counts[1]:>10}", flush=True)
    print(f"wanted: p95 of {WANTED * 1000:.0f} ms or less, and the same number of queries for both plans")
    return slow


def build(measures: int, updates: int) -> tuple[Any, str]:
    """An editor, and the address of a published plan of this size, with what officers add to it."""
    from relance.kernel.models import Account, Authority, Membership
    from relance.kernel.rules import Role
    from relance.plans.models import (
        Axis,
        Contributor,
        Cost,
        Dependency,
        Measure,
        MeasureRole,
        Plan,
        Task,
        Update,
        Work,
    )

    owner, _ = Authority.objects.get_or_create(
        slug="grand-plan", defaults={"name": "Grand Plan", "country": "FR", "currency": "EUR"}
    )
    editor = Account.objects.filter(email="bench@example.org").first()
    if editor is None:
        editor = Account.objects.create_user("bench@example.org", name="Banc")
        Membership.objects.create(account=editor, authority=owner, role=Role.EDITOR)
    slug = f"plan-{measures}"
    plan = Plan.objects.create(
        authority=owner,
        slug=slug,
        title="Un grand plan",
        currency="EUR",
        created_at=AT,
        state="published",
        published_at=AT - timedelta(days=400),
        published_by_name="Banc",
    )
    said: dict[str, Any] = {"authority": owner}
    axes = Axis.objects.bulk_create(
        [Axis(**said, plan=plan, order=n, paraphrase=f"Axe {n}") for n in range(1, 6)]
    )
    made = Measure.objects.bulk_create(
        [
            Measure(
                **said,
                plan=plan,
                axis=axes[n % 5],
                order=n,
                code=f"m{n}",
                paraphrase=f"Soutenir le commerce de la rue {n}",
            )
            for n in range(1, measures + 1)
        ],
        batch_size=200,
    )
    people = Contributor.objects.bulk_create(
        [Contributor(**said, name=f"Service {slug} {n}", folded=f"service {slug} {n}") for n in range(40)]
    )
    day = date(2026, 11, 22)
    Work.objects.bulk_create(
        [
            Work(
                **said,
                measure=one,
                status=("to_start", "under_way", "under_way", "done")[n % 4],
                said_at=AT - timedelta(days=n % 300),
                said_by_name="Banc",
                due_on=day + timedelta(days=n % 700 - 200),
                weight=n % 5 or None,
                progress=n % 101,
            )
            for n, one in enumerate(made)
        ],
        batch_size=200,
    )
    MeasureRole.objects.bulk_create(
        [
            MeasureRole(
                **said, measure=one, contributor=people[n % 40], role="lead", since=AT, given_by_name="Banc"
            )
            for n, one in enumerate(made)
            if n % 7
        ],
        batch_size=200,
    )
    Task.objects.bulk_create(
        [
            Task(**said, measure=one, title=f"Tâche {n}", due_on=day + timedelta(days=n % 400 - 100), order=n)
            for one in made
            for n in range(3)
        ],
        batch_size=200,
    )
    Dependency.objects.bulk_create(
        [Dependency(**said, measure=one, needs=made[n - 1]) for n, one in enumerate(made) if n % 9 == 1],
        batch_size=200,
    )
    Cost.objects.bulk_create(
        [
            Cost(
                **said,
                measure=one,
                year=2026,
                amount=100_000 + n,
                currency="EUR",
                basis="net",
                spending="investment",
            )
            for n, one in enumerate(made)
            if n % 50 == 0
        ],
        batch_size=200,
    )
    for start in range(0, updates, 5000):
        Update.objects.bulk_create(
            [
                Update(
                    **said,
                    plan=plan,
                    measure=made[n % measures],
                    status="under_way",
                    words="La rue avance.",
                    as_of=day - timedelta(days=n % measures % 300 + 20 * (n // measures)),
                    written_at=AT,
                    written_by_name="Banc",
                )
                for n in range(start, min(start + 5000, updates))
            ],
            batch_size=200,
        )
    return editor, slug


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
