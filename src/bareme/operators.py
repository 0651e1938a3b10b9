"""Operators of expressions: arithmetic, comparisons, membership, typed and unit-checked."""

from __future__ import annotations

import ast
from dataclasses import replace
from decimal import Decimal
from typing import Literal as Words

from bareme import arithmetic, tree
from bareme.errors import did_you_mean
from bareme.grammar import DIVISION, Grammar, combine
from bareme.tree import Comparison, Node
from bareme.types import AnyType, Boolean, Choice, Code, Day, Nothing, Quantity, join
from bareme.units import Unit
from bareme.values import Interval, normal

OPERATORS: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


class Operators(Grammar):
    """Types the operators; leaves and calls are `expressions.Typing`."""

    # Arithmetic

    def _binop(self, item: ast.BinOp) -> Node:
        if isinstance(item.op, ast.Div | ast.FloorDiv | ast.Mod):
            self.refuse(item, "division", "division nue", DIVISION)
        if not isinstance(item.op, ast.Add | ast.Sub | ast.Mult):
            self.refuse(
                item, "syntax", f"« {self.parsed.source(item)} » : opération inconnue", "admis : + - *"
            )
        left, right = self.node(item.left), self.node(item.right)
        span = self.span(item)
        if isinstance(left.type, Day):
            return self._dates(item, left, right)
        a, b = self.as_quantity(item.left, left), self.as_quantity(item.right, right)
        low, high = self._range(item, a, b)
        maybe = a.optional or b.optional
        if isinstance(item.op, ast.Mult):
            kind = Quantity(
                unit=a.unit.times(b.unit), scale=a.scale + b.scale, low=low, high=high, optional=maybe
            )
            return self.sized(item, tree.Multiply(type=kind, span=span, left=left, right=right))
        self.same_unit(item, a, b, "additionner" if isinstance(item.op, ast.Add) else "soustraire")
        kind = Quantity(unit=a.unit, scale=max(a.scale, b.scale), low=low, high=high, optional=maybe)
        make = tree.Add if isinstance(item.op, ast.Add) else tree.Subtract
        return self.sized(item, make(type=kind, span=span, left=left, right=right))

    def _range(self, item: ast.BinOp, a: Quantity, b: Quantity) -> tuple[Decimal, Decimal]:
        function = {ast.Add: arithmetic.add, ast.Sub: arithmetic.subtract, ast.Mult: arithmetic.multiply}
        low, high = arithmetic.bounds(
            function[type(item.op)](Interval(a.low, a.high), Interval(b.low, b.high))
        )
        return low, high

    def _dates(self, item: ast.BinOp, left: Node, right: Node) -> Node:
        span, maybe = self.span(item), left.type.optional or right.type.optional
        if isinstance(right.type, Day) and isinstance(item.op, ast.Sub):
            days = Quantity(
                unit=Unit((("day", 1),)), low=Decimal(-4_000_000), high=Decimal(4_000_000), optional=maybe
            )
            return tree.DaysBetween(type=days, span=span, left=left, right=right)
        kind = self.as_quantity(item.right, right)
        if isinstance(item.op, ast.Mult) or not kind.unit.powers or kind.scale:
            self.refuse(item, "type", "à une date on ajoute un nombre entier de jours")
        if kind.unit != Unit((("day", 1),)):
            help = "un mois plus tard peut ne pas exister : choisissez add_down ou add_up"
            self.refuse(item, "type", f"date + {kind.unit} : le 29 février resterait sans réponse", help)
        sign: Words[1, -1] = 1 if isinstance(item.op, ast.Add) else -1
        return tree.Shift(
            type=Day(optional=maybe), span=span, date=left, duration=right, mode="days", sign=sign
        )

    def _unaryop(self, item: ast.UnaryOp) -> Node:
        span = self.span(item)
        if isinstance(item.op, ast.Not):
            value = self.condition(item.operand)
            always = value.type.always if isinstance(value.type, Boolean) else None
            kind = Boolean(always=None if always is None else not always, optional=value.type.optional)
            return tree.Not(type=kind, span=span, value=value)
        if not isinstance(item.op, ast.USub):
            self.refuse(item, "syntax", f"« {self.parsed.source(item)} » n’est pas admis")
        value, number = self.quantity(item.operand)
        result = Quantity(
            unit=number.unit, scale=number.scale, low=-number.high, high=-number.low, optional=number.optional
        )
        return tree.Negate(type=result, span=span, value=value)

    # Conditions

    def _boolop(self, item: ast.BoolOp) -> Node:
        operands = tuple(self.condition(value) for value in item.values)
        for value, operand in zip(item.values, operands, strict=True):
            self.refuse_dead(value, operand)
        return combine(operands, self.span(item), all_of=isinstance(item.op, ast.And))

    def refuse_dead(self, item: ast.expr, node: Node) -> None:
        always = node.type.always if isinstance(node.type, Boolean) else None
        if always is not None:
            word = "vraie" if always else "fausse"
            cause = f"branche morte : cette condition est toujours {word}"
            self.refuse(item, "dead", cause, "les bornes déclarées (min, max, valeurs datées) le prouvent")

    def _compare(self, item: ast.Compare) -> Node:
        items = [item.left, *item.comparators]
        tests = [self._one(item, op, items[i], items[i + 1]) for i, op in enumerate(item.ops)]
        return tests[0] if len(tests) == 1 else combine(tuple(tests), self.span(item), all_of=True)

    def _one(self, item: ast.Compare, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Node:
        if isinstance(op, ast.In | ast.NotIn):
            found = self.member(item, left, right)
            if isinstance(op, ast.In):
                return found
            return tree.Not(type=Boolean(optional=found.type.optional), span=self.span(item), value=found)
        if type(op) not in OPERATORS:
            self.refuse(item, "syntax", "comparaison inconnue", "admis : < <= > >= == != in not in")
        return self.compare(item, OPERATORS[type(op)], self.node(left), self.node(right))

    def compare(self, item: ast.expr, op: Comparison, left: Node, right: Node) -> Node:
        """left op right, if the two can be compared."""
        a, b = left.type, right.type
        maybe = a.optional or b.optional
        always: bool | None = None
        if isinstance(a, Quantity) and isinstance(b, Quantity):
            self.same_unit(item, a, b, "comparer")
            sure = arithmetic.compare(op, arithmetic.hull(a.low, a.high), arithmetic.hull(b.low, b.high))
            always = sure if isinstance(sure, bool) and not maybe else None
        elif isinstance(a, Day) and isinstance(b, Day):
            pass
        elif op not in ("==", "!="):
            self.refuse(item, "type", f"un {a} et un {b} ne se comparent pas par « {op} »")
        else:
            self._same_words(item, left, right)
            left, right = _spelled(left, right.type), _spelled(right, a)
        kind = Boolean(always=always, optional=maybe)
        return tree.Compare(type=kind, span=self.span(item), op=op, left=left, right=right)

    def _same_words(self, item: ast.expr, left: Node, right: Node) -> None:
        a, b = left.type, right.type
        for node, other in ((left, right), (right, left)):
            if isinstance(node, tree.Literal) and isinstance(node.value, str):
                if isinstance(other.type, Code) and other.type.many:
                    help = "déclarez le code sous « sets » et écrivez « in »"
                    self.refuse(item, "type", "plusieurs codes ne se comparent pas à un seul", help)
                self.allowed_words(item, other, (node.value,))
                return
        if join(a, b) is None or isinstance(a, Nothing):
            help = (
                "applies(x) dit si une valeur a lieu d’être"
                if isinstance(a, Nothing) or isinstance(b, Nothing)
                else ""
            )
            self.refuse(item, "type", f"un {a} et un {b} ne se comparent pas", help)

    def allowed_words(self, item: ast.expr, node: Node, words: tuple[str, ...]) -> None:
        kind = node.type
        if isinstance(kind, Code):
            return
        if not isinstance(kind, Choice):
            self.refuse(item, "type", f"un {kind} ne se compare pas à un mot")
        for word in words:
            if word not in kind.words:
                self.refuse(
                    item, "value", f"« {word} » n’est pas une valeur admise", did_you_mean(word, kind.words)
                )

    def member(self, item: ast.expr, left: ast.expr, right: ast.expr) -> Node:
        """`code in set`, `place in zone`, `word in ("a", "b")`."""
        span = self.span(item)
        if isinstance(right, ast.Tuple | ast.List):
            node = self.node(left)
            words = tuple(
                w.value for w in right.elts if isinstance(w, ast.Constant) and isinstance(w.value, str)
            )
            if len(words) != len(right.elts) or isinstance(node.type, Code):
                self.refuse(right, "undated", "une liste de codes se déclare, datée, sous « sets »")
            self.allowed_words(item, node, words)
            return tree.OneOf(type=Boolean(optional=node.type.optional), span=span, value=node, words=words)
        if not isinstance(right, ast.Name):
            self.refuse(right, "type", "après « in », un ensemble, un territoire ou une liste de mots")
        place = self.names.places.get(self.parsed.source(left))
        if place is not None:
            zone = self.names.zone(right.id, place, span)
            if zone is None:
                self.refuse(right, "name", f"« {right.id} » n’est pas un territoire déclaré sous « zones »")
            return zone
        of = self.names.set_of(right.id)
        if of is None:
            others = [name for name in self.names.words() if self.names.set_of(name) is not None]
            help = did_you_mean(right.id, others)
            if right.id in self.names.zones:
                help = f"« {right.id} » est un territoire : c’est une adresse qui s’y trouve ou non"
            self.refuse(right, "name", f"« {right.id} » n’est pas un ensemble déclaré sous « sets »", help)
        node = self.node(left)
        if not isinstance(node.type, Code):
            self.refuse(left, "type", f"on attend un code, pas un {node.type}")
        if node.type.of != of:
            self.refuse(
                item, "type", f"un code {node.type.of} ne se cherche pas dans un ensemble de codes {of}"
            )
        return tree.Member(type=Boolean(optional=node.type.optional), span=span, code=node, set=right.id)

    def _ifexp(self, item: ast.IfExp) -> Node:
        test = self.condition(item.test)
        self.refuse_dead(item.test, test)
        then, other = self.node(item.body), self.node(item.orelse)
        kind = join(then.type, other.type)
        if kind is None:
            self.refuse(item, "type", f"les deux branches diffèrent : {then.type}, {other.type}")
        return tree.Choose(type=kind, span=self.span(item), cases=((test, then),), default=other)


def _spelled(node: Node, other: AnyType) -> Node:
    """A code written in a rule, as facts spell it: 56.10A is 5610A."""
    if isinstance(node, tree.Literal) and isinstance(node.value, str) and isinstance(other, Code):
        return replace(node, value=normal(other.of, node.value))
    return node
