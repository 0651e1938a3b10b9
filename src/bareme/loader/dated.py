"""The sections whose content is dated: parameters, sets, zones, scales, other schemes used."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from bareme.errors import Problem
from bareme.lexing import ExpressionError
from bareme.loader.draft import LEVELS, Draft, entries, items, label_of, word
from bareme.model import Bracket, CodeList, CodeSet, DatedValue, Parameter, Scale, ScaleVersion
from bareme.source import Mapping, Node, Text
from bareme.types import AnyType, Boolean, Choice, Day, Quantity, optional
from bareme.units import ONE, Unit
from bareme.values import NOT_APPLICABLE, NotAValue, Value, day, decimals, normal, quantity, truth

V = TypeVar("V")


def periods(
    draft: Draft, nodes: Sequence[Node], build: Callable[[Mapping, date, date | None], V]
) -> tuple[V, ...]:
    """Versions by growing `from`, each until its `to`, else until the next. Raises ExpressionError."""
    mappings = [node for node in nodes if isinstance(node, Mapping)]
    starts = [draft.day(node.get("from")) for node in mappings]
    found: list[V] = []
    for index, (node, since) in enumerate(zip(mappings, starts, strict=True)):
        if since is None:
            raise ExpressionError(Problem("undated", "valeur sans date : il manque « from »", node.span))
        after = starts[index + 1] if index + 1 < len(starts) else None
        if after is not None and after <= since:
            raise ExpressionError(
                Problem("dates", "les versions vont par dates croissantes", mappings[index + 1].span)
            )
        until = draft.day(node.get("to")) or (after - timedelta(days=1) if after else None)
        if until is not None and (until < since or (after is not None and until >= after)):
            raise ExpressionError(
                Problem("dates", "« to » précède « from », ou chevauche la version suivante", node.span)
            )
        found.append(build(node, since, until))
    return tuple(found)


def read_parameters(draft: Draft, overlay: dict[str, str]) -> None:
    for name, node in entries(draft.root.get("parameters")):
        if draft.take(name):
            draft.broken.add(name.value)
            draft.guard(_parameter, draft, name, node, overlay.get(name.value))


def _parameter(draft: Draft, name: Text, node: Node, replaced: str | None) -> None:
    long = node if isinstance(node, Mapping) else None
    listed = long.get("values") if long else node
    scopes = {word(value.get("scope")) for value in items(listed) if isinstance(value, Mapping)} - {""}
    scopes |= {word(long.get("scope"))} - {""} if long else set()
    if len(scopes) > 1:
        raise ExpressionError(Problem("scope", "un plafond a une seule portée (scope)", name.span))
    scope: Any = next(iter(scopes), None)
    values = dated_values(draft, listed, replaced)
    kind = _type_of(name, values)
    if scope == "month" and (not isinstance(kind, Quantity) or ("month", -1) not in kind.unit.powers):
        unit = f"{draft.currency}/month"
        raise ExpressionError(Problem("unit", f"un plafond de portée « month » est en {unit}", name.span))
    if scope in ("firm", "scheme", "award") and (not isinstance(kind, Quantity) or not kind.money):
        raise ExpressionError(Problem("unit", "un plafond est un montant", name.span))
    plain = tuple(value for value, _ in values)
    said = long.get("decimals") if long else None
    if isinstance(kind, Quantity) and isinstance(said, Text):
        if not re.fullmatch(r"[0-9]|1[0-2]", said.value):
            raise ExpressionError(Problem("value", "« decimals » va de 0 à 12", said.span))
        kind = replace(kind, scale=max(kind.scale, int(said.value)))
    draft.parameters[name.value] = Parameter(
        name=name.value, label=label_of(long.get("label") if long else None, name.value),
        type=kind, values=plain, scope=scope, span=name.span,
    )  # fmt: skip
    draft.broken.discard(name.value)


Typed = tuple[DatedValue, Unit | None]


def dated_values(draft: Draft, node: Node | None, replaced: str | None = None) -> tuple[Typed, ...]:
    """Dated values with the unit of each (None: not a number)."""

    def build(item: Mapping, since: date, until: date | None) -> Typed:
        text = item.values["value"]
        assert isinstance(text, Text)
        if replaced is not None:
            text = Text(replaced, text.span, text.inner, text.single)
        value, unit = draft.value(text, lambda: scalar(text.value, draft.units))
        dated = DatedValue(
            since=since, until=until, value=value, reference=word(item.get("reference")),
            example=word(item.get("example")) in ("yes", "true", "oui"),
        )  # fmt: skip
        return dated, unit

    return periods(draft, list(items(node)), build)


def scalar(text: str, names: tuple[str, ...]) -> tuple[Value, Unit | None]:
    """A parameter's value by its look: a date, yes or no, a number with its unit, else a word."""
    try:
        return day(text), None
    except NotAValue:
        pass
    if text in ("yes", "no"):
        return truth(text), None
    if text[:1].isdigit() or text[:1] in "+-.":
        number, unit = quantity(text, names)
        return number, unit if unit is not None else ONE
    return text, None


