"""A run of letters whose worker is killed with SIGKILL again and again makes each letter once."""

from pathlib import Path

import pytest

from tests.proof.arenas import arena

pytestmark = pytest.mark.proof
DEATHS = 12


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_letters_are_made_once_and_bound_in_order_however_often_the_worker_dies(
    kind: str, tmp_path: Path
) -> None:
    said = arena("tests.proof.lettering.arena", kind, tmp_path, DEATHS)

    assert said["deaths"] == DEATHS
    assert said["letters"] == said["of files"] == said["files"]
    assert said["replaced"] == 0
    assert (said["state"], said["items"]) == ("done", {"done": said["files"]})
    assert said["pages"] == 2 * said["files"]
    assert said["digests hold"]
    assert said["in order"]
    assert said["backs white"]
