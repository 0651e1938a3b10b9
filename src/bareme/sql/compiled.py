"""A scheme as SQL: what to prepare, the stages of the row query, the columns it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlglot import exp

from bareme.errors import FactsError, NotCompiled, NotInForce, did_you_mean
from bareme.model import Input, Label, Scheme, say
from bareme.sql.algebra import Algebra
from bareme.sql.cells import STRICT, Cell, whole_digits
from bareme.sql.dialects import Dialect, Writer, column, identifier
from bareme.sql.facts import Column, Facts, sql_type
from bareme.sql.lookups import Lookup, Lookups
from bareme.sql.rules import Rules
from bareme.sql.stages import AMOUNTS, CAPS, ELIGIBILITY, FACTS, VERDICTS, Root, Stages, select
from bareme.sql.verdicts import Answer, answer, tests
from bareme.units import Unit

AS_LARGE_AS_WRITTEN = Decimal(10**9)  # from there, a bound is that of numbers, which no rule sets
Kind = Literal[
    "key", "condition", "applicable", "met", "eligible", "verdict", "line", "amount", "least", "most",
    "to_check",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another text of the scheme: an overlay of parameters, as `loads(…, parameters=…)` makes."""

    name: str
    scheme: Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A column of the rows. `of`: the condition or line it is about. `variant`: None for the text itself."""

    name: str
    kind: Kind
    type: str
    variant: str | None = None
    of: str = ""
    unit: Unit | None = None
    label: Label | None = None
    refusal: bool = False  # the label is what the refused are told
    digits: int = 0  # of an amount: enough for every value, of which `scale` are decimals
    scale: int = 0
    ceiling: Decimal | None = None  # of an amount: the most that the rules themselves let it be


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumn:
    """A fact the rules read: its path, the SQL type its column must have, and the fact declared."""

    path: str
    type: str
    fact: Input
    given: bool  # the population has it; else it is unknown (or its default) for everybody
    reads: tuple[str, ...]  # the columns of the population it reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """`stages` are CTEs, each on top of the one before; the last is named `decisions`.

    `setup` makes the lookup tables; it must run once in the session before any query. The population is the
    relation `population`. `outputs` describes the columns of `decisions` in order.
    """

    scheme: Scheme
    on: date
    dialect: Dialect
    setup: tuple[str, ...]
    stages: tuple[tuple[str, exp.Select], ...]
    outputs: tuple[Output, ...]
    facts: tuple[FactColumn, ...]
    alike: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)  # output → what it says of every row
    full: frozenset[str] = frozenset()  # outputs that are never NULL

    def first(self, name: str) -> str:
        """The first output that says the same as this one, row by row."""
        return self.alike.get(name, name)

    def with_stages(self, query: exp.Query, *more: tuple[str, exp.Query]) -> exp.Query:
        """`query`, which may read `decisions` (and the CTEs `more`, in order), with all it stands on."""
        result = query.copy()
        for name, stage in (*self.stages, *more):
            result = result.with_(identifier(name), as_=stage.copy(), copy=False)
        return result

    def text(self, query: exp.Query, *more: tuple[str, exp.Query], pretty: bool = True) -> str:
        """The same as text of the dialect."""
        return self.with_stages(query, *more).sql(dialect=self.dialect, pretty=pretty)

    @property
    def rows(self) -> str:
        """One row per firm: every output."""
        return self.text(every(), pretty=False)

    def output(self, kind: Kind, *, variant: str | None = None, of: str = "") -> Output:
        """The output of this kind. Raises KeyError."""
        for found in self.outputs:
            if (found.kind, found.variant, found.of) == (kind, variant, of):
                return found
        raise KeyError((kind, variant, of))

    def named(self, kind: Kind, *, variant: str | None = None) -> tuple[Output, ...]:
        """The outputs of this kind, in order."""
        return tuple(found for found in self.outputs if (found.kind, found.variant) == (kind, variant))


def every() -> exp.Select:
    """Every column of the decisions. Made by hand: sqlglot's parser takes 30 ms to load."""
    return exp.Select(expressions=[exp.Star()]).from_(exp.Table(this=identifier("decisions")), copy=False)


