"""The list as a spreadsheet, and the same spreadsheet read again against what it was.

Each row carries the key of its measure and its revision when it left. What a cell was then is what
it is now with the later changes of its field taken back (`WorkChange`); so a cell is changed, agreed
or in conflict without any copy of the export being kept.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from relance.plans.models import (
    CustomField,
    CustomValue,
    FieldKind,
    Measure,
    MeasureKind,
    MeasureRole,
    Plan,
    Priority,
    RoleOnMeasure,
    Status,
    Work,
    WorkChange,
)
from relance.plans.queries.running.leading import standing_for
from relance.plans.queries.running.sheet_report import CellChange, RowReport, SheetReport
from relance.plans.rules.exchange import Book, Cell, Row, write_book
from relance.plans.rules.exchange.book import BadFile, Layout, SheetLayout
from relance.plans.rules.exchange.recognise import read_book
from relance.plans.rules.running.cells import Verdict, judge
from relance.values.typography import NBSP, fold, short_date, squeeze

SHEET = "measures"
A_WORD = 200  # rows between two words of how far a reading is
SHOWN = {"key": "Clé", "rev": "Révision", "code": "Code", "title": "Mesure", "axis": "Axe"}
EDITED = {
    "status": "État déclaré",
    "reason": "Pourquoi",
    "priority": "Priorité",
    "starts_on": "Début prévu",
    "due_on": "Échéance de travail",
    "progress": "Avancement déclaré (%)",
    "weight": "Poids",
    "lead": "Pilote",
    "referent": "Élu référent",
    "working_title": "Intitulé de travail",
    "kind": "Nature",
}
DATES = ("starts_on", "due_on")
NUMBERS = ("progress", "weight")
LABELS: dict[str, dict[str, Any]] = {
    "status": {str(one.label): one.value for one in Status},
    "priority": {str(one.label): one.value for one in Priority},
    "kind": {str(one.label): one.value for one in MeasureKind},
}


def export_of(plan: Plan, measures: Sequence[int] | None, *, form: str) -> bytes:
    """The list as a file of `form` ("xlsx", "ods", "csv"); all measures without a choice."""
    state = _State(plan)
    book = Book()
    wanted = None if measures is None else set(measures)
    book.tables[SHEET] = [
        Row(number, state.row(one))
        for number, one in enumerate(state.measures, 1)
        if wanted is None or one.pk in wanted
    ]
    return write_book(book, state.layout, form=form)


def read_sheet(plan: Plan, content: bytes, told: Callable[[int, int], None] | None = None) -> SheetReport:
    """What the file would change, row by row; nothing is written. Raises BadFile for the whole file.

    `told`: called now and then with how many rows were looked at, of how many.
    """
    state = _State(plan)
    book = read_book(content, state.layout)
    report = SheetReport(unknown=list(book.unknown))
    columns = book.columns(SHEET)
    if "key" not in columns or "rev" not in columns:
        raise BadFile(
            f"Ce fichier n’a pas les colonnes «{NBSP}Clé{NBSP}» et «{NBSP}Révision{NBSP}». "
            "Partez d’un export de cette liste, et gardez-les."
        )
    state.load_changes([one.pk for one in (_touched_since(state, row) for row in book.rows(SHEET)) if one])
    seen: set[str] = set()
    rows = book.rows(SHEET)
    for place, row in enumerate(rows):
        if told is not None and place % A_WORD == 0:
            told(place, len(rows))
        key = str(row.cells.get("key") or "").strip()
        report.rows.append(_judged(state, row, key, seen))
        seen.add(key)
    report.missing = len(state.measures) - len({one.measure for one in report.rows if one.measure})
    return report


class _State:
    """All measures of a plan as their cells read, in a constant number of queries."""

    def __init__(self, plan: Plan) -> None:
        owner = plan.authority
        self.plan = plan
        self.custom = list(CustomField.objects.of(owner).filter(plan=plan))
        self.fields = EDITED | {f"custom:{one.pk}": one.name for one in self.custom}
        self.layout = Layout((SheetLayout(SHEET, "Mesures", SHOWN | self.fields),))
        self.measures = list(
            Measure.objects.of(owner)
            .filter(plan=plan, ended_by__isnull=True)
            .select_related("work", "axis")
            .order_by("order", "pk")
        )
        self.by_key = {str(one.key): one for one in self.measures}
        self.people: dict[tuple[int, str], str] = {}
        roles = MeasureRole.objects.of(owner).filter(
            measure__plan=plan,
            until__isnull=True,
            role__in=[RoleOnMeasure.LEAD, RoleOnMeasure.REFERENT],
        )
        for role in roles.select_related("contributor__merged_into"):
            self.people[role.measure_id, role.role] = standing_for(role.contributor).name
        self.values: dict[tuple[int, int], str] = {
            (measure, one): value
            for measure, one, value in CustomValue.objects.of(owner)
            .filter(field__plan=plan)
            .values_list("measure_id", "field_id", "value")
        }
        self.changes: dict[tuple[int, str], list[WorkChange]] = {}

    def row(self, measure: Measure) -> dict[str, Cell]:
        cells: dict[str, Cell] = {
            "key": str(measure.key),
            "rev": self.rev(measure),
            "code": measure.code,
            "title": measure.title,
            "axis": measure.axis.wording if measure.axis else "",
        }
        return cells | {name: self.words(measure, name) for name in self.fields}

    def rev(self, measure: Measure) -> int:
        work: Work | None = getattr(measure, "work", None)
        return work.rev if work else 0

    def words(self, measure: Measure, name: str) -> str:
        """What the cell of this field reads now."""
        if name in ("lead", "referent"):
            return self.people.get((measure.pk, name), "")
        if name.startswith("custom:"):
            return self.values.get((measure.pk, int(name.removeprefix("custom:"))), "")
        if name in ("working_title", "kind"):
            return _words(name, getattr(measure, name))
        work: Work = getattr(measure, "work", None) or Work(measure=measure)
        return _words(name, getattr(work, name))

    def load_changes(self, measures: Sequence[int]) -> None:
        """Changes of these measures, for `exported`; earliest first."""
        rows = WorkChange.objects.of(self.plan.authority).filter(measure__in=measures).order_by("pk")
        for one in rows:
            self.changes.setdefault((one.measure_id, one.field), []).append(one)

    def exported(self, measure: Measure, name: str, rev: int) -> str:
        """What the cell read when the measure was at this revision."""
        later = next((one for one in self.changes.get((measure.pk, name), ()) if one.rev > rev), None)
        if later is None:
            return self.words(measure, name)
        return later.told_before.removesuffix(f"{NBSP}%") if name == "progress" else later.told_before


def _touched_since(state: _State, row: Row) -> Measure | None:
    """The measure of a row that somebody changed after the export."""
    measure = state.by_key.get(str(row.cells.get("key") or "").strip())
    rev = _whole(row.cells.get("rev"))
    return measure if measure is not None and rev is not None and rev < state.rev(measure) else None


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in LABELS:
        return next(label for label, one in LABELS[name].items() if one == value)
    return short_date(value) if isinstance(value, date) else str(value)


def _judged(state: _State, row: Row, key: str, seen: set[str]) -> RowReport:
    title = str(row.cells.get("title") or "")[:200]
    measure = state.by_key.get(key)
    where = f"ligne {row.number}"
    if measure is None:
        said = "Cette clé n’est pas celle d’une mesure de ce plan." if key else "La clé manque."
        return RowReport(where, title, None, faults=(said,))
    if key in seen:
        return RowReport(
            where, measure.title, measure.pk, faults=("Cette mesure est deux fois dans le fichier.",)
        )
    rev = _whole(row.cells.get("rev"))
    if rev is None or not 0 <= rev <= state.rev(measure):
        return RowReport(
            where, measure.title, measure.pk, faults=("La révision manque, ou n’est pas celle d’un export.",)
        )
    changes: list[CellChange] = []
    conflicts: list[CellChange] = []
    faults: list[str] = []
    for name, header in state.fields.items():
        if name not in row.cells:
            continue
        try:
            sheet, value = read_cell(state, name, row.cells[name])
        except ValueError as error:
            faults.append(f"{row.where(name)}, {header}{NBSP}: {error}")
            continue
        current = state.words(measure, name)
        exported = state.exported(measure, name, rev)
        verdict = judge(exported=exported, current=current, sheet=sheet)
        if verdict in (Verdict.SAME, Verdict.AGREED):
            continue
        cell = CellChange(name, header, verdict, exported, current, sheet, value)
        (changes if verdict is Verdict.CHANGE else conflicts).append(cell)
    return RowReport(where, measure.title, measure.pk, tuple(changes), tuple(conflicts), tuple(faults))


def read_cell(state: "_State", name: str, raw: Cell) -> tuple[str, Any]:
    """A cell as its words would be exported, and the value for `change`. Raises ValueError in French."""
    text = raw if isinstance(raw, str) else _printed(raw)
    text = squeeze(text) if name != "reason" else text.strip()
    if name in DATES:
        day = _day(text)
        return (short_date(day) if day else "", day)
    if name in NUMBERS:
        number = _whole(text) if text else None
        if text and number is None:
            raise ValueError(f"«{NBSP}{text}{NBSP}» n’est pas un nombre entier.")
        if name == "progress" and number is not None and not 0 <= number <= 100:
            raise ValueError(f"l’avancement va de 0 à 100, pas {number}.")
        if name == "weight" and number is not None and not 1 <= number <= 10_000:
            raise ValueError(f"le poids va de 1 à 10000, pas {number}.")
        return ("" if number is None else str(number), number)
    if name in LABELS:
        return _label(name, text)
    if name.startswith("custom:"):
        return _custom(state, name, text)
    if name in ("lead", "referent", "working_title") and len(text) > 200:
        raise ValueError("ce texte dépasse 200 lettres.")
    return (text, text)


def _label(name: str, text: str) -> tuple[str, Any]:
    if not text:
        if name == "kind":
            return "", ""
        raise ValueError(f"une valeur est attendue ({', '.join(LABELS[name])}).")
    for label, value in LABELS[name].items():
        if fold(label) == fold(text):
            return label, value
    raise ValueError(f"«{NBSP}{text}{NBSP}» n’est pas un choix ({', '.join(LABELS[name])}).")


def _custom(state: "_State", name: str, text: str) -> tuple[str, Any]:
    one = next(one for one in state.custom if f"custom:{one.pk}" == name)
    if one.kind == FieldKind.DATE and text:
        day = _day(text)
        return (day.isoformat(), day.isoformat()) if day else ("", "")
    if one.kind == FieldKind.NUMBER and text:
        number = _whole(text)
        if number is None:
            raise ValueError(f"«{NBSP}{text}{NBSP}» n’est pas un nombre entier.")
        return str(number), str(number)
    allowed = one.choices if one.kind == FieldKind.CHOICE else ["oui", "non"]
    if one.kind in (FieldKind.CHOICE, FieldKind.YES_NO) and text and text not in allowed:
        raise ValueError(f"«{NBSP}{text}{NBSP}» n’est pas un choix ({', '.join(allowed)}).")
    return text, text


def _printed(raw: Cell) -> str:
    if raw is None:
        return ""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _day(text: str) -> date | None:
    if not text:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError(f"«{NBSP}{text}{NBSP}» n’est pas une date (31/12/2026).")


def _whole(raw: object) -> int | None:
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else None
    text = str(raw).replace("\u202f", "").replace("\u00a0", "").replace(" ", "").removesuffix("%")
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12 else None


def values_said(changes: Sequence[CellChange]) -> Mapping[str, Any]:
    """Field and value of each change of a row."""
    return {one.field: one.value for one in changes}
