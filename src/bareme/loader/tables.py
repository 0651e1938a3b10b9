"""Decision tables: the first row that fits. Each becomes a definition whose tree is a `Choose`, dated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bareme import arithmetic, tree
from bareme.errors import Problem
from bareme.expressions import type_text
from bareme.grammar import combine
from bareme.lexing import ExpressionError
from bareme.loader.dated import periods, scalar
from bareme.loader.draft import Draft, entries, items, label_of
from bareme.loader.rules import choose, hidden, same
from bareme.model import Definition
from bareme.source import Items, Mapping, Node, Text
from bareme.tree import Comparison
from bareme.tree import Node as Rule
from bareme.types import AnyType, Boolean, Choice, Code, Day, Nothing, Quantity, join
from bareme.units import ONE
from bareme.values import NOT_APPLICABLE, Interval, decimals, interval

OPERATORS: tuple[Comparison, ...] = ("<=", ">=", "!=", "==", "<", ">")


def table(draft: Draft, name: Text, node: Mapping) -> Definition:
    """The definition of one table. Raises ExpressionError."""

    def build(item: Mapping, since: date, until: date | None) -> tree.Version:
        return tree.Version(since, until, _rows(draft, item))

    versions = periods(draft, list(items(node.get("versions"))), build)
    kind = versions[0].node.type
    for version in versions[1:]:
        joined = join(kind, version.node.type)
        if joined is None:
            raise ExpressionError(
                Problem("type", "les versions de cette table diffèrent par leur type", name.span)
            )
        kind = joined
    dated = tree.Dated(type=kind, span=name.span, versions=versions)
    reference = next(iter(items(node.get("versions"))), None)
    source = reference.get("reference") if isinstance(reference, Mapping) else None
    return Definition(
        name=name.value, label=label_of(node.get("label"), name.value), node=dated, table=True,
        reference=source.value if isinstance(source, Text) else "", span=name.span,
    )  # fmt: skip


def _rows(draft: Draft, version: Mapping) -> Rule:
    cases: list[tuple[Rule, Rule]] = []
    default: Rule | None = None
    for row in items(version.get("rows")):
        assert isinstance(row, Mapping)
        if default is not None:
            raise ExpressionError(Problem("dead", "branche morte : rien ne vient après « else »", row.span))
        if set(row.values) == {"else"}:
            default = _result(draft, row.values["else"])
            continue
        if set(row.values) != {"when", "then"}:
            cause = "une ligne s’écrit {when: {…}, then: …}, la dernière {else: …}"
            raise ExpressionError(Problem("shape", cause, row.span))
        tests = tuple(_cell(draft, column, cell) for column, cell in entries(row.values["when"]))
        if not tests:
            raise ExpressionError(
                Problem("dead", "une ligne sans case l’emporte toujours : écrivez « else »", row.span)
            )
        test = tests[0] if len(tests) == 1 else combine(tests, row.values["when"].span, all_of=True)
        if isinstance(test.type, Boolean) and test.type.always is not None:
            word = "l’emporte toujours" if test.type.always else "ne l’emporte jamais"
            cause, help = f"branche morte : cette ligne {word}", "les bornes déclarées le prouvent"
            raise ExpressionError(Problem("dead", cause, test.span, help))
        hidden(test, [before for before, _ in cases])
        _covered(test, [before for before, _ in cases])
        cases.append((test, _result(draft, row.values["then"])))
    if default is None or not cases:
        help = "écrivez « else: not_applicable » si rien n’a lieu d’être"
        raise ExpressionError(
            Problem("missing", "une table finit par une ligne « else »", version.span, help)
        )
    return choose(cases, default, version.span)


def _result(draft: Draft, node: Node) -> Rule:
    assert isinstance(node, Text)
    if node.value == "not_applicable":
        return tree.Literal(type=Nothing(), span=node.span, value=NOT_APPLICABLE)
    return _literal(draft, node)


def _literal(draft: Draft, node: Text) -> Rule:
    value, unit = draft.value(node, lambda: scalar(node.value, draft.units))
    kind: AnyType
    if isinstance(value, Decimal):
        kind = Quantity(unit=unit or ONE, scale=decimals(value), low=value, high=value)
    elif isinstance(value, bool):
        kind = Boolean()
    elif isinstance(value, date):
        kind = Day()
    else:
        kind = Choice(words=(str(value),))
    assert isinstance(value, bool | Decimal | date | str)
    return tree.Literal(type=kind, span=node.inner, value=value)


def _cell(draft: Draft, column: Text, cell: Node) -> Rule:
    """The condition of one cell on the value its column names."""
    if isinstance(cell, Items):
        tests = tuple(_cell(draft, column, item) for item in cell)
        return tests[0] if len(tests) == 1 else combine(tests, cell.span, all_of=False)
    assert isinstance(cell, Text)
    text = cell.value.strip()
    if text in draft.sets or text in draft.zones:
        return type_text(f"{column.value} in {text}", column.span, False, draft)[0]
    left = draft.expression(column)
    for op in OPERATORS:
        if text.startswith(op):
            inner = Text(text[len(op) :].strip(), cell.span, cell.span, False)
            return _compare(op, left, _literal(draft, inner), cell)
    both = draft.value(cell, lambda: interval(text, draft.units)) if isinstance(left.type, Quantity) else None
    if both is None:
        return _equal(draft, left, cell)
    span, unit = both
    if isinstance(left.type, Quantity) and (unit or ONE) != left.type.unit:
        raise ExpressionError(Problem("unit", f"cette case est comparée à « {left.type.unit} »", cell.span))
    if isinstance(span, Decimal):
        return _compare("==", left, _number(span, left, cell), cell)
    tests = tuple(
        _compare(op, left, _number(bound, left, cell), cell)
        for op, bound in (_sides(span)) if bound.is_finite()
    )  # fmt: skip
    return tests[0] if len(tests) == 1 else combine(tests, cell.span, all_of=True)


def _sides(span: Interval) -> tuple[tuple[Comparison, Decimal], ...]:
    return (">=", span.low), ("<=", span.high)


def _number(value: Decimal, left: Rule, cell: Text) -> Rule:
    assert isinstance(left.type, Quantity)
    kind = Quantity(unit=left.type.unit, scale=decimals(value), low=value, high=value)
    return tree.Literal(type=kind, span=cell.span, value=value)


def _equal(draft: Draft, left: Rule, cell: Text) -> Rule:
    if isinstance(left.type, Boolean):
        wanted = _literal(draft, cell)
        if not isinstance(wanted.type, Boolean):
            raise ExpressionError(Problem("type", "on attend yes ou no", cell.span))
        assert isinstance(wanted, tree.Literal)
        return left if wanted.value is True else tree.Not(type=left.type, span=cell.span, value=left)
    if isinstance(left.type, Choice):
        if cell.value not in left.type.words:
            from bareme.errors import did_you_mean

            help = did_you_mean(cell.value, left.type.words)
            raise ExpressionError(
                Problem("value", f"« {cell.value} » n’est pas une valeur admise", cell.span, help)
            )
        return tree.OneOf(
            type=Boolean(optional=left.type.optional), span=cell.span, value=left, words=(cell.value,)
        )
    if isinstance(left.type, Code):
        raise ExpressionError(
            Problem("name", f"« {cell.value} » n’est pas un ensemble", cell.span, "déclarez-le sous « sets »")
        )
    return _compare("==", left, _literal(draft, cell), cell)


def _compare(op: Comparison, left: Rule, right: Rule, cell: Text) -> Rule:
    a, b = left.type, right.type
    if isinstance(a, Quantity) and isinstance(b, Quantity) and a.unit != b.unit:
        raise ExpressionError(Problem("unit", f"cette case est comparée à « {a.unit} »", cell.span))
    if type(a) is not type(b):
        raise ExpressionError(Problem("type", f"cette case est comparée à un {a}", cell.span))
    always: bool | None = None
    if isinstance(a, Quantity) and isinstance(b, Quantity) and not a.optional:
        sure = arithmetic.compare(op, arithmetic.hull(a.low, a.high), arithmetic.hull(b.low, b.high))
        always = sure if isinstance(sure, bool) else None
    kind = Boolean(optional=a.optional, always=always)
    return tree.Compare(type=kind, span=cell.span, op=op, left=left, right=right)


# Rows that an earlier row always catches


def _covered(test: Rule, before: list[Rule]) -> None:
    """Refuses a row whose every cell lies inside the same cell of an earlier row."""
    ranges, others = _bounds(test)
    for other in before:
        wide, rest = _bounds(other)
        inside = all(key in ranges and _inside(ranges[key], value) for key, value in wide.items())
        if inside and all(any(same(part, mine) for mine in others) for part in rest):
            cause = "branche morte : une ligne précédente l’emporte toujours"
            raise ExpressionError(Problem("dead", cause, test.span, f"voir la ligne {other.span.line}"))


Range = tuple[Decimal, bool, Decimal, bool]  # low, is it excluded, high, is it excluded


def _inside(inner: Range, outer: Range) -> bool:
    low = (inner[0], inner[1]) >= (outer[0], outer[1])
    high = (inner[2], not inner[3]) <= (outer[2], not outer[3])
    return low and high


def _bounds(test: Rule) -> tuple[dict[str, Range], list[Rule]]:
    """The cells of a row: column → range of numbers, and the cells that are anything else."""
    found: dict[str, Range] = {}
    others: list[Rule] = []
    everything: Range = (Decimal("-Infinity"), False, Decimal("Infinity"), False)
    for part in _cells(test):
        number = _number_tested(part)
        if not isinstance(part, tree.Compare) or number is None:
            others.append(part)
            continue
        key = str(getattr(part.left, "path", getattr(part.left, "name", id(part.left))))
        one: Range = (
            number if part.op in (">", ">=", "==") else everything[0],
            part.op == ">",
            number if part.op in ("<", "<=", "==") else everything[2],
            part.op == "<",
        )
        found[key] = _meet(found.get(key, everything), one)
    return found, others


def _cells(test: Rule) -> list[Rule]:
    if isinstance(test, tree.And):
        return [cell for part in test.operands for cell in _cells(part)]
    return [test]


def _number_tested(part: Rule) -> Decimal | None:
    """The number a cell compares its column with; None for any other cell."""
    if not isinstance(part, tree.Compare) or not isinstance(part.right, tree.Literal) or part.op == "!=":
        return None
    value = part.right.value
    return value if isinstance(value, Decimal) else None


def _meet(left: Range, right: Range) -> Range:
    low = max((left[0], left[1]), (right[0], right[1]))
    high = min((left[2], not left[3]), (right[2], not right[3]))
    return (low[0], low[1], high[0], not high[1])
