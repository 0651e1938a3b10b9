"""The journal for the accountants: every row, in a file that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable
from typing import cast as typed

import pytest
from django.db import IntegrityError, transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from relance.kernel.rules import Role
from relance.ledger.actions import Kind, Ref
from relance.ledger.models import AccountingCode, Nature, Section
from tests.ledger.books import RENT, Till, euros
from tests.support.cast import Cast, sign_in


@pytest.fixture
def theo(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.holding(Role.TREASURER))


def journal(client: Client, slug: str, envelope: int, **asked: str) -> list[dict[str, str]]:
    response = client.get(reverse("ledger:journal_csv", args=[slug, envelope]), asked)
    assert response.status_code == 200
    parts = typed(Iterable[bytes], typed(StreamingHttpResponse, response).streaming_content)
    text = b"".join(parts).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_each_transfer_is_a_row_with_all_it_says(theo: Client, till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros("12.34"), cause=Ref("decision", "9"), key="r")

    row = journal(theo, till.authority.slug, fund)[-1]

    assert row["À effet du"] == "2026-03-02"
    assert row["Enregistré le"] == "2026-03-02T10:00:00+01:00"
    assert (row["Acte"], row["Clé d’acte"], row["Montant"], row["Monnaie"]) == (
        "Réservation",
        "r",
        "12,34",
        "EUR",
    )
    assert (row["De"], row["Vers"]) == ("Disponible", "Aides accordées, à engager")
    assert (row["Dossier"], row["Cause"], row["Par"]) == ("aide loyer-1", "décision 9", "Théo")


def test_accounts_bear_the_codes_of_the_authority(theo: Client, till: Till, fund: int) -> None:
    for kind, code in ((Kind.COMMITTED, "4011"), (Kind.PAID, "65748")):
        AccountingCode.objects.create(
            authority=till.authority, kind=kind, section=Section.OPERATING, nature=Nature.GRANT, code=code
        )
    till.reserve(envelope=fund, case=RENT, amount=euros(10))
    till.commit(envelope=fund, case=RENT, amount=euros(10))
    till.pay(envelope=fund, case=RENT, amount=euros(10))

    paid = journal(theo, till.authority.slug, fund)[-1]

    assert (paid["Compte crédité"], paid["Compte débité"]) == ("4011", "65748")


def test_a_code_may_be_given_once_an_account(till: Till, fund: int) -> None:
    said = {
        "authority": till.authority,
        "kind": Kind.PAID,
        "section": Section.OPERATING,
        "nature": Nature.GRANT,
    }
    AccountingCode.objects.create(**said, code="65748")

    with pytest.raises(IntegrityError), transaction.atomic():
        AccountingCode.objects.create(**said, code="6574")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountingCode.objects.create(**said | {"kind": Kind.REPAID}, code="")


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "+33", "\t=cmd"])
def test_a_cell_is_never_a_formula(theo: Client, till: Till, fund: int, note: str) -> None:
    till.amend(envelope=fund, amount=euros(1), note=note)

    row = journal(theo, till.authority.slug, fund)[-1]

    assert row["Note"] == f"'{note}"


def test_a_reversal_names_the_act_it_takes_back(theo: Client, till: Till, fund: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), key="wrong")
    till.reverse(of="wrong")

    assert journal(theo, till.authority.slug, fund)[-1]["Annule l’acte"] == "wrong"


def test_the_journal_stops_at_the_day_asked(theo: Client, till: Till, fund: int) -> None:
    assert journal(theo, till.authority.slug, fund, au="2026-03-01") == []


def test_the_journal_of_an_unknown_envelope_is_refused_before_its_first_line(
    theo: Client, till: Till, fund: int
) -> None:
    response = theo.get(reverse("ledger:journal_csv", args=[till.authority.slug, fund + 1000]))

    assert response.status_code == 404


def test_debits_and_credits_of_the_journal_balance(theo: Client, till: Till, shared: int) -> None:
    till.reserve(envelope=shared, case=RENT, amount=euros("33.33"))
    till.commit(envelope=shared, case=RENT, amount=euros("20.01"))

    rows = journal(theo, till.authority.slug, shared)

    stands: dict[str, int] = {}
    for row in rows:
        cents = int(row["Montant"].replace(",", "")) * (1 if "," in row["Montant"] else 100)
        stands[row["De"]] = stands.get(row["De"], 0) - cents
        stands[row["Vers"]] = stands.get(row["Vers"], 0) + cents
    assert sum(stands.values()) == 0
    assert stands["Engagé, à payer"] == 2001
