"""Facts as they come (JSON, Python) into values a program reads. What does not fit is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bareme import tree
from bareme.errors import FactsError, did_you_mean
from bareme.functions import MAX_ELEMENTS
from bareme.model import Entity, Input, Scheme
from bareme.readers import Read, reader
from bareme.values import (
    UNKNOWN,
    Value,
)

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
        self.brackets: dict[str, list[Fill]] = {}  # registers, read first: what is known better wins
        rules = (node for rule in scheme.trees() for node in rule.walk())
        self.asked = {node.path for node in rules if isinstance(node, tree.InputRef)}
        groups: dict[str, dict[str, Fill]] = {}
        for path, fact in scheme.inputs.items():
            fill = self._fill(fact, slots[path])
            if "." not in path and fact.by is None:
                self.plain[path] = (slots[path], reader(fact, self.units))
            self._register(path, fill, groups)
            if fact.register is not None:
                owner = path.rsplit(".", 1)[0] + "." if "." in path else ""
                known = self.brackets.setdefault(owner + fact.register, [])
                known.append(self._from_register(fact, slots[path]))
                if len(known) == 1:
                    self._register(owner + fact.register, _each(known), groups)
        for owner, fills in groups.items():
            self.fills[owner] = self._group(owner, fills)
        for name, entity in scheme.entities.items():
            self.fills[name] = self._list(entity, elements[name])

    def read(self, env: list[Any], facts: Mapping[str, Any]) -> None:
        """Raises FactsError."""
        fills, plain = self.fills, self.plain
        for name in self.brackets:
            if name in facts:
                fills[name](env, facts[name])
        for name, raw in facts.items():
            if name in plain:
                if raw is not None:
                    slot, read = plain[name]
                    env[slot] = read(raw)
                continue
            if name in self.brackets:
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
        first = [name for name in fills if f"{owner}.{name}" in self.brackets]

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None:
                return
            if place and isinstance(raw, str):
                raw = {"commune": raw}
            if not isinstance(raw, Mapping):
                raise FactsError(owner, "on attend un objet : " + ", ".join(fills))
            if derived and raw.get("departement") is None and isinstance(raw.get("commune"), str):
                raw = {**raw, "departement": departement_of(raw["commune"].strip())}
            for name in first:
                fills[name](env, raw.get(name))
            for name, value in raw.items():
                inner = fills.get(name)
                if inner is None:
                    raise FactsError(
                        f"{owner}.{name}", "ce fait est inconnu du barème ; " + did_you_mean(str(name), fills)
                    )
                if name not in first:
                    inner(env, value)

        return fill

    def _list(self, entity: Entity, slot: int) -> Fill:
        readers = {name: reader(fact, self.units) for name, fact in entity.inputs.items()}
        order = {name: index for index, name in enumerate(entity.inputs)}
        blank = [fact.default if fact.default is not None else UNKNOWN for fact in entity.inputs.values()]
        brackets: dict[str, list[Fill]] = {}
        for name, fact in entity.inputs.items():
            if fact.register is not None:
                brackets.setdefault(fact.register, []).append(self._from_register(fact, order[name]))

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
                for register, inner in brackets.items():
                    _each(inner)(row, item.get(register))
                for name, value in item.items():
                    if name not in readers and name not in brackets:
                        help = did_you_mean(str(name), [*readers, *brackets])
                        raise FactsError(
                            f"{entity.name}.{index}.{name}", f"ce fait est inconnu du barème ; {help}"
                        )
                    if value is not None and name in readers:
                        row[order[name]] = readers[name](value)
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
                if value is None:
                    continue
                if number in values:
                    cause = f"{period_name(every, number)} est donné deux fois"
                    raise FactsError(f"{fact.path}.{key}", cause)
                values[number] = read(value)
            env[slot] = values

        return fill

    def _from_register(self, fact: Input, slot: int) -> Fill:
        name = fact.register or ""
        table, read = self.scheme.registers[name], reader(fact, self.units)

        def fill(env: list[Any], raw: Any) -> None:
            if raw is None:
                return
            if not isinstance(raw, str) or raw not in table:
                raise FactsError(
                    name,
                    f"« {raw} » n’est pas un code de cette table ; " + did_you_mean(str(raw), table, show=20),
                )
            value = table[raw]
            if value is not None:
                env[slot] = read(value)  # within the bounds of the fact

        return fill


def _each(fills: list[Fill]) -> Fill:
    """One code, read by every fact that this register may stand for."""

    def fill(env: list[Any], raw: Any) -> None:
        for inner in fills:
            inner(env, raw)

    return fill


def departement_of(commune: str) -> str:
    """The French département of a commune, by its code (COG): two characters, three overseas."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]
