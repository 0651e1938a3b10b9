"""A typed tree written back as an expression, in one canonical form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bareme import tree
from bareme.functions import ROUNDINGS
from bareme.tree import Node
from bareme.types import Quantity
from bareme.values import NOT_APPLICABLE, plain

_ROUND = {mode: name for name, mode in ROUNDINGS.items()}
_INFIX = {tree.Add: "+", tree.Subtract: "-", tree.DaysBetween: "-", tree.Multiply: "*"}


def unparse(node: Node) -> str:
    """The expression, parentheses wherever they might help."""
    if type(node) in _INFIX:
        left, right = (_inside(child) for child in node.children)
        return f"{left} {_INFIX[type(node)]} {right}"
    method = globals().get(f"_{type(node).__name__.lower()}")
    if method is not None:
        found: str = method(node)
        return found
    inner = ", ".join(unparse(child) for child in node.children)
    return f"{_CALLS[type(node)]}({inner})"


def _inside(node: Node) -> str:
    compound = (
        tree.Add,
        tree.Subtract,
        tree.Multiply,
        tree.Compare,
        tree.And,
        tree.Or,
        tree.Not,
        tree.Choose,
        tree.DaysBetween,
    )
    text = unparse(node)
    return f"({text})" if isinstance(node, compound) else text


def _literal(node: tree.Literal) -> str:
    value = node.value
    if value is NOT_APPLICABLE:
        return "not_applicable"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        unit = str(node.type.unit) if isinstance(node.type, Quantity) else ""
        return f"{plain(value)} {unit}".strip()
    return f'"{value}"'


def _inputref(node: tree.InputRef) -> str:
    return node.path


def _elementref(node: tree.ElementRef) -> str:
    return "x." + node.path.split(".", 1)[1]


def _parameterref(node: tree.ParameterRef) -> str:
    return node.name


_definitionref = _parameterref


def _useref(node: tree.UseRef) -> str:
    return f"{node.use}.{node.field}"


def _ondate(node: tree.OnDate) -> str:
    return "on"


def _periodref(node: tree.PeriodRef) -> str:
    if node.end is None:
        return f"{node.path}[{unparse(node.start)}]"
    return f"sum({node.path}[{unparse(node.start)} : {unparse(node.end)}])"


def _negate(node: tree.Negate) -> str:
    return f"-{_inside(node.value)}"


def _not(node: tree.Not) -> str:
    return f"not {_inside(node.value)}"


def _round(node: tree.Round) -> str:
    return f"{_ROUND[node.mode]}({unparse(node.value)}, {unparse(node.step)})"


def _convert(node: tree.Convert) -> str:
    return f"convert({unparse(node.value)}, {node.type.unit if isinstance(node.type, Quantity) else ''})"


def _brackets(node: tree.Brackets) -> str:
    return f"apply({node.scale}, {unparse(node.value)})"


def _shift(node: tree.Shift) -> str:
    if node.mode == "days":
        return f"{_inside(node.date)} {'+' if node.sign == 1 else '-'} {_inside(node.duration)}"
    return f"add_{node.mode}({unparse(node.date)}, {unparse(node.duration)})"


def _whole(node: tree.Whole) -> str:
    return f"whole_{node.unit}s({unparse(node.start)}, {unparse(node.end)})"


def _compare(node: tree.Compare) -> str:
    return f"{_inside(node.left)} {node.op} {_inside(node.right)}"


def _and(node: tree.And) -> str:
    return " and ".join(_inside(operand) for operand in node.operands)


def _or(node: tree.Or) -> str:
    return " or ".join(_inside(operand) for operand in node.operands)


def _member(node: tree.Member) -> str:
    return f"{unparse(node.code)} in {node.set}"


def _oneof(node: tree.OneOf) -> str:
    words = ", ".join(f'"{word}"' for word in node.words)
    return f"{unparse(node.value)} in ({words})"


def _choose(node: tree.Choose) -> str:
    cases = " else ".join(f"{_inside(then)} if {_inside(test)}" for test, then in node.cases)
    return f"{cases} else {_inside(node.default)}"


def _guard(node: tree.Guard) -> str:
    return f"{_inside(node.value)} if {_inside(node.condition)} else not_applicable"


def _dated(node: tree.Dated) -> str:
    return " ; ".join(f"depuis le {v.since.isoformat()} : {unparse(v.node)}" for v in node.versions)


def _aggregate(node: tree.Aggregate) -> str:
    value = unparse(node.value) if node.value is not None else "x"
    where = f" if {unparse(node.where)}" if node.where is not None else ""
    return f"{node.kind}({value} for x in {node.entity}{where})"


_CALLS = {
    tree.Least: "min",
    tree.Greatest: "max",
    tree.Clip: "clip",
    tree.Prorata: "prorata",
    tree.Otherwise: "otherwise",
    tree.Applies: "applies",
}
