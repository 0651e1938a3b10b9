"""Views are texts put before the queries that read them; databases are shared where nothing can be seen."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from bareme.populations.engine import connect, looking
from bareme.simulation.session import Session, opened


@pytest.fixture
def session() -> Iterator[Session]:
    with opened("duckdb", threads=1) as found:
        yield found


def test_a_view_is_read_through_the_views_it_stands_on(session: Session) -> None:
    session.view("whole", "SELECT i FROM range(5) AS t(i)")
    session.view("part", "SELECT i FROM whole WHERE i > 2")

    assert session.rows("SELECT i FROM part ORDER BY 1", "") == [(3,), (4,)]


def test_views_that_a_query_does_not_read_are_left_out(session: Session) -> None:
    session.view("broken", "SELECT nothing FROM nowhere")
    session.view("sound", "SELECT 1 AS i")

    assert session.row("SELECT i FROM sound", "") == (1,)


def test_a_view_may_be_said_anew_over_others(session: Session) -> None:
    session.view("population", "SELECT 1 AS i")
    session.view("first", "SELECT i FROM population")
    session.view("population", "SELECT 2 AS i")
    session.view("second", "SELECT i FROM population")

    assert session.row("SELECT i FROM second", "") == (2,)


def test_a_view_that_speaks_of_itself_as_an_alias_reads_the_one_below(session: Session) -> None:
    session.view("register", "SELECT 7 AS i")
    session.view("population", "SELECT * FROM register AS population WHERE population.i = 7")

    assert session.rows("SELECT i FROM population", "") == [(7,)]


def test_a_table_takes_the_place_of_the_view_of_its_name(session: Session) -> None:
    session.view("possible", "SELECT 1 AS i")
    session.table("possible", "SELECT i + 1 AS i FROM possible", "")

    assert session.row("SELECT i FROM possible", "") == (2,)


def test_what_a_session_makes_is_gone_with_it() -> None:
    with opened("duckdb") as first:
        first.table("possible", "SELECT 1 AS i", "")

    with opened("duckdb") as second, pytest.raises(duckdb.CatalogException):
        second.rows("SELECT i FROM possible", "")


def test_two_open_sessions_do_not_see_each_other() -> None:
    with opened("duckdb") as first, opened("duckdb") as second:
        first.table("possible", "SELECT 1 AS i", "")
        second.table("possible", "SELECT 2 AS i", "")

        assert first.row("SELECT i FROM possible", "") == (1,)
        assert second.row("SELECT i FROM possible", "") == (2,)


@pytest.mark.parametrize("threads", [1, 3])
def test_a_session_has_the_threads_it_asks(threads: int) -> None:
    with opened("duckdb", threads=threads) as session:
        assert session.row("SELECT current_setting('threads')", "") == (threads,)


def test_the_kept_database_keeps_its_own_threads() -> None:
    with looking() as before:
        usual = before.execute("SELECT current_setting('threads')").fetchone()

    with looking(threads=5) as other:
        asked = other.execute("SELECT current_setting('threads')").fetchone()

    with looking() as after:
        assert after.execute("SELECT current_setting('threads')").fetchone() == usual
    assert asked == (5,)


def test_a_bound_on_memory_is_one_of_a_database_of_its_own() -> None:
    with opened("duckdb", memory="300MB") as session, looking() as shared:
        (bounded,) = session.row("SELECT current_setting('memory_limit')", "")
        found = shared.execute("SELECT current_setting('memory_limit')").fetchone()

    assert bounded.startswith("286")  # MiB
    assert found is not None
    assert found[0] != bounded


@pytest.mark.parametrize("ordered", [True, False])
def test_a_database_keeps_the_order_of_rows_unless_told(ordered: bool) -> None:
    with connect(ordered=ordered) as connection:
        found = connection.execute("SELECT current_setting('preserve_insertion_order')").fetchone()

    assert found == (ordered,)
