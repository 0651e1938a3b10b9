"""Requested, reserved, committed, released, and the waiting list."""

from datetime import UTC, date, datetime

import pytest

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import actions
from relance.ledger.actions import (
    BadAct,
    CaseShort,
    EnvelopeExhausted,
    Kind,
    PlaceState,
    Ref,
    Served,
)
from relance.ledger.models import WaitingPlace
from tests.ledger.books import RENT, VOTE, Till, euros, standing, standing_of, transfers

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)


def award(number: int) -> Ref:
    return Ref("award", str(number))


def test_a_request_takes_nothing_from_the_envelope(till: Till, fund: int) -> None:
    till.request(envelope=fund, case=RENT, amount=euros(5000))

    assert standing(fund)[Kind.AVAILABLE] == 100_000
    assert standing(fund)[Kind.REQUESTED] == 500_000


def test_requested_awarded_committed_claimed_and_paid_are_five_sums(till: Till, fund: int) -> None:
    till.request(envelope=fund, case=RENT, amount=euros(500))
    till.reserve(envelope=fund, case=RENT, amount=euros(400))
    till.commit(envelope=fund, case=RENT, amount=euros(300))
    till.claim(envelope=fund, case=RENT, amount=euros(200))
    till.pay(envelope=fund, case=RENT, amount=euros(100))

    stands = standing(fund)
    assert stands[Kind.REQUESTED] == 50_000
    assert stands[Kind.RESERVED] == 10_000
    assert stands[Kind.COMMITTED] == 20_000
    assert stands[Kind.CLAIMED] == 20_000
    assert stands[Kind.PAID] == 10_000
    assert stands[Kind.AVAILABLE] == 60_000


def test_what_does_not_fit_and_cannot_wait_is_refused(till: Till, fund: int) -> None:
    with pytest.raises(EnvelopeExhausted, match="1\u202f000\xa0€ de disponible"):
        till.reserve(envelope=fund, case=RENT, amount=euros("1000.01"))


def test_the_last_euro_can_be_awarded(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1000))

    assert Kind.AVAILABLE not in standing(fund)


def test_an_award_is_divided_between_the_funders_to_the_cent(
    till: Till, shared: int, town: Organisation, region: Organisation
) -> None:
    receipt = till.reserve(envelope=shared, case=RENT, amount=euros("100.01"))

    assert receipt.parts == {town.pk: euros(50), region.pk: euros("50.01")}
    assert standing_of(shared, region.pk)[Kind.RESERVED] == 5001


def test_odd_awards_use_the_envelope_up_to_the_last_cent_of_each_funder(
    till: Till, town: Organisation, region: Organisation
) -> None:
    envelope = till.open(shares={town: 1, region: 1}, odd_to=region)
    till.vote(envelope=envelope, amount=euros("0.12"))

    for number in range(4):
        till.reserve(envelope=envelope, case=award(number), amount=euros("0.03"))

    assert standing(envelope) == {Kind.VOTED: -12, Kind.RESERVED: 12}
    assert standing_of(envelope, town.pk) == {Kind.VOTED: -6, Kind.RESERVED: 6}


def test_no_more_is_committed_than_was_awarded_to_the_case(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    till.reserve(envelope=fund, case=award(2), amount=euros(100))

    with pytest.raises(CaseShort, match="Le dossier « aide loyer-1 » a 100\xa0€"):
        till.commit(envelope=fund, case=RENT, amount=euros(101))


def test_what_is_released_is_available_again(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100))
    till.commit(envelope=fund, case=RENT, amount=euros(60))

    till.release(envelope=fund, case=RENT, amount=euros(40))
    till.release(envelope=fund, case=RENT, amount=euros(10), stage="committed")

    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 95_000, Kind.COMMITTED: 5_000}


def test_what_does_not_fit_waits(till: Till, fund: int) -> None:
    receipt = till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON)

    assert receipt.is_waiting
    assert receipt.transfers == ()
    assert receipt.amount == euros(1500)
    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 100_000}


def test_nobody_overtakes_who_waits_even_asking_for_less(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=award(1), amount=euros(1500), complete_at=MORNING)

    receipt = till.reserve(envelope=fund, case=award(2), amount=euros(5), complete_at=NOON)

    assert receipt.is_waiting
    with pytest.raises(EnvelopeExhausted, match="et une liste d’attente"):
        till.reserve(envelope=fund, case=award(3), amount=euros(5))


