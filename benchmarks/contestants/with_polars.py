"""Polars, streaming from the parquet file, amounts in float64 (its decimals round products). Words: file."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.contestants.measure import measured


def main(path: str) -> None:
    c = pl.col

    def number(name: str) -> Any:
        return c(name).cast(pl.Float64)

    def run() -> list[Any]:
        small = c("trancheEffectifsEtablissement").is_in(["NN", "00", "01", "02", "03"])
        before = sum((number(f"turnover_2019_{m}") for m in ("04", "05")), number("turnover_2019_03"))
        after = sum((number(f"turnover_2020_{m}") for m in ("04", "05")), number("turnover_2020_03"))
        rent = (
            c("register_kind").is_in(["trade", "craft"]) & (c("categorieJuridiqueUniteLegale") != "6540")
            & c("tenant") & c("window") & (c("dateCreationEtablissement") < date(2020, 5, 1)) & small
            & (number("yearly_turnover") < 1_000_000) & (number("profit") < 60_000)
            & (before - after >= 0.5 * before)
        )  # fmt: skip
        aid = pl.min_horizontal(3 * pl.min_horizontal(number("monthly_rent"), pl.lit(500.0)), pl.lit(1500.0))
        advance = (
            c("body_kind").is_in(["firm", "association"]) & small & ~c("insolvent")
            & (number("requested") >= 5000) & c("term").is_between(36, 60)
        )  # fmt: skip
        possible = pl.min_horizontal(
            number("requested"), (0.25 * number("yearly_turnover")).clip(5000, 30000)
        )
        paid = (possible / 100).floor() * 100
        found = (
            pl.scan_parquet(path)
            .select(
                rent.sum().alias("a"), aid.filter(rent).sum().alias("b"),
                advance.sum().alias("c"), paid.filter(advance).sum().alias("d"),
            )
            .collect(engine="streaming")
        )  # fmt: skip
        return [round(value, 2) for value in found.row(0)]

    measured(run)


if __name__ == "__main__":
    main(sys.argv[1])
