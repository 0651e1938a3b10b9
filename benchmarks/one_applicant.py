"""How fast one applicant is decided, against a floor measured in the same run.

Floor: the same fund written by hand in Python with Decimal, no reasons, no absences, no checks of facts.
Both are medians over rounds taken in turn, so that a busy machine slows both. Also: what importing costs.

    python benchmarks/one_applicant.py  (not bareme.py: it would hide the package)
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import bareme

FUND = Path(__file__).parents[1] / "examples/schemes/fonds-loyer.yaml"
ON = date(2020, 7, 1)
COUNT, ROUNDS = 4000, 5
WANTED_PER_SECOND, WANTED_IMPORT = 20_000, 0.150
# What 20,000 a second are to the floor on a quiet core; on a busy one the ratio still tells.
WANTED_RATIO = 25


def applicants() -> list[dict[str, Any]]:
    """Shops as a register gives them: typed values, a third refused for one reason or another."""
    found = []
    for n in range(COUNT):
        found.append(
            {
                "shop": {"commune": "59350", "epci": "200093201"},
                "register_kind": "craft" if n % 11 else "none",
                "legal_form": "1000",
                "created": date(2010 + n % 10, 1 + n % 12, 1),
                "headcount": n % 12,
                "monthly_rent": Decimal(300 + n % 700),
                "yearly_turnover": Decimal(100_000 + n * 7),
                "profit": Decimal(20_000 + n),
                "tenant": True,
                "window": True,
                "turnover": {
                    "2019-03": Decimal(9000),
                    "2019-04": Decimal(9000),
                    "2019-05": Decimal(9000),
                    "2020-03": Decimal(4000 + n % 900),
                    "2020-04": Decimal(3000),
                    "2020-05": Decimal(5000),
                },
            }
        )
    return found


def by_hand(facts: dict[str, Any]) -> Decimal | None:
    """The same answer, as one would write it without bareme."""
    turnover = facts["turnover"]
    before = turnover["2019-03"] + turnover["2019-04"] + turnover["2019-05"]
    loss = before - (turnover["2020-03"] + turnover["2020-04"] + turnover["2020-05"])
    if (
        facts["shop"]["epci"] == "200093201"
        and facts["register_kind"] in ("trade", "craft")
        and facts["legal_form"] != "6540"
        and facts["tenant"]
        and facts["window"]
        and facts["created"] < date(2020, 5, 1)
        and facts["headcount"] < 10
        and facts["yearly_turnover"] < Decimal(1_000_000)
        and facts["profit"] < Decimal(60_000)
        and loss >= Decimal("0.5") * before
    ):
        return min(3 * min(facts["monthly_rent"], Decimal(500)), Decimal(1500))
    return None


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of this process alone: what others do on the machine counts less."""
    start = clock()
    work()
    return clock() - start


def imported(statement: str) -> float:
    """Seconds that a fresh interpreter takes, the statement included; least of several."""
    command = [sys.executable, "-c", statement]
    return min(timed(lambda: subprocess.run(command, check=True), time.perf_counter) for _ in range(7))


def main() -> int:
    scheme = bareme.load(FUND)
    rows = applicants()

    def decided() -> None:
        for facts in rows:
            bareme.evaluate(scheme, facts, on=ON)

    def explained() -> None:
        for facts in rows:
            assert bareme.evaluate(scheme, facts, on=ON).reasons

    def floor() -> None:
        for facts in rows:
            by_hand(facts)

    for facts in rows:
        decision, amount = bareme.evaluate(scheme, facts, on=ON), by_hand(facts)
        assert (decision.amount if decision.verdict == "eligible" else None) == amount
    works = {"by hand, no reasons (floor)": floor, "decisions": decided, "decisions with reasons": explained}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(timed(work))
    medians = {name: statistics.median(taken) / COUNT for name, taken in times.items()}
    base = medians["by hand, no reasons (floor)"]
    print(f"{'':32}{'µs each':>10}{'per second':>12}{'× floor':>9}")
    for name, each in medians.items():
        print(f"{name:32}{each * 1e6:10.1f}{1 / each:12,.0f}{each / base:9.1f}")
    bare, ours = imported("pass"), imported("import bareme")
    first = imported("import bareme; bareme.load; bareme.evaluate")
    print(f"\nimport bareme: {(ours - bare) * 1000:.0f} ms ({ours / bare:.2f} × a bare interpreter)")
    print(f"first load and evaluate ready: {(first - bare) * 1000:.0f} ms")
    fast = 1 / medians["decisions with reasons"] >= WANTED_PER_SECOND and ours - bare <= WANTED_IMPORT
    print(
        "as promised"
        if fast
        else f"too slow: {WANTED_PER_SECOND}/s and {WANTED_IMPORT * 1000:.0f} ms are promised"
    )
    return 0 if fast else 1


if __name__ == "__main__":
    raise SystemExit(main())
