"""DuckDB as we use it: threads, a bound on memory, progress, names and texts quoted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NARROW = "\u202f"  # a narrow space that no line breaks at
Progress = Callable[[float], None]


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def thousands(count: int) -> str:
    """A count as people read it: `40 000 000`, with narrow spaces that no line breaks at."""
    return f"{count:,}".replace(",", NARROW)


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def connect(
    *, threads: int | None = None, memory: str | None = None, ordered: bool = True
) -> Iterator[DuckDBPyConnection]:
    """A database in memory, closed at the end. `memory`: what it uses before it writes to disk (`400MB`).

    `ordered=False`: rows may come in any order, which needs less memory.
    """
    import duckdb  # here: `import bareme` stays light

    settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": ordered}
    if threads is not None:
        settings["threads"] = threads
    connection = duckdb.connect(":memory:", config=settings)
    try:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET GLOBAL parquet_metadata_cache = true")
        if memory is not None:
            connection.execute(f"SET memory_limit = {text(memory)}")
        yield connection
    finally:
        connection.close()


_kept: list[tuple[DuckDBPyConnection, int]] = []
_making = threading.Lock()


@contextmanager
def looking(*, threads: int | None = None) -> Iterator[DuckDBPyConnection]:
    """A place of its own in a database that this process keeps: tables made there are dropped at the end.

    Making a database costs 15 ms, reading the index of a large parquet file as much: both are done once
    (a setting of the database, not of the place: its duplicates would not have it).
    `threads`: a database of its own if the kept one works with another number.
    """
    with _making:
        if not _kept:
            import duckdb

            kept = duckdb.connect(":memory:", config={"preserve_insertion_order": False})
            kept.execute("SET GLOBAL parquet_metadata_cache = true")
            found = kept.execute("SELECT current_setting('threads')").fetchone()
            _kept.append((kept, int(found[0]) if found else 0))
        shared, own_threads = _kept[0]
        own = shared.duplicate() if threads in (None, own_threads) else None
    if own is None:
        with connect(threads=threads, ordered=False) as alone:
            yield alone
        return
    try:
        own.execute("SET enable_progress_bar = false")
        yield own
    finally:
        own.close()


@contextmanager
def watch(connection: DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """Calls `progress` with how far the running query is (0 to 100), a few times a second."""
    if progress is None:
        yield
        return
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            far = connection.query_progress()
            if far >= 0:
                progress(min(far, 100.0))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        progress(100.0)
