"""A synthetic register: the same everywhere, sorted, calibrated, recognisable, and said to be drawn."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import NormalDist
from typing import Any

import duckdb
import pytest
from stdnum.fr import siren, siret

from bareme.populations.errors import PopulationError
from bareme.populations.files import open_population
from bareme.populations.model import QUANTILES, spread
from bareme.populations.synth import DRAWN, Synthetic, synthesise


def rows(file: Synthetic, query: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(query.replace("FILE", f"'{file.path}'")).fetchall()


def test_the_same_seed_gives_the_same_file_to_the_bit(synthetic: Synthetic, tmp_path: Path) -> None:
    again = synthesise(rows=3000, seed=7, out=tmp_path / "encore.parquet")
    other = synthesise(rows=3000, seed=8, out=tmp_path / "autre.parquet")

    assert again.hash == synthetic.hash
    assert other.hash != synthetic.hash


def test_rows_are_sorted_by_commune_and_counted(synthetic: Synthetic) -> None:
    found = [row[0] for row in rows(synthetic, "SELECT codeCommuneEtablissement FROM FILE")]

    assert len(found) == 3000
    assert found == sorted(found)
    assert {"75112", "13201", "97411"} <= set(found)


def test_numbers_pass_the_official_check_and_are_recognisable(synthetic: Synthetic) -> None:
    numbers = rows(synthetic, "SELECT siret, siren FROM FILE")

    assert len(set(numbers)) == 3000
    assert all(siret.is_valid(one) and siren.is_valid(two) and one.startswith(two) for one, two in numbers)
    assert all(two.startswith("0") and one[9] == "9" for one, two in numbers)


def test_margins_follow_the_published_figures(synthetic: Synthetic) -> None:
    shares = dict(
        rows(synthetic, "SELECT left(categorieJuridiqueUniteLegale, 2), count(*) / 3000 FROM FILE GROUP BY 1")
    )
    sizes = dict(
        rows(synthetic, "SELECT trancheEffectifsEtablissement, count(*) / 3000 FROM FILE GROUP BY 1")
    )
    paris = rows(synthetic, "SELECT count(*) / 3000 FROM FILE WHERE departement = '75'")[0][0]

    assert shares["10"] == pytest.approx(1_152_461 / 1_996_756, abs=0.03)
    assert shares["57"] == pytest.approx(278_701 / 1_996_756, abs=0.03)
    assert sizes["01"] == pytest.approx(374_387 / 2_016_218, abs=0.03)
    assert sizes["NN"] == pytest.approx((139_224 + 2_016_218 - 895_837) / 2_016_218, abs=0.03)
    assert paris == pytest.approx(152_580 / 2_016_218, abs=0.001)  # drawn by territory: exact to a few rows


def test_what_is_drawn_is_said_in_the_file(synthetic: Synthetic) -> None:
    population = open_population(synthetic.path)

    assert population.drawn == DRAWN
    assert "entreprises fictives" in population.note
    assert "siret" not in population.drawn
    assert population.hash == synthetic.hash


def test_what_is_drawn_is_still_said_once_the_file_is_csv(synthetic: Synthetic, csv: Path) -> None:
    duckdb.sql(f"COPY (FROM '{synthetic.path}') TO '{csv}'")

    population = open_population(csv)

    assert population.drawn == DRAWN
    assert "entreprises fictives" in population.note


def test_who_rents_nothing_has_no_rent_rather_than_none_to_pay(synthetic: Synthetic) -> None:
    without = rows(synthetic, "SELECT count(*), count(monthly_rent) FROM FILE WHERE NOT tenant")[0]
    zeros = rows(synthetic, "SELECT count(*) FROM FILE WHERE monthly_rent = 0")[0]

    assert without[0] > 500
    assert without[1] == 0
    assert zeros[0] == 0


def test_the_spread_is_whole_numbers_around_one() -> None:
    found = spread()

    assert len(found) == QUANTILES
    assert list(found) == sorted(found)
    assert found[QUANTILES // 2 - 1] < 1000 < found[QUANTILES // 2]


def test_the_spread_is_that_of_a_log_normal_law() -> None:
    law = NormalDist()

    expected = (math.exp(0.75 * law.inv_cdf((rank + 0.5) / QUANTILES)) for rank in range(QUANTILES))

    assert list(spread()) == [round(1000 * factor) for factor in expected]


@pytest.mark.parametrize(("count", "name", "cause"), [
    (999, "a.parquet", "de 1 000 à 40 000 000"),
    (40_000_001, "a.parquet", "de 1 000 à 40 000 000"),
    (1000, "a.csv", "un nom en .parquet"),
    (1000, "absent/a.parquet", "n’existe pas"),
])  # fmt: skip
def test_what_cannot_be_written_is_said(count: int, name: str, cause: str, tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match=cause):
        synthesise(rows=count, seed=1, out=tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_progress_ends_at_a_hundred(tmp_path: Path) -> None:
    seen: list[float] = []

    synthesise(rows=1000, seed=1, out=tmp_path / "a.parquet", progress=seen.append)

    assert seen[-1] == 100.0
    assert seen == sorted(seen)
