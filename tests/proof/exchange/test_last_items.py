"""The last items of a shop, and orders whose process is killed."""

from pathlib import Path

import pytest

from tests.proof.arenas import arena

pytestmark = pytest.mark.proof
ARENA = "tests.proof.exchange.arena"


@pytest.mark.parametrize("lock", ["locked", "forgotten"])
@pytest.mark.parametrize(("kind", "processes"), [("postgresql", 64), ("sqlite", 8)])
def test_forty_loaves_go_to_forty_people_whoever_clicks_first(
    kind: str, processes: int, lock: str, tmp_path: Path
) -> None:
    said = arena(ARENA, kind, tmp_path, "race", processes, 192, 40, lock)

    assert (said["ordered"], said["orders"], said["promised"]) == (40, 40, 40)
    assert (said["on_hand"], said["allocated"], said["reserved"], said["held"]) == (40, 40, 0, 0)
    assert said["in_slots"] == 40
    assert said["numbers"]
    assert said["events"]
    assert said["mails"] == 40


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_an_order_whose_process_is_killed_is_there_once_or_not_at_all(kind: str, tmp_path: Path) -> None:
    said = arena(ARENA, kind, tmp_path, "kill", 60)

    assert said["died"] > 20
    half = said["half"]
    assert half["allocated"] == half["promised"] == half["orders"] == half["mails"] == half["in_slots"]
    assert half["reserved"] == half["held"]
    assert (said["orders"], said["promised"], said["allocated"], said["mails"]) == (60, 60, 60, 60)
    assert (said["reserved"], said["held"]) == (0, 0)
    assert said["events"]
    assert said["numbers"]
