"""The same simulation on Spark: the same figures, to the cent and to the firm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import bareme
from bareme.populations import open_population, synthesise
from bareme.simulation import Simulation, Variant, simulate
from tests.bareme.schemes import ROOT


def figures(result: Simulation) -> Any:
    """Everything but the receipt."""
    return replace(result, receipt=None)  # type: ignore[arg-type]  # only compared


@pytest.mark.proof
def test_spark_and_duckdb_answer_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    file = synthesise(rows=5000, seed=4, out=tmp_path / "registre.parquet")
    scheme = bareme.load(ROOT / "examples/schemes/fonds-loyer.yaml")
    asked: dict[str, Any] = {
        "on": date(2020, 9, 1), "by": ["section"], "threads": 2,
        "variants": [Variant(name="low", parameters={"award_cap": "1000 EUR"})],
    }  # fmt: skip

    here = simulate(scheme, open_population(file.path), **asked)
    there = simulate(scheme, open_population(file.path), engine="spark", **asked)

    assert figures(there) == figures(here)
    assert there.receipt.engine == "Spark"
