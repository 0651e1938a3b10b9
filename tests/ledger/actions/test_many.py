"""Many reservations in one call stand as if each had been asked in turn."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.directory.models import Organisation
from relance.kernel.errors import Missing, Refused
from relance.kernel.rules import Role
from relance.ledger import queries
from relance.ledger.actions import ActKeyReused, Award, BadAct, EnvelopeClosed, EnvelopeExhausted, Kind, Ref
from relance.ledger.models import BLOCK, Case, Line, Transfer
from tests.ledger.books import Till, euros, standing, standing_of, transfers
from tests.support.cast import Cast

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def award(number: int, amount: int | str = 10, *, waits: bool = True) -> Award:
    return Award(
        key=f"decision-{number}",
        case=Ref("award", str(number)),
        cause=Ref("decision", str(number)),
        amount=euros(amount),
        complete_at=NOON + timedelta(minutes=number) if waits else None,
    )


def test_each_award_has_its_rows_and_its_receipt(till: Till, fund: int) -> None:
    receipts = till.reserve_many(envelope=fund, awards=[award(1, "10.01"), award(2, 20)])

    assert [receipt.key for receipt in receipts] == ["decision-1", "decision-2"]
    assert [receipt.amount for receipt in receipts] == [euros("10.01"), euros(20)]
    assert [row.case.key for row in transfers(till.authority, "decision-2") if row.case] == ["2"]
    assert standing(fund)[Kind.RESERVED] == 3001
    assert queries.faults(till.authority) == []


def test_the_odd_cent_goes_where_it_goes_one_by_one(
    till: Till, shared: int, town: Organisation, region: Organisation
) -> None:
    till.reserve_many(envelope=shared, awards=[award(number, "10.01") for number in range(3)])

    assert standing_of(shared, town.pk)[Kind.RESERVED] == 1500
    assert standing_of(shared, region.pk)[Kind.RESERVED] == 1503
    assert [row.leg for row in transfers(till.authority, "decision-1")] == [1, 2]


def test_what_does_not_fit_waits_and_so_does_who_comes_after(till: Till, fund: int) -> None:
    receipts = till.reserve_many(envelope=fund, awards=[award(1, 600), award(2, 600), award(3, 100)])

    assert [receipt.is_waiting for receipt in receipts] == [False, True, True]
    assert [place.key for place in queries.waiting_list(till.authority, fund)] == ["decision-2", "decision-3"]


def test_nobody_overtakes_those_who_wait_already(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=Ref("award", "big"), amount=euros(2000), complete_at=NOON)

    receipts = till.reserve_many(envelope=fund, awards=[award(1), award(2)])

    assert all(receipt.is_waiting for receipt in receipts)


def test_one_that_may_not_wait_stops_them_all(till: Till, fund: int) -> None:
    with pytest.raises(EnvelopeExhausted):
        till.reserve_many(envelope=fund, awards=[award(1), award(2, 2000, waits=False)])

    assert Kind.RESERVED not in standing(fund)
    assert not Case.objects.of(till.authority).exists()


def test_asked_again_they_are_not_written_again(till: Till, fund: int) -> None:
    first = till.reserve_many(envelope=fund, awards=[award(1), award(2)])
    written = Transfer.objects.of(till.authority).count()

    again = till.reserve_many(envelope=fund, awards=[award(1), award(2)])

    assert [receipt.transfers for receipt in again] == [receipt.transfers for receipt in first]
    assert all(receipt.replayed for receipt in again)
    assert Transfer.objects.of(till.authority).count() == written


def test_a_run_that_was_cut_goes_on_where_it_stopped(till: Till, fund: int) -> None:
    till.reserve_many(envelope=fund, awards=[award(1), award(2)])

    receipts = till.reserve_many(envelope=fund, awards=[award(number) for number in range(1, 5)])

    assert [receipt.replayed for receipt in receipts] == [True, True, False, False]
    assert standing(fund)[Kind.RESERVED] == 4000


def test_a_key_that_served_another_act_is_refused(till: Till, fund: int) -> None:
    till.reserve_many(envelope=fund, awards=[award(1)])

    with pytest.raises(ActKeyReused):
        till.reserve_many(envelope=fund, awards=[award(1, 11)])


def test_the_same_case_twice_in_one_call_is_refused(till: Till, fund: int) -> None:
    twice = Award(key="other", case=Ref("award", "1"), cause=Ref("decision", "9"), amount=euros(1))

    with pytest.raises(BadAct, match="deux fois"):
        till.reserve_many(envelope=fund, awards=[award(1), twice])


def test_a_case_that_has_money_already_goes_on_from_there(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=Ref("award", "1"), amount=euros(5))

    till.reserve_many(envelope=fund, awards=[award(1), award(2)])

    lines = Line.objects.of(till.authority).filter(case__key="1").order_by("case_sequence")
    assert list(lines.values_list("case_sequence", "case_balance")) == [(1, 500), (2, 1500)]


def test_a_closed_envelope_takes_none(till: Till, fund: int) -> None:
    till.close(envelope=fund)

    with pytest.raises(EnvelopeClosed):
        till.reserve_many(envelope=fund, awards=[award(1)])


def test_no_award_is_no_act(till: Till, fund: int) -> None:
    assert till.reserve_many(envelope=fund, awards=[]) == []


def test_who_may_not_reserve_may_not_reserve_many(till: Till, fund: int, cast: Cast) -> None:
    with pytest.raises(Refused):
        till.reserve_many(envelope=fund, awards=[award(1)], by=cast.holding(Role.READER))


def test_the_envelope_of_another_authority_is_not_there(till: Till, fund: int, cast: Cast) -> None:
    with pytest.raises((Missing, Refused)):
        till.reserve_many(envelope=fund, awards=[award(1)], authority=cast.brumes, by=None)


def test_full_blocks_are_summed_by_day(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(100_000))

    for start in range(0, BLOCK + 100, 200):
        till.reserve_many(envelope=fund, awards=[award(n, 1) for n in range(start, start + 200)])

    assert queries.faults(till.authority) == []


def test_two_hundred_cost_no_more_questions_than_two(till: Till, fund: int) -> None:
    till.reserve_many(envelope=fund, awards=[award(0, 1)])
    with CaptureQueriesContext(connection) as few:
        till.reserve_many(envelope=fund, awards=[award(1, 1), award(2, 1)])
    with CaptureQueriesContext(connection) as many:
        till.reserve_many(envelope=fund, awards=[award(n, 1) for n in range(3, 103)])

    asked = [sum(q["sql"].startswith("SELECT") for q in seen.captured_queries) for seen in (few, many)]
    assert asked[0] == asked[1]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 40_000), min_size=1, max_size=8), cut=st.integers(0, 8))
def test_many_at_once_stand_as_one_by_one(
    till: Till, town: Organisation, region: Organisation, amounts: list[int], cut: int
) -> None:
    """The same accounts, parts and waiting line, whatever the amounts and wherever the list is cut."""

    def open_one() -> int:
        envelope: int = till.open(shares={town: 2, region: 1}, odd_to=region)
        till.vote(envelope=envelope, amount=euros("500.01"))
        return envelope

    together, in_turn = open_one(), open_one()
    awards = [
        Award(
            key=f"{together}-{number}",
            case=Ref("award", f"{number}"),
            cause=Ref("decision", f"{number}"),
            amount=euros(0) + euros("0.01") * amount,
            complete_at=NOON + timedelta(minutes=number),
        )
        for number, amount in enumerate(amounts)
    ]
    told = till.reserve_many(envelope=together, awards=awards[:cut])
    told += till.reserve_many(envelope=together, awards=awards[cut:])

    for number, one in enumerate(awards):
        alone = till.reserve(
            envelope=in_turn,
            case=one.case,
            cause=one.cause,
            amount=one.amount,
            complete_at=one.complete_at,
            key=f"{in_turn}-{number}",
        )
        assert (alone.amount, alone.parts, alone.place) == (
            told[number].amount,
            told[number].parts,
            told[number].place,
        )
    for funder in (town.pk, region.pk):
        assert standing_of(together, funder) == standing_of(in_turn, funder)
    assert queries.faults(till.authority) == []
