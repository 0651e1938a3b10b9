"""What must never be false is a constraint: one test each."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.directory.models import Organisation
from relance.ledger.actions import Kind
from relance.ledger.models import (
    AccountingCode,
    Case,
    DaySum,
    Envelope,
    LedgerAccount,
    Nature,
    PlaceState,
    Section,
    Share,
    TaxBasis,
    WaitingPlace,
)
from relance.ledger.rules.kinds import BY_CASE, OPEN_BELOW
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def refused(row: Any, constraint: str) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


@pytest.fixture
def envelope(till: Till, town: Organisation) -> Envelope:
    """A valid envelope that is not saved yet."""
    return Envelope(
        authority=till.authority,
        name="Fonds",
        currency="EUR",
        section=Section.OPERATING,
        tax_basis=TaxBasis.NONE,
        nature=Nature.GRANT,
        odd_to=town,
        act_key="open",
        content="0" * 32,
        opened_by_name="Théo",
        opened_at=MOMENT,
    )


def test_a_valid_envelope_is_saved(envelope: Envelope) -> None:
    envelope.save()

    assert envelope.top_id == envelope.pk
    assert not envelope.is_closed
    assert str(envelope) == "Fonds"


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("name", "", "envelope_has_name"),
        ("currency", "XXX", "envelope_currency_known"),
        ("section", "dreams", "envelope_section_known"),
        ("tax_basis", "maybe", "envelope_tax_basis_known"),
        ("nature", "gift", "envelope_nature_known"),
        ("year", 1812, "envelope_year_plausible"),
        ("closed_on", DAY, "envelope_closed_says_when_and_who"),
        ("closed_at", MOMENT, "envelope_closed_says_when_and_who"),
        ("closed_by_name", "Théo", "envelope_closed_says_when_and_who"),
    ],
)
def test_an_envelope_says_what_it_is(envelope: Envelope, field: str, value: object, constraint: str) -> None:
    setattr(envelope, field, value)

    refused(envelope, constraint)


def test_a_closed_envelope_says_when_by_whom_and_by_which_act(envelope: Envelope) -> None:
    envelope.closed_on, envelope.closed_at = DAY, MOMENT
    refused(envelope, "envelope_closed_says_when_and_who")
    envelope.closed_by_name = "Théo"
    refused(envelope, "envelope_closed_says_when_and_who")

    envelope.closed_key = "close"
    envelope.save()

    assert envelope.is_closed


def test_a_sub_envelope_knows_the_top_of_its_tree(envelope: Envelope, till: Till, fund: int) -> None:
    envelope.parent_id = fund
    refused(envelope, "envelope_child_has_root")

    envelope.root_id = fund
    envelope.save()

    assert envelope.top_id == fund


def test_an_act_opens_one_envelope(envelope: Envelope, till: Till) -> None:
    envelope.save()
    envelope.pk, envelope._state.adding = None, True  # the same once more

    refused(envelope, "envelope_act_once|UNIQUE.*act_key")


def test_a_key_of_funding_is_above_zero_and_one_a_funder(
    till: Till, fund: int, town: Organisation, region: Organisation
) -> None:
    said: dict[str, Any] = {"authority": till.authority, "envelope_id": fund}

    refused(Share(**said, funder=region, weight=0), "share_positive")
    refused(Share(**said, funder=town, weight=2), "share_once_a_funder|UNIQUE")


def test_a_case_says_what_it_is_and_is_one_an_envelope(till: Till, fund: int) -> None:
    till.request(envelope=fund, case=RENT, amount=euros(1))
    said: dict[str, Any] = {"authority": till.authority, "envelope_id": fund}

    refused(Case(**said, kind="", key="1"), "case_says_what")
    refused(Case(**said, kind="award", key=""), "case_says_what")
    refused(Case(**said, kind=RENT.kind, key=RENT.key), "case_once_an_envelope|UNIQUE")


def test_an_account_is_one_of_the_known_and_one_a_funder(till: Till, fund: int, town: Organisation) -> None:
    said: dict[str, Any] = {"authority": till.authority, "envelope_id": fund, "currency": "EUR"}
    about: dict[str, Any] = {"funder": town, "floored": True, "by_case": False}

    refused(LedgerAccount(**said, **about, kind="pocket"), "ledger_account_kind_known")
    refused(LedgerAccount(**said, **about, kind=Kind.AVAILABLE), "ledger_account_once|UNIQUE")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_account_that_acts_make_meets_its_constraints(
    till: Till, fund: int, region: Organisation, kind: Kind
) -> None:
    account = LedgerAccount(
        authority=till.authority,
        envelope_id=fund,
        funder=region,
        currency="EUR",
        kind=kind,
        floored=kind not in OPEN_BELOW,
        by_case=kind in BY_CASE,
    )

    account.save()

    assert str(account) == kind.label


@pytest.fixture
def place(till: Till, fund: int) -> WaitingPlace:
    """A valid place in line that is not saved yet."""
    till.request(envelope=fund, case=RENT, amount=euros(1))
    return WaitingPlace(
        authority=till.authority,
        envelope_id=fund,
        case=Case.objects.of(till.authority).get(),
        amount=100,
        complete_at=NOON,
        act_key="w",
        content="0" * 32,
        cause_kind="decision",
        cause_key="1",
        by_name="Théo",
        asked_on=DAY,
        asked_at=MOMENT,
    )


@pytest.mark.parametrize(
    ("said", "constraint"),
    [
        ({"amount": 0}, "waiting_place_amount_positive"),
        ({"amount": -5}, "waiting_place_amount_positive"),
        ({"state": "lost"}, "waiting_place_state_known|waiting_place_ended"),
        ({"ended_at": MOMENT}, "waiting_place_ended_says_when_and_why"),
        ({"state": PlaceState.SERVED}, "waiting_place_ended_says_when_and_why"),
        ({"state": PlaceState.WITHDRAWN, "ended_at": MOMENT}, "waiting_place_ended_says_when_and_why"),
        ({"state": PlaceState.CLOSED, "ended_cause": "fin"}, "waiting_place_ended_says_when_and_why"),
    ],
)
def test_a_place_says_what_it_waits_for_and_how_it_ended(
    place: WaitingPlace, said: dict[str, object], constraint: str
) -> None:
    for name, value in said.items():
        setattr(place, name, value)

    refused(place, constraint)


def test_a_place_is_taken_once_by_an_act(place: WaitingPlace) -> None:
    place.save()
    place.pk, place._state.adding = None, True  # the same once more

    refused(place, "waiting_place_act_once|UNIQUE.*act_key")


def test_a_sum_of_days_is_one_a_block_and_day(till: Till, fund: int) -> None:
    account = LedgerAccount.objects.of(till.authority).filter(envelope=fund)[0]
    said: dict[str, Any] = {"authority": till.authority, "account": account, "effective_on": DAY, "delta": 5}

    refused(DaySum(**said, last_sequence=0), "day_sum_of_a_block")
    DaySum(**said, last_sequence=4).save()
    refused(DaySum(**said, last_sequence=4), "day_sum_once|UNIQUE")


def test_a_sum_of_days_is_never_changed(till: Till, fund: int) -> None:
    account = LedgerAccount.objects.of(till.authority).filter(envelope=fund)[0]
    DaySum(authority=till.authority, account=account, effective_on=DAY, delta=5, last_sequence=4).save()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        DaySum.objects.of(till.authority).update(delta=6)


def test_an_accounting_code_is_of_a_known_account(till: Till) -> None:
    code = AccountingCode(
        authority=till.authority, kind="pocket", section=Section.OPERATING, nature=Nature.GRANT, code="6"
    )

    refused(code, "accounting_code_kind_known")
