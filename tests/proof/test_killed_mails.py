"""Senders of mails killed with SIGKILL at every kind of point: nobody is asked twice, nobody is forgotten.

Each death is a real one, of a real process on a real database, at a point that is chosen and not timed.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support import left_out, postgres

ROOT = Path(__file__).resolve().parents[2]
KILLED_BEFORE, KILLED_AFTER, KILLED = 2, 3, 7  # as tests.proof.mailing.drive does
PEOPLE = 12

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("mails")
    with ExitStack() as stack:
        address = f"sqlite:///{folder / 'proof.sqlite3'}"
        if request.param == "postgresql":
            try:
                address = stack.enter_context(postgres.cluster())
            except postgres.PostgresqlMissing as missing:
                left_out.leave_out("PostgreSQL absent", str(missing))
        done = subprocess.run(
            [sys.executable, "-m", "tests.proof.mailing.drive"],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.proof.mailing.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "RELANCE_MODE": "test",
                "RELANCE_DATA": str(folder),
                "RELANCE_DATABASE_URL": address,
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def numbers(lines: list[list[str]]) -> list[str]:
    return [number for number, _, _ in lines]


def test_each_night_was_killed_where_it_was_meant_to_and_the_last_ones_end(told: Any) -> None:
    assert told["signals"] == [signal.SIGKILL] * KILLED + [0, 0, 0]
    assert told["jobs"] == ["done"]


def test_one_mail_is_prepared_for_each_person_and_each_measure_is_asked_about_once(told: Any) -> None:
    assert told["people"] == sorted(f"pilote{number}@x.example" for number in range(PEOPLE))
    assert len(told["measures"]) == len(set(told["measures"])) == PEOPLE


def test_in_a_night_each_mail_leaves_once_or_not_at_all(told: Any) -> None:
    left = numbers(told["first"])

    assert len(left) == len(set(left)) == PEOPLE - KILLED_BEFORE


def test_what_did_not_leave_leaves_the_night_after_and_nobody_is_forgotten(told: Any) -> None:
    both = [*told["first"], *told["second"]]

    assert {to for _, to, _ in both} == set(told["people"])
    assert told["unsent"] == 0


def test_what_may_have_left_leaves_again_as_the_same_mail_and_no_other_does(told: Any) -> None:
    again = set(numbers(told["first"])) & set(numbers(told["second"]))
    times = Counter(numbers([*told["first"], *told["second"]]))

    assert len(again) == KILLED_AFTER
    assert {number for number, count in times.items() if count > 1} == again
    assert max(times.values()) == 2
    # A mailbox shows a number once; either copy has the same words and the same links.
    assert len({tuple(line) for line in [*told["first"], *told["second"]]}) == PEOPLE


def test_a_mail_that_is_known_to_have_left_never_leaves_again(told: Any) -> None:
    assert told["third"] == []
