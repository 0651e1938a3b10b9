"""Copies the database out and in: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.sqlite3 import _functions  # type: ignore[attr-defined]  # private, unknown to the stubs

from relance.kernel.keeping.archive import NotKept


def copy_out(target: Path) -> None:
    """The database as it stands at one moment, while others go on writing."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_sqlite_file())) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")  # one file, whole
            _check(there)
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def copy_in(source: Path) -> None:
    """Replace the database by this copy, all or nothing."""
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as there:
            _check(there)
            with closing(sqlite3.connect(_sqlite_file(), timeout=30)) as here:
                there.backup(here)
                here.execute("PRAGMA journal_mode=WAL")
        return
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", str(source), for_restore=True,
    )  # fmt: skip


def _sqlite_file() -> str:
    return str(connection.settings_dict["NAME"])


def _check(database: sqlite3.Connection) -> None:
    _functions.register(database)  # the checks of tables call functions that Django gives to SQLite
    (verdict,) = database.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise NotKept(f"La base SQLite est abîmée\u00a0: {verdict}")


def _run(program: str, *words: str, for_restore: bool = False) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotKept(
            f"{program} manque\u00a0: installez le paquet postgresql-client de la version du serveur."
        )
    asked = connection.settings_dict
    environment = os.environ | {
        name: str(value)
        for name, value in {
            "PGHOST": asked["HOST"],
            "PGPORT": asked["PORT"],
            "PGUSER": asked["USER"],
            "PGPASSWORD": asked["PASSWORD"],  # never on the command line, where others see it
            "PGDATABASE": asked["NAME"],
        }.items()
        if value
    }
    where = [f"--dbname={asked['NAME']}"] if for_restore else []
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs
        [found, *where, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotKept(f"{program} a échoué\u00a0: {done.stderr.strip()[-500:]}")
