"""A file of firms, opened: columns, rows, hash, date, what of it was drawn. Nothing is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bareme.populations.engine import Progress, looking, quoted, text
from bareme.populations.errors import PopulationError as PopulationError
from bareme.populations.timing import Clock, Stopwatch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEYS: Final = ("siret", "siren", "SIRET", "SIREN", "neq", "id")  # the first there is names a firm
PART: Final = 8 << 20  # bytes hashed between two looks at the bar
CSV: Final = (".csv", ".tsv", ".txt", ".gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """`sql`: what follows FROM. `key`: the column that names a firm, if any. `day`: the file's last writing.

    `drawn`: columns that come from a model and not from the world. `parts`: files joined, with their hashes.
    `hashing`: seconds that the hash took, None if nobody timed it.
    `full`: columns of which the file itself says, for each of its parts, that no value is missing.
    """

    path: str
    sql: str
    columns: Mapping[str, str]  # name → type of DuckDB
    rows: int
    hash: str
    day: date
    key: str | None = None
    drawn: tuple[str, ...] = ()
    note: str = ""
    setup: tuple[str, ...] = ()  # statements to run before
    parts: tuple[tuple[str, str], ...] = field(default=())
    full: frozenset[str] = frozenset()
    hashing: Decimal | None = None


def reader(path: Path) -> str:
    """What follows FROM for a file, by its ending. CSV stays text: a commune keeps its zero."""
    if path.suffix == ".parquet":
        return f"read_parquet({text(str(path))})"
    if path.suffix in CSV:
        return f"read_csv({text(str(path))}, all_varchar = true, header = true, nullstr = '')"
    raise PopulationError(str(path), "on lit du parquet (.parquet) ou du CSV (.csv, .tsv, .csv.gz)")


def open_population(
    path: str | Path, *, key: str | None = None, drawn: Sequence[str] = (), hashed: bool = True,
    clock: Clock | None = None, progress: Progress | None = None,
) -> Population:  # fmt: skip
    """Opens a parquet or CSV file of firms, one a row.

    `key`: the column that names a firm (else `siret`, `siren`…). `drawn`: columns that are no observation,
    besides those the file says. `hashed`: without it the hash is empty (it reads the whole file once).
    `clock`: times that reading; `progress`: is told how far it is, in per cent.
    Raises PopulationError: no such file, unreadable, empty, or without that column.
    """
    import duckdb

    file = Path(path)
    if not file.is_file():
        raise PopulationError(str(path), "ce fichier n’existe pas")
    source = reader(file)
    with looking() as connection:
        try:
            columns = {
                row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
            }
            found = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        except duckdb.Error as error:
            raise PopulationError(str(path), f"ce fichier ne se lit pas : {_first(error)}") from error
        rows = int(found[0]) if found else 0
        if not rows:
            raise PopulationError(str(path), "ce fichier n’a aucune ligne")
        told, full = _metadata(connection, file), _full(connection, file, source, list(columns))
        if not told and "synthetic" in columns:  # a synthetic register written again, without its notes
            told = _from_column(connection, source, columns)
    known = tuple(name for name in told.get("bareme.drawn", "").split() if name in columns)
    for name in (*drawn, *([key] if key else [])):
        if name not in columns:
            raise PopulationError(str(path), f"pas de colonne « {name} » ; il y a {', '.join(columns)}")
    timed = Stopwatch(clock)
    hash = _hash(file, progress) if hashed else ""
    return Population(
        path=str(path), sql=source, columns=columns, rows=rows, hash=hash, hashing=timed.seconds,
        day=datetime.fromtimestamp(file.stat().st_mtime, UTC).date(),
        key=key or next((name for name in KEYS if name in columns), None),
        drawn=tuple(dict.fromkeys([*known, *drawn])), note=told.get("bareme.synthetic", ""),
        full=full & columns.keys(),
    )  # fmt: skip


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _metadata(connection: DuckDBPyConnection, file: Path) -> dict[str, str]:
    if file.suffix != ".parquet":
        return {}
    query = f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({text(str(file))})"
    return {key: value for key, value in connection.execute(query).fetchall() if key.startswith("bareme.")}


def _full(connection: DuckDBPyConnection, file: Path, source: str, columns: Sequence[str]) -> frozenset[str]:
    """The columns that miss nothing, by the footer of a parquet file: rules over them need no test for it.

    Asked of the planner, which proves « is missing » false where each part of the file says so; read as a
    table, the footer of a large file takes ten times longer.
    """
    if file.suffix != ".parquet":
        return frozenset()
    asked = ", ".join(f"{quoted(column)} IS NULL" for column in columns)
    row = connection.execute(f"EXPLAIN (FORMAT json) SELECT {asked} FROM {source}").fetchone()
    plan: dict[str, Any] = json.loads(row[1])[0] if row else {}
    said = plan.get("extra_info", {}).get("Projections", [])
    answers = [said] if isinstance(said, str) else said
    if plan.get("name", "").strip() != "PROJECTION" or len(answers) != len(columns):
        return frozenset()  # another shape of plan: nothing is promised
    return frozenset(column for column, answer in zip(columns, answers, strict=True) if answer == "false")


def _from_column(connection: DuckDBPyConnection, source: str, columns: Mapping[str, str]) -> dict[str, str]:
    from bareme.populations.synth import DRAWN, NOTE

    marked = connection.execute(
        f"SELECT count(*) FROM {source} WHERE {quoted('synthetic')}::VARCHAR = 'true'"
    ).fetchone()
    if not marked or not marked[0]:
        return {}
    return {"bareme.synthetic": NOTE, "bareme.drawn": " ".join(name for name in DRAWN if name in columns)}


_hashes: dict[tuple[str, int, int], str] = {}  # a file that has not changed is read once


def _hash(file: Path, progress: Progress | None = None) -> str:
    state = file.stat()
    mark = (str(file.resolve()), state.st_size, state.st_mtime_ns)
    if mark not in _hashes:
        digest, read, part = hashlib.sha256(), 0, memoryview(bytearray(PART))
        with file.open("rb", buffering=0) as content:
            while size := content.readinto(part):
                digest.update(part[:size])
                read += size
                if progress is not None and read < state.st_size:
                    progress(read * 100 // state.st_size)
        if progress is not None:
            progress(100)
        _hashes[mark] = digest.hexdigest()
    return _hashes[mark]
