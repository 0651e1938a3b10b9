"""Workers killed with SIGKILL at random points: every step of every job still happens exactly once.

Real worker processes on a real database. One of two workers is killed again and again, in the
middle of whatever it is doing, and another one started, until all jobs are done.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.proof.stepper.jobs import LINES
from tests.support import left_out, postgres

ROOT = Path(__file__).resolve().parents[2]
JOBS, STEPS = 4, 300  # LINES lines a step
FEWEST_KILLS = 8
WITHIN = 240  # seconds, on a busy machine

pytestmark = pytest.mark.proof


class Installation:
    """A database of its own, and processes in it."""

    def __init__(self, folder: Path, database: str) -> None:
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.proof.stepper.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "RELANCE_MODE": "test",
            "RELANCE_DATA": str(folder),
            "RELANCE_DATABASE_URL": database,
        }
        self.log = (folder / "workers.log").open("wb")

    def drive(self, *words: str) -> str:
        command = [sys.executable, "-m", "tests.proof.stepper.drive", *words]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout

    def worker(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "relance", "worker"]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT
        )

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.drive("report"))
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with ExitStack() as stack:
        address = f"sqlite:///{tmp_path / 'proof.sqlite3'}"
        if request.param == "postgresql":
            try:
                address = stack.enter_context(postgres.cluster())
            except postgres.PostgresqlMissing as missing:
                left_out.leave_out("PostgreSQL absent", str(missing))
        made = Installation(tmp_path, address)
        stack.callback(made.log.close)
        yield made


def test_each_step_happens_once_however_often_workers_are_killed(installation: Installation) -> None:
    installation.drive("prepare", str(JOBS), str(STEPS))
    chance = random.Random()
    workers = [installation.worker(), installation.worker()]
    jobs, kills, until = JOBS, 0, time.monotonic() + WITHIN

    try:
        while time.monotonic() < until:
            place = chance.randrange(2)
            with suppress(subprocess.TimeoutExpired):  # it needs most of a second to start
                workers[place].wait(timeout=chance.uniform(0.8, 2.5))
                pytest.fail("a worker ended by itself: see workers.log")
            workers[place].send_signal(signal.SIGKILL)
            workers[place].wait()
            kills += 1
            workers[place] = installation.worker()
            if kills % 4 == 0 and set(installation.report()["states"]) == {"done"}:
                if kills >= FEWEST_KILLS:
                    break
                installation.drive("prepare", str(JOBS), str(STEPS))  # a fast machine: more to do
                jobs += JOBS
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()

    report = installation.report()
    assert report["errors"] == []
    assert report["states"] == ["done"] * jobs
    assert report["done"] == [STEPS] * jobs
    assert report["twice"] == []
    assert report["lines"] == LINES * jobs * STEPS
    assert kills >= FEWEST_KILLS


def test_a_worker_asked_to_end_stops_soon_and_loses_nothing(installation: Installation) -> None:
    installation.drive("prepare", "1", str(STEPS))
    worker = installation.worker()
    try:
        while installation.report()["done"] == [0]:
            assert worker.poll() is None
        worker.terminate()
        assert worker.wait(timeout=15) == 0
    finally:
        worker.kill()
        worker.wait()

    half = installation.report()
    assert half["states"] in (["queued"], ["done"])
    subprocess.run(
        [sys.executable, "-m", "relance", "worker", "--once"],
        env=installation.environment,
        cwd=ROOT,
        check=True,
    )
    whole = installation.report()
    assert (whole["states"], whole["twice"], whole["lines"]) == (["done"], [], LINES * STEPS)
