"""One small synthetic register for every test that needs one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bareme.populations.synth import Synthetic, synthesise


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Synthetic:
    return synthesise(rows=3000, seed=7, out=tmp_path_factory.mktemp("synth") / "registre.parquet")


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "fichier.csv"
