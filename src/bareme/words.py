"""Values and rules said in words, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bareme import tree
from bareme.arithmetic import bounds
from bareme.model import Input, Label, Scheme, say
from bareme.phrases import MONTHS, QUARTERS, SAY, TEXT
from bareme.tree import Node
from bareme.types import AnyType, Code, Quantity
from bareme.units import Unit
from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval, Value, plain
from bareme.workings import Formula, taken_from

if TYPE_CHECKING:
    from bareme.closures import Env
    from bareme.program import Program

NARROW, HARD = "\u202f", "\u00a0"
FIXED = (tree.ParameterRef, tree.Literal)
MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
DATES = {"<": "before", "<=": "until", ">": "after", ">=": "from", "==": "same day", "!=": "other day"}


_BEFORE = re.compile(r"[ \u00a0](?=[:;!?»%€$])")
_TIGHT = re.compile(r"[ \u00a0\u202f](?=[;!?])")


def typeset(text: str, language: str) -> str:
    """Hard spaces where French wants them; in Québec none before ; ! ? (language fr-CA)."""
    if not language.startswith("fr"):
        return text
    hard = _BEFORE.sub(HARD, text).replace("« ", f"«{HARD}").replace("'", "’")
    return _TIGHT.sub("", hard) if language == "fr-CA" else hard


def number(value: Decimal, language: str, places: int | None = None) -> str:
    """A number as the language groups and points it: 20 000 000,50 or 20,000,000.50."""
    text = plain(value) if places is None else f"{value:.{places}f}"
    whole, _, rest = text.lstrip("-").partition(".")
    mark, point = (NARROW, ",") if language == "fr" else (",", ".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    joined = mark.join([whole, *groups]) + (point + rest if rest else "")
    return ("−" if value < 0 else "") + joined


def figure(value: Decimal | Fraction, language: str) -> str:
    """An exact number, a fraction if it has no end: 1 866,67 or 5600/3."""
    if isinstance(value, Decimal):
        return number(value or abs(value), language, _places(value))
    return f"{number(Decimal(value.numerator), language)}/{number(Decimal(value.denominator), language)}"


def _places(value: Decimal) -> int | None:
    """Two decimals at least, as for money, unless the number is whole."""
    plain_one = value.normalize()
    return None if value == value.to_integral_value() else max(2, -int(plain_one.as_tuple().exponent))


def money(value: Decimal, unit: Unit, language: str, own: Mapping[str, Label] = {}) -> str:
    return number(value, language, _places(value)) + HARD + unit.words(language, own=own)


def day(value: date, language: str) -> str:
    """1er juin 2020; 1 June 2020."""
    first = "1er" if value.day == 1 and language == "fr" else str(value.day)
    return f"{first} {MONTHS[language][value.month - 1]} {value.year}"


def period(every: str, ordinal: int, language: str) -> str:
    """A period as a reader says it: juillet 2019, 3e trimestre 2019, 2019."""
    if every == "year":
        return str(ordinal)
    year, rank = divmod(ordinal, 12 if every == "month" else 4)
    if every == "month":
        return f"{MONTHS[language][rank]} {year}"
    return f"{QUARTERS[language][rank]} {'trimestre' if language == 'fr' else 'quarter of'} {year}"


def value_words(value: Any, kind: AnyType, language: str, scheme: Scheme, fact: Input | None = None) -> str:
    """A value as a reader says it, with its unit."""
    said = SAY[language]
    if value is UNKNOWN:
        return said["unknown"]
    if value is NOT_APPLICABLE:
        return said["not applicable"]
    if isinstance(value, Interval | Days):
        return _between(value, kind, language, scheme)
    if isinstance(value, bool):
        return said[value]
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return _quantity(value, kind, language, scheme)
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or said["none"]
    if fact is not None and value in fact.words:
        return say(fact.words[value], language)
    if isinstance(kind, Code) and kind.of == "naf" and len(str(value)) > 2:
        return f"{str(value)[:2]}.{str(value)[2:]}"
    return str(value)


def _quantity(value: Decimal, kind: AnyType, language: str, scheme: Scheme) -> str:
    unit = kind.unit if isinstance(kind, Quantity) else Unit()
    if unit.currency:
        return money(value, unit, language, scheme.units)
    if unit.powers:
        many = abs(value) >= 2 if language == "fr" else abs(value) != 1
        return number(value, language) + HARD + unit.words(language, many=many, own=scheme.units)
    # A fraction without unit reads best as a percentage.
    if isinstance(kind, Quantity) and kind.scale and abs(value) <= 1:
        return number(value * 100, language) + (HARD if language == "fr" else "") + "%"
    return number(value, language)


def _between(value: Interval | Days, kind: AnyType, language: str, scheme: Scheme) -> str:
    low, high = bounds(value)
    said = SAY[language]
    open_low = low == date.min or (isinstance(low, Decimal) and low.is_infinite())
    open_high = high == date.max or (isinstance(high, Decimal) and high.is_infinite())
    if open_low or open_high:
        bound = value_words(high if open_low else low, kind, language, scheme)
        return said["most" if open_low else "least"].format(bound)
    in_money = isinstance(kind, Quantity) and kind.unit.currency
    places = _places(low) if in_money and isinstance(low, Decimal) else None
    first = number(low, language, places) if isinstance(low, Decimal) else day(low, language)
    return said["between"].format(first, value_words(high, kind, language, scheme))


class Speaker:
    """Says rules with the values they had in one environment."""

    def __init__(self, program: Program, env: Env, language: str) -> None:
        self.program, self.env, self.language = program, env, language
        self.scheme = program.scheme

    def value(self, node: Node) -> str:
        fact = self.scheme.inputs.get(node.path) if isinstance(node, tree.InputRef) else None
        found = self.program.run(node)(self.env)
        return value_words(found, node.type, self.language, self.scheme, fact)

    def name(self, node: Node) -> str:
        """What a leaf is called; empty for a calculation."""
        scheme = self.scheme
        if isinstance(node, tree.InputRef):
            return say(scheme.inputs[node.path].label, self.language)
        if isinstance(node, tree.PeriodRef):
            first, last = self.program.period(node)
            numbers = [first(self.env)] + ([last(self.env)] if last else [])
            periods = " – ".join(period(node.every, n, self.language) for n in numbers)
            return f"{say(scheme.inputs[node.path].label, self.language)} ({periods})"
        if isinstance(node, tree.DefinitionRef):
            return say(scheme.definitions[node.name].label, self.language)
        if isinstance(node, tree.ParameterRef):
            return say(scheme.parameters[node.name].label, self.language)
        if isinstance(node, tree.UseRef):
            return say(scheme.uses[node.use].title, self.language)
        if isinstance(node, tree.Applies):
            return self.name(node.value)
        return SAY[self.language][scheme.applies_by] if isinstance(node, tree.OnDate) else ""

    @property
    def colon(self) -> str:
        return SAY[self.language]["colon"]

    def is_leaf(self, node: Node) -> bool:
        """Is this value read, and not worked out?"""
        return isinstance(node, tree.Literal) or (
            bool(self.name(node)) and not isinstance(node, tree.Applies)
        )

    def is_unlabelled(self, node: Node) -> bool:
        """Has the author given this parameter no label, so that its name would be read?"""
        if not isinstance(node, tree.ParameterRef):
            return False
        readable = node.name.replace("_", " ")
        return self.scheme.parameters[node.name].label == {"fr": readable[:1].upper() + readable[1:]}

    def aggregate_name(self, node: Any) -> str:
        """« Revenu, au total (Membres du ménage) », « Membres du ménage (nombre retenu) »."""
        entity = self.scheme.entities[node.entity]
        label, kept = say(entity.label, self.language), " kept" if node.where is not None else ""
        if node.kind == "count":
            return SAY[self.language]["number" + kept].format(label)
        if isinstance(node.value, tree.ElementRef):
            inner = say(entity.inputs[node.value.path.rpartition(".")[2]].label, self.language)
            return SAY[self.language]["total" + kept].format(inner, label)
        return label

    def side(self, node: Node) -> str:
        """One side of a comparison: « Effectif salarié : 3 personnes », « 10 personnes »."""
        if isinstance(node, FIXED):
            return self.value(node)
        if isinstance(node, tree.Aggregate):
            return f"{self.aggregate_name(node)}{self.colon}{self.value(node)}"
        name = self.name(node) or Formula(self).of(node)
        return f"{name}{self.colon}{self.value(node)}"

    def fact(self, node: Node, value: Value) -> str:
        """A test told as a true sentence, whichever way it came out; a plain phrase if nobody knows."""
        teller = _TELLERS.get(type(node))
        if teller is not None:
            return teller(self, node, value)
        if isinstance(node, tree.UseRef) and isinstance(value, bool):
            verdict = TEXT[self.language]["eligible" if value else "not eligible"]
            return f"{self.name(node)}{self.colon}{verdict[:1].lower()}{verdict[1:]}"
        name = self.name(node)
        if not name:
            taken = taken_from(self, node)
            return self.value(node) if taken is node else self.fact(taken, value)
        if name.endswith("?"):  # a question is followed by its answer
            return f"{name} {self.value(node)}"
        return f"{name}{SAY[self.language]['colon']}{self.value(node)}"

    def _subject(self, node: Node) -> str:
        """How the telling of a comparison begins, up to what it is compared with."""
        if not isinstance(node, tree.Compare):
            return ""
        return f"{self.side(_turned(node)[1])}, "

    def compare(self, node: Any, value: Value) -> str:
        op, left, right = _turned(node)
        op = OPPOSITE[op] if value is False else op
        if op == "==" and isinstance(right, tree.Literal) and value is True:
            return self.side(left)
        dated = isinstance(self.program.run(right)(self.env), date)
        return (
            f"{self.side(left)}, {SAY[self.language][DATES[op] if dated else op]} {self.bound(right, left)}"
        )

    def bound(self, node: Node, other: Node) -> str:
        """The right side of a comparison: a value, then what it is called if that helps."""
        fact = self.scheme.inputs.get(other.path) if isinstance(other, tree.InputRef) else None
        if fact is not None and isinstance(node, tree.Literal) and node.value in fact.words:
            return say(fact.words[str(node.value)], self.language)
        name = self.name(node)
        if isinstance(node, tree.ParameterRef | tree.Literal | tree.OnDate):
            return self.value(node)
        if isinstance(node, tree.Aggregate):
            return f"{self.value(node)} ({self.aggregate_name(node)})"
        if not name:
            return f"{self.value(node)}, {SAY[self.language]['that is']} {Formula(self).of(node)}"
        return f"{self.value(node)} ({name})"

    def aggregate(self, node: Any, value: Value) -> str:
        said, label = SAY[self.language], say(self.scheme.entities[node.entity].label, self.language)
        words = {("any", True): "some", ("any", False): "none of", ("all", True): "every"}
        if not isinstance(value, bool):
            return f"{self.aggregate_name(node)}{self.colon}{self.value(node)}"
        return f"{label}{self.colon}{said[words.get((node.kind, value), 'not every')]}"

    def applies(self, node: Any, value: Value) -> str:
        name = self.name(node) or Formula(self).of(node.value)
        if not isinstance(value, bool):
            return f"{name}{self.colon}{self.value(node)}"
        return SAY[self.language]["applies" if value else "does not apply"].format(name)

    def member(self, node: Any, value: Value) -> str:
        said = SAY[self.language]
        apart = "except " if ".except." in node.set else ""  # the part of a territory that is left out
        label = say(self.scheme.sets[node.set].label, self.language)
        quoted = f"«{HARD}{label}{HARD}»" if self.language == "fr" else f"“{label}”"
        return f"{self.side(node.code)}, {said[apart + ('not in' if value is False else 'in')]} {quoted}"

    def one_of(self, node: Any, value: Value) -> str:
        said = SAY[self.language]
        fact = self.scheme.inputs.get(getattr(node.value, "path", ""))
        if value is True:  # being one of them, it need not be told the others
            return self.side(node.value)
        words = [say(fact.words[w], self.language) if fact and w in fact.words else w for w in node.words]
        last = f" {said['or']} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
        return f"{self.side(node.value)}, {said['!=' if value is False else 'among']} {last}"

    def opposite(self, node: Any, value: Value) -> str:
        inner: Value = value if value is UNKNOWN or value is NOT_APPLICABLE else not value
        return self.fact(node.value, inner)

    def several(self, node: Any, value: Value) -> str:
        """Tests of which those that made the answer are told, each thing named once."""
        run, items = self.program.run, list(node.operands)
        if isinstance(node, tree.And) and value is False:
            items = [item for item in items if run(item)(self.env) is False]
        elif isinstance(node, tree.And) and value is True:  # being in goes without saying one is not out
            items = [item for item in items if not _left_out(item)] or items
        elif isinstance(node, tree.Or) and value is True:
            items = [item for item in items if run(item)(self.env) is True]
        elif value is UNKNOWN and isinstance(node, tree.Or):
            return f" {SAY[self.language]['or']} ".join(
                self.fact(item, run(item)(self.env)) for item in items
            )
        told, subject = "", ""
        for item in items:
            text = self.fact(item, run(item)(self.env))
            if subject and text.startswith(subject):
                told += f" {SAY[self.language]['and']} {text.removeprefix(subject)}"
                continue
            told += (" ; " if self.language == "fr" else "; ") + text if told else text
            subject = self._subject(item)
        return told

    def guarded(self, node: Any, value: Value) -> str:
        if value is NOT_APPLICABLE:
            return self.fact(node.condition, self.program.run(node.condition)(self.env))
        return self.fact(node.value, value)


def _turned(node: Any) -> tuple[str, Node, Node]:
    """A comparison with its figure on the right: « 36 months <= term » is said of the term."""
    if isinstance(node.left, FIXED) and not isinstance(node.right, FIXED):
        return MIRROR[node.op], node.right, node.left
    return node.op, node.left, node.right


def _left_out(node: Node) -> bool:
    """Is this the test that a place is in no excluded part of a territory?"""
    if not isinstance(node, tree.Not):
        return False
    members = [item for item in node.value.walk() if isinstance(item, tree.Member)]
    return bool(members) and all(".except." in item.set for item in members)


_TELLERS: dict[type[Node], Callable[[Speaker, Any, Value], str]] = {
    tree.Compare: Speaker.compare,
    tree.Member: Speaker.member,
    tree.OneOf: Speaker.one_of,
    tree.Not: Speaker.opposite,
    tree.And: Speaker.several,
    tree.Or: Speaker.several,
    tree.Guard: Speaker.guarded,
    tree.Aggregate: Speaker.aggregate,
    tree.Applies: Speaker.applies,
}