def _type_of(name: Text, values: Sequence[Typed]) -> AnyType:
    kinds = {type(value.value) for value, _ in values}
    units = {unit for _, unit in values}
    if len(kinds) > 1 or len(units) > 1:
        cause = f"les valeurs de « {name.value} » n’ont pas toutes le même type et la même unité"
        raise ExpressionError(Problem("unit", cause, name.span))
    first, unit = values[0]
    if isinstance(first.value, Decimal):
        numbers = [value.value for value, _ in values if isinstance(value.value, Decimal)]
        scale = max(decimals(number) for number in numbers)
        return Quantity(unit=unit or ONE, scale=scale, low=min(numbers), high=max(numbers))
    if isinstance(first.value, bool):
        return Boolean()
    if isinstance(first.value, date):
        return Day()
    return Choice(words=tuple(dict.fromkeys(str(value.value) for value, _ in values)))


def read_sets(draft: Draft) -> None:
    for name, node in entries(draft.root.get("sets")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.broken.add(name.value)
            draft.guard(_set, draft, name, node)


def _set(draft: Draft, name: Text, node: Mapping) -> None:
    of = word(node.get("of"))

    def build(item: Mapping, since: date, until: date | None) -> CodeList:
        if "values" not in item and "prefixes" not in item:
            raise ExpressionError(
                Problem("missing", "une version d’ensemble a « values » ou « prefixes »", item.span)
            )
        return CodeList(
            since=since, until=until, reference=word(item.get("reference")),
            codes=frozenset(codes(of, item.get("values"), whole=True)),
            prefixes=tuple(codes(of, item.get("prefixes"))), excepted=tuple(codes(of, item.get("except"))),
        )  # fmt: skip

    versions = periods(draft, list(items(node.get("versions"))), build)
    label = label_of(node.get("label"), name.value)
    draft.sets[name.value] = CodeSet(name=name.value, of=of, label=label, versions=versions, span=name.span)
    draft.broken.discard(name.value)


# How a whole code is made, in the nomenclatures we know: a zero lost on the left is the commonest fault.
MADE_OF = {
    "commune": (r"(\d\d|2[AB])\d{3}", "cinq signes, zéro de tête compris (01004)"),
    "departement": (r"\d{2,3}|2[AB]", "deux ou trois signes, zéro de tête compris (01)"),
    "epci": (r"\d{9}", "neuf chiffres, le numéro SIREN"),
    "naf": (r"\d{4}[A-Z]", "quatre chiffres et une lettre (56.10A) ; un début de code va sous « prefixes »"),
}


def codes(of: str, node: Node | None, *, whole: bool = False) -> list[str]:
    """The codes listed. `whole`: each must be one of its nomenclature, and not only the start of some."""
    found: list[str] = []
    for item in items(node):
        if isinstance(item, Text):
            code = normal(of, item.value)
            if not code:
                raise ExpressionError(Problem("value", f"« {item.value} » n’est pas un code", item.span))
            made = MADE_OF.get(of) if whole else None
            if made is not None and not re.fullmatch(made[0], code):
                cause = f"« {item.value} » n’est pas un code de « {of} »"
                raise ExpressionError(Problem("value", cause, item.span, made[1]))
            found.append(code)
    return found


def read_zones(draft: Draft) -> None:
    for name, node in entries(draft.root.get("zones")):
        if draft.take(name):
            draft.broken.add(name.value)
            draft.guard(_zone, draft, name, node)


def _zone(draft: Draft, name: Text, node: Node) -> None:
    """One set per level that some version names, and one per level of exclusion."""
    long = node if isinstance(node, Mapping) else None
    listed_versions = long.get("versions") if long else node
    versions = [item for item in items(listed_versions) if isinstance(item, Mapping)]
    parts: list[list[str]] = []
    for prefix in ("", "except."):
        found = []
        for level in LEVELS:
            key = f"{name.value}.{prefix}{level}"

            def listed(item: Mapping, level: str = level, prefix: str = prefix) -> Node | None:
                inner = item.get("except") if prefix else item
                return inner.get(level) if isinstance(inner, Mapping) else None

            if not any(listed(item) for item in versions):
                continue

            def build(item: Mapping, since: date, until: date | None, level: str = level) -> CodeList:
                found = frozenset(codes(level, listed(item), whole=True))
                return CodeList(
                    since=since, until=until, codes=found, prefixes=(),
                    excepted=(), reference=word(item.get("reference")),
                )  # fmt: skip

            label = label_of(long.get("label") if long else None, name.value)
            draft.sets[key] = CodeSet(
                name=key, of=level, label=label, versions=periods(draft, versions, build), span=name.span
            )
            found.append(level)
        parts.append(found)
    if not parts[0]:
        raise ExpressionError(
            Problem("missing", "un territoire nomme au moins un niveau", name.span, ", ".join(LEVELS))
        )
    draft.zones[name.value] = (parts[0], parts[1])
    draft.broken.discard(name.value)


def read_scales(draft: Draft) -> None:
    for name, node in entries(draft.root.get("scales")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.broken.add(name.value)
            draft.guard(_scale, draft, name, node)


def _scale(draft: Draft, name: Text, node: Mapping) -> None:
    marginal = word(node.get("kind")) == "marginal"
    seen: dict[str, list[tuple[Decimal, Unit]]] = {"bound": [], "value": []}
    absent = False

    def build(item: Mapping, since: date, until: date | None) -> ScaleVersion:
        nonlocal absent
        found: list[Bracket] = []
        rows = [row for row in items(item.get("brackets")) if isinstance(row, Mapping)]
        for index, row in enumerate(rows):
            upper, value = _bracket(draft, row, marginal=marginal, last=index == len(rows) - 1)
            before = found[-1].upper if found else (Decimal(0) if marginal else None)
            if upper is not None and before is not None and upper[0] <= before:
                raise ExpressionError(
                    Problem("dead", "tranche morte : sa borne n’est pas au-dessus de la précédente", row.span)
                )
            seen["bound"] += [upper] if upper else []
            seen["value"] += [value] if value else []
            absent = absent or value is None
            bound = upper[0] if upper else None
            found.append(Bracket(bound, "below" not in row, value[0] if value else NOT_APPLICABLE))
        if len(found) < 2:
            raise ExpressionError(Problem("missing", "un barème a au moins deux tranches", item.span))
        return ScaleVersion(
            since=since, until=until, brackets=tuple(found), reference=word(item.get("reference"))
        )

    versions = periods(draft, list(items(node.get("versions"))), build)
    over = _span_type(name, "bornes", seen["bound"])
    gives = _span_type(name, "valeurs", seen["value"])
    draft.scales[name.value] = Scale(
        name=name.value, kind="marginal" if marginal else "flat",
        label=label_of(node.get("label"), name.value), over=over,
        gives=optional(gives, absent), versions=versions, span=name.span,
    )  # fmt: skip
    draft.broken.discard(name.value)


Number = tuple[Decimal, Unit]


def _bracket(
    draft: Draft, row: Mapping, *, marginal: bool, last: bool
) -> tuple[Number | None, Number | None]:
    bound = row.get("up_to") or row.get("below")
    if (bound is None) is not last or ("up_to" in row and "below" in row):
        cause = "chaque tranche a une borne (« up_to » ou « below »), sauf la dernière"
        raise ExpressionError(Problem("shape", cause, row.span))
    key = "rate" if marginal else "value"
    value = row.get(key)
    if not isinstance(value, Text) or len(row.values) != (1 if last else 2):
        raise ExpressionError(Problem("missing", f"une tranche de ce barème dit son « {key} »", row.span))
    upper = draft.quantity(bound) if isinstance(bound, Text) else None
    if value.value == "not_applicable" and not marginal:
        return upper, None
    return upper, draft.quantity(value)


def _span_type(name: Text, what: str, numbers: list[Number]) -> Quantity:
    units = {unit for _, unit in numbers}
    if len(units) != 1:
        raise ExpressionError(
            Problem("unit", f"les {what} de « {name.value} » n’ont pas toutes la même unité", name.span)
        )
    values = [number for number, _ in numbers]
    return Quantity(unit=units.pop(), scale=max(map(decimals, values)), low=min(values), high=max(values))
