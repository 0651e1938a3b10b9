"""A new database made from the models is the one that migrations lead to.

Replaying those of every app takes minutes, which is why it is not done; those of the kernel, the
register and the ledger hold every sort of column, key, constraint, index and trigger. That models and
migrations agree everywhere is `makemigrations --check`, in `make check`.
"""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.proof

AT_ONCE = "call_command('migrate', verbosity=0)"
STEP_BY_STEP = "\n".join(
    f"call_command(migrate.Command(), '{app}', verbosity=0)" for app in ("kernel", "directory", "ledger")
)


def made(folder: Path, how: str) -> Path:
    """A database made in a process of its own."""
    file = folder / f"{'steps' if 'Command' in how else 'once'}.sqlite3"
    program = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.core.management.commands import migrate\n" + how
    )
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "relance.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "RELANCE_MODE": "test",
            "RELANCE_DATA": str(folder),
            "RELANCE_DATABASE_URL": f"sqlite:///{file}",
        },
    )
    return file


def shape(file: Path) -> dict[str, list[str]]:
    """Columns, keys, constraints, indexes and triggers by table, in no order of columns."""
    found: dict[str, list[str]] = {}
    connection = sqlite3.connect(file)
    for kind, table, sql in connection.execute("SELECT type, tbl_name, sql FROM sqlite_master"):
        if sql is None:
            continue
        parts = [sql]
        if kind == "table":
            parts = re.findall(r'CONSTRAINT "[^"]+" .*?(?=, CONSTRAINT|, "|\)$)', sql)
            for asked in ("table_info", "foreign_key_list"):
                rows = connection.execute(f"PRAGMA {asked}({table!r})")
                parts += [str(row[1:] if asked == "table_info" else row[2:]) for row in rows]
        found.setdefault(table, []).extend(parts)
    connection.close()
    return {table: sorted(parts) for table, parts in found.items()}


def test_both_ways_give_the_same_tables(tmp_path: Path) -> None:
    once, steps = shape(made(tmp_path, AT_ONCE)), shape(made(tmp_path, STEP_BY_STEP))

    made_both_ways = {table for table in steps if table.startswith(("kernel_", "directory_", "ledger_"))}
    assert len(made_both_ways) > 15
    assert {table: once[table] for table in made_both_ways} == {
        table: steps[table] for table in made_both_ways
    }


def test_migrations_are_all_noted_as_applied(tmp_path: Path) -> None:
    once = made(tmp_path, AT_ONCE)

    again = made(tmp_path, AT_ONCE + "; call_command('migrate', check_unapplied=True, verbosity=0)")

    assert once == again
