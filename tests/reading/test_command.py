"""`relance read` speaks French on the terminal and JSON to machines."""

import json
from pathlib import Path

import pytest

from relance.reading.command import main

PLAN = """Plan de relance de Bourg-l’Étang

AXE 1 : SOUTENIR LES COMMERCES

- Créer un fonds de 20 000 € avec la Chambre de commerce en 2022
- Rénover la halle d’ici 2024
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    return file


def test_a_plan_is_summed_up_in_french(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(plan)]) == 0

    said = capsys.readouterr().out
    assert "1. SOUTENIR LES COMMERCES" in said
    assert "2022\u00a0; 20\u202f000\u00a0€\u00a0; avec Chambre de commerce" in said
    assert "1 axe, 2 mesures, 1 somme, 0 constat." in said


def test_a_plan_becomes_json_with_places_and_quotes(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(plan), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    measure = said["axes"][0]["measures"][0]
    assert (said["source"], said["axes"][0]["number"], measure["amount"]) == ("plan.txt", "1", 20_000)
    assert PLAN[slice(*measure["span"])] == measure["quote"] == measure["text"]
    assert measure["horizon"]["start"] == measure["horizon"]["end"] == 2022


def test_a_missing_file_is_one_french_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent.txt")]) == 2
    assert capsys.readouterr().err.endswith("ne peut pas être ouvert\u00a0: il n’existe pas.\n")


def test_a_folder_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "c’est un dossier" in capsys.readouterr().err


def test_a_file_without_words_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "vide.txt"
    empty.write_text(" \n")
    assert main([str(empty)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
