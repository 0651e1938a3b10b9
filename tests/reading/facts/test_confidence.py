"""Confidence orders the review: what is right is surer than what is wrong."""

from pathlib import Path
from statistics import mean

from benchmarks.scoring import compare, documents, predicted

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def right_and_wrong() -> tuple[list[float], list[float]]:
    right: list[float] = []
    wrong: list[float] = []
    for folder in (CORPUS, CORPUS / "held_out"):
        for path, gold in documents(folder):
            guess = predicted(path)
            measures = [m for axis in guess["axes"] for m in axis["measures"]]
            kept = compare(gold, guess).right
            for index, measure in enumerate(measures):
                (right if index in kept else wrong).append(measure["confidence"])
    return right, wrong


def test_right_measures_are_surer_than_wrong_ones() -> None:
    right, wrong = right_and_wrong()

    assert len(right) > 150
    assert not wrong or mean(right) > mean(wrong) + 0.1


def test_confidence_says_how_often_measures_are_right() -> None:
    right, wrong = right_and_wrong()

    sure = [c for c in right if c >= 0.8]
    assert len(sure) / max(1, len(sure) + sum(c >= 0.8 for c in wrong)) >= 0.9


def test_doubtful_texts_get_doubtful_measures() -> None:
    from tests.reading.facts.reading import read

    labelled = read(
        "Plan\n\nAXE 1 : COMMERCE\n\n- Créer une halle\n\nAXE 2 : ÉCOLE\n\n- Isoler l’école"
    ).measures
    prose = read(
        "Projet\n\nUne halle sera peut-être couverte un jour si les finances le permettent enfin."
    ).measures

    assert prose[0].confidence < labelled[0].confidence
