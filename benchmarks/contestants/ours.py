"""bareme over the file. Words: file, case (whole, lille, rent, variants, territory), threads."""

import gc
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401  # loaded before the clock starts, as every contestant's engine is
import sqlglot.dialects.duckdb  # as above
import sqlglot.generators.duckdb  # noqa: F401  # as above: sqlglot imports it at the first text

import bareme
from bareme.populations import open_population
from bareme.simulation import Variant, simulate
from bareme.simulation.session import opened
from benchmarks.contestants.measure import measured

ROOT = Path(__file__).parents[2]
ON = date(2020, 9, 1)
WITHOUT_TERRITORY = {"fonds-loyer": ("shop", "zones"), "avances-remboursables": ("seat", "zones")}


def scheme(name: str, *, territory: bool) -> bareme.Scheme:
    """The example scheme; `territory=False`: without its condition of place, so that every firm counts."""
    text = (ROOT / f"examples/schemes/{name}.yaml").read_text(encoding="utf-8")
    if not territory:
        lines = text.split("\n")
        first = next(i for i, line in enumerate(lines) if line == "  here:")
        last = next(i for i in range(first + 1, len(lines)) if not lines[i].startswith("    "))
        del lines[first:last]
        text = "\n".join(lines)
    return bareme.loads(text, path=name)


def main(path: str, case: str, threads: int) -> None:
    names = ["fonds-loyer"] if case in ("rent", "variants") else ["fonds-loyer", "avances-remboursables"]
    schemes = [scheme(name, territory=case == "lille") for name in names]
    rates, caps = ("30 %", "40 %", "50 %", "60 %", "70 %"), ("750 EUR", "1000 EUR", "1250 EUR", "1500 EUR")
    variants = [
        Variant(name=f"v{i}", parameters={"loss_rate": rate, "award_cap": cap})
        for i, (rate, cap) in enumerate((rate, cap) for rate in rates for cap in caps)
    ] if case == "variants" else []  # fmt: skip

    def run() -> list[Any]:
        population = open_population(path, hashed=False)
        found: list[Any] = []
        with opened("duckdb", threads=threads) as session:
            for one in schemes:
                result = simulate(
                    one, population, on=ON, variants=variants, funnel=False, distributed=False,
                    session=session, only={"epci": ["200093201"]} if case == "territory" else None,
                )  # fmt: skip
                for answer in (result.text, *result.variants):
                    found += [answer.totals.beneficiaries.central, answer.totals.cost.central.normalize()]
        return [f"{value:f}" if hasattr(value, "normalize") else value for value in found]

    gc.disable()  # as the command does
    measured(run)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
