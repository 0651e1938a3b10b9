"""How one fact is read: what came (JSON, Python, text) into a value, or refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bareme.errors import FactsError, did_you_mean
from bareme.model import Input
from bareme.types import Boolean, Choice, Code, Day, Quantity
from bareme.units import UnknownUnit
from bareme.values import Days, Interval, NotAValue, Value, day, interval, normal, plain, quantity, truth

Read = Callable[[Any], Value]


def reader(fact: Input, units: tuple[str, ...]) -> Read:
    """How one fact is read: raw value → Value. Raises FactsError."""
    kind = fact.type
    if isinstance(kind, Quantity):
        return _number(fact, kind, units)
    if isinstance(kind, Boolean):
        return _boolean(fact)
    if isinstance(kind, Day):
        return _day(fact)
    if isinstance(kind, Choice):
        words = frozenset(kind.words)

        def choice(raw: Any) -> Value:
            if isinstance(raw, str) and raw in words:
                return raw
            raise FactsError(fact.path, f"« {raw} » n’est pas admis ; " + did_you_mean(str(raw), words))

        return choice
    assert isinstance(kind, Code)
    return _code(fact, kind)


def _number(fact: Input, kind: Quantity, units: tuple[str, ...]) -> Read:
    low, high = kind.low, kind.high
    quantum = Decimal(1).scaleb(-kind.scale)
    path = fact.path

    def exact(value: Decimal) -> Decimal:
        try:
            inside = low <= value <= high
        except InvalidOperation:
            inside = False
        if not inside:
            raise FactsError(path, f"{value} sort des bornes : de {plain(low)} à {plain(high)}")
        if value % quantum:
            said = "un nombre entier" if not kind.scale else f"{kind.scale} décimales au plus"
            raise FactsError(path, f"{value} : on attend {said}")
        return value

    def read(raw: Any) -> Value:
        cls = raw.__class__
        if cls is Decimal:
            value: Decimal = raw
        elif cls is int:
            value = Decimal(raw)
        else:
            return other(raw)
        try:
            if low <= value <= high and not value % quantum:
                return value
        except InvalidOperation:
            pass
        return exact(value)  # says what is wrong

    def other(raw: Any) -> Value:
        if isinstance(raw, str):
            return text(raw)
        if isinstance(raw, Interval):
            return between(raw.low, raw.high)
        if isinstance(raw, Mapping) and set(raw) <= {"from", "to"} and raw:
            start, end = raw.get("from"), raw.get("to")
            return between(
                bound(read(start), low) if start is not None else low,
                bound(read(end), high) if end is not None else high,
            )
        if isinstance(raw, float):
            raise FactsError(
                path, "un nombre à virgule flottante n’est pas exact : donnez un texte ou un Decimal"
            )
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            raise FactsError(path, f"{raw!r} n’est pas un nombre")
        return exact(Decimal(raw))

    def bound(value: Value, otherwise: Decimal) -> Decimal:
        return value if isinstance(value, Decimal) else otherwise

    def between(start: Decimal, end: Decimal) -> Value:
        start, end = max(start, low), min(end, high)
        if start > end:
            raise FactsError(path, f"de {plain(start)} à {plain(end)} : intervalle vide")
        for value in (start, end):
            exact(value)
        return start if start == end else Interval(start, end)

    def text(raw: str) -> Value:
        try:
            both = interval(raw, units)
            value, unit = both if both is not None else quantity(raw, units)
        except NotAValue as error:
            raise FactsError(path, str(error)) from None
        except UnknownUnit as error:
            raise FactsError(path, f"« {error.word} » n’est pas une unité ; on attend {kind.unit}") from None
        if unit is not None and unit != kind.unit:
            raise FactsError(
                path, f"« {raw} » : on attend {kind.unit if kind.unit.powers else 'un nombre sans unité'}"
            )
        return between(value.low, value.high) if isinstance(value, Interval) else exact(value)

    return read


def _boolean(fact: Input) -> Read:
    def read(raw: Any) -> Value:
        if raw is True or raw is False:
            return bool(raw)
        if isinstance(raw, str):
            try:
                return truth(raw)
            except NotAValue as error:
                raise FactsError(fact.path, str(error)) from None
        raise FactsError(fact.path, f"{raw!r} : on attend oui ou non")

    return read


def _day(fact: Input) -> Read:
    def read(raw: Any) -> Value:
        if raw.__class__ is date:
            found: date = raw
            return found
        if isinstance(raw, Days):
            return between(raw.low, raw.high)
        try:
            if isinstance(raw, str):
                start, dots, end = raw.partition("..")
                if not dots:
                    return day(raw)
                return between(bound(start, date.min), bound(end, date.max))
            if isinstance(raw, Mapping) and raw and set(raw) <= {"from", "to"}:
                return between(bound(raw.get("from"), date.min), bound(raw.get("to"), date.max))
        except NotAValue as error:
            raise FactsError(fact.path, str(error)) from None
        raise FactsError(fact.path, f"{raw!r} n’est pas une date : on écrit 2020-06-18")

    def bound(raw: Any, otherwise: date) -> date:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return otherwise
        return raw if raw.__class__ is date else day(str(raw))

    def between(start: date, end: date) -> Value:
        if start > end:
            raise FactsError(fact.path, f"du {start.isoformat()} au {end.isoformat()} : intervalle vide")
        return start if start == end else Days(start, end)

    return read


def _code(fact: Input, kind: Code) -> Read:
    short = kind.of == "commune"

    def one(raw: Any) -> str:
        if not isinstance(raw, str) or not raw.strip():
            raise FactsError(fact.path, f"{raw!r} : un code est un texte (son zéro de tête compte)")
        if short and len(raw.strip()) == 4 and raw.strip().isdigit():  # a spreadsheet lost its zero
            raise FactsError(fact.path, f"« {raw} » : un code de commune a cinq signes ; 0{raw.strip()} ?")
        return normal(kind.of, raw)

    def several(raw: Any) -> Value:
        if not isinstance(raw, str | list | tuple | set | frozenset):
            raise FactsError(fact.path, f"{raw!r} : on attend une liste de codes")
        return frozenset(map(one, [raw] if isinstance(raw, str) else raw))

    return several if kind.many else one
