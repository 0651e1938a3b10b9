"""What the kernel's tests share: the two authorities of the cast by name, and a folder for files."""

from pathlib import Path
from typing import Any

import pytest

from relance.kernel.models import Account, Authority
from relance.kernel.rules import Role
from tests.support.cast import Cast


@pytest.fixture
def valmont(cast: Cast) -> Authority:
    return cast.valmont


@pytest.fixture
def brumes(cast: Cast) -> Authority:
    return cast.brumes


@pytest.fixture
def anna(cast: Cast) -> Account:
    """Administers Valmont."""
    return cast.holding(Role.ADMINISTRATOR)


@pytest.fixture
def files_root(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