def compile_scheme(
    scheme: Scheme, *, on: date, columns: Mapping[str, Column | str] | None, keys: Sequence[str] = (),
    dialect: Dialect = "duckdb", variants: Sequence[Variant] = (), only_possible: bool = False,
    on_column: str | None = None, lean: bool = False,
) -> Compiled:  # fmt: skip
    """The scheme at a date, over a population, as SQL. Raises NotCompiled, NotInForce, FactsError (columns).

    `columns`: fact path → its column (a text is the name of a column of exact values). A fact without one is
    unknown for everybody, unless it has a default. None: each fact has a column of its own name. `keys`:
    columns of the population kept in the answer.
    `only_possible`: leaves out, early, the firms that every text refuses. `on_column`: where each firm has
    its own date of evaluation (DATE, never NULL), all of them in the stretch of `on` (`stretches`).
    `lean`: answers only `met`, `eligible`, `to_check` (BOOLEAN, never NULL), `amount`, `least` and `most`.
    """
    texts = [(None, scheme), *((variant.name, variant.scheme) for variant in variants)]
    for _, text in texts:
        if on < text.since or (text.until is not None and on > text.until):
            raise NotInForce(text.name, on, text.since, text.until)
    wanted = None
    if columns is not None:
        wanted = {path: Column(name=c) if isinstance(c, str) else c for path, c in columns.items()}
        _check(scheme, wanted)
    cells = Algebra(spark=dialect == "spark")
    facts, lookups = Facts(cells, scheme, wanted), Lookups(cells)
    if on_column is not None:
        facts.dated(on_column)
    try:
        rules = [
            (name, Rules(text, on, cells, facts, lookups, end=f"__{name}" if name else ""))
            for name, text in texts
        ]
        assumed: set[Cell] = set()
        if only_possible:  # what all texts share and nobody can miss is true of every row that is left
            shared = set.intersection(*(set(tests(one)) for _, one in rules))
            assumed = {test for test in shared if not test.nullable}
        answers = [(name, answer(one, assumed)) for name, one in rules]
        return _Build(scheme, on, dialect, cells, facts, lookups, tuple(keys), only_possible, lean).build(
            answers
        )
    except RecursionError:
        raise NotCompiled(f"{scheme.path} : une règle a trop de niveaux pour être écrite en SQL") from None


def _check(scheme: Scheme, columns: Mapping[str, Column]) -> None:
    for path in columns:
        owner = path.rpartition(".")[0]
        if path in scheme.entities or (
            owner in scheme.entities and path.rpartition(".")[2] in scheme.entities[owner].inputs
        ):
            continue
        if path not in scheme.inputs and not (owner in scheme.inputs and scheme.inputs[owner].by is not None):
            raise FactsError(
                path, "ce fait est inconnu du barème ; " + did_you_mean(path, scheme.inputs, show=20)
            )


