"""Envelopes: opened, voted, amended, divided, moved, closed."""

import pytest

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.kernel.models import AuditLine
from relance.ledger.actions import (
    ActKeyReused,
    BadAct,
    EnvelopeClosed,
    EnvelopeExhausted,
    Kind,
    NotCloseable,
    Ref,
    Section,
    WrongCurrency,
)
from relance.ledger.models import Envelope
from relance.values.money import Money
from tests.ledger.books import DAY, RENT, VOTE, Till, euros, standing, standing_of, transfers


def test_an_envelope_opens_empty_and_says_what_it_is(till: Till, town: Organisation) -> None:
    pk = till.open(name="Fonds", shares={town: 1}, odd_to=town, year=2026, purpose=Ref("scheme", "loyer"))

    envelope = Envelope.objects.of(till.authority).get(pk=pk)
    assert (envelope.currency, envelope.year, envelope.purpose_key) == ("EUR", 2026, "loyer")
    assert standing(pk) == {}
    assert AuditLine.objects.of(till.authority).filter(act="open_envelope").count() == 1


def test_opening_twice_with_the_same_key_opens_once(till: Till, town: Organisation) -> None:
    said = {"name": "Fonds", "shares": {town: 1}, "odd_to": town, "key": "f"}

    assert till.open(**said) == till.open(**said)
    with pytest.raises(ActKeyReused, match="a déjà ouvert l’enveloppe « Fonds »"):
        till.open(**said | {"section": Section.INVESTMENT})


def test_the_odd_cent_needs_a_funder_with_a_key(till: Till, town: Organisation, region: Organisation) -> None:
    with pytest.raises(BadAct, match="financeur du centime"):
        till.open(shares={town: 1}, odd_to=region)
    with pytest.raises(BadAct, match="clé d’au moins 1"):
        till.open(shares={town: 0}, odd_to=town)


def test_a_vote_puts_each_funders_part_into_the_envelope(
    till: Till, shared: int, town: Organisation, region: Organisation
) -> None:
    receipt = till.vote(envelope=shared, amount=euros("0.05"), cause=VOTE)

    assert receipt.amount == euros("0.05")
    assert receipt.parts == {town.pk: euros("0.02"), region.pk: euros("0.03")}
    assert standing(shared) == {Kind.VOTED: -100_005, Kind.AVAILABLE: 100_005}


def test_funders_may_each_vote_their_own_sum(
    till: Till, shared: int, town: Organisation, region: Organisation
) -> None:
    till.vote(envelope=shared, amount=euros(300), parts={town: euros(100), region: euros(200)})

    assert standing_of(shared, town.pk)[Kind.AVAILABLE] == 60_000
    assert standing_of(shared, region.pk)[Kind.AVAILABLE] == 70_000


def test_parts_that_do_not_make_the_whole_are_refused(till: Till, shared: int, town: Organisation) -> None:
    with pytest.raises(BadAct, match="ne font pas"):
        till.vote(envelope=shared, amount=euros(300), parts={town: euros(100)})


def test_a_stranger_to_the_envelope_votes_nothing_into_it(
    till: Till, fund: int, region: Organisation
) -> None:
    with pytest.raises(BadAct, match="Seul un financeur"):
        till.vote(envelope=fund, amount=euros(3), parts={region: euros(3)})


def test_an_amendment_adds_and_takes_away(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(500), cause=VOTE)
    till.amend(envelope=fund, amount=euros(-200), cause=VOTE)

    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AMENDED: -30_000, Kind.AVAILABLE: 130_000}


def test_one_funder_may_amend_alone(till: Till, shared: int, region: Organisation) -> None:
    till.amend(envelope=shared, amount=euros(10), funder=region)

    assert standing_of(shared, region.pk)[Kind.AVAILABLE] == 51_000


def test_what_is_used_cannot_be_taken_away(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(900))

    with pytest.raises(EnvelopeExhausted, match="« Fonds loyers » a 100\xa0€ sur « Disponible »"):
        till.amend(envelope=fund, amount=euros(-101))
    assert standing(fund)[Kind.AVAILABLE] == 10_000


def test_a_sub_envelope_gets_its_money_from_its_parent(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)

    till.allot(envelope=fund, to=child, amount=euros(400))

    assert standing(fund) == {Kind.VOTED: -100_000, Kind.AVAILABLE: 60_000, Kind.ALLOTTED: 40_000}
    assert standing(child) == {Kind.RECEIVED: -40_000, Kind.AVAILABLE: 40_000}


def test_the_two_legs_of_an_allotment_name_each_other(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)

    till.allot(envelope=fund, to=child, amount=euros(1), key="a")

    first, second = transfers(till.authority, "a")
    assert (first.envelope_id, second.envelope_id) == (fund, child)
    assert second.mirrors == first


def test_a_sub_envelope_is_not_voted(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)

    with pytest.raises(BadAct, match="sous-enveloppe"):
        till.vote(envelope=child, amount=euros(1))


