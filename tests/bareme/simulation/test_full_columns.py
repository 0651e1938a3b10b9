"""A parquet file says its types and what it never misses: rules are then shorter, and answer the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bareme.populations.files import Population, open_population
from bareme.simulation import Variant, simulate, totals
from bareme.simulation.session import opened
from tests.bareme.simulation.firms import FIRMS
from tests.bareme.simulation.oracle import ON, ZERO, Firm, cost, decided, given, text, written

TYPES = "rent::DECIMAL(9, 2) AS rent, months_asked::SMALLINT AS months_asked, charter = 'oui' AS charter"
LOW = Variant(name="low", parameters={"cap": "700 EUR", "limit": "3 people", "least_rent": "120 EUR/month"})
SAME = Variant(name="same", parameters={"cap": "1500 EUR"})


def parquet(folder: Path, firms: list[Firm]) -> Population:
    csv = written(folder / "firmes.csv", firms)
    path = folder / "firmes.parquet"
    query = f"SELECT * REPLACE ({TYPES}) FROM {csv.sql}"
    duckdb.execute(f"COPY ({query}) TO '{path}' (ROW_GROUP_SIZE 2048)")
    return open_population(path)


def known(firms: list[Firm]) -> list[Firm]:
    """The same firms, with nothing missing."""
    return [
        replace(f, bracket=f.bracket or "01", rent=f.rent or ZERO, charter=bool(f.charter)) for f in firms
    ]


@settings(max_examples=12, deadline=None)
@drawn(FIRMS, st.booleans())
def test_totals_are_those_of_the_evaluator_whatever_the_file_misses(firms: list[Firm], whole: bool) -> None:
    firms = known(firms) if whole else firms
    before, after = decided(firms, text()), decided(firms, text(LOW.parameters))
    moves = [(given(b), given(a)) for b, a in zip(before, after, strict=True)]

    with tempfile.TemporaryDirectory() as folder:
        population = parquet(Path(folder), firms)
        result = simulate(text(), population, on=ON, threads=1, variants=[LOW, SAME], distributed=False,
                          funnel=False)  # fmt: skip

    assert population.full >= ({"rent", "charter", "months_asked"} if whole else {"months_asked"})
    for decisions, cap, found in (
        (before, 1500, result.text.totals),
        (after, 700, result.variants[0].totals),
    ):
        verdicts = Counter(d.verdict for d in decisions)
        assert (found.eligible, found.undetermined) == (verdicts["eligible"], verdicts["undetermined"])
        assert (found.cost.least, found.cost.central, found.cost.most) == cost(decisions, Decimal(cap))
    compared = result.variants[0].compared
    assert compared is not None
    assert compared.unknown == sum(b is None or a is None for b, a in moves)
    assert compared.lost == sum((b - a for b, a in moves if b is not None and a is not None and a < b), ZERO)
    assert result.variants[1].totals == result.text.totals


def test_a_column_with_one_hole_is_not_full(tmp_path: Path) -> None:
    path = tmp_path / "trous.parquet"
    duckdb.execute(
        "COPY (SELECT i AS siret, CASE WHEN i <> 3000 THEN i END AS rent, i::DOUBLE AS far "
        f"FROM range(6000) AS t(i)) TO '{path}' (ROW_GROUP_SIZE 2048)"
    )

    assert open_population(path).full == {"siret", "far"}


def test_a_csv_file_promises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "firmes.csv"
    path.write_text("siret,rent\n1,2\n")

    assert open_population(path).full == frozenset()


def test_two_schemes_share_a_session_and_answer_as_alone(tmp_path: Path) -> None:
    firms = [Firm(f"{i:014d}", "59350", "01", True, Decimal(100 + i), 12, ON) for i in range(30)]
    population = parquet(tmp_path, firms)
    other = text({"cap": "330 EUR"})

    with opened("duckdb", threads=1) as session:
        shared = [simulate(one, population, on=ON, session=session) for one in (text(), other)]

    alone = [simulate(one, population, on=ON, threads=1) for one in (text(), other)]
    assert [r.text for r in shared] == [r.text for r in alone]
    assert [r.funnel for r in shared] == [r.funnel for r in alone]


@settings(max_examples=8, deadline=None)
@drawn(FIRMS, st.booleans())
def test_answers_gathered_before_they_are_added_up_give_the_same_totals(
    firms: list[Firm], whole: bool
) -> None:
    firms = [
        replace(firm, siret=f"{rank:014d}")
        for rank, firm in enumerate((known(firms) if whole else firms) * totals.ALIKE * 2)
    ]
    variants = [LOW, SAME, *(Variant(name=f"v{n}", parameters={"cap": f"{n} EUR"}) for n in (1, 900, 1501))]

    def answers(population: Population) -> list[object]:
        result = simulate(text(), population, on=ON, threads=1, variants=variants, distributed=False,
                          funnel=False)  # fmt: skip
        return [(a.totals, a.compared) for a in (result.text, *result.variants)]

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        population = parquet(Path(folder), firms)
        plainly = answers(population)
        patch.setattr(totals, "LARGE", 1)
        weighed: list[str] = []
        own = totals.weighed

        def noted(part: str) -> str:
            weighed.append(part)
            return own(part)

        patch.setattr(totals, "weighed", noted)
        gathered = answers(population)

    assert weighed
    assert gathered == plainly


def test_answers_that_differ_are_not_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    firms = [Firm(f"{i:014d}", "59350", "01", True, Decimal(100 + i), 12, ON) for i in range(60)]
    variants = [Variant(name=f"v{n}", parameters={"cap": f"{n}000 EUR"}) for n in (4, 5, 6)]
    monkeypatch.setattr(totals, "LARGE", 1)
    monkeypatch.setattr(totals, "weighed", lambda part: pytest.fail("gathered"))

    result = simulate(text(), parquet(tmp_path, firms), on=ON, threads=1, variants=variants)

    assert result.text.totals.eligible == 60
