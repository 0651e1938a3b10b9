"""DuckDB as somebody would write both schemes by hand. Words: file, case (scan, whole, lille, open), threads.

The faster of two ways for each case: one pass over every row for both schemes, or one query for each with
WHERE, which leaves unread what the territory leaves out. « open »: also what those could receive of whom
nobody knows the place, as bareme says it; four queries.
"""

import sys
from decimal import Decimal
from typing import Any

import duckdb

from benchmarks.contestants.measure import measured

SMALL = "trancheEffectifsEtablissement IN ('NN', '00', '01', '02', '03')"
BEFORE = "(turnover_2019_03 + turnover_2019_04 + turnover_2019_05)"
AFTER = "(turnover_2020_03 + turnover_2020_04 + turnover_2020_05)"
RENT = f"""register_kind IN ('trade', 'craft') AND categorieJuridiqueUniteLegale <> '6540'
  AND tenant AND "window" AND dateCreationEtablissement < DATE '2020-05-01' AND {SMALL}
  AND yearly_turnover < 1000000 AND profit < 60000
  AND {BEFORE} - {AFTER} >= 0.5 * {BEFORE}"""
RENT_AID = "least(3 * least(monthly_rent, 500), 1500)"
ADVANCE = f"""body_kind IN ('firm', 'association') AND {SMALL} AND NOT insolvent AND requested >= 5000
  AND term BETWEEN 36 AND 60"""
POSSIBLE = "least(requested, least(greatest(0.25 * yearly_turnover, 5000), 30000))"
ADVANCE_PAID = f"({POSSIBLE} - {POSSIBLE} % 100)"
COLUMNS = [
    "register_kind",
    "categorieJuridiqueUniteLegale",
    "tenant",
    "window",
    "dateCreationEtablissement",
    "requested",
    "term",
    "insolvent",
    "trancheEffectifsEtablissement",
    "yearly_turnover",
    "profit",
    "turnover_2019_03",
    "turnover_2019_04",
    "turnover_2019_05",
    "turnover_2020_03",
    "turnover_2020_04",
    "turnover_2020_05",
    "monthly_rent",
    "body_kind",
]


def queries(path: str, case: str) -> list[str]:
    file = f"read_parquet('{path}')"
    if case == "scan":
        return ["SELECT " + ", ".join(f'max("{column}")' for column in COLUMNS) + f" FROM {file}"]
    if case in ("lille", "open"):
        places = ["epci = '200093201'", "epci IS NULL"][: 2 if case == "open" else 1]
        return [
            f"SELECT count({amount}), sum({amount}) FROM {file} "
            f"WHERE {here} AND {test} AND {amount} IS NOT NULL"
            for here in places
            for test, amount in ((RENT, RENT_AID), (ADVANCE, ADVANCE_PAID))
        ]
    awards = f"CASE WHEN {RENT} THEN {RENT_AID} END AS rent, "
    awards += f"CASE WHEN {ADVANCE} THEN {ADVANCE_PAID} END AS advance"
    sums = "count(rent), sum(rent), count(advance), sum(advance)"
    return [f"SELECT {sums} FROM (SELECT {awards} FROM {file})"]


def main(path: str, case: str, threads: int) -> None:
    def run() -> list[Any]:
        with duckdb.connect() as connection:
            connection.execute(f"SET threads = {threads}")
            rows = [connection.execute(query).fetchone() or () for query in queries(path, case)]
        return [f"{v.normalize():f}" if isinstance(v, Decimal) else v for row in rows for v in row]

    measured(run)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
