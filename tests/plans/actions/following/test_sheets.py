"""Values of indicators by spreadsheet: tried first, told row by row, the same twice."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from relance.kernel.errors import Refused
from relance.plans.actions.following.sheets import Outcome, SheetReport, take_values
from relance.plans.models import IndicatorValue, Plan
from relance.plans.queries.following.sheets import values_workbook
from relance.plans.rules.exchange.book import BadFile
from tests.plans import follow
from tests.plans.build import AT
from tests.support.cast import Cast

COLUMNS = {"territory": 5, "value": 7, "missing": 8, "note": 9, "evidence": 10}


@pytest.fixture
def filled(cast: Cast, plan: Plan) -> Callable[..., bytes]:
    """The workbook of an indicator over three years, with cells changed: {(line, column): value}."""
    follow.years(follow.indicator(plan))

    def workbook(cells: dict[tuple[int, str], Any], **more: Any) -> bytes:
        book = load_workbook(io.BytesIO(values_workbook(plan)))
        page = book["Valeurs"]
        for (line, column), value in cells.items():
            page.cell(line, COLUMNS[column]).value = value
        for title, value in more.items():
            page.cell(1, int(title.removeprefix("c"))).value = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return workbook


def taken(cast: Cast, plan: Plan, content: bytes, *, dry_run: bool = False) -> SheetReport:
    return take_values(plan=plan, content=content, by=cast.alice, at=AT, dry_run=dry_run)


def outcomes(report: SheetReport) -> list[str]:
    return [row.outcome.name for row in report.rows]


def test_a_filled_cell_becomes_a_value_that_waits(cast: Cast, plan: Plan, filled: Any) -> None:
    content = filled({(2, "value"): "21,5", (3, "value"): 20, (4, "value"): 19.5, (2, "note"): "Relevé"})

    report = taken(cast, plan, content)

    assert outcomes(report) == ["NEW", "NEW", "NEW"]
    rows = IndicatorValue.objects.of(cast.valmont).order_by("pk")
    assert [(one.minor, one.state) for one in rows] == [
        (215, "proposed"),
        (200, "proposed"),
        (195, "proposed"),
    ]
    assert report.written == 3


def test_a_trial_writes_nothing_and_says_the_same(cast: Cast, plan: Plan, filled: Any) -> None:
    content = filled({(2, "value"): "21,5", (3, "value"): "beaucoup"})

    report = taken(cast, plan, content, dry_run=True)

    assert outcomes(report) == ["NEW", "WRONG", "EMPTY"]
    assert not IndicatorValue.objects.of(cast.valmont).exists()
    assert outcomes(taken(cast, plan, content)) == ["NEW", "WRONG", "EMPTY"]


def test_the_same_file_twice_changes_nothing(cast: Cast, plan: Plan, filled: Any) -> None:
    content = filled({(2, "value"): "21,5"})
    taken(cast, plan, content)

    again = taken(cast, plan, content)

    assert outcomes(again) == ["SAME", "EMPTY", "EMPTY"]
    assert again.written == 0


def test_our_own_workbook_read_back_changes_nothing(cast: Cast, plan: Plan, filled: Any) -> None:
    taken(cast, plan, filled({(2, "value"): "21,5", (3, "missing"): "Relevé reporté"}))

    again = taken(cast, plan, values_workbook(plan))

    assert outcomes(again) == ["SAME", "SAME", "EMPTY"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({(2, "value"): "beaucoup"}, "n’est pas un nombre"),
        ({(2, "value"): "21,55"}, "trop de décimales"),
        ({(2, "value"): "1", (2, "missing"): "Relevé"}, "pas les deux"),
        ({(2, "value"): "1", (2, "evidence"): "javascript:alert(1)"}, "adresse complète"),
        ({(2, "missing"): "x" * 301}, "300 lettres"),
    ],
)
def test_a_wrong_row_names_its_cell_and_what_was_allowed(
    cast: Cast, plan: Plan, filled: Any, cells: dict[tuple[int, str], Any], message: str
) -> None:
    report = taken(cast, plan, filled(cells))

    wrong = report.rows[0]
    assert wrong.outcome is Outcome.WRONG
    assert message in wrong.message
    assert wrong.where.startswith("Valeurs!")
    assert wrong.where.endswith("2")


def test_a_row_of_an_unknown_indicator_or_period_is_named(cast: Cast, plan: Plan, filled: Any) -> None:
    book = load_workbook(io.BytesIO(filled({(2, "value"): "1", (3, "value"): "1"})))
    book["Valeurs"].cell(2, 1).value = "inconnu"
    book["Valeurs"].cell(3, 3).value = "bientôt"
    out = io.BytesIO()
    book.save(out)

    report = taken(cast, plan, out.getvalue())

    assert outcomes(report) == ["WRONG", "WRONG", "EMPTY"]
    assert "«\u00a0inconnu\u00a0» n’a pas de période" in report.rows[0].message


def test_the_same_row_twice_is_refused_the_second_time(cast: Cast, plan: Plan, filled: Any) -> None:
    book = load_workbook(io.BytesIO(filled({(2, "value"): "1"})))
    page = book["Valeurs"]
    page.append([cell.value for cell in page[2]])
    page.cell(page.max_row, COLUMNS["value"]).value = "2"
    out = io.BytesIO()
    book.save(out)

    report = taken(cast, plan, out.getvalue())

    assert report.rows[-1].message == "Cette ligne vient deux fois."
    assert report.written == 1


def test_a_locked_period_takes_nothing(cast: Cast, plan: Plan, filled: Any) -> None:
    from relance.plans.actions.following.indicators import lock
    from relance.plans.models import IndicatorPeriod

    content = filled({(2, "value"): "21,5"})
    lock(period=IndicatorPeriod.objects.of(cast.valmont).order_by("starts")[0], by=cast.alice, at=AT)

    report = taken(cast, plan, content)

    assert report.rows[0].message == "Cette période est verrouillée."


def test_a_column_that_we_do_not_know_is_named(cast: Cast, plan: Plan, filled: Any) -> None:
    report = taken(cast, plan, filled({}, c12="Humeur"))

    assert report.unknown == ("feuille Valeurs, colonne Humeur",)


def test_what_is_no_workbook_of_ours_is_refused(cast: Cast, plan: Plan) -> None:
    with pytest.raises(BadFile):
        taken(cast, plan, b"PK\x03\x04 broken")
    with pytest.raises(BadFile, match="Valeurs"):
        taken(cast, plan, values_workbook(plan))


def test_only_editors_send_a_workbook(cast: Cast, plan: Plan, filled: Any) -> None:
    with pytest.raises(Refused):
        take_values(plan=plan, content=filled({}), by=cast.bob, at=AT, dry_run=True)
