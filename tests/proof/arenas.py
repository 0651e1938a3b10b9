"""Runs an arena: a process that races or kills others on an empty database, and says the outcome."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support import postgres
from tests.support.left_out import leave_out

ROOT = Path(__file__).resolve().parents[2]


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


def arena(module: str, kind: str, folder: Path, *words: object) -> dict[str, Any]:
    """What the arena of this module says at the end, after these words."""
    with database(kind, folder) as address:
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT,
            env=os.environ
            | {
                "RELANCE_DATABASE_URL": address,
                "RELANCE_DATA": str(folder),
                "RELANCE_MODE": "test",
                "DJANGO_SETTINGS_MODULE": "relance.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(kind, *words, {name: value for name, value in said.items() if name != "faults"})
    return said
