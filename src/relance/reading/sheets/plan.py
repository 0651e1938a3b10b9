"""Rows under named columns become actions, sub-actions, problems and rows left aside."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from relance.reading.columns import Field, field_of, folded_name
from relance.reading.document import Block, BlockKind, Document
from relance.reading.sheets.cells import amount_of, day_of, is_unsaid, listed, yes_or_no
from relance.reading.sheets.types import Action, Amount, Funding, PlanSheet, Problem, Skipped, Value
from relance.values import dates, typography
from relance.values.horizon import BadHorizon, Horizon, Precision

_SHEETS = frozenset({"xlsx", "ods", "csv"})
# Beside a title, one of these makes a table a plan and not a list of anything.
_PLAN_FIELDS = frozenset(
    {
        Field.AXIS,
        Field.SUB_AXIS,
        Field.SUB_ACTION,
        Field.LEAD,
        Field.PERSON,
        Field.SERVICE,
        Field.HORIZON,
        Field.START,
        Field.END,
        Field.BUDGET,
        Field.PARTNERS,
        Field.FUNDER,
        Field.OBJECTIVES,
        Field.STATUS,
    }
)
_STAND_INS = (Field.OBJECTIVES, Field.DESCRIPTION)
_AXES = (Field.AXIS, Field.SUB_AXIS, Field.SUB_SUB_AXIS)
_HINT = re.compile(
    r"champs? (?:texte|num[ée]rique|date|binaire|liste)|(?:➔|->)|saisissez|indiquez|indiquer|choisissez"
    r"|ren?seigne[zr]|pr[ée]sentez|utilisez|cr[ée]ez|pr[ée]cisez|s[ée]lectionnez|texte court|ce champ "
    r"|ces informations devront|si vos ",
    re.I,
)
# Instructions stand right under the header.
_HINT_ROWS = 12
_VAGUE = re.compile(r"nom|libelle|designation|titre|intitule|enonce|projets?|operations?|fiches?")
_TOTAL = re.compile(r"(?:sous-)?tota(?:l|ux)\b", re.I)
# Orders that a template leaves in the cells themselves.
_LEFT_IN = re.compile(
    r"ces informations devront|ce champ ne sera pas|(?:➔|->) ?(?:utilisez|s[ée]parez)", re.I
)

# The same axes and names come back on thousands of rows.
fold = lru_cache(maxsize=10_000)(typography.fold)
_T = TypeVar("_T")
Columns = Mapping[int, Field]


def read_plan_sheet(document: Document) -> PlanSheet | None:
    """The actions of a plan spreadsheet, or None when the document is none.

    A table is a plan when it names a column of titles (action, mesure, projet…) and at
    least one of axis, lead, partner, dates, budget, status… Pure.
    """
    if document.format not in _SHEETS:
        return None
    plans = []
    for rows in _tables(document).values():
        columns = _columns(rows)
        if Field.TITLE in columns.values() and _is_plan(columns, rows):
            plans.append((columns, rows))
    if not plans:
        return None
    reader = _Reader(document.text)
    for columns, rows in plans:
        reader.table(columns, rows)
    return PlanSheet(
        title=_title(document),
        actions=tuple(reader.actions),
        problems=tuple(reader.problems),
        skipped=tuple(reader.skipped),
    )


def _is_plan(columns: Columns, rows: Sequence[Block]) -> bool:
    """Whether the columns are those of a plan: "Nom" alone also names shops and people."""
    header = next(c.header or "" for row in rows for c in row.cells if columns.get(c.column) is Field.TITLE)
    known = len(_PLAN_FIELDS & set(columns.values()))
    return known >= (2 if _VAGUE.fullmatch(folded_name(header)) else 1)


def _tables(document: Document) -> dict[int, list[Block]]:
    tables: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.table is not None:
            tables.setdefault(block.table, []).append(block)
    return tables


def _title(document: Document) -> Value | None:
    """The first line above the table, where there is one."""
    first = next((b for b in document.blocks if "sheet" not in b.style), None)
    if first is None or first.kind is BlockKind.ROW or "preamble" not in first.style:
        return None
    return Value(first.span.quote(document.text), first.span, None)


def _columns(rows: Sequence[Block]) -> Columns:
    headers = {c.column: c.header for row in rows for c in row.cells if c.header}
    columns: dict[int, Field] = {}
    for column, header in sorted(headers.items()):
        if named := field_of(header):
            columns[column] = _in_place(named, header, columns.get(column - 1))
    if Field.TITLE not in columns.values() and len(columns) >= 3:
        # "AXE, PRIORITÉ, OBJECTIF, HORIZON": the objective is what will be done.
        stand_in = next((f for f in _STAND_INS if f in columns.values()), None)
        if stand_in and {Field.AXIS, Field.HORIZON, Field.LEAD, Field.BUDGET, Field.START} & set(
            columns.values()
        ):
            columns[next(c for c, f in columns.items() if f is stand_in)] = Field.TITLE
    return columns


def _in_place(named: Field, header: str, before: Field | None) -> Field:
    """An amount right after a funder is what that funder gives."""
    if (
        named is Field.BUDGET
        and before is Field.FUNDER
        and fold(header).strip().startswith(("montant", "part"))
    ):
        return Field.FUNDER_AMOUNT
    return named


@dataclass(slots=True)
class _Row:
    """The filled cells of one row, by field, in the order of the columns."""

    values: dict[Field, list[Value]]
    headers: dict[Field, str]
    fundings: list[tuple[Value | None, Value | None]]
    first: Value

    def one(self, wanted: Field) -> Value | None:
        return next(iter(self.values.get(wanted, ())), None)

    def said(self, wanted: Field) -> Value | None:
        """The value, unless it is "à définir" or the like."""
        value = self.one(wanted)
        return None if value is None or is_unsaid(value) else value


@dataclass(slots=True)
class _Reader:
    text: str
    actions: list[Action] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _path: dict[Field, Value] = field(default_factory=dict)
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def table(self, columns: Columns, rows: Sequence[Block]) -> None:
        """Add the actions of one table."""
        self._path = {}
        for index, block in enumerate(rows):
            if block.is_header:
                continue
            if index < _HINT_ROWS and (first := _hint(self.text, columns, block)):
                self.skipped.append(first)
                continue
            row = self._row(columns, block)
            if row is None:
                continue
            if _TOTAL.match(row.first.words):
                self._skip(row, "ligne de total")
                continue
            self._descend(row)
            title, sub = row.one(Field.TITLE), row.one(Field.SUB_ACTION)
            if title is None and sub is None:
                self._skip(row, "ligne sans action")
            elif sub is not None:
                self._sub_action(row, title, sub)
            elif title is not None:
                self._action(row, title)

    def _row(self, columns: Columns, block: Block) -> _Row | None:
        values: dict[Field, list[Value]] = {}
        headers: dict[Field, str] = {}
        fundings: list[tuple[Value | None, Value | None]] = []
        every: list[Value] = []
        for cell in block.cells:
            value = Value(cell.span.quote(self.text), cell.span, cell.address) if cell.span else None
            if value and _LEFT_IN.match(value.words):
                self.skipped.append(
                    Skipped(value.cell or "", "consigne laissée dans la cellule", value.words)
                )
                continue
            if value:
                every.append(value)
            known = columns.get(cell.column)
            if known is Field.FUNDER:
                fundings.append((value, None))
            elif known is Field.FUNDER_AMOUNT and fundings:
                fundings[-1] = (fundings[-1][0], value)
            elif known and value:
                values.setdefault(known, []).append(value)
            if known and cell.header:
                headers.setdefault(known, cell.header)
        return _Row(values, headers, fundings, every[0]) if every else None

    def _descend(self, row: _Row) -> None:
        """A filled axis replaces the one in force and ends what was below it."""
        for depth, level in enumerate(_AXES):
            value = row.one(level)
            if value is None:
                continue
            if level not in self._path or fold(self._path[level].words) != fold(value.words):
                for below in _AXES[depth:]:
                    self._path.pop(below, None)
            self._path.setdefault(level, value)

    def _key(self, title: Value) -> tuple[str, ...]:
        return (*(fold(self._path[level].words) for level in _AXES if level in self._path), fold(title.words))

    def _action(self, row: _Row, title: Value) -> int:
        key = self._key(title)
        if key in self._seen:
            first = self.actions[self._seen[key]].title
            self.problems.append(
                Problem(
                    title.cell or "",
                    f"l’action «\u00a0{title.words}\u00a0» figure déjà en {first.cell or 'plus haut'}. "
                    "Chaque action ne figure qu’une fois dans un même axe\u00a0: "
                    "renommez-la ou réunissez les deux lignes.",
                    title.words,
                )
            )
            return self._seen[key]
        self._seen[key] = len(self.actions)
        self.actions.append(self._filled(row, title, parent=None))
        return self._seen[key]

    def _sub_action(self, row: _Row, title: Value | None, sub: Value) -> None:
        if title is None:
            parent = next(
                (i for i in reversed(range(len(self.actions))) if self.actions[i].parent is None), None
            )
            if parent is None:
                cell = sub.cell or ""
                message = (
                    "cette sous-action n’a pas d’action au-dessus d’elle. "
                    "Indiquez le titre de l’action sur sa ligne."
                )
                self.problems.append(Problem(cell, message, sub.words))
                return
        elif (known := self._seen.get(self._key(title))) is not None:
            parent = known
        else:
            parent = len(self.actions)
            self._seen[self._key(title)] = parent
            path = tuple(self._path[level] for level in _AXES if level in self._path)
            self.actions.append(Action(title=title, path=path))
        self.actions.append(self._filled(row, sub, parent=parent))

    def _filled(self, row: _Row, title: Value, *, parent: int | None) -> Action:
        horizon, cells = self._horizon(row)
        budget = row.one(Field.BUDGET)
        return Action(
            title=title,
            path=tuple(self._path[level] for level in _AXES if level in self._path),
            parent=parent,
            number=row.one(Field.NUMBER) or self._rank(row),
            description=row.one(Field.DESCRIPTION),
            objectives=row.one(Field.OBJECTIVES),
            indicators=row.one(Field.INDICATORS),
            leads=_names(row, (Field.LEAD,)),
            services=_names(row, (Field.SERVICE,)),
            people=_names(row, (Field.PERSON, Field.ELECTED)),
            partners=_names(row, (Field.PARTNERS,)),
            fundings=tuple(self._fundings(row)),
            budget=self._amount(budget, row.headers.get(Field.BUDGET, ""), "le budget"),
            status=row.one(Field.STATUS),
            priority=row.one(Field.PRIORITY),
            horizon=horizon,
            dates=cells,
        )

    @staticmethod
    def _rank(row: _Row) -> Value | None:
        """A column "Priorité" that holds plain numbers ranks the measures."""
        priority = row.one(Field.PRIORITY)
        return priority if priority and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", priority.words) else None

    def _fundings(self, row: _Row) -> Iterable[Funding]:
        header = row.headers.get(Field.FUNDER_AMOUNT, "")
        for funder, given in row.fundings:
            amount = self._amount(given, header, "le montant du financeur")
            names = listed(funder)
            if len(names) > 1:
                # One amount for several funders belongs to none of them alone.
                yield from (Funding(name, None) for name in names)
            elif names or amount:
                yield Funding(names[0] if names else None, amount)

    def _amount(self, value: Value | None, header: str, what: str) -> Amount | None:
        if value is None or is_unsaid(value):
            return None
        found = amount_of(value, header, what=what)
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _horizon(self, row: _Row) -> tuple[Horizon | None, tuple[Value, ...]]:
        first, last = (row.said(one) for one in (Field.START, Field.END))
        ongoing, planned = row.one(Field.ONGOING), row.one(Field.HORIZON)
        continues = self._said(yes_or_no(ongoing, what="cette colonne")) if ongoing else False
        start = self._said(day_of(first, what="la date de début")) if first else None
        end = self._end(last, asked=not continues)
        begins = (start.start or start.end) if start else None
        ends = (end.end or end.start) if end else None
        cells = tuple(v for v in (first, last, ongoing if continues else None) if v)
        if begins and ends and begins > ends and last and first:
            message = (
                f"la date de fin précède la date de début ({first.words}). "
                "Elle doit être la même ou une date suivante."
            )
            self.problems.append(Problem(last.cell or "", message, last.words))
            return None, cells
        if begins or ends or continues:
            precision = next((h.precision for h in (start, end) if h), Precision.YEAR)
            ends = None if continues else ends
            return Horizon(begins, ends, precision, bool(continues)), cells
        if planned:
            try:
                return dates.parse(planned.words), (planned,)
            except (BadHorizon, ValueError):
                return None, (planned,)
        return None, ()

    def _end(self, last: Value | None, *, asked: bool) -> Horizon | None:
        """The end as written. What goes on has none: a cell that is no date is then left aside, and said."""
        found = day_of(last, what="la date de fin") if last else None
        if isinstance(found, Problem) and not asked:
            reason = "Une action en continu n’a pas de date de fin\u00a0: la cellule est laissée de côté."
            self.skipped.append(Skipped(found.cell, reason, found.value))
            return None
        return self._said(found)

    def _said(self, found: _T | Problem) -> _T | None:
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _skip(self, row: _Row, reason: str) -> None:
        self.skipped.append(Skipped(row.first.cell or "", reason, row.first.words))


def _names(row: _Row, wanted: Sequence[Field]) -> tuple[Value, ...]:
    """Names of all these columns, each once."""
    names: dict[str, Value] = {}
    for one in wanted:
        for value in row.values.get(one, ()):
            for name in listed(value):
                names.setdefault(fold(name.words), name)
    return tuple(names.values())


def _hint(text: str, columns: Columns, block: Block) -> Skipped | None:
    """A row under the header that explains the columns: most cells give orders to who fills them in."""
    cells = [(c.address, c.span.quote(text)) for c in block.cells if c.span and c.column in columns]
    hints = sum(bool(_HINT.match(words)) for _, words in cells)
    if hints < 3 or hints < 0.5 * len(cells):
        return None
    return Skipped(cells[0][0] or "", "consignes de remplissage", cells[0][1])
