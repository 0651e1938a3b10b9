"""Spark and DuckDB give one report: totals, funnel, groups, envelope, shares, repayments, to the cent."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from bareme.populations import Population, open_population
from bareme.populations.mapping import map_facts
from bareme.simulation import Envelope, Loss, SimulationError, TakeUp, Variant, simulate
from bareme.simulation.report import report
from bareme.simulation.session import Session, opened
from bareme.simulation.spark import SparkEngine
from tests.bareme.simulation.oracle import ON, Firm, text, written
from tests.bareme.simulation.test_full_columns import parquet
from tests.support.left_out import leave_out

RENTS = (None, "0", "99.99", "100", "500", "500.01", "333.33", "100000")
BRACKETS = (None, "NN", "01", "03", "11", "53")


def firms(count: int = 120) -> list[Firm]:
    """Around every threshold, with what is missing; always the same."""
    chance = random.Random(5)
    return [
        Firm(
            f"{rank:014d}", chance.choice(("59350", "26362", "")), chance.choice(BRACKETS),
            chance.choice((True, True, True, False, None)),
            Decimal(rent) if (rent := chance.choice(RENTS)) is not None else None,
            chance.randrange(30), date(2020, 7, 1) + timedelta(days=chance.randrange(6)),
        )
        for rank in range(count)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def spark() -> Iterator[Session]:
    if shutil.which("java") is None:
        leave_out("Spark", "java est absent : apt install default-jre-headless")
    pytest.importorskip("pyspark", reason="pyspark est absent : pip install relance[spark]")
    with opened("spark", threads=2) as session:
        yield session


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return parquet(tmp_path_factory.mktemp("firmes"), firms())


@pytest.mark.proof
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    "asked",
    [
        {
            "envelope": Envelope(amount=Decimal(20000), filed="filed"), "by": ["town"],
            "variants": [Variant(name="low", parameters={"cap": "700 EUR", "limit": "3 people"})],
            "losses": [Loss(name="some", rate=Decimal("0.08"))],
        },
        {
            "envelope": Envelope(amount=Decimal(1000), served="pro_rata"), "only": {"town": ["59350"]},
            "take_up": [TakeUp(name="low", rate=Decimal("0.5")), TakeUp(name="all", rate=Decimal(1))],
            "funnel": False, "distributed": False,
        },
        {
            "envelope": Envelope(amount=Decimal(9000), served="rank", rank="months_asked"),
            "funnel": False, "distributed": False,
        },
    ],
    ids=["first come", "pro rata", "by rank"],
)  # fmt: skip
def test_both_engines_give_the_same_report(
    spark: Session, population: Population, asked: dict[str, Any]
) -> None:
    mine = simulate(text(), population, on=ON, threads=1, **asked)

    theirs = simulate(text(), population, on=ON, session=spark, **asked)

    assert mine.text.totals.eligible > 3
    assert (theirs.text, theirs.variants) == (mine.text, mine.variants)
    assert theirs.funnel == mine.funnel
    assert theirs.receipt.engine == "Spark"
    assert report(replace(theirs, receipt=mine.receipt)) == report(mine)


@pytest.fixture
def unstarted(tmp_path: Path) -> SparkEngine:
    """What is refused is refused before Spark is asked anything."""
    return SparkEngine(cast(Any, None), tmp_path)


def test_a_csv_file_is_refused(unstarted: SparkEngine, tmp_path: Path) -> None:
    mapped = map_facts([text()], written(tmp_path / "firmes.csv", firms(3)))

    with pytest.raises(SimulationError, match="Spark lit un fichier parquet, sans fichier joint"):
        unstarted.population(mapped, "whole")


def test_numbers_written_as_text_are_refused_with_their_columns(
    unstarted: SparkEngine, tmp_path: Path
) -> None:
    import duckdb

    csv = written(tmp_path / "firmes.csv", firms(3))
    path = tmp_path / "texte.parquet"
    duckdb.execute(f"COPY (SELECT * FROM {csv.sql}) TO '{path}'")
    mapped = map_facts([text()], open_population(path))

    with pytest.raises(
        SimulationError, match="dans leur type, et non en texte : rent, months_asked, charter"
    ):
        unstarted.population(mapped, "whole")


def test_queries_are_said_in_the_words_of_spark(unstarted: SparkEngine) -> None:
    unstarted.view("whole", "SELECT a::HUGEINT // 7 AS a FROM firms")

    said = unstarted._whole(f"SELECT {unstarted.hexadecimal('a')} AS n FROM whole")

    assert said == (
        "WITH whole AS (SELECT CAST(a AS DECIMAL(38, 0)) DIV 7 AS a FROM firms) "
        "SELECT CAST(CONV(a, 16, 10) AS BIGINT) AS n FROM whole"
    )
