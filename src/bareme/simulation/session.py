"""The engine behind a simulation: DuckDB embedded, or Spark. Both run the same text, each in its dialect."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Literal

from bareme.populations.engine import connect, looking, quoted, watch
from bareme.simulation.request import SimulationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from bareme.populations.mapping import Mapped

Engine = Literal["duckdb", "spark"]
Progress = Callable[[str, float], None]


class Session:
    """Statements are written in DuckDB's words; `dialect` is the engine's own.

    A view is only a text, put before the queries that read it: made in the engine, it would be planned once
    more for each view above it, and Spark would search for minutes what a view replaced was part of.
    """

    dialect: Engine = "duckdb"
    name = "DuckDB"
    before = "AS NOT MATERIALIZED"  # each reader of a view asks its own part of the file

    def __init__(self, connection: DuckDBPyConnection, progress: Progress | None) -> None:
        self.connection, self.progress = connection, progress
        self.views: dict[str, str] = {}  # in the engine's dialect, each after those it reads

    @property
    def version(self) -> str:
        import duckdb

        return duckdb.__version__

    def population(self, mapped: Mapped, name: str) -> None:
        """Makes the mapped file a view of this name."""
        for statement in mapped.setup:
            self.connection.execute(statement)
        self.own_view(name, f"SELECT * FROM {mapped.sql}")

    def view(self, name: str, query: str) -> None:
        self.own_view(name, self._said(query))

    def own_view(self, name: str, text: str) -> None:
        """A view whose text is already in the engine's dialect."""
        self.views.pop(name, None)
        self.views[name] = text

    def own(self, statement: str) -> None:
        """Runs a statement already in the engine's dialect."""
        self.connection.execute(statement)

    def table(self, name: str, query: str, what: str) -> None:
        """Runs a query and keeps its rows for the session."""
        with self._watched(what):
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {self._whole(query)}")
        self.views.pop(name, None)

    def rows(self, query: str, what: str) -> list[tuple[Any, ...]]:
        with self._watched(what):
            return self.connection.execute(self._whole(query)).fetchall()

    def row(self, query: str, what: str) -> tuple[Any, ...]:
        return self.rows(query, what)[0]

    def hexadecimal(self, digits: str) -> str:
        """The whole number that fifteen hexadecimal digits write."""
        return f"('0x' || {digits})::BIGINT"

    def _said(self, query: str) -> str:
        """A query of DuckDB's words in the engine's."""
        return query

    def _whole(self, query: str) -> str:
        """The query with the views it reads, and those that they read."""
        text, found = self._said(query), {}
        known, below = list(self.views), text
        for name in reversed(known):  # a view reads only those made before it
            if re.search(rf"\b{name}\b", below):
                found[name] = self.views[name]
                below += self.views[name]
        if not found:
            return text
        stages = ", ".join(f"{name} {self.before} ({found[name]})" for name in known if name in found)
        return f"WITH {stages} {text}"

    def _watched(self, what: str) -> Any:
        said = self.progress
        return watch(self.connection, (lambda far: said(what, far)) if said is not None else None)


@contextmanager
def opened(
    engine: Engine, *, threads: int | None = None, memory: str | None = None, progress: Progress | None = None
) -> Iterator[Session]:
    """A session on one engine, closed at the end.

    Raises SimulationError: no such engine, Spark not installed.
    """
    if engine == "duckdb":
        place = looking(threads=threads) if memory is None else _bounded(threads, memory)
        with place as connection:
            yield Session(connection, progress)
        return
    if engine != "spark":
        raise SimulationError("--engine", f"« {engine} » : duckdb ou spark")
    from bareme.simulation.spark import started

    with started(threads=threads) as session:
        yield session


def _bounded(threads: int | None, memory: str) -> AbstractContextManager[DuckDBPyConnection]:
    """A database of its own: the bound is one of the whole database. The order of rows needs memory."""
    return connect(threads=threads, memory=memory, ordered=False)


def peak_mb() -> int:
    """The most memory this process has held so far, in millions of bytes (without Spark's own)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (used if sys.platform == "darwin" else used * 1024) // 1_000_000


def named(columns: Sequence[str]) -> str:
    """Columns of a SELECT, quoted."""
    return ", ".join(quoted(column) for column in columns)