@dataclass
class _Build:
    scheme: Scheme
    on: date
    dialect: Dialect
    cells: Algebra
    facts: Facts
    lookups: Lookups
    keys: tuple[str, ...]
    only_possible: bool
    lean: bool

    def build(self, answers: list[tuple[str | None, Answer]]) -> Compiled:
        outputs = [pair for name, found in answers for pair in self._answer(name, found)]
        possible = self._possible([found for _, found in answers]) if self.only_possible else []
        phases = {"condition": ELIGIBILITY, "applicable": ELIGIBILITY, "met": ELIGIBILITY, "line": CAPS}
        roots = self._facts({id(cell) for cell in _below([cell for _, cell in outputs] + possible)})
        ordered = sorted(outputs, key=lambda pair: phases.get(pair[0].kind, VERDICTS))
        rows = [Root(phases.get(o.kind, VERDICTS), o.name, cell, _note(o)) for o, cell in ordered]
        roots += [row for row in rows if row.phase == ELIGIBILITY]
        for _, found in answers:
            for part in found.parts:
                for cell in dict.fromkeys((part.least, part.most)):
                    roots.append(Root(AMOUNTS, cell.hint or "before_ceiling", cell))
            for line, number in found.lines:
                for cell in dict.fromkeys((number.least, number.most)):
                    side = "" if number.exact else "_least" if cell is number.least else "_most"
                    title = line.name if len(found.lines) > 1 else "award"
                    roots.append(Root(CAPS, title + side, cell, say(line.label)))
        roots += [row for row in rows if row.phase != ELIGIBILITY]
        stages = Stages([root for root in roots if not root.cell.constant], self.keys, possible)
        return self._write(stages, outputs, possible)

    def _possible(self, answers: list[Answer]) -> list[Cell]:
        """Who may still be eligible: conditions that all texts share one by one, the others together."""
        make = self.cells
        shared = [test for test in answers[0].tests if all(test in found.tests for found in answers)]
        rest = [make.both(*(make.not_false(t) for t in found.tests if t not in shared)) for found in answers]
        # `x < 5 OR x IS NULL` is looked for as the file is read; a COALESCE is not
        kept = [make.one(t, make.is_null(t)) if t.op in STRICT else make.not_false(t) for t in shared]
        return [cell for cell in (*kept, make.one(*rest)) if cell is not make.true]

    def _facts(self, used: set[int]) -> list[Root]:
        lists = [Root(FACTS, name, cell) for name, cell in self.facts.lists.items()]
        if self.facts.on is not None:
            lists.append(Root(FACTS, "on", self.facts.on, "date d’évaluation"))
        lists += [Root(FACTS, cell.hint, cell) for cell in dict.fromkeys(self.facts.codes)]
        return lists + [
            Root(FACTS, cell.hint, cell, say(fact.label))
            for fact, found in self.facts.read.values()
            for cell in dict.fromkeys(found)
            if not cell.constant and (cell.op != "bracket" or id(cell) in used)
        ]

    def _answer(self, variant: str | None, found: Answer) -> list[tuple[Output, Cell]]:
        end = f"__{variant}" if variant else ""
        make = self.cells
        outputs: list[tuple[Output, Cell]] = []

        def add(name: str, kind: Kind, cell: Cell, **more: Any) -> None:
            shown = Output(name=name + end, kind=kind, type=str(cell.type), variant=variant, **more)
            outputs.append((shown, cell))

        for condition, truth in found.conditions if not self.lean else ():
            more: dict[str, Any] = {"label": condition.label or condition.refusal}
            more["refusal"] = condition.label is None
            add(f"ok_{condition.name}", "condition", truth.value, of=condition.name, **more)
            if truth.na is not make.false:
                add(f"applies_{condition.name}", "applicable", make.no(truth.na), of=condition.name)
        add("met", "met", found.met)
        for line, number in found.lines if len(found.lines) > 1 and not self.lean else ():
            for end_, cell in (("least", number.least), ("most", number.most)):
                shown = make.case([(make.not_false(found.met), cell)], make.null(cell.type))
                of = f"{line.name}.{end_}"
                add(f"{line.name}_{end_}", "line", shown, of=of, unit=number.unit, label=line.label)
        add("eligible", "eligible", found.eligible)
        if self.lean:
            add("to_check", "to_check", found.to_check)
        else:
            add("verdict", "verdict", found.verdict)
        if found.result is not None:
            sides: tuple[tuple[Kind, Cell | None], ...] = (
                ("amount", found.amount), ("least", found.least), ("most", found.most),
            )  # fmt: skip
            for kind, value in sides:
                assert value is not None
                scale = value.type.scale
                digits = whole_digits(*found.result.bounds) + scale
                ceiling = found.result.high if found.result.high < AS_LARGE_AS_WRITTEN else None
                add(kind, kind, value, unit=found.result.unit, digits=digits, scale=scale, ceiling=ceiling)
        return outputs

    def _write(self, laid: Stages, outputs: list[tuple[Output, Cell]], possible: list[Cell]) -> Compiled:
        writer = Writer(self.dialect)
        tables = list(self.lookups.tables.values())
        written: list[tuple[str, exp.Select]] = []
        before = "population"
        for index, stage in enumerate(laid.stages):
            query = select(stage, before, writer, tables, self.keys, first=index == 0)
            written.append((stage.name, query))
            before = stage.name
        final: list[exp.Expr] = [column(key) for key in self.keys]
        shown = [Output(name=key, kind="key", type="") for key in self.keys]
        alike: dict[str, str] = {}
        seen: dict[int, str] = {}
        for output, cell in outputs:
            alike[output.name] = seen.setdefault(id(cell), output.name)
            text = writer.write(cell)
            same = isinstance(text, exp.Column) and text.name == output.name
            final.append(text if same else exp.alias_(text, identifier(output.name), copy=False))
            shown.append(output)
        source = identifier(before)
        last = exp.Select(expressions=final).from_(exp.Table(this=source), copy=False)
        for cell in possible:
            last = last.where(writer.write(cell), copy=False)
        return Compiled(
            scheme=self.scheme, on=self.on, dialect=self.dialect,
            setup=tuple(lookup_sql(table, self.dialect) for table in tables),
            stages=(*written, ("decisions", last)), outputs=tuple(shown), facts=tuple(self._columns()),
            alike=alike, full=frozenset(output.name for output, cell in outputs if not cell.nullable),
            constants={output.name: cell.value for output, cell in outputs if cell.constant},
        )  # fmt: skip

    def _columns(self) -> list[FactColumn]:
        return [
            FactColumn(
                path=path, type=str(sql_type(fact)), fact=fact,
                given=any(not cell.constant for cell in found), reads=_sources(found),
            )
            for path, (fact, found) in self.facts.read.items()
        ]  # fmt: skip


