"""Each file is decided once and the envelope is never passed, whoever presses at once and whoever dies."""

from pathlib import Path
from typing import Any

import pytest

from tests.proof.arenas import arena

pytestmark = pytest.mark.proof
ARENA = "tests.proof.deciding.arena"


def hold(said: dict[str, Any]) -> None:
    """What must be true whatever happened."""
    assert said["decisions"] == said["decided"] == said["journal"] == said["files"]
    assert said["reserved"] + said["waiting"] == said["files"]
    assert said["reserved"] == said["files"] // 2
    assert said["awarded"] == said["expected"]
    assert said["available"] == 7
    assert said["agree"]
    assert said["faults"] == []


@pytest.mark.parametrize(("kind", "people", "files"), [("postgresql", 64, 64), ("sqlite", 8, 32)])
def test_people_who_decide_the_same_files_at_once_decide_each_once(
    kind: str, people: int, files: int, tmp_path: Path
) -> None:
    said = arena(ARENA, kind, tmp_path, "race", people, files, 4)

    hold(said)
    assert said["asked"] == 4 * files


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_run_killed_again_and_again_decides_each_file_once(kind: str, tmp_path: Path) -> None:
    said = arena(ARENA, kind, tmp_path, "kill", 20)

    hold(said)
    assert said["deaths"] == 20
    assert said["states"] == {"done": 1}
    assert said["items"] == {"done": said["files"]}
