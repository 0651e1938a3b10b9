"""The cluster that the tests start comes up, answers, and is gone when its owner dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlparse

import psycopg
import pytest

from tests.support import postgres
from tests.support.left_out import leave_out

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _needs_postgresql() -> None:
    try:
        postgres.programs()
    except postgres.PostgresqlMissing as missing:
        leave_out("PostgreSQL absent", str(missing))


def socket_folder(address: str) -> Path:
    return Path(unquote(urlparse(address).netloc.partition("@")[2]))


def gone(folder: Path, within: float = 10) -> bool:
    until = time.monotonic() + within
    while folder.exists() and time.monotonic() < until:
        os.sched_yield()
    return not folder.exists()


def test_a_cluster_answers_then_leaves_nothing_behind() -> None:
    with postgres.cluster() as address, psycopg.connect(address) as connection:
        row = connection.execute("SELECT current_user, current_setting('fsync')").fetchone()

    assert row == ("relance", "off")
    assert gone(socket_folder(address))


def test_a_cluster_dies_with_a_killed_owner() -> None:
    command = [sys.executable, "-m", "tests.support.postgres", "--"]
    tell = [
        sys.executable,
        "-c",
        "import os, sys; print(os.environ['RELANCE_DATABASE_URL'], flush=True); sys.stdin.read()",
    ]
    with subprocess.Popen(
        [*command, *tell], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as owner:
        assert owner.stdout
        folder = socket_folder(owner.stdout.readline().strip())
        assert folder.exists()

        owner.send_signal(signal.SIGKILL)

    assert gone(folder)


def test_the_status_of_the_command_is_ours() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.support.postgres",
        "--",
        sys.executable,
        "-c",
        "raise SystemExit(7)",
    ]

    done = subprocess.run(command, cwd=ROOT, check=False)

    assert done.returncode == 7


def test_a_machine_without_postgresql_says_what_is_left_out(tmp_path: Path) -> None:
    code = "from tests.support import postgres as p; p.PLACES = ('/nowhere',); exit(p.main(['--', 'true']))"
    poor = {"PATH": str(tmp_path)}

    lenient = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=poor, capture_output=True, text=True, check=False
    )
    strict = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=poor | {"RELANCE_NOTHING_LEFT_OUT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (lenient.returncode, strict.returncode) == (0, 1)
    assert lenient.stdout.startswith("laissé de côté : PostgreSQL absent")