def test_a_sub_envelope_of_one_funder_takes_that_funders_money_alone(
    till: Till, shared: int, town: Organisation, region: Organisation
) -> None:
    child = till.open(shares={region: 1}, odd_to=region, parent=shared)

    till.allot(envelope=shared, to=child, amount=euros(500))

    assert standing_of(shared, region.pk)[Kind.ALLOTTED] == 50_000
    assert standing_of(shared, town.pk)[Kind.AVAILABLE] == 50_000
    with pytest.raises(EnvelopeExhausted):
        till.allot(envelope=shared, to=child, amount=euros(1))


def test_allotting_is_for_ones_own_sub_envelopes(till: Till, fund: int, shared: int) -> None:
    with pytest.raises(BadAct, match="faites un virement"):
        till.allot(envelope=fund, to=shared, amount=euros(1))
    with pytest.raises(BadAct, match="la même"):
        till.move(envelope=fund, to=fund, amount=euros(1))


def test_money_moves_between_any_two_envelopes_within_their_funders(
    till: Till, fund: int, shared: int, town: Organisation
) -> None:
    till.move(envelope=shared, to=fund, amount=euros(100))

    assert standing_of(fund, town.pk)[Kind.AVAILABLE] == 110_000
    assert standing_of(shared, town.pk)[Kind.AVAILABLE] == 40_000


def test_two_currencies_never_meet(till: Till, fund: int) -> None:
    with pytest.raises(WrongCurrency, match="deux monnaies ne s’ajoutent jamais"):
        till.vote(envelope=fund, amount=Money(100, "CAD"))


@pytest.mark.parametrize("units", [0, -5])
def test_nothing_and_less_is_no_amount(till: Till, fund: int, units: int) -> None:
    with pytest.raises(BadAct, match="supérieur à zéro"):
        till.vote(envelope=fund, amount=euros(units))


def test_a_closed_envelope_returns_what_is_left_to_the_budget(till: Till, fund: int) -> None:
    receipt = till.close(envelope=fund, cause=VOTE)

    assert receipt.amount == euros(1000)
    assert standing(fund) == {Kind.VOTED: -100_000, Kind.RETURNED: 100_000}
    with pytest.raises(EnvelopeClosed, match="est close depuis le 02/03/2026"):
        till.reserve(envelope=fund, case=RENT, amount=euros(1))


def test_a_closed_sub_envelope_returns_what_is_left_to_its_parent(
    till: Till, fund: int, town: Organisation
) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400))

    till.close(envelope=child)

    assert standing(child) == {Kind.RECEIVED: -40_000, Kind.ALLOTTED: 40_000}
    assert standing(fund)[Kind.AVAILABLE] == 100_000


def test_closing_an_empty_envelope_is_done_once_too(till: Till, town: Organisation) -> None:
    empty = till.open(shares={town: 1}, odd_to=town)

    first = till.close(envelope=empty, key="c", cause=VOTE)
    again = till.close(envelope=empty, key="c", cause=VOTE)

    assert first.transfers == again.transfers == ()
    assert again.replayed
    with pytest.raises(ActKeyReused):
        till.close(envelope=empty, key="c", cause=Ref("deliberation", "another"))


def test_money_that_is_still_owed_keeps_an_envelope_open(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(30))

    with pytest.raises(NotCloseable, match="30\xa0€ sur « Aides accordées, à engager »"):
        till.close(envelope=fund)


def test_an_open_sub_envelope_keeps_its_parent_open(till: Till, fund: int, town: Organisation) -> None:
    till.open(name="Quartier nord", shares={town: 1}, odd_to=town, parent=fund)

    with pytest.raises(NotCloseable, match="« Quartier nord » est encore ouverte"):
        till.close(envelope=fund)


def test_money_that_returns_to_a_closed_envelope_goes_on_to_the_budget(till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(30))
    till.commit(envelope=fund, case=RENT, amount=euros(30))
    till.pay(envelope=fund, case=RENT, amount=euros(30), key="p")
    till.close(envelope=fund)

    till.reject(payment="p")
    till.release(envelope=fund, case=RENT, amount=euros(30), stage="committed")

    assert standing(fund) == {Kind.VOTED: -100_000, Kind.RETURNED: 100_000}


def test_money_that_returns_to_a_closed_sub_envelope_goes_up_to_who_may_use_it(
    till: Till, fund: int, town: Organisation
) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(400))
    till.reserve(envelope=child, case=RENT, amount=euros(400))
    till.commit(envelope=child, case=RENT, amount=euros(400))
    till.pay(envelope=child, case=RENT, amount=euros(400))
    till.close(envelope=child)

    till.repay(envelope=child, case=RENT, amount=euros(150), reuse=True)

    assert standing(fund)[Kind.AVAILABLE] == 75_000
    assert standing(child)[Kind.REPAID] == 15_000
    assert Kind.AVAILABLE not in standing(child)


def test_the_envelope_of_another_authority_does_not_exist(till: Till, fund: int, cast: object) -> None:
    with pytest.raises(Missing):
        till.vote(envelope=fund + 1000, amount=euros(1))


def test_what_an_act_says_stands_on_its_row(till: Till, fund: int) -> None:
    till.amend(envelope=fund, amount=euros(5), cause=VOTE, key="a", note="Décision modificative 2")

    (row,) = transfers(till.authority, "a")
    assert (row.cause_kind, row.cause_key) == ("deliberation", "2026-12")
    assert (row.effective_on, row.by_name, row.note) == (DAY, "Théo", "Décision modificative 2")
