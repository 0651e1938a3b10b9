"""Which column is which fact. Stated (`fact=column`), or found by name, or the official one.

What cannot be read is refused with its column, how many rows, and one example; what has no column is listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

from bareme.errors import did_you_mean
from bareme.populations.engine import looking, quoted, text
from bareme.populations.errors import PopulationError
from bareme.populations.reading import Doubt, Reading, bracket, cleaned
from bareme.populations.register import bracket_columns, official
from bareme.types import Code

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from bareme.model import Input, Scheme
    from bareme.populations.files import Population

PERIOD = re.compile(r"[._](\d{4})(?:[-_.]?(?:T([1-4])|(\d{2})))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one fact lies. `name`: its exact value; `least`, `most`: its bounds. `source`: the file's own.

    `code`: a code that stands for bounds, told by `table` (code, least, most; None: no bound; both: unknown).
    """

    name: str | None = None
    least: str | None = None
    most: str | None = None
    source: str = ""
    drawn: bool = False
    typed: bool = False  # already of the fact's own type: nothing to cast
    native: str = ""  # the type of a column of numbers
    full: bool = False  # no value is missing
    code: str | None = None
    table: tuple[tuple[str, Decimal | None, Decimal | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A population seen by schemes. `sql` follows FROM, after `setup`; it has every column of `places`.

    `absent`: facts that no column tells: they are unknown for every firm. `drawn`: facts that a model tells.
    `doubts`: columns of codes that nobody has checked yet (`check_codes`, or over the part that is read).
    `parsed`: columns whose text DuckDB reads as a number, a date, yes or no.
    """

    population: Population
    sql: str
    setup: tuple[str, ...]
    places: Mapping[str, Place]
    absent: tuple[str, ...]
    drawn: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    parsed: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, str]:
        """fact → where it comes from, for the report."""
        return {path: place.source for path, place in self.places.items()}


def map_facts(
    schemes: Sequence[Scheme], population: Population, *, stated: Mapping[str, str] | None = None,
    unknown: Sequence[str] = (), check: bool = True, codes: bool = True,
) -> Mapped:  # fmt: skip
    """Finds each fact's column, once for all the schemes: two schemes that name a fact mean the same one.

    `stated`: fact → column, `least:most` for two columns, `-` for none. `unknown`: columns not to be used
    (what a drawn column would tell stays unknown). `check`: reads the columns of text once, and refuses what
    does not read. `codes=False`: leaves columns of codes to whoever reads a part of the file.
    Raises PopulationError.
    """
    stated = dict(stated or {})
    columns = {name: kind for name, kind in population.columns.items() if name not in unknown}
    facts: dict[str, Input] = {}
    for scheme in schemes:
        for path, fact in scheme.inputs.items():
            facts.setdefault(path, fact)
    for path in stated:
        head = path.rpartition(".")[0]
        if path not in facts and not (head in facts and facts[head].by is not None):
            raise PopulationError(
                f"--map {path}", "ce fait est inconnu du barème ; " + did_you_mean(path, facts)
            )
    reading = Reading(columns, population.full)
    places: dict[str, Place] = {}
    for path, fact in facts.items():
        register = next((s.registers[fact.register] for s in schemes if fact.register in s.registers), None) \
            if fact.register else None  # fmt: skip
        for key, place in _find(path, fact, register, reading, stated):
            source = _originals(place.source, columns)
            full = place.full or place.name in population.full
            places[key] = replace(place, drawn=bool(source & set(population.drawn)), full=full)
    setup = [*population.setup, *reading.setup]
    sql = population.sql
    if reading.derived:
        derived = ", ".join(f"{expression} AS {quoted(name)}" for name, expression in reading.derived.items())
        sql = f"(SELECT firm.*, {derived} FROM {population.sql} AS firm{reading.joins})"
    coded = () if codes else tuple(doubt for doubt in reading.doubts if doubt.coded)
    if check:
        _check([doubt for doubt in reading.doubts if doubt not in coded], population, sql, setup)
    told = {path.rpartition(".")[0] if facts.get(path) is None else path for path in places}
    absent = tuple(path for path in facts if path not in told and not path.startswith("checks."))
    drawn = tuple(path for path, place in places.items() if place.drawn)
    return Mapped(
        population=population, sql=sql, setup=tuple(setup), places=places, absent=absent, drawn=drawn,
        doubts=coded if check else (),
        parsed=tuple(doubt.column.strip('"') for doubt in reading.doubts if not doubt.coded),
    )  # fmt: skip


def check_codes(mapped: Mapped) -> None:
    """Reads the columns of codes left unchecked, over the whole file, once. Raises PopulationError."""
    _check(mapped.doubts, mapped.population, mapped.sql, mapped.setup)


def _originals(source: str, columns: Mapping[str, str]) -> set[str]:
    return {word for word in re.split(r"[ :,()]+", source) if word in columns}


def _find(
    path: str, fact: Input, register: object, reading: Reading, stated: Mapping[str, str]
) -> list[tuple[str, Place]]:
    """The place of a fact, one for each period of a fact by period."""
    if fact.by is not None:
        return _periods(path, fact, reading, stated)
    if path in stated:
        wanted = stated[path]
        if wanted == "-":
            return []
        names = wanted.split(":")
        for name in names:
            if name and name not in reading.columns:
                raise PopulationError(
                    f"--map {path}={wanted}",
                    f"pas de colonne « {name} » ; {did_you_mean(name, reading.columns, show=40)}",
                )
        if len(names) == 2:
            return [(path, _pair(path, fact, names[0], names[1], reading))]
        if register is not None and reading.is_text(wanted) and reading.looks_coded(wanted):
            return [(path, bracket(path, fact, wanted, register, reading))]
        return [(path, cleaned(path, fact, wanted, reading))]
    short = path.rpartition(".")[2]
    flat = path.replace(".", "_")
    for name in dict.fromkeys((path, flat)):
        if name in reading.columns:
            return [(path, cleaned(path, fact, name, reading))]
    for stem in dict.fromkeys((path, flat)):
        least, most = f"{stem}_least", f"{stem}_most"
        if least in reading.columns or most in reading.columns:
            return [(path, _pair(path, fact, least, most, reading))]
    if register is not None:
        for name in bracket_columns(fact.register or ""):
            if name in reading.columns:
                return [(path, bracket(path, fact, name, register, reading))]
    for name in official(path, fact):
        if name in reading.columns:
            return [(path, cleaned(path, fact, name, reading))]
    if isinstance(fact.type, Code) and short in ("epci", "departement"):
        return [(path, place) for place in [_from_commune(path, short, reading)] if place]
    return []


def _pair(path: str, fact: Input, least: str, most: str, reading: Reading) -> Place:
    sides = [
        cleaned(path, fact, name, reading) if name in reading.columns else None for name in (least, most)
    ]
    return Place(
        least=sides[0].name if sides[0] else None, most=sides[1].name if sides[1] else None,
        source=" : ".join(name for name in (least, most) if name in reading.columns),
        typed=all(side is None or side.typed for side in sides),
    )  # fmt: skip


def _periods(path: str, fact: Input, reading: Reading, stated: Mapping[str, str]) -> list[tuple[str, Place]]:
    found = []
    for name in reading.columns:
        match = PERIOD.search(name)
        if match is None or name[: match.start()] not in (path, path.replace(".", "_")):
            continue
        period = match[1] + (f"-T{match[2]}" if match[2] else f"-{match[3]}" if match[3] else "")
        found.append((f"{path}.{period}", cleaned(path, fact, name, reading)))
    for key, name in stated.items():
        if key.rpartition(".")[0] == path and name in reading.columns:
            found.append((key, cleaned(path, fact, name, reading)))
    return found


def _from_commune(path: str, level: str, reading: Reading) -> Place | None:
    """The EPCI or département of a commune, by the national list (see figures/README.md)."""
    commune = next((name for name in official("commune", _COMMUNE) if name in reading.columns), None)
    if commune is None:
        return None
    if level == "departement":
        code = f"firm.{quoted(commune)}"
        size = f"CASE WHEN left({code}, 2) IN ('97', '98') THEN 3 ELSE 2 END"
        name = reading.add(path, f"left({code}, {size})")
    else:
        file = str(resources("bareme.populations") / "figures" / "communes.csv.gz")
        setup = (
            "CREATE OR REPLACE TEMP TABLE bareme_commune AS "
            f"SELECT commune, epci FROM read_csv({text(file)}, all_varchar = true)"
        )
        reading.join(setup, f" LEFT JOIN bareme_commune ON bareme_commune.commune = firm.{quoted(commune)}")
        name = reading.add(path, "bareme_commune.epci")
    return Place(name=name, source=f"{commune} (liste des communes)", typed=True)


def _check(among: Sequence[Doubt], population: Population, sql: str, setup: Sequence[str]) -> None:
    """One pass over the columns that are still text: what does not read is refused, with an example."""
    if not among:
        return
    file = Path(population.path).stat()
    state = (population.path, file.st_size, file.st_mtime_ns, population.sql)
    doubtful = [doubt for doubt in among if (state, doubt) not in _checked]
    if not doubtful:
        return
    with looking() as connection:
        for statement in setup:
            connection.execute(statement)
        doubts = [doubt for doubt in doubtful if not doubt.coded or _met(connection, doubt, population)]
        if not doubts:
            _checked.update((state, doubt) for doubt in doubtful)
            return
        counts = ", ".join(
            f"count(*) FILTER (WHERE {doubt.bad}), min({doubt.column}) FILTER (WHERE {doubt.bad})"
            for doubt in doubts
        )
        row = connection.execute(f"SELECT {counts} FROM {sql}").fetchone()
    assert row is not None
    for index, doubt in enumerate(doubts):
        count, example = row[2 * index], row[2 * index + 1]
        if count:
            rows = "une ligne ne se lit pas" if count == 1 else f"{count} lignes ne se lisent pas"
            raise PopulationError(
                f"{population.path}, colonne {doubt.column.strip(chr(34))}",
                f"{rows}, dont « {example} » ; on attend {doubt.wanted}",
            )
    _checked.update((state, doubt) for doubt in doubtful)


_checked: set[object] = set()  # a file that has not changed is checked once


def _met(connection: DuckDBPyConnection, doubt: Doubt, population: Population) -> bool:
    """Is one of the few values of this column wrong? They are read far faster than they are counted."""
    query = f"SELECT 1 FROM (SELECT DISTINCT {doubt.column} FROM {population.sql}) WHERE {doubt.bad} LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _code(of: str) -> Input:
    from bareme.model import Input

    return Input(path=of, type=Code(of=of), label={"fr": of})


_COMMUNE = _code("commune")
