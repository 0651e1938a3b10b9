"""The report says where the time went, beside what it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bareme.populations.command import bar
from bareme.simulation import Envelope, Simulation, SimulationError, simulate
from bareme.simulation.report import report
from bareme.simulation.words import seconds
from tests.bareme.simulation.oracle import ON, TEXT, Firm, text, written

FIRMS = [Firm("00000000000001", "59350", "01", True, Decimal(400), 12, date(2020, 7, 2))]


@pytest.fixture
def result(tmp_path: Path) -> Simulation:
    return simulate(text(), written(tmp_path / "firmes.csv", FIRMS), on=ON, threads=1)


def last_line(result: Simulation) -> str:
    return report(result).splitlines()[-1].replace("\u202f", " ")


def test_without_a_clock_a_receipt_tells_no_time(result: Simulation) -> None:
    assert (result.receipt.seconds, result.receipt.hashing) == (None, None)
    assert " s " not in last_line(result)
    assert "Mo au plus" in last_line(result)


def test_the_share_of_time_spent_on_the_hash_is_told(result: Simulation) -> None:
    timed = replace(result.receipt, seconds=Decimal("1.5"), hashing=Decimal("0.5"))

    said = last_line(replace(result, receipt=timed))

    assert "1,50 s de calcul, 0,50 s pour l’empreinte du fichier (25 % du temps)" in said


def test_a_run_that_takes_no_time_divides_by_nothing(result: Simulation) -> None:
    timed = replace(result.receipt, seconds=Decimal(0), hashing=Decimal(0))

    assert "(0 % du temps)" in last_line(replace(result, receipt=timed))


def test_the_clock_given_times_the_simulation_alone(tmp_path: Path) -> None:
    population = written(tmp_path / "firmes.csv", FIRMS)
    moments = iter((10_000_000_000, 13_250_000_000))

    found = simulate(text(), population, on=ON, threads=1, clock=lambda: next(moments))

    assert found.receipt.seconds == Decimal("3.25")
    assert found.as_dict()["receipt"]["seconds"] == "3.250"


@pytest.mark.parametrize(("time", "said"), [("0", "0,00 s"), ("12.345", "12,34 s"), ("0.005", "0,00 s")])
def test_times_are_told_to_the_hundredth(time: str, said: str) -> None:
    assert seconds(Decimal(time)) == said


def shown(result: Simulation) -> str:
    return report(result).replace("\u202f", " ")


def test_groups_where_nobody_is_helped_are_named(tmp_path: Path) -> None:
    towns = [f"{20000 + rank}" for rank in range(20)]
    firms = [Firm(f"{rank:014d}", town, "53", True, Decimal(400), 12, ON) for rank, town in enumerate(towns)]

    found = shown(
        simulate(text(), written(tmp_path / "f.csv", [*firms, *FIRMS]), on=ON, by=["town"], threads=1)
    )

    assert "Par town" in found
    assert "sans aucune aidée : 20000, 20001" in found
    assert "20011 et 8 autres" in found


def test_what_is_left_of_an_envelope_is_told(tmp_path: Path) -> None:
    population = written(tmp_path / "f.csv", FIRMS)

    found = simulate(text(), population, on=ON, threads=1, envelope=Envelope(amount=Decimal("2000.50")))

    assert "1 200 versés à 1, 0 sans rien (0), reste 800,50" in shown(found)


def test_a_bar_shows_what_lasts_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show = bar()
    assert show is not None

    show("codes", 100)
    assert capsys.readouterr().err == ""
    show("totaux", 50)
    assert "totaux" in capsys.readouterr().err
    show("totaux", 100)
    assert capsys.readouterr().err.strip() == ""


def test_no_bar_is_drawn_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)

    assert bar() is None


def test_a_rank_written_as_text_is_a_number(tmp_path: Path) -> None:
    firms = [
        Firm(f"{rank:014d}", "59350", "01", True, Decimal(400), term, ON) for rank, term in enumerate((2, 14))
    ]
    population = written(tmp_path / "f.csv", firms)
    envelope = Envelope(amount=Decimal(1200), served="rank", rank="months_asked")

    (spent,) = simulate(text(), population, on=ON, threads=1, envelope=envelope).text.spending

    assert (spent.paid_firms, spent.left) == (1, 1)
    assert spent.repayments is not None
    assert spent.repayments.years[-1].year == 2021  # fourteen months, not two


def test_a_rank_that_is_no_number_is_refused(tmp_path: Path) -> None:
    population = written(tmp_path / "f.csv", FIRMS)
    envelope = Envelope(amount=Decimal(1200), served="rank", rank="charter")

    with pytest.raises(SimulationError, match="on classe par un nombre, comme 12 ou 3,5 ; pas par « oui »"):
        simulate(text(), population, on=ON, threads=1, envelope=envelope)


def test_whoever_has_no_amount_counts_at_the_ceiling_of_the_scheme_and_the_report_says_so(
    tmp_path: Path,
) -> None:
    unknown = Firm("00000000000002", "59350", "01", True, None, 12, ON)

    result = simulate(text(), written(tmp_path / "f.csv", [*FIRMS, unknown]), on=ON, threads=1)

    totals = result.text.totals
    assert (totals.unbounded, totals.at_ceiling, totals.ceiling) == (0, 1, Decimal(1500))
    assert totals.cost.most == Decimal(1200 + 1500)
    assert "Rien ne dit le montant de 1 entreprise : la borne haute la compte au plus que permet" in shown(
        result
    )


def test_without_a_ceiling_there_is_no_upper_bound(tmp_path: Path) -> None:
    unknown = Firm("00000000000002", "59350", "01", True, None, 12, ON)
    free = TEXT.replace("min(months * rent, cap)", "months * rent").replace(", max: 100000", "")

    result = simulate(text(of=free), written(tmp_path / "f.csv", [*FIRMS, unknown]), on=ON, threads=1)

    assert (result.text.totals.cost.most, result.text.totals.unbounded) == (None, 1)
    assert "Pas de borne haute" in shown(result)
