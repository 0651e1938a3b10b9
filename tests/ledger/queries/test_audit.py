"""The check of the books finds what is wrong, should the database ever let it in."""

from collections.abc import Iterator

import pytest
from django.db import connection

from relance.kernel import guards, immutable
from relance.ledger import queries
from relance.ledger.models import Line
from tests.ledger.books import RENT, Till, euros


@pytest.fixture
def unguarded_books() -> Iterator[None]:
    """The triggers are away, as after a rebuild of a table by hand."""
    with immutable.lifted():
        on = " ON {}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for table in ("ledger_line", "ledger_transfer"):
                cursor.execute(f"DROP TRIGGER guard_{table}" + on.format(table))
        yield
        guards.install()


def test_honest_books_have_no_fault(till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros("33.33"))
    till.commit(envelope=shared, case=RENT, amount=euros("20.01"))
    till.pay(envelope=shared, case=RENT, amount=euros("10.07"), key="p")
    till.reject(payment="p", amount=euros("0.02"))

    assert queries.faults(till.authority) == []


def test_missing_triggers_are_a_fault(till: Till, fund: int, unguarded_books: None) -> None:
    found = queries.faults(till.authority)

    assert "trigger missing: guard_ledger_line" in found
    assert "trigger missing: guard_ledger_transfer" in found


def test_a_changed_line_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    line = Line.objects.of(till.authority).filter(account__kind="reserved").get()
    Line.objects.of(till.authority).filter(pk=line.pk).update(
        delta=20_000, balance=20_000, case_balance=20_000
    )

    found = " ".join(queries.faults(till.authority))

    assert "2 lines that sum to 10000" in found
    assert "money is not all accounted for" in found


def test_a_line_that_vanished_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    Line.objects.of(till.authority).filter(account__kind="available", sequence=1)._raw_delete("default")

    found = " ".join(queries.faults(till.authority))

    assert "1 lines, the last is number 2" in found
    assert "its balance is not the sum so far" in found
