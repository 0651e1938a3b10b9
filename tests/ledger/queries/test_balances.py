"""A statement adds up days and blocks; it must say what adding up every line says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relance.directory.models import Organisation
from relance.ledger import queries
from relance.ledger.actions import Ref, book
from relance.ledger.models import DaySum, LedgerAccount, Line, Share
from relance.ledger.queries import Basis, audit, balances, cut
from tests.ledger.books import Till, euros

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Blocks of four lines instead of thousands."""
    monkeypatch.setattr(book, "BLOCK", 4)
    monkeypatch.setattr(balances, "BLOCK", 4)
    return 4


@pytest.fixture
def history(till: Till, shared: int, small_blocks: int) -> int:
    """Sixty acts over a year, a third of them learnt up to two months late."""
    envelope = till.open(
        name="Histoire", shares=keys_of(shared), odd_to=next(iter(keys_of(shared))), at=START
    )
    till.vote(envelope=envelope, amount=euros(10_000), on=START.date(), at=START)
    for number in range(1, 30):
        moment = START + timedelta(days=12 * number)
        late = timedelta(days=20 * (number % 3))
        case = Ref("award", str(number))
        on = (moment - late).date() if moment - late > START else moment.date()
        till.reserve(envelope=envelope, case=case, amount=euros(f"{10 + number}.01"), on=on, at=moment)
        till.commit(envelope=envelope, case=case, amount=euros(10), on=moment.date(), at=moment)
    return envelope


def keys_of(envelope: int) -> dict[Organisation, int]:
    shares = Share.objects.everywhere("a test").filter(envelope=envelope).select_related("funder")
    return {share.funder: share.weight for share in shares}


DAYS = [date(2025, 12, 31), *(date(2026, month, 11) for month in range(1, 13)), date(2027, 6, 1)]


@pytest.mark.parametrize("basis", list(Basis))
def test_blocks_say_what_every_line_says(till: Till, history: int, basis: Basis) -> None:
    accounts = list(LedgerAccount.objects.of(till.authority).filter(envelope=history))
    assert DaySum.objects.of(till.authority).count() > 20

    for day in DAYS:
        at = cut(on=day, basis=basis, zone=till.authority.zone)
        told = balances.balances(till.authority, accounts, at)
        for account in accounts:
            lines = Line.objects.of(till.authority).filter(account=account, effective_on__lte=day)
            if at.recorded_before:
                lines = lines.filter(recorded_at__lt=at.recorded_before)
            assert told[account.pk] == sum(lines.values_list("delta", flat=True)), (day, account)


def test_what_was_true_with_what_was_known_at_a_moment(till: Till, history: int) -> None:
    accounts = list(LedgerAccount.objects.of(till.authority).filter(envelope=history))
    known_at = START + timedelta(days=200)
    at = cut(on=date(2026, 6, 1), basis=Basis.EFFECTIVE, zone=till.authority.zone, known_at=known_at)

    told = balances.balances(till.authority, accounts, at)

    for account in accounts:
        lines = Line.objects.of(till.authority).filter(
            account=account, effective_on__lte=date(2026, 6, 1), recorded_at__lt=known_at
        )
        assert told[account.pk] == sum(lines.values_list("delta", flat=True))


def test_the_books_hold_with_blocks_too(till: Till, history: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BLOCK", 4)

    assert queries.faults(till.authority) == []
