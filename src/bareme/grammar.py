"""What typing an expression rests on: the names it may use, and how a refusal is placed."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn, Protocol

from bareme import tree
from bareme.errors import Span
from bareme.lexing import Parsed
from bareme.lexing import Quantity as Literal
from bareme.model import Entity, Input
from bareme.tree import Node
from bareme.types import MAX_DIGITS, AnyType, Boolean, Nothing, Quantity

CLOCK = {"today", "now", "date", "datetime", "time"}
CHANCE = {"random", "rand", "randint", "choice", "uuid", "hash", "shuffle"}
DIVISION = (
    "la seule division est prorata(valeur, part, tout), dans un arrondi ; "
    "pour comparer, multipliez l’autre côté"
)


class Names(Protocol):
    """What an expression may name."""

    @property
    def units(self) -> tuple[str, ...]: ...

    inputs: dict[str, Input]
    places: dict[str, dict[str, str]]  # place → level → path of its code
    singles: dict[str, dict[str, str]]  # related entity (one) → attribute → path
    entities: dict[str, Entity]
    zones: dict[str, tuple[list[str], list[str]]]

    def known_broken(self, name: str) -> None: ...
    def words(self) -> list[str]: ...
    def parameter(self, name: str, span: Span) -> Node | None: ...
    def definition(self, name: str, span: Span) -> Node | None: ...
    def use(self, name: str, field: str, span: Span) -> Node | None: ...
    def set_of(self, name: str) -> str | None: ...
    def zone(self, name: str, place: dict[str, str], span: Span) -> Node | None: ...
    def scale(self, name: str) -> tuple[str, AnyType, AnyType] | None: ...
    def room(self, name: str, span: Span) -> Node | str: ...
    def scope(self, name: str) -> str | None: ...


@dataclass
class Grammar:
    """Types one expression. `element`: variable → entity, inside an aggregate."""

    names: Names
    parsed: Parsed
    element: dict[str, str] = field(default_factory=dict)
    free: bool = False  # numbers may stand here: a rounding step, a period's index

    # Entry

    def node(self, item: ast.expr) -> Node:
        """The typed node of a Python expression of the whitelist."""
        literal = self.parsed.literals.get(self.parsed.offset(item)) if isinstance(item, ast.Name) else None
        if literal is not None:
            return self._literal(item, literal)
        method = getattr(self, f"_{type(item).__name__.lower()}", None)
        if method is None:
            self.refuse(item, "syntax", f"« {self.parsed.source(item)} » n’est pas admis dans une règle")
        found: Node = method(item)
        return found

    def condition(self, item: ast.expr) -> Node:
        node = self.node(item)
        if not isinstance(node.type, Boolean | Nothing):
            self.refuse(item, "type", f"on attend une condition (oui/non), pas un {node.type}")
        return node

    def quantity(self, item: ast.expr) -> tuple[Node, Quantity]:
        node = self.node(item)
        return node, self.as_quantity(item, node)

    def as_quantity(self, item: ast.expr, node: Node) -> Quantity:
        if isinstance(node.type, Nothing):
            return Quantity(optional=True, low=Decimal(0), high=Decimal(0))
        if not isinstance(node.type, Quantity):
            self.refuse(item, "type", f"on attend un nombre, pas un {node.type}")
        return node.type

    def refuse(self, item: ast.expr, code: str, cause: str, help: str = "") -> NoReturn:
        raise self.parsed.refuse(item, code, cause, help)

    def span(self, item: ast.expr) -> Span:
        return self.parsed.span(item)

    def _literal(self, item: ast.expr, literal: Literal) -> Node:
        raise NotImplementedError

    def sized(self, item: ast.expr, node: Node) -> Node:
        """The node, if its numbers fit in 38 digits."""
        kind = node.type
        if isinstance(kind, Quantity) and kind.digits > MAX_DIGITS:
            cause = f"ce nombre pourrait avoir {kind.digits} chiffres, au-delà de {MAX_DIGITS}"
            help = "bornez les entrées (« max: »), réduisez leurs « decimals », ou arrondissez avant"
            self.refuse(item, "digits", cause, help)
        return node

    def same_unit(self, item: ast.expr, a: Quantity, b: Quantity, verb: str) -> None:
        if a.unit != b.unit:
            left, right = (f"« {x.unit} »" if x.unit.powers else "sans unité" for x in (a, b))
            if verb == "arrondir":
                help = f"le pas de l’arrondi a l’unité de ce qu’il arrondit : 0.01 {a.unit}"
                self.refuse(item, "unit", f"le nombre à arrondir est {left}, le pas {right}", help)
            help = "convert(x, unité) convertit exactement ; deux monnaies ne se mêlent jamais"
            self.refuse(item, "unit", f"on ne peut pas {verb} {left} et {right}", help)


def combine(operands: tuple[Node, ...], span: Span, *, all_of: bool) -> Node:
    """And, Or: not applicable only if every operand may be."""
    flags = [node.type.always if isinstance(node.type, Boolean) else None for node in operands]
    stop = not all_of
    always = stop if stop in flags else (all_of if all(flag is all_of for flag in flags) else None)
    kind = Boolean(always=always, optional=all(node.type.optional for node in operands))
    if all_of:
        return tree.And(type=kind, span=span, operands=operands)
    return tree.Or(type=kind, span=span, operands=operands)
