"""Files of one's own (rents, turnover) joined to a register by SIRET. What does not join is counted.

A key that is malformed, given twice, or unknown to the register joins nothing; nothing is dropped in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bareme.populations.engine import connect, quoted, text
from bareme.populations.errors import PopulationError
from bareme.populations.files import KEYS, open_population

if TYPE_CHECKING:
    from bareme.populations.files import Population

EXAMPLES: Final = 3
LENGTHS: Final = {"siret": 14, "siren": 9}
WORDS: Final = {"malformed": "mal formées", "duplicated": "en double", "unknown": "inconnues du registre"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReport:
    """What became of the rows of one file: `joined` + `malformed` + `duplicated` + `unknown` = `rows`.

    `clashing`: columns that the register already has, and that were therefore not taken.
    """

    path: str
    key: str
    rows: int
    joined: int
    malformed: int
    duplicated: int
    unknown: int
    examples: dict[str, tuple[str, ...]]
    columns: tuple[str, ...]
    clashing: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """The report, for a person."""
        found = [f"{self.path} : {self.joined} lignes jointes sur {self.rows}, par {self.key}"]
        for kind, word in WORDS.items():
            count = getattr(self, kind)
            if count:
                shown = ", ".join(f"« {value} »" for value in self.examples[kind])
                found.append(f"  {count} {'clé' if count == 1 else 'clés'} {word} : {shown}")
        if self.clashing:
            found.append(f"  colonnes déjà dans le registre, non reprises : {', '.join(self.clashing)}")
        return found

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def join_files(
    population: Population, paths: Sequence[str | Path], *, drawn: Sequence[str] = ()
) -> tuple[Population, tuple[JoinReport, ...]]:
    """The population with the columns of these files, and a report for each. Raises PopulationError."""
    reports = []
    for index, path in enumerate(paths):
        population, report = _join(population, open_population(path, drawn=drawn), f"bareme_file_{index}")
        reports.append(report)
    return population, tuple(reports)


def _join(population: Population, other: Population, table: str) -> tuple[Population, JoinReport]:
    key = other.key
    if key is None or key.lower() not in LENGTHS:
        raise PopulationError(
            other.path, f"il faut une colonne siret (ou siren) ; il y a {', '.join(other.columns)}"
        )
    own = next((name for name in population.columns if name.lower() == key.lower()), None)
    if own is None:
        raise PopulationError(
            population.path,
            f"pas de colonne « {key} » à laquelle joindre {other.path} ; il faut {', '.join(KEYS[:2])}",
        )
    clashing = tuple(name for name in other.columns if name in population.columns and name != key)
    columns = tuple(name for name in other.columns if name != key and name not in clashing)
    if not columns:
        raise PopulationError(other.path, "ce fichier n’apporte aucune colonne nouvelle")
    length = LENGTHS[key.lower()]
    bare = f"regexp_replace({quoted(key)}::VARCHAR, '[\\s\\x{{A0}}\\x{{202F}}]', '', 'g')".replace(
        "{{", "{"
    ).replace("}}", "}")
    sums = " + ".join(_digit("clean", place, length) for place in range(length))
    # La Poste's establishments are numbered by a sum of digits instead (Insee)
    post = "left(clean, 9) = '356000000'"
    fine = f"regexp_full_match(clean, '[0-9]{{{length}}}') AND ({post} OR coalesce(({sums}) % 10 = 0, false))"
    kept = ", ".join(quoted(name) for name in columns)
    setup = (
        f"""CREATE OR REPLACE TEMP TABLE {table}_all AS
SELECT *, CASE WHEN NOT coalesce(fine, false) THEN 'malformed'
               WHEN count(*) OVER (PARTITION BY clean) > 1 THEN 'duplicated' END AS wrong
FROM (SELECT *, {fine} AS fine
      FROM (SELECT {quoted(key)} AS given, {bare} AS clean, {kept} FROM {other.sql}))""",
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
SELECT clean AS bareme_key, {kept} FROM {table}_all WHERE wrong IS NULL""",
        f"DROP TABLE {table}_all",
    )  # fmt: skip
    report = _report(population, other, table, setup, own, columns, clashing)
    taken = ", ".join(f"{table}.{quoted(name)}" for name in columns)
    sql = (
        f"(SELECT own.*, {taken} FROM {population.sql} AS own "
        f"LEFT JOIN {table} ON {table}.bareme_key = own.{quoted(own)})"
    )
    parts = (*population.parts, (other.path, other.hash))
    digest = hashlib.sha256("\n".join([population.hash, *(part for _, part in parts)]).encode()).hexdigest()
    joined = replace(
        population, sql=sql, setup=(*population.setup, *setup), parts=parts, hash=digest,
        columns={**population.columns, **{name: other.columns[name] for name in columns}},
        drawn=(*population.drawn, *(name for name in other.drawn if name in columns)),
    )  # fmt: skip
    return joined, report


def _digit(column: str, place: int, length: int) -> str:
    """One term of Luhn's sum; `place` counts from the right, from 0."""
    digit = f"TRY_CAST(substr({column}, {length - place}, 1) AS INTEGER)"
    return f"(2 * {digit} - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END)" if place % 2 else digit


def _report(
    population: Population, other: Population, table: str, setup: Sequence[str], own: str,
    columns: tuple[str, ...], clashing: tuple[str, ...],
) -> JoinReport:  # fmt: skip
    with connect() as connection:
        for statement in (*population.setup, *setup[:-1]):
            connection.execute(statement)
        connection.execute(
            f"CREATE TEMP TABLE known AS SELECT DISTINCT {quoted(own)} AS k FROM {population.sql} "
            f"WHERE {quoted(own)} IN (SELECT bareme_key FROM {table})"
        )
        connection.execute(
            "CREATE TEMP VIEW fate AS SELECT given, coalesce(wrong, "
            "CASE WHEN clean NOT IN (SELECT k FROM known) THEN 'unknown' END, 'joined') AS fate "
            f"FROM {table}_all"
        )
        counts = dict(connection.execute("SELECT fate, count(*) FROM fate GROUP BY fate").fetchall())
        examples: dict[str, tuple[str, ...]] = {}
        for kind in WORDS:
            rows = connection.execute(
                "SELECT DISTINCT coalesce(given::VARCHAR, '') FROM fate "
                f"WHERE fate = {text(kind)} ORDER BY 1 LIMIT {EXAMPLES}"
            ).fetchall()
            examples[kind] = tuple(row[0] for row in rows)
    return JoinReport(
        path=other.path, key=str(other.key), rows=other.rows, joined=counts.get("joined", 0),
        malformed=counts.get("malformed", 0), duplicated=counts.get("duplicated", 0),
        unknown=counts.get("unknown", 0), examples=examples, columns=columns, clashing=clashing,
    )  # fmt: skip
