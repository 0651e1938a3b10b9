"""Cells into stages: what is used twice becomes a column of an earlier CTE, so nothing is computed twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from bareme.sql.cells import Cell
from bareme.sql.dialects import Writer, column, identifier
from bareme.sql.lookups import Lookup

PHASES = ("facts", "flags", "eligibility", "amounts", "caps", "verdicts")
DEEP = 12  # levels of one expression before it is cut
FACTS, FLAGS, ELIGIBILITY, AMOUNTS, CAPS, VERDICTS = range(len(PHASES))


@dataclass(frozen=True, slots=True)
class Root:
    """A cell that must be a column, in this phase or earlier. `note`: what an auditor reads beside it."""

    phase: int
    name: str
    cell: Cell
    note: str = ""


@dataclass(slots=True)
class Stage:
    """One CTE: the columns it adds to those before it."""

    phase: int
    depth: int
    columns: list[tuple[str, Cell, str]] = field(default_factory=list)
    name: str = ""


class Stages:
    """Lays cells out. `taken`: names of the population. `tests`: what the last stage asks of rows."""

    def __init__(self, roots: Sequence[Root], taken: Iterable[str], tests: Sequence[Cell] = ()) -> None:
        self.roots = roots
        self.taken = {name.lower() for name in taken}
        self.uses: dict[int, int] = {}
        self.first: dict[int, int] = {}  # cell → the first phase that needs it
        self.cells: dict[int, Cell] = {}
        self.order: list[Cell] = []  # each after its parts
        self.names: dict[int, str] = {}
        self.notes: dict[int, str] = {}
        for root in roots:
            self._visit(root.cell, root.phase)
        for test in tests:
            self._visit(test, ELIGIBILITY)
        self._name()
        self.place: dict[int, tuple[int, int]] = {}
        self.stages = self._lay()

    def _visit(self, root: Cell, phase: int) -> None:
        """Every cell below, each after its parts. Without recursion: a rule may be a hundred levels deep."""
        waiting = [(root, False)]
        while waiting:
            cell, ready = waiting.pop()
            key = id(cell)
            if ready:
                self.order.append(cell)
            elif key not in self.cells:
                self.cells[key], self.uses[key], self.first[key] = cell, 0, phase
                waiting.append((cell, True))
                waiting += [(part, False) for part in reversed(cell.parts)]

    def _name(self) -> None:
        for root in self.roots:
            if id(root.cell) not in self.names:
                self.names[id(root.cell)] = self._free(root.name)
                self.notes[id(root.cell)] = root.note
        for cell in reversed(self.order):  # each before its parts: how often its text would be written
            key = id(cell)
            if key not in self.names and self._column(cell):
                self.names[key] = ""
            for part in cell.parts:
                self.uses[id(part)] += 1 if key in self.names else max(1, self.uses[key])
        self._cut()
        unnamed = [cell for cell in self.order if self.names.get(id(cell)) == ""]
        for rank, cell in enumerate(unnamed, 1):
            self.names[id(cell)] = self._free(cell.hint or f"step_{rank}")
            self.notes[id(cell)] = cell.note or ""

    def _cut(self) -> None:
        """A deep expression is cut into columns: it is read, and written, more easily."""
        depths: dict[int, int] = {}
        for cell in self.order:
            depth = 1 + max((depths[id(part)] for part in cell.parts), default=0)
            free = not (cell.element or cell.constant or cell.thin) and self.first[id(cell)] != FACTS
            if depth > DEEP and free:
                self.names.setdefault(id(cell), "")
            depths[id(cell)] = 0 if id(cell) in self.names else depth

    def _column(self, cell: Cell) -> bool:
        """Is it worth a column: used twice, or named by the scheme?"""
        if cell.constant or cell.element:
            return False
        if cell.op == "looked":
            return True
        twice = self.uses[id(cell)] > 1 or cell.note is not None
        return (
            twice and not cell.thin and self.first[id(cell)] != FACTS
        )  # only one stage reads the population

    def _free(self, name: str) -> str:
        base, count = name, 2
        while name.lower() in self.taken:
            name, count = f"{base}_{count}", count + 1
        self.taken.add(name.lower())
        return name

    def _lay(self) -> list[Stage]:
        below: dict[int, tuple[int, int]] = {}  # the latest stage a cell reads from
        found: dict[tuple[int, int], Stage] = {}
        for cell in self.order:
            latest = max((below[id(part)] for part in cell.parts), default=(-1, 0))
            if id(cell) in self.names:
                phase = self.first[id(cell)]
                if cell.op == "looked":
                    phase = max(FLAGS, latest[0])
                place = (phase, 0) if latest[0] < phase else (latest[0], latest[1] + 1)
                if (
                    phase == FACTS
                ):  # only one stage reads the population: a fact that reads another repeats it
                    place = (FACTS, 0)
                stage = found.setdefault(place, Stage(*place))
                stage.columns.append((self.names[id(cell)], cell, self.notes.get(id(cell), "")))
                latest = place
            below[id(cell)] = latest
        self.place = below
        stages = [found[place] for place in sorted(found)]
        counts: dict[int, int] = {}
        for stage in stages:
            counts[stage.phase] = counts.get(stage.phase, 0) + 1
            rank = counts[stage.phase]
            stage.name = PHASES[stage.phase] + (f"_{rank}" if rank > 1 else "")
        return stages


def select(
    stage: Stage, before: str, writer: Writer, lookups: Sequence[Lookup], keys: Sequence[str], *, first: bool
) -> exp.Select:
    """The SELECT of a stage: all that came before, and its own columns."""
    kept: list[exp.Expr] = [column(key, "population") for key in keys] if first else []
    joined = [
        lookup for lookup in lookups
        if any(cell.op == "looked" and cell.args[0] == lookup.name for _, cell, _ in stage.columns)
    ]  # fmt: skip
    if not first:
        table = before if joined else None
        kept = [exp.Column(this=exp.Star(), table=identifier(table)) if table else exp.Star()]
    for name, cell, note in stage.columns:
        item = exp.alias_(writer.write(cell, top=True), identifier(name))
        if note:
            item.add_comments([f" {note} "])
        kept.append(item)
    query = exp.Select(expressions=kept)
    source = exp.Table(this=identifier("population" if first else before))
    query = query.from_(source, copy=False)
    for lookup in joined:
        code = writer.write(lookup.code)
        if isinstance(code, exp.Column):
            code = column(code.name, "population" if first else before)
        if lookup.length:
            code = exp.Anonymous(
                this="SUBSTRING", expressions=[code, exp.Literal.number(1), exp.Literal.number(lookup.length)]
            )
        test = exp.EQ(this=column("code", lookup.name), expression=code)
        query = query.join(exp.Table(this=identifier(lookup.name)), on=test, join_type="left", copy=False)
    for _, cell, _ in stage.columns:
        writer.named[id(cell)] = next(n for n, c, _ in stage.columns if c is cell)
    return query
