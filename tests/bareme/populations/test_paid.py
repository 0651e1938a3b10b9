"""Money really paid: the breakdowns, what one lacks of another, and a simulation beside them."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import bareme
from bareme.cli import main
from bareme.populations import money_paid, open_population
from bareme.populations.errors import PopulationError
from bareme.populations.paid import beside
from bareme.populations.synth import Synthetic
from bareme.simulation import simulate
from tests.bareme.schemes import ROOT

DATA = Path(__file__).parent / "data"
SHARED = Path(os.environ.get("RELANCE_SHARED", ROOT.parent / "shared")) / "data/relance2020"
real = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data/relance2020 n’est pas là")


def test_each_breakdown_is_added_up_and_what_it_lacks_is_counted() -> None:
    paid = money_paid(DATA)

    assert paid.widest == "naf"
    assert (paid.totals["naf"].firms, paid.totals["naf"].amount) == (20, Decimal("94000.50"))
    assert paid.classes["naf"]["G"].firms == 10
    gap = paid.missing["headcount"]
    assert (gap.firms, gap.aids, gap.amount) == (10, 25, Decimal("35000.50"))
    assert paid.missing["legal_form"].amount == 0


def test_what_does_not_reconcile_is_said_in_words() -> None:
    said = money_paid(DATA).sentences()

    assert said[0] == "par activité : 20 entreprises, 55 aides, 94\u202f000,50 EUR"
    assert said[1].startswith(
        "par effectif : il manque 10 entreprises (50,0 %), 25 aides, 35\u202f000,50 EUR"
    )


def test_one_departement_may_be_read_alone() -> None:
    assert money_paid(DATA, departement="59").totals["naf"].firms == 2


def test_a_missing_file_or_a_wrong_figure_is_named(tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match="n’existe pas"):
        money_paid(tmp_path)
    for file in DATA.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("30,10,", "30,dix,"), encoding="utf-8")
    with pytest.raises(PopulationError, match="ligne 3"):
        money_paid(tmp_path)


def test_classes_of_either_side_stand_side_by_side() -> None:
    rows = beside(money_paid(DATA), "naf", {"I": (4, Decimal(5000)), "R": (1, Decimal(700))})

    assert [(r.name, r.paid_firms, r.simulated_firms) for r in rows] == [
        ("G", 10, 0),
        ("I", 10, 4),
        ("R", 0, 1),
    ]
    assert (rows[1].paid_mean, rows[1].simulated_mean) == (Decimal("2000.02"), Decimal("1250.00"))


def test_the_command_prints_both_and_says_that_they_are_not_the_same(
    synthetic: Synthetic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = str(ROOT / "examples/schemes/fonds-solidarite.yaml")
    assert main(["simulate", scheme, synthetic.path, "--on", "2020-04-30", "--by", "section", "--json"]) == 0
    (tmp_path / "r.json").write_text(capsys.readouterr().out, encoding="utf-8")

    assert main(["paid", str(DATA), "--beside", str(tmp_path / "r.json")]) == 0

    out = capsys.readouterr().out
    assert "il manque 10 entreprises" in out
    assert "ni les fermetures administratives" in out
    (tmp_path / "r.json").write_text(json.dumps({"results": []}), encoding="utf-8")
    assert main(["paid", str(DATA), "--beside", str(tmp_path / "r.json")]) == 1


@real
def test_the_published_breakdowns_do_not_reconcile_and_it_is_known_by_how_much() -> None:
    paid = money_paid(SHARED)

    assert paid.totals["naf"].firms == 2_016_218
    assert paid.missing["headcount"].firms == 1_120_381
    assert paid.missing["headcount"].amount == Decimal("10157177677.00")
    assert paid.missing["legal_form"].firms == 19_462


@real
def test_a_simulated_month_is_of_the_order_of_the_money_paid(synthetic: Synthetic) -> None:
    scheme = bareme.load(ROOT / "examples/schemes/fonds-solidarite.yaml")
    result = simulate(scheme, open_population(synthetic.path), on=date(2020, 4, 30), funnel=False)
    paid = money_paid(SHARED).totals["naf"]

    mean = result.text.totals.cost.central / result.text.totals.eligible
    assert (
        paid.amount / paid.aids / 5 < mean < paid.amount / paid.aids
    )  # several months, and higher ceilings later
    share = Decimal(result.text.totals.eligible) / result.text.totals.firms
    assert Decimal("0.1") < share < Decimal("0.5")
