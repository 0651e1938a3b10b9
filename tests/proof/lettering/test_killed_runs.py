"""A run of letters whose worker is killed with SIGKILL again and again makes each letter once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proof.ledger.test_races import ROOT, database

pytestmark = pytest.mark.proof
DEATHS = 12


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_letters_are_made_once_and_bound_in_order_however_often_the_worker_dies(
    kind: str, tmp_path: Path
) -> None:
    with database(kind, tmp_path) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.proof.lettering.arena", str(DEATHS)],
            cwd=ROOT,
            env=os.environ
            | {
                "RELANCE_DATABASE_URL": address,
                "RELANCE_DATA": str(tmp_path),
                "RELANCE_MODE": "test",
                "DJANGO_SETTINGS_MODULE": "relance.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    print(kind, said)

    assert said["deaths"] == DEATHS
    assert said["letters"] == said["of files"] == said["files"]
    assert said["replaced"] == 0
    assert (said["state"], said["items"]) == ("done", {"done": said["files"]})
    assert said["pages"] == 2 * said["files"]
    assert said["digests hold"]
    assert said["in order"]
    assert said["backs white"]
