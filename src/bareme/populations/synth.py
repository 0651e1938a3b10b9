"""A synthetic register: the official columns calibrated on published figures, the rest drawn and said so.

Each row depends on the seed, its number and how many there are: the same file on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bareme.populations import model
from bareme.populations.engine import connect, quoted, text, watch
from bareme.populations.errors import PopulationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEAST, MOST = 1_000, 40_000_000
SLOTS = 1 << 16  # how finely margins are cut
PIECES = 500_000  # territory is cut in about so many runs of rows, so that a list of rows stays short
DRAWN: Final = (
    "body_kind", "register_kind", "tenant", "window", "insolvent", "monthly_rent", "yearly_turnover",
    "profit", "requested", "term", "filed",
    *(f"turnover_{year}_{month:02d}" for year in model.YEARS for month in model.SEASONS),
)  # fmt: skip
NOTE: Final = "registre synthétique : entreprises fictives ; montants, loyers et réponses tirés d’un modèle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """What was written. `hash`: SHA-256 of the file."""

    path: str
    rows: int
    seed: int
    model: str
    drawn: tuple[str, ...]
    hash: str


def synthesise(
    *, rows: int, seed: int, out: str | Path, progress: Callable[[float], None] | None = None
) -> Synthetic:
    """Writes a parquet file of so many fictitious establishments, sorted by commune.

    Their numbers pass the check of SIREN and SIRET, and are recognisable: SIREN in 0, internal number in 9.
    Raises PopulationError: too few or too many rows, not a parquet file, a folder that is not there.
    """
    path = Path(out)
    if not LEAST <= rows <= MOST:
        raise PopulationError("rows", f"{rows} lignes : de {LEAST:_} à {MOST:_}".replace("_", " "))
    if path.suffix != ".parquet":
        raise PopulationError(str(path), "un registre synthétique s’écrit en parquet : un nom en .parquet")
    if not path.parent.is_dir():
        raise PopulationError(str(path), f"le dossier {path.parent} n’existe pas")
    part = path.with_name(path.name + ".partiel")  # a run that is stopped leaves no half file
    # One thread: with two, DuckDB 2.0 loses the order of rows in a join.
    with connect(threads=1, memory="500MB") as connection:
        # Every join keeps the register on its left: its order holds, and little is kept in memory.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        _margins(connection, rows)
        told = {"bareme.synthetic": NOTE, "bareme.seed": str(seed), "bareme.model": model.MODEL,
                "bareme.rows": str(rows), "bareme.drawn": " ".join(DRAWN)}  # fmt: skip
        pairs = ", ".join(f"{quoted(key)}: {text(value)}" for key, value in told.items())
        try:
            with watch(connection, progress):
                connection.execute(
                    f"COPY ({_register(rows, seed)}) TO {text(str(part))} "
                    f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {{{pairs}}})"
                )
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Synthetic(path=str(path), rows=rows, seed=seed, model=model.MODEL, drawn=DRAWN, hash=digest)


def _figures(connection: DuckDBPyConnection, name: str) -> list[tuple[str, ...]]:
    with as_file(files("bareme.populations") / "figures" / name) as path:
        return connection.execute(f"FROM read_csv({text(str(path))}, all_varchar = true)").fetchall()


def _margins(connection: DuckDBPyConnection, rows: int) -> None:
    """Small tables: to each slot its commune, trade, legal form, class, and the spread of amounts."""
    firms = {name: int(count) for name, count in _figures(connection, "departements.csv")}
    communes = _figures(connection, "communes.csv.gz")
    people: dict[str, int] = {}
    for _, _, departement, inhabitants in communes:
        people[departement] = people.get(departement, 0) + int(inhabitants)
    weights = [firms[row[2]] * int(row[3]) / people[row[2]] for row in communes]
    _slots(connection, "place", ("commune", "epci", "departement", "inhabitants"), communes, weights, rows)
    step = max(1, rows // PIECES)
    connection.execute(
        f"CREATE TEMP TABLE piece AS SELECT unnest(range(start, stop, {step})) AS first, "
        f"least(first + {step}, stop) AS last, place.* EXCLUDE (start, stop) FROM place ORDER BY first"
    )
    trades = [(code, section) for code, section, _ in _figures(connection, "naf.csv")]
    counts = [int(row[2]) for row in _figures(connection, "naf.csv")]
    rates = [(*row, str(model.TRADE.get(row[1], 100)), str(model.FALL.get(row[1], 15))) for row in trades]
    _slots(connection, "trade", ("naf", "section", "percent", "fall"), rates, counts, SLOTS)
    forms = _figures(connection, "legal_forms.csv")
    _slots(connection, "form", ("category", "legal_form"), forms, [int(row[2]) for row in forms], SLOTS)
    classes = {name: int(count) for name, count in _figures(connection, "headcount.csv")}
    classes["NN"] += sum(firms.values()) - sum(classes.values())  # class unknown: taken for none
    typical = [
        (name, str(model.TURNOVER[name]), str(model.RENT.get(name, model.RENT_ABOVE))) for name in classes
    ]
    _slots(connection, "size", ("headcount", "typical", "rent"), typical, list(classes.values()), SLOTS)
    connection.execute(
        "CREATE TEMP TABLE spread AS SELECT unnest(range($1))::INTEGER AS slot, unnest($2) AS mille",
        [model.QUANTILES, list(model.spread())],
    )


def _slots(
    connection: DuckDBPyConnection, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]],
    weights: Sequence[float], slots: int,
) -> None:  # fmt: skip
    """Cuts `slots` among the rows by their weights: slot i belongs to the row that holds it."""
    whole, ends = sum(weights), list(accumulate(weights))
    stops = [round(end * slots / whole) for end in ends]
    connection.execute(
        f"CREATE TEMP TABLE {name}_row (start INTEGER, stop INTEGER, "
        + ", ".join(f"{column} VARCHAR" for column in columns) + ")"
    )  # fmt: skip
    values = [
        (start, stop, *row[: len(columns)])
        for start, stop, row in zip([0, *stops], stops, rows, strict=False)
        if stop > start
    ]
    arrays = [list(column) for column in zip(*values, strict=True)]
    unnested = ", ".join(f"unnest(${rank + 1})" for rank in range(len(arrays)))
    connection.execute(f"INSERT INTO {name}_row SELECT {unnested}", arrays)
    if name == "place":
        connection.execute("ALTER TABLE place_row RENAME TO place")
        return
    connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT unnest(range(start, stop))::INTEGER AS slot, "
        + ", ".join(columns) + f" FROM {name}_row ORDER BY slot"
    )  # fmt: skip
    connection.execute(f"DROP TABLE {name}_row")


def _bits(word: str, rank: int, size: int = 16) -> str:
    """`size` bits of a drawn word, as a whole number."""
    return f"(({word} >> {rank * 16}) & {(1 << size) - 1})::INTEGER"


def _percent(word: str, rank: int) -> str:
    return f"{_bits(word, rank)} * 100 // 65536"


def _luhn(number: str, digits: int, *, check: bool) -> str:
    """The sum of the check of SIREN and SIRET; `check`: a last digit is still to come."""
    parts = []
    for place in range(digits):
        digit = f"({number} // {10**place} % 10)"
        doubled = (place % 2 == 0) if check else (place % 2 == 1)
        parts.append(f"(2 * {digit} - 9 * ({digit} > 4)::INTEGER)" if doubled else digit)
    return "(" + " + ".join(parts) + ")"


def _register(rows: int, seed: int) -> str:
    """The query that makes the register, each step in a stage of its own."""
    spread = f"{_bits('c', 3)} * {model.FALL_SPREAD} // 65536 - {model.FALL_SPREAD // 2}"
    seasons = ", ".join(
        f"(turnover * {percent} * (90 + {_bits('d', 3)} // {1 + at} % 21) // 120000 // 10 * 10)::BIGINT"
        f" AS m{m:02d}"
        for at, (m, percent) in enumerate(model.SEASONS.items())
    )
    before, after = model.YEARS
    months = [f"m{m:02d}::DECIMAL(12, 2) AS turnover_{before}_{m:02d}" for m in model.SEASONS]
    months += [
        f"(m{m:02d} * (100 - lost) * 0.01)::DECIMAL(12, 2) AS turnover_{after}_{m:02d}" for m in model.SEASONS
    ]
    big, town = model.BIG_TOWN, model.TOWN
    return f"""
