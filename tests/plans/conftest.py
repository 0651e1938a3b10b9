"""What every test of plans stands on."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: Any) -> Path:
    """Stored files go to a folder of the test."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
