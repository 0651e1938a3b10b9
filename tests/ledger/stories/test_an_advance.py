"""An advance of 30,000 € over thirty-six months, shared by a town and its region, to its end.

Every step is a row: the act, its sum, and where the case stands after it. 30,000 € in 36 parts is
833.33 € and a last part of 833.45 €: cents must close, for the case and for each funder.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from relance.directory.models import Organisation
from relance.ledger import queries
from relance.ledger.actions import CaseShort, Kind, Nature, Ref, Section
from tests.ledger.books import VOTE, Till, euros, standing, standing_of

ADVANCE = Ref("award", "avance-12")


@pytest.fixture
def fund(till: Till, town: Organisation, region: Organisation) -> int:
    """66,000.01 € by two thirds and one third; the odd cent is the town's."""
    fund = till.open(
        name="Avances",
        section=Section.INVESTMENT,
        nature=Nature.ADVANCE,
        shares={town: 1, region: 2},
        odd_to=town,
    )
    till.vote(envelope=fund, amount=euros("66000.01"), cause=VOTE)
    return fund


def step(till: Till, fund: int, act: str, amount: str, **said: Any) -> dict[str, str]:
    """Do it, and say where the case stands, in euros."""
    getattr(till, act)(envelope=fund, case=ADVANCE, amount=euros(amount), **said)
    (standing,) = queries.case(till.authority, ADVANCE)
    seen = standing.figures
    sums = {
        "requested": seen.requested,
        "awarded": seen.awarded,
        "committed": seen.committed,
        "claimed": seen.claimed,
        "paid": seen.paid,
        "repaid": seen.repaid,
        "recovered": seen.recovered,
        "written_off": seen.written_off,
        "outstanding": seen.outstanding,
    }
    return {name: f"{minor / 100:.2f}" for name, minor in sums.items() if minor}


def test_from_the_request_to_the_last_cent(till: Till, fund: int) -> None:
    assert step(till, fund, "request", "35000") == {"requested": "35000.00"}
    assert step(till, fund, "reserve", "30000") == {"requested": "35000.00", "awarded": "30000.00"}
    assert step(till, fund, "commit", "30000") == {
        "requested": "35000.00",
        "awarded": "30000.00",
        "committed": "30000.00",
    }
    assert step(till, fund, "claim", "30000")["claimed"] == "30000.00"
    paid = step(till, fund, "pay", "30000")
    assert (paid["paid"], paid["outstanding"]) == ("30000.00", "30000.00")

    for month in range(1, 36):
        seen = step(till, fund, "repay", "833.33", cause=Ref("instalment", f"12/{month}"))
        assert seen["outstanding"] == f"{30000 - month * 833.33:.2f}"
    last = step(till, fund, "repay", "833.45", cause=Ref("instalment", "12/36"))

    assert "outstanding" not in last
    assert (last["paid"], last["repaid"]) == ("30000.00", "30000.00")
    assert queries.faults(till.authority) == []


def test_each_funder_gets_back_what_it_lent(
    till: Till, fund: int, town: Organisation, region: Organisation
) -> None:
    for act in ("reserve", "commit", "pay"):
        step(till, fund, act, "30000.01")
    lent = {funder: standing_of(fund, funder.pk)[Kind.PAID] for funder in (town, region)}
    assert lent == {town: 1_000_001, region: 2_000_000}

    for _ in range(35):
        step(till, fund, "repay", "833.33")
    step(till, fund, "repay", "833.46")

    back = {funder: standing_of(fund, funder.pk)[Kind.REPAID] for funder in (town, region)}
    assert back == lent


def test_a_cent_beyond_the_last_is_refused(till: Till, fund: int) -> None:
    for act in ("reserve", "commit", "pay"):
        step(till, fund, act, "30000")
    step(till, fund, "repay", "30000")

    with pytest.raises(CaseShort):
        step(till, fund, "repay", "0.01")


def test_a_firm_that_fails_halfway_is_written_off_and_partly_recovered(till: Till, fund: int) -> None:
    for act in ("reserve", "commit", "pay"):
        step(till, fund, act, "30000")
    step(till, fund, "repay", "12000")
    given_up = step(till, fund, "write_off", "18000", cause=Ref("deliberation", "2029-44"))
    assert (given_up["written_off"], given_up["repaid"]) == ("18000.00", "12000.00")
    assert "outstanding" not in given_up

    dividend = step(till, fund, "recover", "2500.50", after="written_off", cause=Ref("titre", "2030-7"))

    assert (dividend["written_off"], dividend["recovered"]) == ("15499.50", "2500.50")
    assert standing(fund)[Kind.AVAILABLE] == 3_600_001  # nothing of it came back to the envelope


def test_a_returned_transfer_is_paid_anew_once(till: Till, fund: int) -> None:
    for act in ("reserve", "commit"):
        step(till, fund, act, "30000")
    step(till, fund, "pay", "30000", key="first transfer")
    till.reject(payment="first transfer", cause=Ref("bank", "AC04: compte clos"))
    assert standing(fund)[Kind.COMMITTED] == 3_000_000

    seen = step(till, fund, "pay", "30000", key="second transfer")

    assert seen["paid"] == "30000.00"
    with pytest.raises(CaseShort):
        step(till, fund, "pay", "0.01")


def test_a_revolving_fund_lends_what_came_back(till: Till, fund: int) -> None:
    for act in ("reserve", "commit", "pay"):
        step(till, fund, act, "60000")
    waits = till.reserve(
        envelope=fund,
        case=Ref("award", "avance-13"),
        amount=euros(10_000),
        complete_at=datetime(2026, 3, 1, tzinfo=UTC),
        key="thirteen",
    )
    assert waits.is_waiting

    receipt = till.repay(envelope=fund, case=ADVANCE, amount=euros(4_000), reuse=True)

    assert [one.key for one in receipt.served] == ["thirteen"]
    seen = queries.statement(till.authority, fund, on=date(2026, 3, 2)).whole
    assert (seen.reused, seen.available) == (400_000, 1)
    assert seen.awarded == 7_000_000 > seen.voted  # lent more than was voted, by lending twice
    assert seen.holds
