"""Exports a plan whole: its rows as cells, and as a file in one of three formats."""

from typing import Any

from django.db.models import Q

from relance.plans.models import (
    AidParameter,
    AnnouncedAmount,
    Axis,
    DocumentText,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
    SourceDocument,
)
from relance.plans.models.parts import Keyed
from relance.plans.queries.exchange.spec import LAYOUT, TABLES, Column, TableSpec
from relance.plans.queries.exchange.values import Kind, written
from relance.plans.rules.exchange import Book, Cell, Row, write_book

FORMS = {
    "json": ("application/json", "json"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    "csv": ("application/zip", "zip"),
}


def export_plan(plan: Plan, *, form: str) -> bytes:
    """The plan as a file; `form` is a key of FORMS. The caller has checked the reader's right."""
    return write_book(book_of(plan), LAYOUT, form=form)


def book_of(plan: Plan) -> Book:
    """Every row of the plan, in a number of queries that its size does not change."""
    book = Book()
    rows = rows_of(plan)
    for table in TABLES:
        made = [_row(table, row, number) for number, row in enumerate(rows[table.name], 1)]
        book.tables[table.name] = made
    return book


def rows_of(plan: Plan) -> dict[str, list[Any]]:
    """The rows of the plan by table, references loaded."""
    owner = plan.authority

    rows: dict[str, list[Any]] = {
        "plan": [plan],
        "axes": list(Axis.objects.of(owner).filter(plan=plan).select_related("source").defer("source__text")),
        "measures": list(
            Measure.objects.of(owner)
            .filter(plan=plan, ended_by__isnull=True)
            .select_related("source", "axis", "parent")
            .defer("source__text")
        ),
        "partners": list(
            MeasurePartner.objects.of(owner)
            .filter(measure__plan=plan, measure__ended_by__isnull=True)
            .select_related("source", "measure", "organisation")
            .defer("source__text")
            .order_by("measure__order", "role", "pk")
        ),
        "amounts": list(
            AnnouncedAmount.objects.of(owner)
            .filter(plan=plan, ended_by__isnull=True)
            .select_related("source", "measure", "axis")
            .defer("source__text")
        ),
        "parameters": list(
            AidParameter.objects.of(owner)
            .filter(measure__plan=plan, measure__ended_by__isnull=True)
            .select_related("source", "measure")
            .defer("source__text")
            .order_by("measure__order", "order", "pk")
        ),
        "findings": list(
            Finding.objects.of(owner)
            .filter(Q(measure__isnull=True) | Q(measure__ended_by__isnull=True), plan=plan)
            .select_related("source", "measure", "axis")
            .defer("source__text")
        ),
    }
    sources = {
        row.source_id for name, some in rows.items() if name != "plan" for row in some if row.source_id
    }
    texts = list(DocumentText.objects.of(owner).filter(pk__in=sources).select_related("document"))
    documents = {text.document_id for text in texts} | ({plan.document_id} if plan.document_id else set())
    rows["texts"] = texts
    rows["documents"] = list(SourceDocument.objects.of(owner).filter(pk__in=documents).order_by("pk"))
    return rows


def _row(table: TableSpec, row: Keyed, number: int) -> Row:
    return Row(number, {column.name: cell_of(row, column) for column in table.columns})


def cell_of(row: Any, column: Column) -> Cell:
    """The cell of one column of a row."""
    if column.kind is Kind.REFERENCE:
        other: Keyed | None = getattr(row, column.name)
        return None if other is None else str(other.key)
    if isinstance(row, MeasurePartner) and column.name in ("organisation", "acronym"):
        return row.organisation.name if column.name == "organisation" else row.organisation.acronym
    return written(column.kind, getattr(row, column.name))
