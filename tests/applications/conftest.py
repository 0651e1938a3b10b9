"""The rent fund, open, with an instructor and a decider; the same with its letters."""

from pathlib import Path
from typing import Any

import pytest

from tests.applications.build import Fund, fund
from tests.applications.lettered import Lettered, lettered
from tests.support.cast import Cast


@pytest.fixture
def rent(cast: Cast) -> Fund:
    return fund(cast)


@pytest.fixture
def files_root(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def office(cast: Cast, files_root: Path) -> Lettered:
    """The rent fund of Valmont, its texts of letters written and checked."""
    return lettered(cast)
