"""Money that leaves, comes back, or never will."""

from datetime import UTC, datetime

import pytest

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger.actions import BadAct, CaseShort, EnvelopeExhausted, Kind, Ref
from tests.ledger.books import RENT, Till, euros, standing, standing_of, transfers

OTHER = Ref("award", "loyer-2")


@pytest.fixture
def committed(till: Till, shared: int) -> int:
    """The shared envelope with 100.01 € committed for RENT and 50 € for another."""
    for case, amount in ((RENT, euros("100.01")), (OTHER, euros(50))):
        till.reserve(envelope=shared, case=case, amount=amount)
        till.commit(envelope=shared, case=case, amount=amount)
    return shared


def test_nobody_is_paid_more_than_was_committed_for_them(till: Till, committed: int) -> None:
    with pytest.raises(CaseShort, match="100,01\xa0€ sur « Engagé, à payer »"):
        till.pay(envelope=committed, case=RENT, amount=euros("100.02"))


def test_instalments_close_to_the_cent_for_each_funder(
    till: Till, committed: int, town: Organisation, region: Organisation
) -> None:
    for amount in ("33.33", "33.33", "33.35"):
        till.pay(envelope=committed, case=RENT, amount=euros(amount))

    assert standing_of(committed, town.pk)[Kind.PAID] == 5000
    assert standing_of(committed, region.pk)[Kind.PAID] == 5001
    assert standing(committed)[Kind.COMMITTED] == 5000


def test_claims_never_exceed_what_was_committed(till: Till, committed: int) -> None:
    till.claim(envelope=committed, case=RENT, amount=euros(60))
    till.pay(envelope=committed, case=RENT, amount=euros(60))

    till.claim(envelope=committed, case=RENT, amount=euros("40.01"))

    with pytest.raises(CaseShort, match="dont 100,01\xa0€ déjà demandés en paiement"):
        till.claim(envelope=committed, case=RENT, amount=euros("0.01"))


def test_a_payment_that_the_bank_sends_back_is_committed_again(till: Till, committed: int) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros("100.01"), key="p")

    receipt = till.reject(payment="p", cause=Ref("bank", "AC04"), key="r")

    assert receipt.amount == euros("100.01")
    assert Kind.PAID not in standing(committed)
    assert [row.reverses.act_key for row in transfers(till.authority, "r") if row.reverses] == ["p", "p"]


def test_a_payment_is_rejected_once_and_never_beyond(till: Till, committed: int) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros("100.01"), key="p")
    till.reject(payment="p", amount=euros(60))

    with pytest.raises(BadAct, match="Il reste 40,01\xa0€ de l’acte « p »"):
        till.reject(payment="p", amount=euros("40.02"))
    till.reject(payment="p")
    with pytest.raises(BadAct, match="déjà entièrement repris"):
        till.reject(payment="p")


def test_a_rejection_names_a_payment(till: Till, committed: int) -> None:
    till.release(envelope=committed, case=OTHER, amount=euros(1), stage="committed", key="not-a-payment")

    with pytest.raises(BadAct, match="n’est pas un acte « Paiement »"):
        till.reject(payment="not-a-payment")
    with pytest.raises(Missing, match="Aucun acte"):
        till.reject(payment="unknown")


def test_an_advance_is_repaid_and_stays_out_of_the_envelope(till: Till, committed: int) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros(100))

    till.repay(envelope=committed, case=RENT, amount=euros(30))

    assert standing(committed)[Kind.PAID] == 7000
    assert standing(committed)[Kind.REPAID] == 3000
    assert standing(committed)[Kind.AVAILABLE] == 84_999


def test_a_revolving_fund_lends_its_returns_again(till: Till, committed: int, town: Organisation) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros(100))

    till.repay(envelope=committed, case=RENT, amount=euros(30), reuse=True, key="r")

    assert standing(committed)[Kind.AVAILABLE] == 87_999
    assert standing(committed)[Kind.REUSED] == -3000
    rows = transfers(till.authority, "r")
    assert [row.mirrors for row in rows] == [None, None, rows[0], rows[1]]


def test_nobody_repays_more_than_they_had(till: Till, committed: int) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros(10))
    till.pay(envelope=committed, case=OTHER, amount=euros(50))

    with pytest.raises(CaseShort):
        till.repay(envelope=committed, case=RENT, amount=euros(11))


def test_what_was_given_up_may_still_be_collected(till: Till, committed: int) -> None:
    till.pay(envelope=committed, case=RENT, amount=euros(100))
    till.repay(envelope=committed, case=RENT, amount=euros(20))
    till.recover(envelope=committed, case=RENT, amount=euros(10))
    till.write_off(envelope=committed, case=RENT, amount=euros(70))

    till.recover(envelope=committed, case=RENT, amount=euros(25), after="written_off")

    stands = standing(committed)
    assert (stands[Kind.REPAID], stands[Kind.RECOVERED], stands[Kind.WRITTEN_OFF]) == (2000, 3500, 4500)
    assert Kind.PAID not in stands


def test_a_mistake_is_taken_back_by_a_row_that_names_it(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100), key="m")

    till.reverse(of="m", key="back")

    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 100_000}
    (row,) = transfers(till.authority, "back")
    assert row.reverses is not None
    assert row.reverses.act_key == "m"


def test_an_act_is_taken_back_in_parts_but_not_beyond(till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros("100.01"), key="m")
    till.reverse(of="m", amount=euros("33.33"))
    till.reverse(of="m", amount=euros("33.33"))

    till.reverse(of="m")

    assert standing(shared) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 100_000}
    with pytest.raises(BadAct, match="déjà entièrement repris"):
        till.reverse(of="m")


def test_an_allotment_is_taken_back_in_both_envelopes(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400), key="a")

    till.reverse(of="a", amount=euros(150))

    assert standing(child) == {Kind.RECEIVED: -25_000, Kind.AVAILABLE: 25_000}
    assert standing(fund)[Kind.ALLOTTED] == 25_000


def test_what_has_gone_further_cannot_be_taken_back(till: Till, fund: int) -> None:
    till.vote(envelope=fund, amount=euros(100), key="v")
    till.reserve(envelope=fund, case=RENT, amount=euros(1050), key="m")
    till.commit(envelope=fund, case=RENT, amount=euros(1050))

    with pytest.raises(CaseShort):
        till.reverse(of="m")
    with pytest.raises(EnvelopeExhausted):
        till.reverse(of="v")


def test_a_reversal_is_not_reversed(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(100), key="m")
    till.reverse(of="m", key="back")

    with pytest.raises(BadAct, match="ne se contre-passe pas"):
        till.reverse(of="back")


def test_taking_back_an_award_serves_who_waits(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(1000), key="m")
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    till.reserve(envelope=fund, case=OTHER, amount=euros(700), complete_at=moment, key="w")

    receipt = till.reverse(of="m")

    assert [one.key for one in receipt.served] == ["w"]
