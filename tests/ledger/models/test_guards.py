"""What the database refuses by itself, whoever writes and whatever they forgot."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from relance.directory.models import Organisation
from relance.kernel import guards, immutable
from relance.ledger.actions import Kind, Ref
from relance.ledger.models import Case, DaySum, Envelope, LedgerAccount, Line, Share, Transfer
from relance.ledger.rules.kinds import Act
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros, transfers


def account(envelope: int, kind: Kind) -> LedgerAccount:
    return LedgerAccount.objects.everywhere("a test").get(envelope=envelope, kind=kind)


def copy(row: Transfer, **other: Any) -> Transfer:
    """Another transfer that says the same, but for what is given."""
    said = {
        field.attname: getattr(row, field.attname)
        for field in Transfer._meta.concrete_fields
        if not field.primary_key
    }
    said |= {"act_key": "by-hand", "leg": 1}
    return Transfer(**said | other)


def last_line(envelope: int, kind: Kind) -> Line:
    lines = Line.objects.everywhere("a test").filter(account=account(envelope, kind))
    return lines.order_by("-sequence")[0]


def refused(row: Any, words: str) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError, match=words), transaction.atomic():
        row.save()


@pytest.fixture
def reserved(till: Till, fund: int) -> Transfer:
    till.reserve(envelope=fund, case=RENT, amount=euros(100), key="r")
    return transfers(till.authority, "r")[0]


@pytest.mark.django_db
def test_every_trigger_is_in_place() -> None:
    assert guards.missing() == []
    guarded = immutable.guarded_models()
    assert {Transfer, Line, DaySum, LedgerAccount, Case, Share, Envelope} <= set(guarded)


@pytest.mark.django_db
def test_a_trigger_that_is_gone_is_named_and_put_back() -> None:
    on = " ON ledger_line" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_ledger_line{on}")

    assert guards.missing() == ["guard_ledger_line"]
    guards.install()
    assert guards.missing() == []


@pytest.mark.parametrize("model", [Transfer, Line, LedgerAccount, Case, Share])
def test_no_row_is_changed_or_deleted(reserved: Transfer, model: Any) -> None:
    rows = model.objects.everywhere("a test that tries to cheat")
    assert rows.exists()

    with pytest.raises(IntegrityError, match="never changed nor deleted"), transaction.atomic():
        rows.update(authority=reserved.authority)
    with pytest.raises(IntegrityError, match="never changed nor deleted"), transaction.atomic():
        rows._raw_delete("default")


def test_an_envelope_keeps_what_it_was_voted_for(reserved: Transfer) -> None:
    envelopes = Envelope.objects.of(reserved.authority)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        envelopes.update(currency="CAD")
    assert envelopes.update(name="Un autre intitulé") == 1


@pytest.mark.parametrize("amount", [0, -1])
def test_a_transfer_moves_something(reserved: Transfer, amount: int) -> None:
    refused(copy(reserved, amount=amount), "transfer_amount_positive")


def test_a_transfer_goes_from_one_account_to_another(reserved: Transfer) -> None:
    refused(copy(reserved, target_id=reserved.source_id), "between_two|does not move money")


def test_an_act_key_serves_once(reserved: Transfer) -> None:
    refused(copy(reserved, act_key="r"), "transfer_act_once|UNIQUE.*act_key")


@pytest.mark.parametrize("field", ["act_key", "cause_kind", "cause_key", "by_name"])
def test_a_transfer_says_its_cause_and_who(reserved: Transfer, field: str) -> None:
    refused(copy(reserved, **{field: ""}), "transfer_says_cause_and_who")


def test_an_act_moves_money_only_where_the_table_says(reserved: Transfer) -> None:
    refused(copy(reserved, act=Act.PAY), "does not move money between these accounts")
    refused(copy(reserved, act="theft"), "does not move money|transfer_act_known")


def test_the_accounts_of_a_transfer_are_of_its_envelope(reserved: Transfer, till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros(1))
    elsewhere = account_of_first_funder(shared, Kind.RESERVED)

    refused(copy(reserved, target_id=elsewhere.pk), "another envelope, currency or funder")
    refused(copy(reserved, currency="CAD"), "another envelope, currency or funder")


def test_a_funder_does_not_pay_for_another(till: Till, shared: int, town: Organisation) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros(1), key="s")
    first, second = transfers(till.authority, "s")

    refused(copy(first, target_id=second.target_id), "another envelope, currency or funder")


def test_a_case_is_of_its_envelope(reserved: Transfer, till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros(1), key="s")
    stranger = transfers(till.authority, "s")[0].case_id

    refused(copy(reserved, case_id=stranger), "its case is of another envelope")


def test_money_does_not_appear_in_a_sub_envelope(till: Till, fund: int, town: Organisation) -> None:
    child = till.open(shares={town: 1}, odd_to=town, parent=fund)
    till.allot(envelope=fund, to=child, amount=euros(10), key="a")
    given, received = transfers(till.authority, "a")

    refused(copy(received, mirrors_id=None), "mirrors no leg of the same act")
    refused(copy(received, act_key="a", leg=3, amount=1001), "mirrors no leg of the same act")
    refused(copy(received, mirrors_id=given.pk), "mirrors no leg of the same act")


def test_a_reversal_names_what_it_reverses(reserved: Transfer) -> None:
    back = {"source_id": reserved.target_id, "target_id": reserved.source_id, "act": Act.REVERSE}

    refused(copy(reserved, **back), "transfer_reversal_names_what")


def test_a_reversal_goes_the_other_way_and_never_beyond(reserved: Transfer) -> None:
    back = {
        "source_id": reserved.target_id,
        "target_id": reserved.source_id,
        "act": Act.REVERSE,
        "reverses_id": reserved.pk,
    }

    refused(copy(reserved, act=Act.REVERSE, reverses_id=reserved.pk), "between other accounts")
    refused(copy(reserved, **back | {"amount": reserved.amount + 1}), "more than there was")
    copy(reserved, **back | {"amount": reserved.amount - 1}).save()
    refused(copy(reserved, **back | {"act_key": "second", "amount": 2}), "more than there was")


def test_a_reversal_is_not_reversed_by_the_database_either(till: Till, reserved: Transfer) -> None:
    till.reverse(of="r", key="back")
    (back,) = transfers(till.authority, "back")

    again = copy(back, source_id=back.target_id, target_id=back.source_id, reverses_id=back.pk)

    refused(again, "or a reversal")


def line(row: Transfer, where: LedgerAccount, **said: Any) -> Line:
    """The true next line of this transfer on this account, but for what is given."""
    before = Line.objects.everywhere("a test").filter(account=where).order_by("-sequence").first()
    delta = row.amount if where.pk == row.target_id else -row.amount
    told = {
        "authority_id": row.authority_id,
        "account": where,
        "transfer": row,
        "delta": delta,
        "sequence": (before.sequence if before else 0) + 1,
        "balance": (before.balance if before else 0) + delta,
        "floored": where.floored,
        "effective_on": row.effective_on,
        "recorded_at": row.recorded_at,
    }
    return Line(**told | said)


def test_a_line_follows_from_the_one_before(till: Till, fund: int) -> None:
    first = transfers(till.authority, "vote-2")[0]
    more = copy(first)
    more.save()
    where = account(fund, Kind.AVAILABLE)

    refused(line(more, where, balance=300_000), "does not follow from the line before")
    refused(line(more, where, sequence=3), "does not follow from the line before")
    refused(line(more, where, sequence=1), "does not follow|line_sequence_once|UNIQUE")
    line(more, where).save()


def test_a_line_says_what_its_transfer_says(till: Till, fund: int) -> None:
    more = copy(transfers(till.authority, "vote-2")[0])
    more.save()
    where = account(fund, Kind.AVAILABLE)

    words = "does not say what its transfer"
    refused(line(more, where, delta=5, balance=100_005), words)
    refused(line(more, where, effective_on=DAY.replace(day=1)), words)
    refused(line(more, where, recorded_at=MOMENT.replace(year=2027)), words)
    refused(line(more, where, floored=False), words)


def test_two_writers_of_the_same_number_are_not_both_right(till: Till, fund: int) -> None:
    rows = [copy(transfers(till.authority, "vote-2")[0], act_key=key) for key in ("one", "two")]
    for row in rows:
        row.save()
    where = account(fund, Kind.AVAILABLE)
    both = [line(row, where) for row in rows]

    both[0].save()

    refused(both[1], "line_sequence_once|UNIQUE.*sequence")


def test_a_floored_account_is_never_overdrawn(reserved: Transfer, fund: int) -> None:
    large = copy(reserved, amount=90_001)
    large.save()

    refused(line(large, account(fund, Kind.AVAILABLE)), "line_never_overdrawn")


def test_a_case_is_never_overdrawn_though_the_account_is_not(till: Till, fund: int) -> None:
    for number in (1, 2):
        till.reserve(envelope=fund, case=Ref("award", str(number)), amount=euros(100))
    till.commit(envelope=fund, case=Ref("award", "1"), amount=euros(60), key="c")
    more = copy(transfers(till.authority, "c")[0])
    more.save()
    before = last_line(fund, Kind.RESERVED)
    told = {"case_id": more.case_id, "case_sequence": before.case_sequence + 1}  # type: ignore[operator]  # of a case

    overdrawn = line(more, before.account, **told, case_balance=-2000)
    disguised = line(more, before.account, **told, case_balance=4000)
    without_a_case = line(more, before.account)

    refused(overdrawn, "line_case_never_overdrawn")
    refused(disguised, "its case.s balance does not follow")
    refused(without_a_case, "does not say what its transfer")


def test_a_floor_follows_from_the_kind_of_account(till: Till, fund: int, region: Organisation) -> None:
    said = {"authority": till.authority, "envelope_id": fund, "funder": region, "currency": "EUR"}

    refused(
        LedgerAccount(**said, kind=Kind.AVAILABLE, floored=False, by_case=False),
        "ledger_account_floor_follows_kind",
    )
    refused(
        LedgerAccount(**said, kind=Kind.PAID, floored=True, by_case=False),
        "ledger_account_by_case_follows_kind",
    )


def account_of_first_funder(envelope: int, kind: Kind) -> LedgerAccount:
    accounts = LedgerAccount.objects.everywhere("a test").filter(envelope=envelope, kind=kind)
    return accounts.order_by("pk")[0]


@pytest.mark.django_db
def test_a_row_is_not_replaced_by_another_of_the_same_key(reserved: Transfer) -> None:
    columns = ", ".join(
        str(field.column) for field in Transfer._meta.concrete_fields if field.column not in ("id", "amount")
    )
    rewritten = f"SELECT id, 1, {columns} FROM ledger_transfer WHERE id = {reserved.pk}"  # our row
    replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    conflict = "" if connection.vendor == "sqlite" else "ON CONFLICT (id) DO UPDATE SET amount = 1"

    with (
        pytest.raises(IntegrityError, match="never changed nor deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{replace} INTO ledger_transfer (id, amount, {columns}) {rewritten} {conflict}")

    assert Transfer.objects.of(reserved.authority).get(pk=reserved.pk).amount == reserved.amount
