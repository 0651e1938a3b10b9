"""Confidence orders the review: what is right is surer than what is wrong.

Our own corpus is read almost without fault, so it is also read spoilt: without bullets,
without blank lines, without the labels of its axes.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import mean

from benchmarks.scoring import compare, documents
from relance.reading.facts import extract, to_json
from relance.reading.readers import read_document
from tests.reading.facts.reading import read

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def without_bullets(text: str) -> str:
    return re.sub(r"(?m)^(\s*)[-•*→—] ", r"\1", text)


def without_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


def without_labels(text: str) -> str:
    return re.sub(r"(?m)^(?:AXE|Axe|Volet|Orientation|ORIENTATION|Priorité)[^:–\n]*[:–] ?", "", text)


SPOILERS: tuple[Callable[[str], str], ...] = (
    str,
    without_bullets,
    without_blank_lines,
    without_labels,
    lambda text: without_bullets(without_blank_lines(text)),
)


@cache
def right_and_wrong() -> tuple[tuple[float, ...], tuple[float, ...]]:
    right: list[float] = []
    wrong: list[float] = []
    for folder in (CORPUS, CORPUS / "held_out"):
        for path, gold in documents(folder):
            if path.suffix != ".txt":
                continue
            for spoil in SPOILERS:
                text = spoil(path.read_text(encoding="utf-8"))
                guess = to_json(extract(read_document(text.encode(), name=path.name)))
                kept = compare(gold, guess).right
                measures = [m for axis in guess["axes"] for m in axis["measures"]]
                for index, measure in enumerate(measures):
                    (right if index in kept else wrong).append(measure["confidence"])
    return tuple(right), tuple(wrong)


def test_right_measures_are_surer_than_wrong_ones() -> None:
    right, wrong = right_and_wrong()

    assert len(right) > 500
    assert len(wrong) >= 5
    assert mean(right) > mean(wrong) + 0.08


def test_confidence_never_boasts() -> None:
    right, wrong = right_and_wrong()

    for low, high in ((0.6, 0.8), (0.8, 0.9), (0.9, 1.0)):
        good = sum(low <= c < high for c in right)
        bad = sum(low <= c < high for c in wrong)
        assert good / (good + bad) >= low


def test_doubtful_texts_get_doubtful_measures() -> None:
    labelled = read(
        "Plan\n\nAXE 1 : COMMERCE\n\n- Créer une halle\n\nAXE 2 : ÉCOLE\n\n- Isoler l’école"
    ).measures
    prose = read(
        "Projet\n\nUne halle sera peut-être couverte un jour si les finances le permettent."
    ).measures

    assert prose[0].confidence < labelled[0].confidence
