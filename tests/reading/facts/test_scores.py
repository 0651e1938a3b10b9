"""Reading is measured: the five published plans, and our own corpus of invented ones."""

import os
from pathlib import Path

import pytest

from benchmarks.scoring import Comparison, compare, documents, macro, predicted

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "tests" / "reading" / "corpus"
PLANS = Path(os.environ.get("RELANCE_SHARED", ROOT.parent / "shared")) / "plans"


def comparisons(gold: Path, texts: Path) -> list[Comparison]:
    return [compare(said, predicted(texts / path.name)) for path, said in documents(gold)]


@pytest.mark.skipif(not PLANS.is_dir(), reason="the five published plans are absent (../shared)")
def test_the_five_published_plans_are_read() -> None:
    read = comparisons(PLANS / "gold", PLANS)

    scores = {d: macro(read, d) for d in ("axes", "measures", "horizons", "amounts", "partners")}

    floors = {"axes": 0.95, "measures": 0.95, "horizons": 1.0, "amounts": 0.95, "partners": 0.85}
    assert {d: s for d, s in scores.items() if s is None or s < floors[d]} == {}


BATCHES = ("held_out", "unseen", "unseen2", "unseen3", "unseen4", "unseen5")


@pytest.mark.parametrize("folder", [CORPUS, *(CORPUS / name for name in BATCHES)])
def test_invented_plans_of_every_shape_are_read(folder: Path) -> None:
    read = comparisons(folder, folder)

    assert len(read) >= 6
    assert (macro(read, "measures") or 0) >= 0.80
    assert sum(one.mean for one in read) / len(read) >= 0.70
