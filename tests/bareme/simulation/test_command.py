"""`bareme simulate`, `synth`, `population`: what they print, and what they refuse, in the user's words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bareme.cli import main
from tests.bareme.schemes import ROOT
from tests.bareme.simulation.oracle import TEXT

Out = pytest.CaptureFixture[str]
ROWS = """\
siret,commune,headcount_bracket,charter,rent,months_asked,filed
73282932000074,59350,01,oui,400.10,14,2020-07-02
00000000090001,59350,03,oui,900,14,2020-07-01
55208131766522,26362,11,oui,400,14,2020-07-03
35600000000048,26362,01,,400,14,2020-07-03
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "essai.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "firmes.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: Out, *words: str) -> str:
    assert main(["simulate", "essai.yaml", "firmes.csv", "--on", "2020-07-01", *words]) == 0
    return capsys.readouterr().out.replace("\u202f", " ")


def refused(capsys: Out, *words: str) -> str:
    assert main(["simulate", "essai.yaml", "firmes.csv", "--on", "2020-07-01", *words]) == 1
    return capsys.readouterr().err


def test_totals_funnel_and_what_they_miss_are_printed(desk: Path, capsys: Out) -> None:
    out = said(capsys)

    assert "2 700,30 [2 700,30 ; 3 900,30]" in out
    assert "Trop grand" in out
    assert "1 entreprise indéterminée, comptée dans la seule borne haute" in out
    assert "Reçu : barème " in out


def test_variants_say_who_wins_and_who_loses(desk: Path, capsys: Out) -> None:
    out = said(capsys, "--variant", "bas:cap=1000 EUR;months=2 months")

    assert "Variante bas (cap = 1000 EUR, months = 2 months) : 0 gagnent 0 EUR, 2 perdent 900,10 EUR" in out
    assert "1 800,20" in out


def test_an_envelope_served_by_day_says_when_it_runs_out(desk: Path, capsys: Out) -> None:
    out = said(capsys, "--envelope", "2000", "--filed", "filed", "--by", "commune")

    assert "enveloppe 2 000 EUR, premier arrivé : 1 500 versés à 1, 1 sans rien (1 200,30)" in out
    assert "épuisée le 02/07/2020" in out
    assert "Ville 857,14, Région 642,86" in out
    assert "Par commune" in out


def test_the_envelope_of_the_scheme_may_be_meant(desk: Path, capsys: Out) -> None:
    out = said(capsys, "--envelope", "scheme:pro_rata")

    assert "enveloppe 5 000 EUR, au prorata : 2 700,30 versés à 2, 0 sans rien" in out


def test_json_holds_exact_figures_and_the_receipt(desk: Path, capsys: Out) -> None:
    found = json.loads(
        said(capsys, "--json", "--take-up", "low=20 %,high=0.6", "--loss", "5 %", "--seed", "9")
    )

    (result,) = found["results"]
    assert result["text"]["totals"]["cost"] == {"least": "2700.30", "central": "2700.30", "most": "3900.30"}
    assert [s["take_up"] for s in result["text"]["spending"]] == ["low", "high"]
    assert result["receipt"]["seed"] == 9
    assert result["receipt"]["rows"] == 4
    assert len(result["receipt"]["population_hash"]) == len(result["receipt"]["scheme_hash"]) == 64
    assert result["receipt"]["engine"] == "DuckDB"


def test_a_part_of_the_file_is_said_to_be_a_part(desk: Path, capsys: Out) -> None:
    out = said(capsys, "--only", "epci=200093201", "--no-funnel")

    assert "Une partie du fichier seulement : epci = 200093201" in out
    assert "2 700,30" in out
    assert "Entonnoir" not in out


def test_a_joined_file_is_reported_on_the_error_output(desk: Path, capsys: Out) -> None:
    (desk / "loyers.csv").write_text("siret,loyer\n73282932000074,10\nabc,5\n", encoding="utf-8")

    assert main(["simulate", "essai.yaml", "firmes.csv", "--on", "2020-07-01", "--with", "loyers.csv",
                 "--map", "rent=loyer", "--drawn", "loyer"]) == 0  # fmt: skip

    shown = capsys.readouterr()
    assert "1 lignes jointes sur 2" in shown.err
    assert "Tirés d’un modèle, non observés : Loyer" in shown.out


@pytest.mark.parametrize(("words", "cause"), [
    (["--variant", "bas"], "NOM:paramètre=valeur"),
    (["--variant", "Bas:cap=1 EUR"], "minuscules sans accent"),
    (["--variant", "bas:cap"], "paramètre=valeur"),
    (["--variant", "bas:cap=1 EUR;cap=2 EUR"], "deux fois"),
    (["--variant", "a:cap=1 EUR", "--variant", "a:cap=2 EUR"], "« a » est donné deux fois"),
    (["--by", "comune"], "vouliez-vous dire « commune »"),
    (["--by", "division"], "il y faut une colonne"),
    (["--only", "commune"], "on écrit nom=valeur"),
    (["--only", "epci=1"], "n’est pas un EPCI"),
    (["--envelope", "mille"], "n’est pas un nombre"),
    (["--envelope", "1000:hasard"], "first_come, pro_rata, rank"),
    (["--envelope", "1000", "--filed", "jour"], "--filed jour : pas de telle colonne"),
    (["--envelope", "1000:rank"], "dites la colonne qui classe"),
    (["--filed", "filed"], "vont avec une enveloppe"),
    (["--take-up", "peu"], "n’est pas une part"),
    (["--take-up", "low=120 %"], "de 0 % à 100 %"),
    (["--loss", "-1"], "de 0 % à 100 %"),
    (["--drawn", "loyer"], "pas de telle colonne"),
    (["--map", "rent=loyer"], "pas de colonne « loyer »"),
])  # fmt: skip
def test_what_is_asked_wrongly_is_refused_with_what_was_allowed(
    words: list[str], cause: str, desk: Path, capsys: Out
) -> None:
    assert cause in refused(capsys, *words)


def test_a_parameter_that_is_not_there_is_named(desk: Path, capsys: Out) -> None:
    assert "capp" in refused(capsys, "--variant", "bas:capp=1000 EUR")


def test_a_register_is_drawn_and_described(tmp_path: Path, capsys: Out) -> None:
    out = str(tmp_path / "registre.parquet")

    assert main(["synth", "--rows", "1000", "--seed", "3", out]) == 0
    made = capsys.readouterr().out
    assert main(["population", out]) == 0
    told = capsys.readouterr().out

    assert "1\u202f000 entreprises fictives, graine 3" in made
    assert made.splitlines()[-1] == told.splitlines()[-1]
    assert "entreprises fictives" in told


def test_a_population_says_what_it_tells_a_scheme(desk: Path, capsys: Out) -> None:
    assert main(["population", "firmes.csv", "--scheme", "essai.yaml"]) == 0

    out = capsys.readouterr().out
    assert "headcount ← headcount_bracket" in out
    assert main(["population", "firmes.csv", "--scheme", "essai.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["rent"] == "rent"


def test_the_library_stays_light() -> None:
    heavy = "{'duckdb', 'sqlglot', 'pyspark'} & set(sys.modules)"
    code = f"import sys, bareme.cli, bareme.simulation, bareme.populations; print({heavy})"

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )

    assert done.stdout.strip() == "set()"