def _below(cells: list[Cell]) -> list[Cell]:
    """These cells and all they are made of, each once."""
    seen: dict[int, Cell] = {}
    waiting = list(cells)
    while waiting:
        cell = waiting.pop()
        if id(cell) not in seen:
            seen[id(cell)] = cell
            waiting += cell.parts
    return list(seen.values())


def _sources(found: Sequence[Cell]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    cells = list(found)
    while cells:
        cell = cells.pop(0)
        if cell.op in ("source", "field"):
            names.setdefault(cell.args[0])
        cells = [*cell.parts, *cells]
    return tuple(names)


def _note(output: Output) -> str:
    """What an auditor reads beside the column. A comment must not end early."""
    if output.label is None:
        return ""
    text = say(output.label).replace("*/", "* /")
    return f"sinon : {text}" if output.refusal else text


def lookup_sql(table: Lookup, dialect: Dialect) -> str:
    """The statement that makes a lookup table for the session."""
    rows = []
    for code, flags in table.rows:
        marks = [exp.Boolean(this=True) if flag else exp.Null() for flag in flags]
        rows.append(exp.Tuple(expressions=[exp.Literal.string(code), *marks]))
    names = [identifier(name) for name in ("code", *table.flags)]
    values = exp.Values(expressions=rows, alias=exp.TableAlias(this=identifier("codes"), columns=names))
    query = exp.select(*(exp.Column(this=name.copy()) for name in names)).from_(values)
    kind = "VIEW" if dialect == "spark" else "TABLE"
    name = identifier(table.name).sql(dialect=dialect)
    return f"CREATE OR REPLACE TEMPORARY {kind} {name} AS {query.sql(dialect=dialect)}"
