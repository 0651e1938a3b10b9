"""The check of the books finds what is wrong, should the database ever let it in."""

from collections.abc import Iterator

import pytest
from django.db import connection

from relance.kernel import guards, immutable
from relance.ledger import queries
from relance.ledger.models import DaySum, Envelope, LedgerAccount, Line, Transfer
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros
from tests.support.cast import Cast


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


def test_a_case_that_was_changed_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    Line.objects.of(till.authority).filter(account__kind="reserved").update(case_balance=5)

    assert any("its case’s balance is not the sum so far" in one for one in queries.faults(till.authority))


def test_a_running_balance_that_was_changed_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    Line.objects.of(till.authority).filter(account__kind="available", sequence=2).update(balance=1)

    found = " ".join(queries.faults(till.authority))

    assert "lines sum to 90000, it stands at 1" in found


def test_money_left_in_a_closed_envelope_is_found(till: Till, fund: int) -> None:
    Envelope.objects.of(till.authority).filter(pk=fund).update(
        closed_on=DAY, closed_at=MOMENT, closed_by_name="Théo", closed_key="by hand"
    )

    assert any("closed, with money available" in one for one in queries.faults(till.authority))


def test_a_transfer_without_its_lines_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    Line.objects.of(till.authority).filter(transfer__act="reserve")._raw_delete("default")

    assert any("0 lines that sum to 0" in one for one in queries.faults(till.authority))


def test_a_wrong_sum_of_days_is_found(till: Till, fund: int) -> None:
    account = LedgerAccount.objects.of(till.authority).filter(envelope=fund, kind="available").get()
    DaySum(authority=till.authority, account=account, last_sequence=2048, effective_on=DAY, delta=7).save()

    assert any("7 told, None in the lines" in one for one in queries.faults(till.authority))


def test_a_reversal_beyond_is_found(till: Till, fund: int, unguarded_books: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100), key="m")
    till.reverse(of="m", key="back")
    Transfer.objects.of(till.authority).filter(act_key="back").update(amount=10_001)

    assert any("more was reversed than there was" in one for one in queries.faults(till.authority))


def test_the_faults_of_one_town_are_not_those_of_another(
    till: Till, fund: int, cast: Cast, unguarded_books: None
) -> None:
    Line.objects.of(till.authority).update(balance=3)

    theirs = [one for one in queries.faults(cast.brumes) if "trigger" not in one]

    assert theirs == []