WITH drawn AS (
  SELECT place.* EXCLUDE (first, last),
         md5_number_lower('{seed}|a|' || i) AS a, md5_number_upper('{seed}|a|' || i) AS b,
         md5_number_lower('{seed}|b|' || i) AS c, md5_number_upper('{seed}|b|' || i) AS d
  FROM (SELECT unnest(range(first, last)) AS i, piece.* FROM piece) place
), known AS (
  SELECT drawn.*, trade.* EXCLUDE slot,
         form.* EXCLUDE slot, size.* EXCLUDE slot, high.mille AS mille, low.mille AS rent_mille,
         i % 10000000 AS firm, 9000 + i // 10000000 AS nic
  FROM drawn
  JOIN trade ON trade.slot = {_bits("a", 0)}
  JOIN form ON form.slot = {_bits("a", 1)}
  JOIN size ON size.slot = {_bits("a", 2)}
  JOIN spread high ON high.slot = {_bits("b", 0, 10)}
  JOIN spread low ON low.slot = {_bits("b", 1, 10)}
), money AS (
  SELECT *, greatest(typical::BIGINT * percent::INTEGER * mille // 100 // 100 * 100, 1000) AS turnover,
         rent::INTEGER * rent_mille // 1000
         * CASE WHEN inhabitants::INTEGER >= {big[0]} THEN {big[1]}
                WHEN inhabitants::INTEGER >= {town[0]} THEN {town[1]} ELSE 100 END // 500 * 5 AS monthly,
         least(greatest(fall::INTEGER + {spread}, -20), 100) AS lost,
         (10 - {_luhn("firm", 8, check=True)} % 10) % 10 AS siren_check
  FROM known
), numbered AS (
  SELECT *, {seasons}, (firm * 10 + siren_check) * 10000 + nic AS number FROM money
), checked AS (
  SELECT *, number * 10 + (10 - {_luhn("number", 13, check=True)} % 10) % 10 AS whole FROM numbered
)
SELECT lpad(whole::VARCHAR, 14, '0') AS siret, lpad((whole // 100000)::VARCHAR, 9, '0') AS siren,
       commune AS codeCommuneEtablissement, epci AS epci, departement,
       naf AS activitePrincipaleEtablissement, section, legal_form AS categorieJuridiqueUniteLegale,
       headcount AS trancheEffectifsEtablissement,
       DATE '{model.CREATED[0]}' + {_bits("b", 2)} * {model.CREATED[1]} // 65536 AS dateCreationEtablissement,
       'A' AS etatAdministratifEtablissement,
       CASE WHEN category = '92' THEN 'association' WHEN category IN ('84', '91', '93') THEN 'other'
            ELSE 'firm' END AS body_kind,
       CASE WHEN category = '92' THEN 'none' WHEN section IN ('C', 'F', 'S') THEN 'craft'
            WHEN section IN ('G', 'H', 'I', 'J', 'L', 'N', 'R') THEN 'trade'
            WHEN {_percent("b", 3)} < 30 THEN 'trade' ELSE 'none' END AS register_kind,
       {_percent("c", 0)} < {model.TENANTS} AS tenant, {_percent("c", 1)} < {model.WINDOWS} AS window,
       {_percent("c", 2)} < {model.INSOLVENT} AS insolvent,
       CASE WHEN {_percent("c", 0)} < {model.TENANTS} THEN monthly::DECIMAL(9, 2) END AS monthly_rent,
       turnover::DECIMAL(14, 2) AS yearly_turnover,
       (turnover * ({_percent("d", 0)} // 4 - 5) * 0.01)::DECIMAL(14, 2) AS profit,
       least(greatest(turnover * {_percent("d", 1)} // 400 // 500 * 500, 1000), 60000)::DECIMAL(9, 2)
         AS requested,
       (24 + 12 * ({_bits("d", 2)} % 5))::SMALLINT AS term,
       DATE '{model.FILED[0]}' + ({_bits("d", 2)} // 5 % {model.FILED[1]}) AS filed,
       {", ".join(months)},
       true AS synthetic
FROM checked
"""
