"""Spark behind a simulation: the same texts, in its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bareme.simulation.request import SimulationError
from bareme.simulation.session import Engine, Session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from bareme.populations.mapping import Mapped

SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # overflow is an error, never NULL
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # a scale is never cut
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkEngine(Session):
    """Spark SQL. Files joined on the way stay with DuckDB: join them once, and write the result.

    What is read several times is written to `folder` as parquet: kept in memory by Spark, each later query
    would be compared with its whole plan, for minutes.
    """

    dialect: Engine = "spark"
    name = "Spark"
    before = "AS"

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self.spark, self.folder, self.progress = spark, folder, None
        self.views: dict[str, str] = {}
        self.written = 0

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
        if mapped.parsed:
            raise SimulationError(
                "--engine spark",
                f"écrivez dans leur type, et non en texte : {', '.join(mapped.parsed)}",
            )
        self.spark.read.parquet(population.path).createOrReplaceTempView("bareme_file")
        self.view(name, f"SELECT * FROM {mapped.sql.replace(population.sql, 'bareme_file')}")

    def own(self, statement: str) -> None:
        self.spark.sql(statement)

    def table(self, name: str, query: str, what: str) -> None:
        self.written += 1
        path = str(self.folder / f"{name}-{self.written}")
        self.spark.sql(self._whole(query)).write.parquet(path)
        self.spark.read.parquet(path).createOrReplaceTempView(name)
        self.views.pop(name, None)

    def rows(self, query: str, what: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.spark.sql(self._whole(query)).collect()]

    def hexadecimal(self, digits: str) -> str:
        return f"conv({digits}, 16, 10)::BIGINT"

    def _said(self, query: str) -> str:
        import sqlglot

        wide = query.replace("::HUGEINT", "::DECIMAL(38, 0)")
        return sqlglot.transpile(wide, read="duckdb", write="spark")[0]


@contextmanager
def started(*, threads: int | None = None) -> Iterator[SparkEngine]:
    """A session on this machine, stopped at the end. On a cluster, run what `bareme sql` writes.

    Raises SimulationError: Spark not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SimulationError(
            "--engine spark", "Spark n’est pas installé : pip install relance[spark]"
        ) from None
    builder: Any = SparkSession.builder
    builder = builder.master(f"local[{threads or '*'}]").appName("bareme")
    for name, value in (SETTINGS | {"spark.sql.shuffle.partitions": str(threads or 8)}).items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    try:
        with TemporaryDirectory(prefix="bareme-") as folder:
            yield SparkEngine(found, Path(folder))
    finally:
        found.stop()
