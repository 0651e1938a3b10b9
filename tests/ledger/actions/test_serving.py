"""A long line is served in order, in portions, as far as the money goes."""

from datetime import UTC, datetime, timedelta

import pytest

from relance.directory.models import Organisation
from relance.ledger import queries
from relance.ledger.actions import Kind, PlaceState, Ref, serving
from relance.ledger.models import WaitingPlace
from tests.ledger.books import Till, euros, standing, standing_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def line(till: Till, town: Organisation, region: Organisation) -> int:
    """An empty envelope of two funders, and fifty who wait for 10.01 € each, in no order of arrival."""
    envelope = till.open(shares={town: 1, region: 1}, odd_to=region)
    till.vote(envelope=envelope, amount=euros("0.01"))
    for number in range(50):
        minutes = number * 17 % 50
        till.reserve(
            envelope=envelope,
            case=Ref("award", str(minutes)),
            amount=euros("10.01"),
            complete_at=NOON + timedelta(minutes=minutes),
            key=f"w{minutes}",
        )
    return envelope


def test_the_line_is_longer_than_one_reading(till: Till, line: int) -> None:
    assert len(queries.waiting_list(till.authority, line)) == 50 > serving.AT_ONCE


def test_all_that_the_money_allows_are_served_in_order(till: Till, line: int) -> None:
    receipt = till.amend(envelope=line, amount=euros("450.00"))

    assert [one.key for one in receipt.served] == [f"w{minutes}" for minutes in range(44)]
    assert standing(line)[Kind.RESERVED] == 44 * 1001
    assert [place.key for place in queries.waiting_list(till.authority, line)] == [
        f"w{minutes}" for minutes in range(44, 50)
    ]


def test_money_for_everybody_empties_the_line(till: Till, line: int) -> None:
    receipt = till.amend(envelope=line, amount=euros(5000))

    assert len(receipt.served) == 50
    assert queries.waiting_list(till.authority, line) == []
    assert queries.faults(till.authority) == []


def test_money_for_nobody_serves_nobody(till: Till, line: int) -> None:
    receipt = till.amend(envelope=line, amount=euros("10.00") - euros("0.01"))

    assert receipt.served == ()
    assert standing(line)[Kind.AVAILABLE] == 1000


def test_the_served_are_divided_between_the_funders(
    till: Till, line: int, town: Organisation, region: Organisation
) -> None:
    till.amend(envelope=line, amount=euros(5000))

    parts = [standing_of(line, funder.pk)[Kind.RESERVED] for funder in (town, region)]
    assert parts == [50 * 500, 50 * 501]


def test_each_of_the_served_says_what_served_them(till: Till, line: int) -> None:
    till.amend(envelope=line, amount=euros("20.02"), key="dm2")

    served = WaitingPlace.objects.of(till.authority).filter(state=PlaceState.SERVED)
    assert {place.ended_cause for place in served} == {"Modification de crédits dm2"}
    assert {place.ended_by_name for place in served} == {"Théo"}
    assert served.count() == 2


def test_the_same_money_serves_once(till: Till, line: int) -> None:
    till.amend(envelope=line, amount=euros("20.02"), key="dm2")

    again = till.amend(envelope=line, amount=euros("20.02"), key="dm2")

    assert again.served == ()
    assert standing(line)[Kind.RESERVED] == 2002


def test_a_release_of_the_served_goes_to_the_next(till: Till, line: int) -> None:
    till.amend(envelope=line, amount=euros("10.01"))

    receipt = till.release(envelope=line, case=Ref("award", "0"), amount=euros("10.01"))

    assert [one.case for one in receipt.served] == [Ref("award", "1")]


def test_everybodys_rank_moves_up(till: Till, line: int) -> None:
    before = queries.place(till.authority, "w30")

    till.amend(envelope=line, amount=euros("100.10"))

    after = queries.place(till.authority, "w30")
    assert before is not None
    assert after is not None
    assert (before.rank, after.rank) == (31, 21)
