"""Not a cent over: many processes race for an envelope that fits one award in twenty."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres
from tests.support.left_out import leave_out

pytestmark = pytest.mark.proof
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/arena.sqlite3"
        return
    try:
        postgres.programs()
    except postgres.PostgresqlMissing as missing:
        leave_out("PostgreSQL absent", str(missing))
    with postgres.cluster() as address:
        yield address


def arena(kind: str, folder: Path, *words: object) -> dict[str, Any]:
    """What the arena says at the end."""
    with database(kind, folder) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.proof.ledger.arena", *map(str, words)],
            cwd=ROOT,
            env=os.environ
            | {
                "RELANCE_DATABASE_URL": address,
                "RELANCE_DATA": str(folder),
                "RELANCE_MODE": "test",
                "DJANGO_SETTINGS_MODULE": "relance.settings",
                "PYTHONPATH": str(ROOT / "src"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(kind, *words, {name: value for name, value in said.items() if name != "faults"})
    return said


@pytest.mark.parametrize("lock", ["locked", "forgotten"])
@pytest.mark.parametrize(("kind", "processes"), [("postgresql", 64), ("sqlite", 8)])
def test_an_envelope_that_fits_500_of_10_000_awards_gives_500(
    kind: str, processes: int, lock: str, tmp_path: Path
) -> None:
    said = arena(kind, tmp_path, "race", processes, 10_000, 500, lock)

    assert said["awarded"] == said["expected"]
    assert said["available"] == 0
    assert sum(said["funders"]) == said["awarded"]
    assert (said["served"], said["waiting"]) == (500, 9_500)
    assert said["everybody_once"]
    assert said["line_in_order"]
    assert (said["served_back"], said["served_in_order"]) == (50, True)
    assert said["faults"] == []


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_writer_killed_at_100_random_points_leaves_each_act_once_or_not_at_all(
    kind: str, tmp_path: Path
) -> None:
    said = arena(kind, tmp_path, "kill", 100)

    assert said["deaths"] == 100
    assert said["at_commit"] > 20
    assert said["broken"] == []
    assert said["faults"] == []
    assert said["as_without_deaths"]
