"""The four documents of the invented town say the same plan to the reader."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from relance.reading.facts import Facts, facts_of
from relance.reading.readers import read_document

VALMONT = Path(__file__).parents[2] / "examples" / "valmont"
FORMATS = ("txt", "html", "docx", "xlsx")


def plan() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((VALMONT / "plan.yaml").read_text(encoding="utf-8"))
    return described


def read(ending: str) -> Facts:
    name = f"plan-de-relance.{ending}"
    return facts_of(read_document((VALMONT / name).read_bytes(), name=name))


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_gives_every_measure_in_order(ending: str) -> None:
    written = [measure for axis in plan()["axes"] for measure in axis["measures"]]

    found = read(ending)

    assert [axis.label.lower() for axis in found.axes] == [axis["label"].lower() for axis in plan()["axes"]]
    assert [measure.number for measure in found.measures] == [measure["number"] for measure in written]
    for measure, said in zip(found.measures, written, strict=True):
        assert measure.text.rstrip(".") == said["text"].rstrip(".")


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_gives_the_partners_sums_and_horizons(ending: str) -> None:
    written = [measure for axis in plan()["axes"] for measure in axis["measures"]]

    for measure, said in zip(read(ending).measures, written, strict=True):
        assert sorted(one.name for one in measure.partners) == sorted(said["partners"]), said["number"]
        assert (measure.amount is not None) == bool(said["amount"]), said["number"]
        assert measure.horizon is not None, said["number"]


@pytest.mark.parametrize("ending", ["txt", "html", "docx"])
def test_prose_gives_the_total_the_date_and_the_findings(ending: str) -> None:
    found = read(ending)

    assert found.total_budget is not None
    assert found.total_budget.money.minor == 480_000_000
    assert found.adopted_on is not None
    assert found.adopted_on.value.isoformat() == "2026-03-12"
    assert len(found.findings) == 3
