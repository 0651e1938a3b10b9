"""The migrated file that tests start from is made anew whenever it might have changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import stock


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository with one migration, one file of the kernel, and its pins."""
    for name in (
        "src/relance/plans/migrations/0001_initial.py",
        "src/relance/kernel/immutable.py",
        "requirements.txt",
    ):
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    return tmp_path / "house"


@pytest.mark.parametrize(
    "changed",
    ["src/relance/plans/migrations/0001_initial.py", "src/relance/kernel/immutable.py", "requirements.txt"],
)
def test_what_shapes_the_file_changes_its_digest(house: Path, changed: str) -> None:
    before = stock.digest(house)

    (house / changed).write_text("two")

    assert stock.digest(house) != before


def test_a_new_migration_changes_the_digest(house: Path) -> None:
    before = stock.digest(house)

    (house / "src/relance/plans/migrations/0002_more.py").write_text("")

    assert stock.digest(house) != before


def test_what_does_not_shape_it_changes_nothing(house: Path) -> None:
    before = stock.digest(house)

    (house / "src/relance/plans/views.py").write_text("")

    assert stock.digest(house) == before


def test_a_kept_file_is_given_back_and_older_ones_go(tmp_path: Path) -> None:
    made, folder = tmp_path / "made.sqlite3", tmp_path / "kept"
    with closing(sqlite3.connect(made)) as database:
        database.execute("CREATE TABLE town (name TEXT)")
    folder.mkdir()
    (folder / "of-another-day.sqlite3").touch()
    nothing = stock.take(tmp_path / "early.sqlite3", folder)

    stock.put(made, folder)
    given = stock.take(tmp_path / "new" / "copy.sqlite3", folder)

    assert (nothing, given) == (False, True)
    assert len(list(folder.iterdir())) == 1
    with closing(sqlite3.connect(tmp_path / "new" / "copy.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("town",)]
