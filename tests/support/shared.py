"""The folder of real documents beside the repository, where there is one.

It is no part of Relance: what needs it is left out without it, everywhere, and says so.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def folder() -> Path | None:
    """`RELANCE_SHARED`, else `../shared` beside the repository, else nothing."""
    named = os.environ.get("RELANCE_SHARED")
    path = Path(named) if named else ROOT.parent / "shared"
    return path if path.is_dir() else None


def needed() -> Path:
    """The folder, for a test that cannot do without it."""
    path = folder()
    if path is None:
        pytest.skip("laissé de côté : ../shared absent (RELANCE_SHARED le nomme ailleurs)")
    return path
