"""Expressions: parsed, resolved, typed and unit-checked at load. Nothing is left to find at run time.

`Typing` turns the text of an expression into a typed node, or raises ExpressionError with the place, the
cause and the remedy. It knows names by a `Names`, which the loader fills.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal as Words
from typing import NoReturn, Protocol

from bareme import arithmetic, tree
from bareme.errors import Problem, Span, did_you_mean
from bareme.lexing import ExpressionError, Parsed, parse
from bareme.model import Entity, Input
from bareme.tree import Comparison, Node
from bareme.types import MAX_DIGITS, AnyType, Boolean, Choice, Code, Day, Nothing, Quantity, join
from bareme.units import Unit
from bareme.values import NOT_APPLICABLE, Interval, decimals

OPERATORS: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
CLOCK = {"today", "now", "date", "datetime", "time"}
CHANCE = {"random", "rand", "randint", "choice", "uuid", "hash", "shuffle"}
DIVISION = "la seule division est prorata(valeur, part, tout), dans un arrondi ; pour comparer, multipliez l’autre côté"


class Names(Protocol):
    """What an expression may name."""

    units: tuple[str, ...]
    inputs: dict[str, Input]
    places: dict[str, dict[str, str]]  # place → level → path of its code
    singles: dict[str, dict[str, str]]  # related entity (one) → attribute → path
    entities: dict[str, Entity]

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
class Typing:
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
            return self._literal(item, literal.value, literal.unit)
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

    # Leaves

    def _literal(self, item: ast.expr, value: Decimal | date, unit: Unit) -> Node:
        span = self.span(item)
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
        node = self.names.use(owner, attribute, span)
        if node is not None:
            return node
        if owner in self.names.entities:
            help = f"écrivez par exemple sum(x.{attribute} for x in {owner})"
            self.refuse(item, "type", f"« {owner} » compte plusieurs éléments", help)
        self._unknown(item, owner)

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
            kind = node.type
            months = isinstance(kind, Quantity) and kind.unit in (Unit((("month", 1),)), Unit((("year", 1),)))
            if not (isinstance(kind, Day) or months) or len(kinds) > 1:
                help = "exemples : [0 months], [-12 months], [reference_month]"
                self.refuse(
                    index,
                    "type",
                    "l’indice d’une période est une durée en mois ou en années, ou une date",
                    help,
                )
        result = fact.type
        if last is not None and isinstance(result, Quantity):
            result = Quantity(
                unit=result.unit,
                scale=result.scale,
                low=min(result.low * 120, Decimal(0)),
                high=result.high * 120,
            )
        return tree.PeriodRef(
            type=result, span=self.span(item), path=fact.path, every=fact.by, relative=Day not in kinds,
            start=nodes[0], end=nodes[1] if last is not None else None,
        )  # fmt: skip

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
        )  # type: ignore[index]  # _binop let no other operator through
        return low, high

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
            help = "convert(x, unité) convertit exactement ; deux monnaies ne se mêlent jamais"
            self.refuse(item, "unit", f"on ne peut pas {verb} {left} et {right}", help)

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
            help = "un mois plus tard peut ne pas exister : choisissez add_down(date, durée) ou add_up(date, durée)"
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
        kind = Boolean(always=always, optional=maybe)
        return tree.Compare(type=kind, span=self.span(item), op=op, left=left, right=right)

    def _same_words(self, item: ast.expr, left: Node, right: Node) -> None:
        a, b = left.type, right.type
        for node, other in ((left, right), (right, left)):
            if isinstance(node, tree.Literal) and isinstance(node.value, str):
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
        if isinstance(left, ast.Name) and left.id in self.names.places:
            zone = self.names.zone(right.id, self.names.places[left.id], span)
            if zone is None:
                self.refuse(right, "name", f"« {right.id} » n’est pas un territoire déclaré sous « zones »")
            return zone
        of = self.names.set_of(right.id)
        if of is None:
            help = did_you_mean(right.id, self.names.words())
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

    def _call(self, item: ast.Call) -> Node:
        from bareme.functions import call  # functions.py types calls and needs Typing: it is imported here

        return call(self, item)


def combine(operands: tuple[Node, ...], span: Span, *, all_of: bool) -> Node:
    """And, Or: not applicable only if every operand may be."""
    flags = [node.type.always if isinstance(node.type, Boolean) else None for node in operands]
    stop = not all_of
    always = stop if stop in flags else (all_of if all(flag is all_of for flag in flags) else None)
    kind = Boolean(always=always, optional=all(node.type.optional for node in operands))
    if all_of:
        return tree.And(type=kind, span=span, operands=operands)
    return tree.Or(type=kind, span=span, operands=operands)


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
