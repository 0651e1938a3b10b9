"""Not a cent over: many processes race for an envelope that fits one award in twenty."""

from pathlib import Path

import pytest

from tests.proof.arenas import arena

pytestmark = pytest.mark.proof
ARENA = "tests.proof.ledger.arena"


@pytest.mark.parametrize("lock", ["locked", "forgotten"])
@pytest.mark.parametrize(("kind", "processes"), [("postgresql", 64), ("sqlite", 8)])
def test_an_envelope_that_fits_500_of_10_000_awards_gives_500(
    kind: str, processes: int, lock: str, tmp_path: Path
) -> None:
    said = arena(ARENA, kind, tmp_path, "race", processes, 10_000, 500, lock)

    assert said["awarded"] == said["expected"]
    assert said["available"] == 0
    assert sum(said["funders"]) == said["awarded"]
    assert (said["served"], said["waiting"]) == (500, 9_500)
    assert said["everybody_once"]
    assert said["line_in_order"]
    assert (said["served_back"], said["served_in_order"]) == (50, True)
    assert said["faults"] == []


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_writer_killed_at_100_random_points_leaves_each_act_once_or_not_at_all(
    kind: str, tmp_path: Path
) -> None:
    said = arena(ARENA, kind, tmp_path, "kill", 100)

    assert said["deaths"] == 100
    assert said["at_commit"] > 20
    assert said["broken"] == []
    assert said["faults"] == []
    assert said["as_without_deaths"]
