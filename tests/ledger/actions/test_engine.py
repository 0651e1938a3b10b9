"""The lock, and what happens when somebody forgot it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import queries
from relance.ledger.actions import Conflict, Kind, Ref, engine, locks
from relance.ledger.actions.book import Book
from tests.ledger.books import RENT, Till, euros, standing


def sql(work: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        work()
    return [query["sql"] for query in seen]


@pytest.mark.one_database("postgresql", reason="SQLite locks the whole file: its transactions are IMMEDIATE")
def test_the_envelope_is_locked_before_anything_of_it_is_read(till: Till, fund: int) -> None:
    said = sql(lambda: till.reserve(envelope=fund, case=RENT, amount=euros(1)))

    read = [query for query in said if "ledger_" in query]
    assert "ledger_envelope" in read[0]
    assert read[0].endswith("FOR NO KEY UPDATE")


@pytest.mark.one_database("postgresql", reason="SQLite has no row to lock")
def test_two_envelopes_are_locked_in_one_order_whoever_gives(till: Till, fund: int, shared: int) -> None:
    one_way = sql(lambda: till.move(envelope=shared, to=fund, amount=euros(1)))
    back = sql(lambda: till.move(envelope=fund, to=shared, amount=euros(1)))

    locked = [next(query for query in said if "FOR NO KEY UPDATE" in query) for said in (one_way, back)]
    assert locked[0] == locked[1]
    assert 'ORDER BY "ledger_envelope"."id" ASC' in locked[0]


@pytest.mark.one_database("sqlite", reason="PostgreSQL locks rows")
def test_a_writer_of_sqlite_takes_its_turn_before_it_reads() -> None:
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_locking_what_is_not_there_is_missing(till: Till, fund: int) -> None:
    with transaction.atomic(), pytest.raises(Missing):
        locks.lock(authority=till.authority, ids=[fund, fund + 1000])


def test_an_award_takes_a_dozen_queries(till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros(1))

    said = sql(lambda: till.reserve(envelope=shared, case=Ref("award", "2"), amount=euros(1)))

    assert len([query for query in said if "ledger_" in query]) <= 11


class Interloper:
    """Writes an act between our reading and our writing, as one that forgot the lock would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[int], object], times: int) -> None:
        self.act, self.left, self.busy = act, times, False
        self.save = Book.save
        monkeypatch.setattr(Book, "save", lambda book: self.interrupt(book))

    def interrupt(self, book: Book) -> Any:
        if not self.busy and self.left:
            self.busy, self.left = True, self.left - 1
            self.act(self.left)
            self.busy = False
        return self.save(book)


def test_a_writer_that_was_overtaken_starts_anew_from_what_is_written(
    till: Till, fund: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake(number: int) -> None:
        till.reserve(envelope=fund, case=Ref("award", "other"), amount=euros(1), key=f"other {number}")

    kept: list[int] = []
    perform = engine._perform

    def counted(*arguments: Any) -> Any:
        kept.append(1)
        return perform(*arguments)

    monkeypatch.setattr(engine, "_perform", counted)
    Interloper(monkeypatch, overtake, times=1)

    till.reserve(envelope=fund, case=RENT, amount=euros(10))

    assert len(kept) == 3  # ours, theirs within it (undone with ours), and ours anew
    assert standing(fund)[Kind.RESERVED] == 1000
    assert queries.faults(till.authority) == []


def test_a_writer_that_is_always_overtaken_gives_up_and_says_so(
    till: Till, fund: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake(number: int) -> None:
        till.reserve(envelope=fund, case=Ref("award", "other"), amount=euros(1), key=f"other {number}")

    Interloper(monkeypatch, overtake, times=engine.TRIES)

    with pytest.raises(Conflict, match="rien n’a été écrit"):
        till.reserve(envelope=fund, case=RENT, amount=euros(10))
    assert Kind.RESERVED not in standing(fund)


def test_an_act_within_a_larger_transaction_is_undone_with_it(till: Till, fund: int) -> None:
    with transaction.atomic():
        till.reserve(envelope=fund, case=RENT, amount=euros(10), key="k")
        transaction.set_rollback(True)  # what the caller did next failed

    assert Kind.RESERVED not in standing(fund)
    assert not till.reserve(envelope=fund, case=RENT, amount=euros(10), key="k").replayed


def test_money_that_comes_back_to_closed_envelopes_climbs_to_the_first_open_one(
    till: Till, fund: int, town: Organisation
) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    grandchild = till.open(shares={town: 1}, odd_to=town, parent=child)
    till.allot(envelope=fund, to=child, amount=euros(500))
    till.allot(envelope=child, to=grandchild, amount=euros(400))
    case = {"envelope": grandchild, "case": RENT}
    till.reserve(**case, amount=euros(300))
    till.commit(**case, amount=euros(300))
    till.pay(**case, amount=euros(300))
    till.close(envelope=grandchild)
    till.close(envelope=child)

    receipt = till.recover(**case, amount=euros(120), reuse=True)

    assert receipt.amount == euros(120)
    assert standing(fund)[Kind.AVAILABLE] == 82_000
    assert Kind.AVAILABLE not in standing(child) | standing(grandchild)
    assert queries.faults(till.authority) == []


def test_money_that_climbs_serves_who_waits_above(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400))
    till.reserve(
        envelope=fund,
        case=Ref("award", "waits"),
        amount=euros(700),
        complete_at=datetime(2026, 3, 1, tzinfo=UTC),
        key="w",
    )

    receipt = till.close(envelope=child)

    assert [one.key for one in receipt.served] == ["w"]
    assert standing(fund)[Kind.RESERVED] == 70_000