def test_a_file_complete_before_all_who_wait_is_served_at_once_if_it_fits(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=award(1), amount=euros(1500), complete_at=NOON)

    receipt = till.reserve(envelope=fund, case=award(2), amount=euros(5), complete_at=MORNING)

    assert receipt.place == PlaceState.SERVED
    assert len(receipt.transfers) == 1
    assert standing(fund)[Kind.RESERVED] == 500


def test_money_that_returns_serves_the_line_in_the_order_of_complete_dates(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=award(0), amount=euros(1000))
    for number, hour in ((1, 15), (2, 11), (3, 13)):
        complete_at = datetime(2026, 3, 1, hour, tzinfo=UTC)
        till.reserve(
            envelope=fund, case=award(number), amount=euros(300), complete_at=complete_at, key=f"w{number}"
        )

    receipt = till.release(envelope=fund, case=award(0), amount=euros(700))

    assert [one.key for one in receipt.served] == ["w2", "w3"]
    assert receipt.served[0].case == award(2)
    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 10_000, Kind.RESERVED: 90_000}


def test_a_larger_vote_serves_the_line_too(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON, key="w")

    receipt = till.amend(envelope=fund, amount=euros(500), cause=VOTE)

    assert [one.key for one in receipt.served] == ["w"]
    assert standing(fund)[Kind.RESERVED] == 150_000


def test_who_was_served_is_told_so_when_asking_again(till: Till, fund: int) -> None:
    said = {"envelope": fund, "case": RENT, "amount": euros(1500), "complete_at": NOON, "key": "w"}
    till.reserve(**said)
    till.amend(envelope=fund, amount=euros(500), key="more")

    receipt = till.reserve(**said)

    assert receipt.replayed
    assert receipt.place == PlaceState.SERVED
    assert len(receipt.transfers) == 1


def test_a_served_reservation_says_who_asked_why_and_what_served_it(till: Till, fund: int) -> None:
    cause = Ref("decision", "77")
    till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON, key="w", cause=cause)

    till.amend(envelope=fund, amount=euros(500), key="more")

    (row,) = transfers(till.authority, "w")
    assert (row.cause_kind, row.cause_key) == ("decision", "77")
    assert "more" in row.note
    place = WaitingPlace.objects.of(till.authority).get(act_key="w")
    assert (place.state, place.ended_cause) == (PlaceState.SERVED, "Modification de crédits more")


def test_waiting_twice_with_one_key_is_waiting_once(till: Till, fund: int) -> None:
    said = {"envelope": fund, "case": RENT, "amount": euros(1500), "complete_at": NOON, "key": "w"}

    first, again = till.reserve(**said), till.reserve(**said)

    assert first.is_waiting
    assert again.is_waiting
    assert again.replayed
    assert WaitingPlace.objects.of(till.authority).count() == 1


def test_who_withdraws_lets_the_next_one_through(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=award(1), amount=euros(1500), complete_at=MORNING, key="large")
    till.reserve(envelope=fund, case=award(2), amount=euros(5), complete_at=NOON, key="small")

    served = withdraw(till, "large")

    assert [one.key for one in served] == ["small"]
    assert withdraw(till, "large") == ()


def test_a_withdrawal_says_why_and_is_not_for_the_served(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=award(1), amount=euros(1500), complete_at=NOON, key="w")

    with pytest.raises(BadAct, match="dit pourquoi"):
        withdraw(till, "w", why=" ")
    till.amend(envelope=fund, amount=euros(500))
    with pytest.raises(BadAct, match="désengagez"):
        withdraw(till, "w")
    with pytest.raises(Missing):
        withdraw(till, "nobody")


def test_closing_tells_who_waits_that_it_is_over(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON, key="w")

    till.close(envelope=fund)

    place = WaitingPlace.objects.of(till.authority).get(act_key="w")
    assert place.state == PlaceState.CLOSED
    assert place.ended_at is not None


def test_the_served_take_effect_no_earlier_than_they_asked(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1500), complete_at=NOON, key="w")

    till.amend(envelope=fund, amount=euros(500), on=date(2026, 1, 15))

    (row,) = transfers(till.authority, "w")
    assert row.effective_on == date(2026, 3, 2)


def withdraw(till: Till, place: str, why: str = "Renonce à l’aide") -> tuple[Served, ...]:
    return actions.withdraw(authority=till.authority, place=place, why=why, by=till.by)
