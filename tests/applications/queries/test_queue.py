"""The queue filters, sorts, shows who holds what, in a constant number of queries."""

from typing import Any

import pytest

from relance.applications import actions
from relance.applications.models import BankDetails, Piece
from relance.applications.queries.alerts import alerts
from relance.applications.queries.queue import Filter, counts, queue
from relance.applications.rules.alerts import AlertKind
from relance.kernel import files
from relance.kernel.sealing import keyed_digest, seal
from tests.applications.build import Fund, many


def numbers(rent: Fund, sort: str = "", **wanted: Any) -> list[str]:
    return [one.number for one in queue(rent.instructor, rent.authority, Filter.read(wanted), sort)]


def test_drafts_are_not_there(rent: Fund) -> None:
    rent.draft()
    (row,) = many(rent, 1)

    assert numbers(rent) == [row.number]


def test_each_filter_keeps_what_it_says(rent: Fund) -> None:
    waiting, held, proposed = rent.submitted(), rent.taken(), rent.proposed(headcount=4)
    everything = {one.number for one in (waiting, held, proposed)}

    assert set(numbers(rent)) == everything
    assert numbers(rent, state="submitted") == [waiting.number]
    assert numbers(rent, held="nobody") == [waiting.number]
    assert set(numbers(rent, held="me")) == {held.number, proposed.number}
    assert numbers(rent, held="others") == []
    assert numbers(rent, proposed="accepted") == [proposed.number]
    assert set(numbers(rent, without=("proposition",))) == {waiting.number, held.number}
    assert set(numbers(rent, verdict="eligible")) == everything
    assert numbers(rent, without=("reponse",)) == []
    assert set(numbers(rent, call=rent.call.pk)) == everything
    assert numbers(rent, call=rent.call.pk + 1) == []


def test_words_find_a_number_a_firm_and_a_name(rent: Fund) -> None:
    row = rent.submitted(applicant="Boulangerie de l’Écluse", number="732 829 320")
    rent.submitted()

    for words in (row.number.lower(), "732829320", "73282932000074", "ecluse boulang"):
        assert numbers(rent, words=words) == [row.number], words


def test_the_queue_sorts_both_ways(rent: Fund) -> None:
    first, second = rent.submitted(), rent.submitted(monthly_rent="400 EUR/month")

    assert numbers(rent, "montant") == [second.number, first.number]
    assert numbers(rent, "-montant") == [first.number, second.number]
    assert numbers(rent, "-depot") == [second.number, first.number]
    assert numbers(rent, "nonsense") == [first.number, second.number]


def test_the_queue_costs_one_query(rent: Fund, django_assert_num_queries: Any) -> None:
    many(rent, 12)

    with django_assert_num_queries(1):
        for one in queue(rent.instructor, rent.authority, Filter()):
            assert "" not in (one.identity.name, one.version.currency, one.call.title)


def test_a_conflict_of_interest_leaves_no_trace_in_queue_and_counts(rent: Fund) -> None:
    row, other = rent.submitted(), rent.submitted()
    actions.declare_conflict(
        application=row, account=rent.instructor, why="", by=rent.instructor, at=rent.later()
    )

    assert numbers(rent) == [other.number]
    assert numbers(rent, words=row.number) == []
    assert counts(rent.instructor, rent.authority)["submitted"] == 1
    assert counts(rent.decider, rent.authority)["submitted"] == 2


def test_a_filter_is_kept_and_read_again() -> None:
    wanted = Filter(call=3, state="submitted", without=("titulaire",))

    assert Filter.read(wanted.as_json()) == wanted
    assert Filter.read({"unknown": 1}) == Filter()


def found(rent: Fund, row: Any) -> dict[AlertKind, tuple[str, ...]]:
    return {one.kind: one.numbers for one in alerts(row, rent.instructor)}


def test_a_firm_that_applied_twice_is_said(rent: Fund) -> None:
    first = rent.submitted(number="732829320")
    second = rent.submitted(number="73282932000074")

    assert found(rent, second) == {AlertKind.SAME_APPLICANT: (first.number,)}


def test_one_account_for_two_firms_is_said_and_never_shown(rent: Fund) -> None:
    first, second = rent.submitted(), rent.submitted()
    for row in (first, second):
        BankDetails.objects.create(
            authority=rent.authority,
            application=row,
            kind="iban",
            sealed=seal("FR7630006000011234567890189"),
            masked="FR76 •••• 0189",
            digest=keyed_digest("FR7630006000011234567890189", purpose="account"),
            given_at=rent.now,
        )

    assert found(rent, first) == {AlertKind.SAME_ACCOUNT: (second.number,)}
    assert "30006" not in str(alerts(first, rent.instructor))


def test_one_file_sent_twice_is_said(rent: Fund) -> None:
    first, second = rent.submitted(), rent.submitted()
    kept = files.store(authority=rent.authority, by=None, name="bail.txt", content=b"bail", at=rent.now)
    for row in (first, second):
        Piece.objects.create(
            authority=rent.authority, application=row, kind="lease", label="Bail", name="bail.txt", file=kept,
            sha256=kept.sha256, size=4, sent_at=rent.now,
        )  # fmt: skip

    assert found(rent, second) == {AlertKind.SAME_FILE: (first.number,)}


@pytest.mark.parametrize("hidden", [True, False])
def test_a_file_that_one_may_not_see_is_counted_and_not_named(rent: Fund, hidden: bool) -> None:
    first = rent.submitted(number="732829320")
    second = rent.submitted(number="732829320")
    if hidden:
        actions.declare_conflict(
            application=first,
            account=rent.instructor,
            why="",
            by=rent.instructor,
            at=rent.later(),
            whole_applicant=False,
        )

    (alert,) = alerts(second, rent.instructor)

    assert (alert.numbers == ()) is hidden
    assert (first.number in alert.text) is not hidden
