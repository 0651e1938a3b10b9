"""The engine behind a simulation: DuckDB embedded, or Spark. Both run the same text, each in its dialect."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from bareme.populations.engine import connect, quoted, watch
from bareme.simulation.request import SimulationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

    from bareme.populations.mapping import Mapped

Engine = Literal["duckdb", "spark"]
Progress = Callable[[str, float], None]


class Session:
    """Statements are written in DuckDB's words; `dialect` is the engine's own."""

    dialect: Engine = "duckdb"
    name = "DuckDB"

    def __init__(self, connection: DuckDBPyConnection, progress: Progress | None) -> None:
        self.connection, self.progress = connection, progress

    @property
    def version(self) -> str:
        import duckdb

        return duckdb.__version__

    def population(self, mapped: Mapped, name: str) -> None:
        """Makes the mapped file a view of this name."""
        for statement in mapped.setup:
            self.connection.execute(statement)
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT * FROM {mapped.sql}")

    def view(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {query}")

    def own(self, statement: str) -> None:
        """Runs a statement already in the engine's dialect."""
        self.connection.execute(statement)

    def table(self, name: str, query: str, what: str) -> None:
        """Runs a query and keeps its rows for the session."""
        with self._watched(what):
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {query}")

    def rows(self, query: str, what: str) -> list[tuple[Any, ...]]:
        with self._watched(what):
            return self.connection.execute(query).fetchall()

    def row(self, query: str, what: str) -> tuple[Any, ...]:
        return self.rows(query, what)[0]

    def _watched(self, what: str) -> Any:
        said = self.progress
        return watch(self.connection, (lambda far: said(what, far)) if said is not None else None)


class SparkEngine(Session):
    """Spark SQL. Files joined on the way stay with DuckDB: join them once, and write the result."""

    dialect: Engine = "spark"
    name = "Spark"

    def __init__(self, spark: SparkSession) -> None:
        self.spark, self.progress = spark, None

    @property
    def version(self) -> str:
        found: str = self.spark.version
        return found

    def population(self, mapped: Mapped, name: str) -> None:
        population = mapped.population
        if population.setup or not population.path.endswith(".parquet"):
            raise SimulationError("--engine spark", "Spark lit un fichier parquet, sans fichier joint")
        if mapped.setup:
            raise SimulationError(
                "--engine spark",
                "ajoutez au fichier une colonne « epci » : Spark ne la tire pas des communes",
            )
        self.spark.read.parquet(population.path).createOrReplaceTempView("bareme_file")
        self.view(name, f"SELECT * FROM {mapped.sql.replace(population.sql, 'bareme_file')}")

    def _said(self, query: str) -> str:
        import sqlglot

        return sqlglot.transpile(query, read="duckdb", write="spark")[0]

    def view(self, name: str, query: str) -> None:
        self.own(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {self._said(query)}")

    def own(self, statement: str) -> None:
        self.spark.sql(statement)

    def table(self, name: str, query: str, what: str) -> None:
        frame = self.spark.sql(self._said(query))
        frame.persist().createOrReplaceTempView(name)

    def rows(self, query: str, what: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.spark.sql(self._said(query)).collect()]


@contextmanager
def opened(
    engine: Engine, *, threads: int | None = None, memory: str | None = None, progress: Progress | None = None
) -> Iterator[Session]:
    """A session on one engine, closed at the end.

    Raises SimulationError: no such engine, Spark not installed.
    """
    if engine == "duckdb":
        with connect(threads=threads, memory=memory) as connection:
            connection.execute(
                "SET preserve_insertion_order = false"
            )  # totals do not care, and need less memory
            yield Session(connection, progress)
        return
    if engine != "spark":
        raise SimulationError("--engine", f"« {engine} » : duckdb ou spark")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SimulationError(
            "--engine spark", "Spark n’est pas installé : pip install relance[spark]"
        ) from None
    builder: Any = SparkSession.builder
    found = builder.master(f"local[{threads or '*'}]").appName("bareme") \
        .config("spark.ui.enabled", "false").config("spark.sql.ansi.enabled", "true") \
        .config("spark.sql.shuffle.partitions", str(threads or 8)).getOrCreate()  # fmt: skip
    try:
        yield SparkEngine(found)
    finally:
        found.stop()


def peak_mb() -> int:
    """The most memory this process has held so far, in millions of bytes (without Spark's own)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (used if sys.platform == "darwin" else used * 1024) // 1_000_000


def named(columns: Sequence[str]) -> str:
    """Columns of a SELECT, quoted."""
    return ", ".join(quoted(column) for column in columns)
