"""Columns of the statement."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from relance.kernel.components import Link
from relance.ledger.actions import PlaceState, Ref
from relance.ledger.queries import Entry, Figures, Part, PlaceView
from relance.ledger.tables import entries_table, parts_table, waiting_table, years_table
from relance.values.money import Money
from relance.values.typography import Locale

HALF = Figures(voted=100, available=40, awarded=60, committed=50, paid=30, repaid=4, recovered=5)
WHOLE = Figures(voted=200, available=80, awarded=120, committed=100, paid=60, repaid=8, recovered=10)


def cents(minor: int) -> Money:
    return Money(minor, "EUR")


def entry(**said: object) -> Entry:
    usual: dict[str, object] = {
        "id": 1,
        "act": "Paiement",
        "act_key": "p",
        "effective_on": date(2026, 3, 2),
        "recorded_at": datetime(2026, 3, 2, tzinfo=UTC),
        "envelope": 1,
        "envelope_name": "Fonds",
        "year": None,
        "section": "Fonctionnement",
        "funder": "Ville",
        "source": "Engagé, à payer",
        "target": "Payé",
        "source_code": "",
        "target_code": "",
        "amount": cents(5),
        "case": Ref("award", "1"),
        "case_label": "Aide 1",
        "case_url": None,
        "cause": Ref("batch", "7"),
        "cause_label": "Lot 7",
        "cause_url": "/lots/7/",
        "by": "Théo",
        "note": "",
        "reverses": "",
    }
    return Entry(**usual | said)  # type: ignore[arg-type]  # as an entry is made of


def test_each_part_has_its_steps_and_what_came_back() -> None:
    table = parts_table("Financeurs", "Financeur", [Part("Ville", 1, HALF)], "EUR")

    assert table.rows[0].cells == ["Ville", *map(cents, (100, 60, 50, 30, 40)), cents(9)]
    assert [column.label for column in table.columns][-1] == "Revenu"
    assert table.totals == []


def test_the_whole_stands_at_the_foot() -> None:
    table = parts_table("Financeurs", "Financeur", [Part("Ville", 1, HALF)] * 2, "EUR", whole=WHOLE)

    assert table.totals[0].cells == ["Ensemble", *map(cents, (200, 120, 100, 60, 80)), cents(18)]


def test_a_part_links_to_its_own_statement_and_is_set_in_by_its_depth() -> None:
    parts = [Part("Fonds", 1, HALF), Part("Appel", 2, HALF, depth=2)]

    def link(part: Part) -> str:
        return "" if part.key == 1 else f"/{part.key}/"

    cells = [row.cells[0] for row in parts_table("Enveloppes", "Enveloppe", parts, "EUR", link=link).rows]

    assert cells == ["Fonds", Link("\u2003\u2003Appel", "/2/")]


def test_years_say_that_they_are_of_effect() -> None:
    table = years_table([Part("2026", 2026, HALF)], "EUR", HALF)

    assert table.note == "Mouvements de l’année, à leur date d’effet"


def test_an_entry_links_to_its_cause_and_names_its_case() -> None:
    cells = entries_table("Écritures", [entry()], Locale.FR).rows[0].cells

    assert cells[0] == "02/03/2026"
    assert cells[6:8] == ["Aide 1", Link("Lot 7", "/lots/7/")]


def test_an_entry_without_a_case_shows_none() -> None:
    cells = entries_table("Écritures", [entry(case=None, case_label="")], Locale.FR).rows[0].cells

    assert cells[6] is None


def test_dates_are_written_as_the_town_writes_them() -> None:
    cells = entries_table("Écritures", [entry()], Locale.FR_CA).rows[0].cells

    assert cells[0] == "2026-03-02"


def test_the_line_shows_rank_case_date_and_amount() -> None:
    moment = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # half past midnight in Paris
    place = PlaceView(
        "w", Ref("award", "1"), cents(500), moment, date(2026, 3, 2), PlaceState.WAITING, None, "", 3
    )

    (row,) = waiting_table([place], ZoneInfo("Europe/Paris"), Locale.FR).rows

    assert row.cells == [3, "aide 1", "01/03/2026", cents(500)]
