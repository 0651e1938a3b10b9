"""The last items of a shop, and orders whose process is killed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.proof.ledger.test_races import database

pytestmark = pytest.mark.proof
ROOT = Path(__file__).resolve().parents[3]


def arena(kind: str, folder: Path, *words: object) -> dict[str, Any]:
    """What the arena says at the end."""
    with database(kind, folder) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.proof.exchange.arena", *map(str, words)],
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
    print(kind, *words, said)
    return said


@pytest.mark.parametrize("lock", ["locked", "forgotten"])
@pytest.mark.parametrize(("kind", "processes"), [("postgresql", 64), ("sqlite", 8)])
def test_forty_loaves_go_to_forty_people_whoever_clicks_first(
    kind: str, processes: int, lock: str, tmp_path: Path
) -> None:
    said = arena(kind, tmp_path, "race", processes, 192, 40, lock)

    assert (said["ordered"], said["orders"], said["promised"]) == (40, 40, 40)
    assert (said["on_hand"], said["allocated"], said["reserved"], said["held"]) == (40, 40, 0, 0)
    assert said["in_slots"] == 40
    assert said["numbers"]
    assert said["events"]
    assert said["mails"] == 40


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_an_order_whose_process_is_killed_is_there_once_or_not_at_all(kind: str, tmp_path: Path) -> None:
    said = arena(kind, tmp_path, "kill", 60)

    assert said["died"] > 20
    half = said["half"]
    assert half["allocated"] == half["promised"] == half["orders"] == half["mails"] == half["in_slots"]
    assert half["reserved"] == half["held"]
    assert (said["orders"], said["promised"], said["allocated"], said["mails"]) == (60, 60, 60, 60)
    assert (said["reserved"], said["held"]) == (0, 0)
    assert said["events"]
    assert said["numbers"]
