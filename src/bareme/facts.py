"""Facts as they come (JSON, Python) into values a program reads. What does not fit is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bareme import tree
from bareme.errors import FactsError, did_you_mean
from bareme.functions import MAX_ELEMENTS
from bareme.loader.dated import normal
from bareme.model import Entity, Input, Scheme
from bareme.types import Boolean, Choice, Code, Day, Quantity
from bareme.units import UnknownUnit
from bareme.values import UNKNOWN, Days, Interval, NotAValue, Value, day, interval, plain, quantity, truth

Read = Callable[[Any], Value]
Fill = Callable[[list[Any], Any], None]
_PERIOD = {
    "month": re.compile(r"(\d{4})-(\d{2})\Z"),
    "quarter": re.compile(r"(\d{4})-[TQ]([1-4])\Z"),
    "year": re.compile(r"(\d{4})()\Z"),
}


def period_number(every: str, day: date) -> int:
    """The ordinal of the period that holds the day: consecutive periods have consecutive numbers."""
    if every == "year":
        return day.year
    return day.year * 12 + day.month - 1 if every == "month" else day.year * 4 + (day.month - 1) // 3


def period_name(every: str, number: int) -> str:
    """The key of a period in facts: 2019-07, 2019-T3, 2019."""
    if every == "year":
        return str(number)
    size, sign = (12, "") if every == "month" else (4, "T")
    rank = number % size + 1
    return f"{number // size:04d}-{sign}{rank:0{2 if every == 'month' else 1}d}"


def period_read(every: str, key: str) -> int | None:
    """The ordinal of the period named so; None if it is no such name."""
    match = _PERIOD[every].match(key)
    rank = int(match[2] or 1) if match else 0
    if match is None or not 1 <= rank <= 12:
        return None
    return int(match[1]) * {"month": 12, "quarter": 4, "year": 1}[every] + rank - 1


class FactsReader:
    """Fills an environment from facts. Built once for a scheme.

    `slots`: path → place in the environment; `elements`: entity → place of its list.
    """

    def __init__(self, scheme: Scheme, slots: Mapping[str, int], elements: Mapping[str, int]) -> None:
        self.scheme = scheme
        self.units = (scheme.currency, *scheme.units)
        self.fills: dict[str, Fill] = {}
        self.plain: dict[str, tuple[int, Read]] = {}  # facts read by themselves, the ordinary case
        rules = (node for rule in scheme.rules() for node in rule.walk())
        self.asked = {node.path for node in rules if isinstance(node, tree.InputRef)}
        groups: dict[str, dict[str, Fill]] = {}
        for path, fact in scheme.inputs.items():
            fill = self._fill(fact, slots[path])
            if "." not in path and fact.by is None:
                self.plain[path] = (slots[path], reader(fact, self.units))
            self._register(path, fill, groups)
            if fact.register is not None:
                owner = path.rsplit(".", 1)[0] + "." if "." in path else ""
                self._register(owner + fact.register, self._from_register(fact, slots[path]), groups)
        for owner, fills in groups.items():
            self.fills[owner] = self._group(owner, fills)
        for name, entity in scheme.entities.items():
            self.fills[name] = self._list(entity, elements[name])

    def read(self, env: list[Any], facts: Mapping[str, Any]) -> None:
        """Raises FactsError."""
        fills, plain = self.fills, self.plain
        for name, raw in facts.items():
            if name in plain:
                if raw is not None:
                    slot, read = plain[name]
                    env[slot] = read(raw)
                continue
            fill = fills.get(name)
            if fill is None:
                raise FactsError(
                    str(name), "ce fait est inconnu du barème ; " + did_you_mean(str(name), fills, show=20)
                )
            fill(env, raw)

    def _register(self, path: str, fill: Fill, groups: dict[str, dict[str, Fill]]) -> None:
        owner, _, attribute = path.rpartition(".")
        if not owner:
            self.fills.setdefault(path, fill)
            return
        groups.setdefault(owner, {})[attribute] = fill
        top, _, rest = owner.rpartition(".")
        if top:
            groups.setdefault(top, {})[rest] = lambda env, raw, owner=owner: self.fills[owner](env, raw)  # type: ignore[misc]  # mypy cannot type a lambda's default

    def _group(self, owner: str, fills: dict[str, Fill]) -> Fill:
        """The facts of one related entity, or the codes of a place (a bare commune will do)."""
        place = "commune" in fills and "departement" in fills
        derived = place and f"{owner}.departement" in self.asked

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None:
                return
            if place and isinstance(raw, str):
                raw = {"commune": raw}
            if not isinstance(raw, Mapping):
                raise FactsError(owner, "on attend un objet : " + ", ".join(fills))
            if derived and "departement" not in raw and isinstance(raw.get("commune"), str):
                raw = {**raw, "departement": departement_of(raw["commune"])}
            for name, value in raw.items():
                inner = fills.get(name)
                if inner is None:
                    raise FactsError(
                        f"{owner}.{name}", "ce fait est inconnu du barème ; " + did_you_mean(name, fills)
                    )
                inner(env, value)

        return fill

    def _list(self, entity: Entity, slot: int) -> Fill:
        readers = {name: reader(fact, self.units) for name, fact in entity.inputs.items()}
        order = {name: index for index, name in enumerate(entity.inputs)}
        blank = [fact.default if fact.default is not None else UNKNOWN for fact in entity.inputs.values()]

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None:
                return
            if not isinstance(raw, list | tuple):
                raise FactsError(entity.name, "on attend une liste")
            if len(raw) > MAX_ELEMENTS:
                raise FactsError(entity.name, f"au plus {MAX_ELEMENTS} éléments")
            rows = []
            for index, item in enumerate(raw):
                row = list(blank)
                if not isinstance(item, Mapping):
                    raise FactsError(f"{entity.name}.{index}", "on attend un objet")
                for name, value in item.items():
                    if name not in readers:
                        help = did_you_mean(name, readers)
                        raise FactsError(
                            f"{entity.name}.{index}.{name}", f"ce fait est inconnu du barème ; {help}"
                        )
                    row[order[name]] = readers[name](value) if value is not None else UNKNOWN
                rows.append(row)
            env[slot] = rows

        return fill

    def _fill(self, fact: Input, slot: int) -> Fill:
        read = reader(fact, self.units)
        if fact.by is not None:
            return self._periods(fact, read, slot)

        def fill(env: list[Any], raw: Any) -> None:
            if raw is not None:
                env[slot] = read(raw)

        return fill

    def _periods(self, fact: Input, read: Read, slot: int) -> Fill:
        every = fact.by or "month"
        known: dict[str, int] = {}  # keys already understood: a register repeats them on each row

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None:
                return
            if not isinstance(raw, Mapping):
                raise FactsError(
                    fact.path, 'on attend une valeur par période : {"' + period_name(every, 24240) + '": …}'
                )
            values: dict[int, Value] = {}
            for key, value in raw.items():
                number = known.get(key)
                if number is None:
                    number = period_read(every, str(key))
                    if number is None:
                        cause = "cette période ne se lit pas : 2019-07, 2019-T3 ou 2019"
                        raise FactsError(f"{fact.path}.{key}", cause)
                    if len(known) < MAX_ELEMENTS:
                        known[key] = number
                if value is not None:
                    values[number] = read(value)
            env[slot] = values

        return fill

    def _from_register(self, fact: Input, slot: int) -> Fill:
        name = fact.register or ""
        table = self.scheme.registers[name]

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None or (env[slot] is not UNKNOWN and not isinstance(env[slot], Interval)):
                return  # the exact number, if it is known, wins over its bracket
            if not isinstance(raw, str) or raw not in table:
                raise FactsError(
                    name,
                    f"« {raw} » n’est pas un code de cette table ; " + did_you_mean(str(raw), table, show=20),
                )
            value = table[raw]
            env[slot] = UNKNOWN if value is None else value

        return fill


def departement_of(commune: str) -> str:
    """The French département of a commune, by its code (COG): two characters, three overseas."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


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
            return raw
        try:
            if isinstance(raw, str):
                start, dots, end = raw.partition("..")
                if not dots:
                    return day(raw)
                return Days(day(start) if start.strip() else date.min, day(end) if end.strip() else date.max)
            if isinstance(raw, Mapping) and raw and set(raw) <= {"from", "to"}:
                return Days(
                    day(str(raw["from"])) if "from" in raw else date.min,
                    day(str(raw["to"])) if "to" in raw else date.max,
                )
        except (NotAValue, ValueError) as error:
            raise FactsError(fact.path, str(error)) from None
        raise FactsError(fact.path, f"{raw!r} n’est pas une date : on écrit 2020-06-18")

    return read


def _code(fact: Input, kind: Code) -> Read:
    def one(raw: Any) -> str:
        if not isinstance(raw, str) or not raw.strip():
            raise FactsError(fact.path, f"{raw!r} : un code est un texte (son zéro de tête compte)")
        return normal(kind.of, raw)

    def several(raw: Any) -> Value:
        if not isinstance(raw, str | list | tuple | set | frozenset):
            raise FactsError(fact.path, f"{raw!r} : on attend une liste de codes")
        return frozenset(map(one, [raw] if isinstance(raw, str) else raw))

    return several if kind.many else one
