"""Reads the rows of a file against what the authority has: values, references, faults.

Nothing is written here. Each row becomes a `Pending`: the object to save, new or known, and
what would change.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Field

from relance.directory.models import Organisation
from relance.kernel.models import Authority
from relance.plans.actions.exchange.report import Change, Fault
from relance.plans.models import DocumentText, Measure, MeasurePartner, Plan, SourceDocument
from relance.plans.models.parts import Keyed
from relance.plans.queries.exchange.spec import BY_NAME, Column, TableSpec
from relance.plans.queries.exchange.values import BadCell, Kind, read, written
from relance.plans.rules.exchange import Book, Cell, Row
from relance.values.typography import NBSP, fold

OF_PARTNER = ("organisation", "acronym")
IN_A_PLAN = ("axes", "measures", "partners", "amounts", "parameters", "findings")


@dataclass(slots=True)
class Pending:
    """A row on its way in. `values` are by column; `row` is the object, already given its fields.

    `is_twin`: the authority has it under another key, by another way; what it says of it stays.
    """

    table: TableSpec
    source: Row
    key: UUID
    row: Any
    is_new: bool
    is_twin: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, cause: str, column: str | None = None) -> None:
        header = self.table.column(column).header if column else ""
        at = self.source.where(column)
        where = f"{self.table.title}, {at}" if "!" not in at else at
        if column and "!" not in at:
            where = f"{where}, {header}"
        self.faults.append(Fault(where, cause))

    @property
    def label(self) -> str:
        said = self.values
        for name in ("working_title", "quote", "paraphrase", "title", "organisation", "meaning", "wording"):
            if said.get(name):
                return " ".join(str(said[name]).split())[:80]
        return str(self.row.key)[:8]


class Desk:
    """Everything that rows may refer to: those of the file, and those of the plan already here."""

    def __init__(self, authority: Authority, at: datetime) -> None:
        self.authority = authority
        self.at = at
        self.plan: Plan | None = None
        self.pending: dict[str, list[Pending]] = {}
        self.known: dict[str, dict[UUID, Any]] = {}
        self.by_key: dict[str, dict[UUID, Any]] = {}
        self._named: dict[str, dict[str, dict[int, Any]]] = {}

    def load(self, table: TableSpec) -> None:
        """What the authority has already of a table, by key."""
        # Rows of other plans too: their keys are taken.
        rows: Any = table.model.objects.of(self.authority)
        if table.name in IN_A_PLAN:
            rows = rows.select_related("source", *_related(table)).defer("source__text")
        self.known[table.name] = {row.key: row for row in rows}

    def resolve(self, table: str, said: str) -> Any | None:
        """The row that a cell refers to: by key, or by what people call it; None when there is none."""
        try:
            key: UUID | None = UUID(said.strip())
        except ValueError:
            key = None
        if key is not None:
            found = self.by_key.get(table, {}).get(key)
            if found is None:
                found = self.known[table].get(key)
            return found if found is not None and (found.pk is None or self.is_of_plan(found)) else None
        matching = self._index(table).get(fold(said), {})
        return next(iter(matching.values())) if len(matching) == 1 else None

    def name(self, table: str, row: Any) -> None:
        """Let the row be found by what people call it."""
        for called in _names(row):
            self._index(table).setdefault(called, {})[id(row)] = row

    def _index(self, table: str) -> dict[str, dict[int, Any]]:
        """Rows by what people call them; those of the plan that are here already come first."""
        if table not in self._named:
            self._named[table] = {}
            for row in self.known[table].values():
                if self.is_of_plan(row):
                    self.name(table, row)
        return self._named[table]

    def is_of_plan(self, row: Any) -> bool:
        """Whether a known row is of this plan; documents and texts are of the authority."""
        if isinstance(row, SourceDocument | DocumentText):
            return True
        return self.plan is not None and plan_of(row) == self.plan.pk


def plan_of(row: Any) -> int | None:
    """The plan of a row, through its measure where it has no plan of its own."""
    if hasattr(row, "plan_id"):
        found: int | None = row.plan_id
        return found
    measure: Measure = row.measure
    return measure.plan_id


def read_rows(desk: Desk, book: Book, table: TableSpec) -> list[Pending]:
    """The rows of one table, read and compared with what is here."""
    desk.load(table)
    columns = book.columns(table.name)
    seen: dict[UUID, str] = {}
    found: list[Pending] = []
    desk.pending[table.name] = found
    for row in book.rows(table.name):
        pending = _start(desk, table, row)
        if pending.key in seen:
            pending.fault(f"Cette clé est déjà celle de {seen[pending.key]}.", "key")
        seen[pending.key] = row.where("key")
        desk.by_key.setdefault(table.name, {})[pending.key] = pending.row
        found.append(pending)
    for pending in found:
        if not pending.faults:
            _fill(desk, pending, columns)
            desk.name(table.name, pending.row)
    return found


def _start(desk: Desk, table: TableSpec, row: Row) -> Pending:
    """The object of a row: the one with its key, the same document under another key, or a new one."""
    cause = ""
    try:
        key = read(Kind.KEY, row.cells.get("key"))
    except BadCell as bad:
        key, cause = None, str(bad)
    known = desk.known[table.name].get(key) if key else _twin(desk, table, row)
    if known is None and key and table.name in ("documents", "texts"):
        known = _twin(desk, table, row)
    is_new = known is None
    made = known or table.model(authority=desk.authority, key=key or uuid4())
    pending = Pending(table, row, key or made.key, made, is_new, is_twin=made.key != (key or made.key))
    if cause:
        pending.fault(cause, "key")
    elif (
        known is not None and table.name not in ("documents", "texts", "plan") and not desk.is_of_plan(known)
    ):
        pending.fault("Cette clé est celle d’une ligne d’un autre plan.", "key")
    return pending


def _twin(desk: Desk, table: TableSpec, row: Row) -> Any | None:
    """The same file, or the same reading of it, that came here by another way."""
    if table.name == "documents":
        digest = row.cells.get("sha256")
        return next(
            (one for one in desk.known["documents"].values() if digest and one.sha256 == digest), None
        )
    if table.name == "texts":
        said = row.cells.get("document")
        document = desk.resolve("documents", str(said)) if said else None
        for one in desk.known["texts"].values():
            same = document is not None and one.document_id == document.pk and document.pk is not None
            if same and one.reader_version == row.cells.get("reader_version"):
                return one
    return None


def _fill(desk: Desk, pending: Pending, columns: set[str]) -> None:
    """Read every cell of a row and set what it says on its object."""
    for column in pending.table.columns:
        if column.name == "key" or (column.name not in columns and not _is_missed(pending, column)):
            continue
        cell = pending.source.cells.get(column.name)
        try:
            value = _value(desk, column, cell)
        except BadCell as bad:
            pending.fault(str(bad), column.name)
            continue
        if column.required and value in (None, ""):
            pending.fault(f"«{NBSP}{column.header}{NBSP}» est attendu.", column.name)
            continue
        limit = _limit(pending.table.model, column)
        if limit and isinstance(value, str) and len(value) > limit:
            pending.fault(f"{len(value)} caractères, {limit} au plus sont acceptés.", column.name)
            continue
        _set(pending, column, value)


def _is_missed(pending: Pending, column: Column) -> bool:
    """Whether a column that the file does not have at all is needed for this row."""
    if not (pending.is_new and column.required):
        return False
    if isinstance(pending.row, MeasurePartner) and column.name in OF_PARTNER:
        return True
    return not _field(pending.table.model, column).has_default()


def _value(desk: Desk, column: Column, cell: Cell) -> Any:
    value = read(column.kind, cell, column.choices)
    if column.kind is not Kind.REFERENCE or not value:
        return value or None if column.kind is Kind.REFERENCE else value
    found = desk.resolve(column.to, value)
    if found is None:
        title = BY_NAME[column.to].title
        raise BadCell(
            f"«{NBSP}{value[:60]}{NBSP}» n’est pas, ou pas une seule fois, dans «{NBSP}{title}{NBSP}»."
        )
    return found


def _set(pending: Pending, column: Column, value: Any) -> None:
    """Give the object the value; a fixed field of a known row keeps its own or is a fault."""
    name, row = column.name, pending.row
    pending.values[name] = value
    if pending.is_twin and name != "text":
        return
    if isinstance(row, MeasurePartner) and name in OF_PARTNER:
        _set_organisation(pending, column, value)
        return
    if pending.is_new:
        if value is not None or _nullable(pending.table.model, column):
            setattr(row, name, value)
        return
    before = getattr(row, name)
    if before == value or (column.fixed and value in (None, "", [])):
        return
    if column.fixed:
        if name == "quote" and row.source_id:
            pending.fault("Le texte publié ne change pas. Mettez le vôtre dans l’intitulé de travail.", name)
        elif name not in ("read_at", "warnings", "page_starts"):
            pending.fault(
                f"Ce champ ne change pas{NBSP}: il vaut «{NBSP}{_shown(column, before)}{NBSP}».", name
            )
        return
    pending.changes.append(Change(column.header, _shown(column, before), _shown(column, value)))
    pending.changed.append(name)
    setattr(row, name, value)


def _set_organisation(pending: Pending, column: Column, value: str) -> None:
    """Organisations are found or entered when the row is saved; here only compared."""
    if pending.is_new:
        return
    organisation: Organisation = pending.row.organisation
    before = organisation.name if column.name == "organisation" else organisation.acronym
    if column.name == "organisation" and fold(before) != fold(value):
        pending.changes.append(Change(column.header, before, value))
        pending.changed.append("organisation")


def _shown(column: Column, value: Any) -> str:
    if isinstance(value, Keyed):
        return " ".join(str(value).split())[:80]
    if column.choices is not None and value:
        return str(column.choices(value).label)
    cell = written(column.kind, value)
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    return "" if cell is None else str(cell)[:200]


def _limit(model: type[Keyed], column: Column) -> int | None:
    if column.name in OF_PARTNER and model is MeasurePartner:
        return 300 if column.name == "organisation" else 40
    limit: int | None = _field(model, column).max_length
    return limit


def _nullable(model: type[Keyed], column: Column) -> bool:
    return _field(model, column).null


def _field(model: type[Keyed], column: Column) -> "Field[Any, Any]":
    field = model._meta.get_field(column.name)
    if not isinstance(field, Field):
        raise LookupError(f"{model._meta.label}.{column.name} is no column")
    return field


def _related(table: TableSpec) -> list[str]:
    names = [column.name for column in table.columns if column.to and column.name != "source"]
    return [*names, *(["organisation"] if table.model is MeasurePartner else [])]


def _names(row: Any) -> set[str]:
    """What people may call a row: its code, its printed number, its words."""
    named = (
        getattr(row, name, "") for name in ("code", "number", "working_title", "quote", "paraphrase", "title")
    )
    return {fold(name) for name in named if name}
