"""What the loader knows so far, and the names that expressions may use.

Parts are typed on demand: a definition when something names it, so that their order in the file is free
and a cycle is seen where it closes.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bareme import source, tree
from bareme.errors import Problem, Span, did_you_mean
from bareme.expressions import type_text
from bareme.functions import FUNCTIONS
from bareme.grammar import combine
from bareme.lexing import ExpressionError, unit_help
from bareme.model import CodeSet, Definition, Entity, Input, Label, Parameter, Scale, Scheme
from bareme.source import Mapping, Node, Text
from bareme.tree import Node as Rule
from bareme.types import AnyType, Boolean, Quantity
from bareme.units import Unit, UnknownUnit
from bareme.units import parse as parse_unit
from bareme.values import NotAValue, day, quantity

LEVELS = ("commune", "epci", "departement", "region", "mrc", "zones")
RESERVED = {*FUNCTIONS, *keyword.kwlist, "on", "yes", "no", "not_applicable", "already", "checks", "unknown"}
RESERVED |= {"today", "now", "random"}


T = TypeVar("T")


class Cascade(Exception):
    """A name is known but its own text was refused: nothing more to say here."""


@dataclass
class Draft:
    """Mutable while loading; implements `expressions.Names`."""

    path: str
    root: Mapping
    currency: str = "EUR"
    since: date = date.min
    until: date | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    own_units: dict[str, Label] = field(default_factory=dict)
    brackets: dict[str, dict[Unit, Text]] = field(default_factory=dict)  # register → units of its cells
    inputs: dict[str, Input] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    singles: dict[str, dict[str, str]] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    sets: dict[str, CodeSet] = field(default_factory=dict)
    zones: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    uses: dict[str, Scheme] = field(default_factory=dict)
    use_types: dict[str, Quantity] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    pending: dict[str, Callable[[], Definition]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    taken: dict[str, Span] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)  # facts that only another scheme declares
    loading: tuple[str, ...] = ()  # files being loaded, to see a circle of schemes
    checks: dict[str, Input] = field(default_factory=dict)  # what the officer appreciates, by name
    guards: dict[str, Node] = field(default_factory=dict)  # fact → its `applies`, not typed yet

    @property
    def units(self) -> tuple[str, ...]:
        return (self.currency, *self.own_units)

    # Problems

    def refuse(self, code: str, cause: str, span: Span, help: str = "") -> None:
        self.problems.append(Problem(code, cause, span, help))

    def guard(self, build: Callable[..., None], *arguments: object) -> None:
        """Runs one part; its refusal is kept and the others go on."""
        try:
            build(*arguments)
        except ExpressionError as error:
            if error.problem not in self.problems:
                self.problems.append(error.problem)
        except Cascade:
            pass

    def take(self, name: Text) -> bool:
        """Claims a name; False, with a problem, if it is taken or reserved."""
        word = name.value
        if word in RESERVED:
            self.refuse("name", f"« {word} » est un mot de la langue", name.span, "choisissez un autre nom")
            return False
        if word in self.taken:
            line = self.taken[word].line
            self.refuse("name", f"« {word} » nomme déjà autre chose", name.span, f"déclaré ligne {line}")
            return False
        self.taken[word] = name.span
        return True

    # Scalars

    def quantity(self, text: Text, unit: Unit | None = None) -> tuple[Decimal, Unit]:
        """The number of a scalar; `unit`: the one it must have (a bare number has it)."""
        return self.value(text, lambda: self._quantity(text, unit))

    def _quantity(self, text: Text, unit: Unit | None) -> tuple[Decimal, Unit]:
        found, said = quantity(text.value, self.units)
        actual = said if said is not None else (unit or Unit())
        if unit is not None and actual != unit:
            wanted = f"l’unité « {unit} »" if unit.powers else "un nombre sans unité, ou un taux en %"
            raise NotAValue(f"« {text.value} » : on attend {wanted}")
        return found, actual

    def day(self, node: Node | None) -> date | None:
        return None if not isinstance(node, Text) else self.value(node, lambda: day(node.value))

    def value(self, text: Text, read: Callable[[], T]) -> T:
        """Reads a scalar; what it refuses becomes a problem at its place."""
        try:
            return read()
        except NotAValue as error:
            raise ExpressionError(Problem("value", str(error), text.inner)) from None
        except UnknownUnit as error:
            help = unit_help(error.word, self.units)
            cause = f"« {error.word} » n’est pas une unité"
            raise ExpressionError(Problem("unit", cause, text.inner, help)) from None

    def unit(self, text: Text) -> Unit:
        return self.value(text, lambda: parse_unit(text.value, self.units))

    # Rules

    def rule(self, node: Node) -> Rule:
        """The typed tree of an expression, a list of cases, a block or dated versions."""
        from bareme.loader.rules import rule  # rules.py builds on Draft

        return rule(self, node)

    def condition(self, node: Node) -> Rule:
        found = self.rule(node)
        if not isinstance(found.type, Boolean):
            cause = f"on attend une condition (oui/non), pas un {found.type}"
            raise ExpressionError(Problem("type", cause, found.span))
        if found.type.always is not None:
            word = "vraie" if found.type.always else "fausse"
            cause = f"branche morte : cette condition est toujours {word}"
            raise ExpressionError(Problem("dead", cause, found.span, "les bornes déclarées le prouvent"))
        if isinstance(found, tree.And | tree.Or) and (pair := _opposed(found.operands)):
            never = "remplie" if isinstance(found, tree.And) else "refusée"
            cause = f"branche morte : cette condition n’est jamais {never}"
            raise ExpressionError(
                Problem("dead", cause, found.span, f"« {pair[0]} » est le contraire de « {pair[1]} »")
            )
        return found

    def expression(self, node: Text) -> Rule:
        found, _, _ = type_text(node.value, node.inner, node.single, self)
        return found

    # Names of expressions

    def words(self) -> list[str]:
        return [*self.taken, "on", "not_applicable"]

    def known_broken(self, name: str) -> None:
        """Says nothing more of a name that the file declares and that was refused there: raises Cascade."""
        if name in self.taken and self.problems:
            raise Cascade

    def parameter(self, name: str, span: Span) -> Rule | None:
        if name in self.checks:
            fact = self.checks[name]
            return tree.InputRef(type=fact.type, span=span, path=fact.path)
        known = self.parameters.get(name)
        if known is None:
            if name in self.broken:
                raise Cascade
            return None
        self.used.add(name)
        return tree.ParameterRef(type=known.type, span=span, name=name)

    def definition(self, name: str, span: Span) -> Rule | None:
        if name in self.broken:
            raise Cascade
        if name in self.open:
            loop = " → ".join([*self.open[self.open.index(name) :], name])
            raise ExpressionError(Problem("cycle", f"définition en cercle : {loop}", span))
        if name in self.pending:
            self.resolve(name)
        known = self.definitions.get(name)
        if known is None:
            if name in self.taken and name in self.broken:
                raise Cascade
            return None
        self.used.add(name)
        return tree.DefinitionRef(type=known.node.type, span=span, name=name)

    def resolve(self, name: str) -> None:
        """Types a definition now; a refused one is remembered as broken."""
        build = self.pending.pop(name)
        self.open.append(name)
        try:
            self.definitions[name] = build()
        except ExpressionError as error:
            self.broken.add(name)
            if error.problem not in self.problems:
                self.problems.append(error.problem)
            raise Cascade from None
        except Cascade:
            self.broken.add(name)
            raise
        finally:
            self.open.pop()

    def use(self, name: str, field: str, span: Span) -> Rule | None:
        if name not in self.uses:
            return None
        self.used.add(name)
        if field == "eligible":
            return tree.UseRef(type=Boolean(), span=span, use=name, field="eligible")
        if field == "amount" and name in self.use_types:
            return tree.UseRef(type=self.use_types[name], span=span, use=name, field="amount")
        allowed = ["eligible", *(["amount"] if name in self.use_types else [])]
        cause = f"« {name} » n’a pas de « {field} »"
        raise ExpressionError(Problem("name", cause, span, did_you_mean(field, allowed)))

    def set_of(self, name: str) -> str | None:
        known = self.sets.get(name)
        if known is not None:
            self.used.add(name)
        return known.of if known else None

    def zone(self, name: str, place: dict[str, str], span: Span) -> Rule | None:
        """The tests that decide whether a place is in a zone: one per level, less the exclusions."""
        if name not in self.zones:
            return None
        self.used.add(name)
        inside, outside = (
            tuple(
                tree.Member(
                    type=Boolean(), span=span, set=f"{name}.{prefix}{level}",
                    code=tree.InputRef(type=self.inputs[place[level]].type, span=span, path=place[level]),
                )
                for level in levels
            )
            for levels, prefix in zip(self.zones[name], ("", "except."), strict=True)
        )  # fmt: skip
        node = inside[0] if len(inside) == 1 else combine(inside, span, all_of=False)
        if not outside:
            return node
        some = outside[0] if len(outside) == 1 else combine(outside, span, all_of=False)
        return combine((node, tree.Not(type=Boolean(), span=span, value=some)), span, all_of=True)

    def scale(self, name: str) -> tuple[str, AnyType, AnyType] | None:
        known = self.scales.get(name)
        if known is not None:
            self.used.add(name)
        return (known.kind, known.over, known.gives) if known else None

    def scope(self, name: str) -> str | None:
        known = self.parameters.get(name)
        return known.scope if known else None

    def room(self, name: str, span: Span) -> Rule | str:
        """What is left of a ceiling that bounds all that was already awarded."""
        known = self.parameters.get(name)
        if known is None or known.scope not in ("firm", "scheme"):
            return "room attend un plafond de portée « firm » ou « scheme »"
        self.used.add(name)
        assert isinstance(known.type, Quantity)
        cap = tree.ParameterRef(type=known.type, span=span, name=name)
        path = f"already.{known.scope}"
        if path not in self.inputs:
            self.inputs[path] = already(path, known.type)
        fact = self.inputs[path].type
        assert isinstance(fact, Quantity)
        gap = Quantity(
            unit=fact.unit,
            scale=max(fact.scale, known.type.scale),
            low=known.type.low - fact.high,
            high=known.type.high,
        )
        ref = tree.InputRef(type=fact, span=span, path=path)
        left = tree.Subtract(type=gap, span=span, left=cap, right=ref)
        zero = Decimal(0)
        none = tree.Literal(type=Quantity(unit=fact.unit, low=zero, high=zero), span=span, value=zero)
        kind = Quantity(unit=fact.unit, scale=gap.scale, low=zero, high=gap.high)
        return tree.Greatest(type=kind, span=span, operands=(left, none))


def already(path: str, cap: Quantity) -> Input:
    """The fact « already awarded », in the unit of the ceiling that counts it."""
    who = "à l’entreprise" if path.endswith("firm") else "par le dispositif"
    to = "to the firm" if path.endswith("firm") else "by the scheme"
    kind = Quantity(unit=cap.unit, scale=2, low=Decimal(0), high=Decimal(10) ** 12)
    label = {"fr": f"Déjà accordé {who}", "en": f"Already awarded {to}"}
    return Input(path=path, type=kind, label=label, source="register")


def _opposed(operands: Iterable[Rule]) -> tuple[str, str] | None:
    """Two tests of which one is the contrary of the other, as an author would write them."""
    from bareme.unparse import unparse  # it reads the functions, which read us

    contrary = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
    written = {unparse(node): node for node in operands}
    for text, node in written.items():
        other = unparse(node.value) if isinstance(node, tree.Not) else ""
        if isinstance(node, tree.Compare):
            other = f"{unparse(node.left)} {contrary[node.op]} {unparse(node.right)}"
        if other in written:
            return text, other
    return None


def label_of(node: Node | None, fallback: str) -> Label:
    """A text `{fr, en}` of the file, else the name made readable."""
    if not isinstance(node, Mapping):
        readable = fallback.replace("_", " ").replace("-", " ")
        return {"fr": readable[:1].upper() + readable[1:]}
    return {
        key.value: value.value
        for key, value in node
        if isinstance(value, source.Text) and key.value in ("fr", "en")
    }


def word(node: Node | None, fallback: str = "") -> str:
    """The text of a scalar, else `fallback`."""
    return node.value if isinstance(node, source.Text) else fallback


def entries(node: Node | None) -> Iterable[tuple[Text, Node]]:
    """The pairs of a mapping; nothing if the section is absent."""
    return node if isinstance(node, Mapping) else ()


def items(node: Node | None) -> Iterable[Node]:
    return node if isinstance(node, source.Items) else ()
