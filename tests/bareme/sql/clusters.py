"""A Spark cluster of two executors on this machine, each its own process, as a firm register would be cut."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.left_out import leave_out

SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # overflow is an error, never NULL
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # a scale is never cut
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",  # both executors before the first row
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "640m",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def cluster(folder: Path) -> Iterator[Any]:
    """A session on it; its files stay in `folder`."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        leave_out("Spark", "java est absent : apt install default-jre-headless")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        leave_out("Spark", "pyspark est absent : pip install relance[spark]")
    os.environ |= {"SPARK_WORKER_DIR": str(folder / "work"), "SPARK_LOCAL_DIRS": str(folder / "local")}
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("bareme")
    for name, value in (SETTINGS | {"spark.sql.warehouse.dir": str(folder / "warehouse")}).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    session.range(2).count()  # no row is counted before both executors are there
    try:
        yield session
    finally:
        session.stop()
        for name in ("SPARK_WORKER_DIR", "SPARK_LOCAL_DIRS"):
            os.environ.pop(name)


class Engine:
    """Runs what `rows.differences` asks, the population cut in two."""

    def __init__(self, session: Any) -> None:
        self.session = session

    @property
    def executors(self) -> int:
        status = self.session.sparkContext._jsc.sc().getExecutorMemoryStatus()
        return int(status.size()) - 1  # the driver is one of them

    def run(self, setup: Sequence[str], query: str) -> list[dict[str, Any]]:
        """The last statement of `setup` is the population."""
        for statement in setup[:-1]:
            self.session.sql(statement)
        self.session.sql(setup[-1]).repartition(2).createOrReplaceTempView("population")
        return [row.asDict() for row in self.session.sql(query).collect()]
