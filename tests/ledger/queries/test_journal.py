"""The rows behind the figures, and from a row to its cause."""

from collections.abc import Collection, Mapping
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relance.directory.models import Organisation
from relance.kernel import panels
from relance.kernel.models import Authority
from relance.ledger import queries
from relance.ledger.actions import Kind, Ref
from relance.ledger.models import AccountingCode, Nature, Section
from relance.ledger.queries import Basis, Cut, cut
from relance.ledger.queries.journal import behind, entries
from tests.ledger.books import DAY, RENT, VOTE, Till, euros


@pytest.fixture
def now(till: Till) -> Cut:
    return cut(on=DAY, basis=Basis.KNOWN, zone=till.authority.zone)


@pytest.fixture
def known_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody above knows where deliberations are shown."""

    def addresses(authority: Authority, keys: Collection[str]) -> Mapping[str, panels.Address]:
        return {key: panels.Address(f"/deliberations/{key}/", f"Délibération {key}") for key in keys}

    def awards(authority: Authority, keys: Collection[str]) -> Mapping[str, panels.Address]:
        return {key: panels.Address(f"/aides/{key}/", f"Aide {key}") for key in keys}

    monkeypatch.setattr(panels, "_addresses", {"deliberation": addresses, "award": awards})


def test_a_row_leads_to_its_cause(till: Till, fund: int, now: Cut, known_cause: None) -> None:
    (entry,) = queries.journal(till.authority, fund, now)

    assert entry.cause_url == "/deliberations/2026-12/"
    assert entry.cause_label == "Délibération 2026-12"


def test_a_row_leads_to_its_case(till: Till, fund: int, now: Cut, known_cause: None) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10))

    entry = list(queries.journal(till.authority, fund, now))[-1]

    assert (entry.case_url, entry.case_label) == ("/aides/loyer-1/", "Aide loyer-1")


def test_a_cause_that_nobody_shows_is_still_named(till: Till, fund: int, now: Cut) -> None:
    (entry,) = queries.journal(till.authority, fund, now)

    assert (entry.cause_url, entry.cause_label) == (None, "délibération 2026-12")


def test_an_entry_says_all_that_a_treasurer_asks(till: Till, fund: int, now: Cut) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), note="Bordereau 4", key="r")

    entry = list(queries.journal(till.authority, fund, now))[-1]

    assert (entry.act, entry.act_key, entry.by, entry.note) == ("Réservation", "r", "Théo", "Bordereau 4")
    assert (entry.source, entry.target) == ("Disponible", "Aides accordées, à engager")
    assert (entry.funder, entry.amount, entry.case) == ("Valmont-sur-Ouvèze", euros(10), RENT)


def test_codes_are_those_the_authority_gave_and_no_others(till: Till, fund: int, now: Cut) -> None:
    AccountingCode.objects.create(
        authority=till.authority,
        kind=Kind.VOTED,
        section=Section.OPERATING,
        nature=Nature.GRANT,
        code="65748",
    )

    (entry,) = queries.journal(till.authority, fund, now)

    assert (entry.source_code, entry.target_code) == ("65748", "")


def test_the_journal_is_read_in_portions_in_the_order_of_recording(till: Till, fund: int, now: Cut) -> None:
    for number in range(7):
        till.amend(envelope=fund, amount=euros(1), key=f"a{number}")

    whole = list(queries.journal(till.authority, fund, now, at_once=3))

    assert [entry.act_key for entry in whole][1:] == [f"a{number}" for number in range(7)]


def test_the_journal_of_a_day_leaves_out_what_came_later(till: Till, fund: int) -> None:
    before = cut(on=date(2026, 3, 1), basis=Basis.KNOWN, zone=till.authority.zone)

    assert list(queries.journal(till.authority, fund, before)) == []


def test_rows_behind_a_figure_are_those_that_changed_it(till: Till, fund: int, now: Cut) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), key="r")
    till.commit(envelope=fund, case=RENT, amount=euros(4), key="c")

    awarded = behind(till.authority, fund, now, [Kind.RESERVED, Kind.COMMITTED])
    committed = behind(till.authority, fund, now, [Kind.COMMITTED])

    assert [row.act_key for row in awarded.page(1)] == ["r"]  # committing what is awarded changes no sum
    assert [row.act_key for row in committed.page(1)] == ["c"]


def test_the_whole_shows_rows_of_sub_envelopes_and_each_its_own(
    till: Till, fund: int, town: Organisation, now: Cut
) -> None:
    child = till.open(name="Quartier", shares={town: 1}, odd_to=town, parent=fund)
    grandchild = till.open(shares={town: 1}, odd_to=town, parent=child)
    till.allot(envelope=fund, to=child, amount=euros(5), key="a")
    till.allot(envelope=child, to=grandchild, amount=euros(2), key="b")

    def keys(envelope: int) -> list[str]:
        return [entry.act_key for entry in queries.latest(till.authority, envelope, now)]

    assert keys(fund) == ["b", "b", "a", "a", "vote-2"]
    assert keys(child) == ["b", "b", "a"]
    assert keys(grandchild) == ["b"]


def test_a_case_and_a_cause_find_all_their_rows(till: Till, fund: int, shared: int) -> None:
    till.reserve(envelope=fund, case=RENT, amount=euros(10), key="r")
    till.commit(envelope=fund, case=RENT, amount=euros(10), key="c")

    assert [entry.act_key for entry in queries.of_case(till.authority, RENT)] == ["r", "c"]
    assert len(queries.of_cause(till.authority, VOTE)) == 3
    assert queries.of_case(till.authority, Ref("award", "unknown")) == []


def test_many_rows_take_no_more_queries_than_one(till: Till, fund: int, now: Cut) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            entries(till.authority, behind(till.authority, fund, now, [Kind.AMENDED]).page(1).object_list)
        return len(seen)

    till.amend(envelope=fund, amount=euros(1))
    few = count()
    for _ in range(5):
        till.amend(envelope=fund, amount=euros(1))

    assert count() == few
