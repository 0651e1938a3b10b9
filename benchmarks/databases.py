"""Takes the same measures on both databases, each by a process of its own on an empty one."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Measures = dict[str, str]


def taken(module: str, *words: str, mode: str = "test") -> dict[str, Measures]:
    """What `python -m module --inside words…` says last, as JSON; by database, PostgreSQL where it is."""
    from tests.support import postgres

    with tempfile.TemporaryDirectory() as folder:
        tables = {"SQLite": _one(f"sqlite:///{folder}/bench.sqlite3", folder, module, *words, mode=mode)}
    try:
        with tempfile.TemporaryDirectory() as folder, postgres.cluster() as address:
            tables["PostgreSQL"] = _one(address, folder, module, *words, mode=mode)
    except postgres.PostgresqlMissing:
        pass  # the table says so: its column is absent
    return tables


def _one(address: str, folder: str, module: str, *words: str, mode: str) -> Measures:
    done = subprocess.run(
        [sys.executable, "-m", module, "--inside", *words],
        cwd=ROOT,
        env=os.environ | _settings(address, folder, mode),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    table: Measures = json.loads(done.stdout.splitlines()[-1])
    return table


def _settings(address: str, folder: str, mode: str) -> dict[str, str]:
    return {
        "RELANCE_DATABASE_URL": address,
        "RELANCE_DATA": folder,
        "RELANCE_MODE": mode,
        "DJANGO_SETTINGS_MODULE": "relance.settings",
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
