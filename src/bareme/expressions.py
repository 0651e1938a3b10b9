"""Expressions: parsed, resolved, typed and unit-checked at load. Nothing is left to find at run time.

`Typing` turns the text of an expression into a typed node, or raises ExpressionError with the place, the
cause and the remedy. It knows names by a `Names`, which the loader fills.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NoReturn

from bareme import tree
from bareme.errors import Problem, Span, did_you_mean
from bareme.grammar import CHANCE, CLOCK, Names
from bareme.lexing import ExpressionError, parse
from bareme.lexing import Quantity as Literal
from bareme.operators import Operators
from bareme.tree import Node
from bareme.types import Boolean, Choice, Day, Nothing, Quantity
from bareme.units import Unit
from bareme.values import NOT_APPLICABLE, decimals

MAX_PERIODS = 1200  # a century of months: what a sum of periods may add up, to count its digits


class Typing(Operators):
    """Types one expression. `element`: variable → entity, inside an aggregate."""

    def _literal(self, item: ast.expr, literal: Literal) -> Node:
        value, unit, span = literal.value, literal.unit, self.span(item)
        if isinstance(value, date):
            if not self.free:
                self._undated(item)
            return tree.Literal(type=Day(), span=span, value=value)
        if not self.free and value not in (0, 1):
            self._undated(item)
        return tree.Literal(
            type=Quantity(unit=unit, scale=decimals(value), low=value, high=value), span=span, value=value
        )

    def _undated(self, item: ast.expr) -> NoReturn:
        offset = self.parsed.offset(item)
        text = self.parsed.literals[offset].text
        self.refuse(
            item,
            "undated",
            f"« {text} » est un seuil sans date",
            "déclarez-le sous « parameters », avec sa date et sa référence, et nommez-le ici",
        )

    def _constant(self, item: ast.Constant) -> Node:
        if isinstance(item.value, bool) or not isinstance(item.value, str):
            self.refuse(
                item, "syntax", f"« {self.parsed.source(item)} » n’est pas admis", "oui et non : yes, no"
            )
        return tree.Literal(type=Choice(words=(item.value,)), span=self.span(item), value=item.value)

    def _name(self, item: ast.Name) -> Node:
        name, span = item.id, self.span(item)
        if name == "on":
            return tree.OnDate(type=Day(), span=span)
        if name == "not_applicable":
            return tree.Literal(type=Nothing(), span=span, value=NOT_APPLICABLE)
        if name in ("yes", "no"):
            return tree.Literal(type=Boolean(always=name == "yes"), span=span, value=name == "yes")
        fact = self.names.inputs.get(name)
        if fact is not None:
            if fact.by is not None:
                help = f"écrivez {name}[0 months] pour la période de la date d’évaluation"
                self.refuse(item, "type", f"« {name} » a une valeur par période", help)
            return tree.InputRef(type=fact.type, span=span, path=name)
        scope = self.names.scope(name)
        if scope in ("firm", "scheme"):
            cause = f"le plafond « {name} » compte ce qui fut déjà accordé"
            self.refuse(item, "scope", cause, f"écrivez room({name})")
        node = self.names.parameter(name, span) or self.names.definition(name, span)
        if node is None:
            self._unknown(item, name)
        return node

    def _unknown(self, item: ast.expr, name: str) -> NoReturn:
        if name in CLOCK:
            help = "la date est un argument : « on » est la date d’évaluation"
            self.refuse(item, "clock", f"« {name} » lirait l’horloge", help)
        if name in CHANCE:
            self.refuse(item, "random", f"« {name} » : une règle ne tire pas au sort")
        for kind, known in (
            ("un ensemble", self.names.set_of(name) is not None),
            ("un territoire ou une adresse", name in self.names.places),
            ("un barème par tranches", self.names.scale(name) is not None),
            ("une entité", name in self.names.entities or name in self.names.singles),
        ):
            if known:
                help = "un ensemble ou un territoire suit « in » ; un barème s’emploie par apply(nom, x)"
                self.refuse(item, "type", f"« {name} » est {kind}, pas une valeur", help)
        self.names.known_broken(name)
        names = [*self.names.words(), *self.element]
        self.refuse(item, "name", f"« {name} » est inconnu", did_you_mean(name, names))

    def _attribute(self, item: ast.Attribute) -> Node:
        span = self.span(item)
        if not isinstance(item.value, ast.Name):
            self.refuse(item, "syntax", "on lit un attribut directement : project.cost")
        owner, attribute = item.value.id, item.attr
        if owner in self.element:
            entity = self.names.entities[self.element[owner]]
            fact = entity.inputs.get(attribute)
            if fact is None:
                help = did_you_mean(attribute, entity.inputs)
                self.refuse(item, "name", f"« {entity.name} » n’a pas de « {attribute} »", help)
            return tree.ElementRef(type=fact.type, span=span, entity=entity.name, path=fact.path)
        known = self.names.singles.get(owner) or self.names.places.get(owner)
        if known is not None:
            if attribute not in known:
                self.refuse(
                    item, "name", f"« {owner} » n’a pas de « {attribute} »", did_you_mean(attribute, known)
                )
            path = known[attribute]
            return tree.InputRef(type=self.names.inputs[path].type, span=span, path=path)
        if owner in self.names.inputs:
            self.refuse(item, "name", f"« {owner} » est un fait, il n’a pas de « {attribute} »")
        node = self.names.use(owner, attribute, span)
        if node is not None:
            return node
        if owner in self.names.entities:
            help = f"écrivez par exemple sum(x.{attribute} for x in {owner})"
            self.refuse(item, "type", f"« {owner} » compte plusieurs éléments", help)
        return self._unknown(item, owner)

    def _subscript(self, item: ast.Subscript) -> Node:
        if not isinstance(item.value, ast.Name) or item.value.id not in self.names.inputs:
            self.refuse(item, "name", f"« {self.parsed.source(item.value)} » n’est pas un fait par période")
        if isinstance(item.slice, ast.Slice):
            self.refuse(item, "type", "plusieurs périodes : écrivez sum(…)")
        return self.period(item, item.value.id, item.slice, None)

    def period(self, item: ast.expr, name: str, first: ast.expr, last: ast.expr | None) -> Node:
        """`name[first]`, or the sum over `name[first : last]`."""
        fact = self.names.inputs[name]
        if fact.by is None:
            self.refuse(
                item, "type", f"« {name} » n’a pas une valeur par période", "déclarez-le avec « by: month »"
            )
        inner = Typing(self.names, self.parsed, self.element, free=True)
        nodes = [inner.node(index) for index in (first, last) if index is not None]
        kinds = {type(node.type) for node in nodes}
        for index, node in zip((first, last), nodes, strict=False):
            assert index is not None
            if any(
                isinstance(n, tree.InputRef | tree.ElementRef | tree.UseRef | tree.DefinitionRef)
                for n in node.walk()
            ):
                self.refuse(index, "type", "l’indice d’une période ne dépend pas d’un fait")
            if not self._whole_periods(node, fact.by) or len(kinds) > 1:
                size = {"month": "mois", "quarter": "trimestres", "year": "années"}[fact.by]
                cause = f"l’indice d’une période est une date, ou une durée qui fait des {size} entiers"
                self.refuse(index, "type", cause, "exemples : [0 months], [-12 months], [reference_month]")
        result = fact.type
        if last is not None:
            if not isinstance(result, Quantity):
                self.refuse(item, "type", f"un {result} ne s’additionne pas")
            self._some_periods(item, nodes, fact.by)
            result = replace(
                result, low=min(result.low * MAX_PERIODS, Decimal(0)), high=result.high * MAX_PERIODS
            )
        return tree.PeriodRef(
            type=result, span=self.span(item), path=fact.path, every=fact.by, relative=Day not in kinds,
            start=nodes[0], end=nodes[1] if last is not None else None,
        )  # fmt: skip

    def _some_periods(self, item: ast.expr, nodes: list[Node], every: str) -> None:
        """Refuses a sum that would add nothing, or more periods than its digits were counted for."""
        first, last = (node.type for node in nodes)
        if not (isinstance(first, Quantity) and isinstance(last, Quantity)):
            return
        months = {"month": 1, "year": 12}
        low, high = (
            bound * months[kind.unit.powers[0][0]]
            for kind, bound in ((first, first.low), (last, last.high))
        )  # fmt: skip
        count = (high - low) / {"month": 1, "quarter": 3, "year": 12}[every] + 1
        if count < 1:
            self.refuse(item, "dead", "cette somme est vide : sa première période vient après la dernière")
        if count > MAX_PERIODS:
            self.refuse(item, "value", f"une somme compte au plus {MAX_PERIODS} périodes, pas {count:f}")

    def _whole_periods(self, node: Node, every: str) -> bool:
        """Is this a date, or a duration that counts whole periods?"""
        kind = node.type
        if not isinstance(kind, Quantity) or kind.scale:
            return isinstance(kind, Day)
        months = {Unit((("month", 1),)): 1, Unit((("year", 1),)): 12}.get(kind.unit)
        size = {"month": 1, "quarter": 3, "year": 12}[every]
        return months is not None and not any(bound * months % size for bound in (kind.low, kind.high))

    def _call(self, item: ast.Call) -> Node:
        from bareme.functions import call  # functions.py types calls and needs Typing: it is imported here

        return call(self, item)


def type_text(
    text: str, where: Span, single: bool, names: Names, *, free: bool = False
) -> tuple[Node, Typing, ast.expr]:
    """The typed node of an expression's text. Raises ExpressionError."""
    if not text.strip():
        raise ExpressionError(Problem("syntax", "expression vide", where))
    parsed = parse(text, where, single, names.units)
    typing = Typing(names, parsed, free=free)
    try:
        return typing.node(parsed.body), typing, parsed.body
    except RecursionError:
        raise ExpressionError(Problem("syntax", "expression trop profonde", where)) from None
