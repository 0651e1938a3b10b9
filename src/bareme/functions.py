"""The functions an expression may call: a closed list, each typed here."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from typing import Literal as Words

from bareme import arithmetic, tree
from bareme.errors import did_you_mean
from bareme.expressions import Typing
from bareme.grammar import CHANCE, CLOCK, DIVISION, combine
from bareme.model import Entity
from bareme.tree import Node, Rounding
from bareme.types import AnyType, Boolean, Day, Quantity, join, optional
from bareme.units import Unit, UnknownUnit, factor
from bareme.units import parse as parse_unit

MAX_ELEMENTS = 1000  # of a related entity, in one set of facts
MONTH, YEAR, DAY = (Unit(((name, 1),)) for name in ("month", "year", "day"))
ROUNDINGS: dict[str, Rounding] = {
    "round_half_up": "half_up",
    "round_half_down": "half_down",
    "round_half_even": "half_even",
    "floor_to": "floor",
    "ceil_to": "ceil",
}
ELSEWHERE = {
    "round": "choisissez l’arrondi : round_half_up(x, pas), floor_to(x, pas), ceil_to(x, pas)…",
    "abs": "écrivez max(x, -x)",
    "int": "écrivez floor_to(x, 1)",
    "len": "écrivez count(entité)",
    "average": "une moyenne est un prorata(somme, nombre), dans un arrondi",
    "if": "écrivez « x if condition else y »",
}


def call(typing: Typing, item: ast.Call) -> Node:
    """The typed node of a call of the whitelist."""
    if not isinstance(item.func, ast.Name):
        parsed = typing.parsed.source(item.func)
        owner = parsed.split(".")[0]
        if owner in CLOCK:
            typing.refuse(item, "clock", f"« {parsed} » lirait l’horloge", "« on » est la date d’évaluation")
        if owner in CHANCE:
            typing.refuse(item, "random", f"« {parsed} » : une règle ne tire pas au sort")
        typing.refuse(item, "syntax", f"« {parsed} » n’est pas une fonction")
    name = item.func.id
    if name in CLOCK:
        typing.refuse(item.func, "clock", f"« {name} » lirait l’horloge", "« on » est la date d’évaluation")
    if name in CHANCE:
        typing.refuse(item.func, "random", f"« {name} » : une règle ne tire pas au sort")
    if name not in FUNCTIONS:
        help = ELSEWHERE.get(name) or did_you_mean(name, FUNCTIONS, show=30)
        typing.refuse(item.func, "name", f"« {name} » n’est pas une fonction", help)
    if item.keywords or any(isinstance(argument, ast.Starred) for argument in item.args):
        typing.refuse(item, "syntax", "les arguments se donnent dans l’ordre, sans nom")
    least, most, function = FUNCTIONS[name]
    if not least <= len(item.args) <= most:
        count = str(least) if least == most else f"{least} à {most}" if most < 99 else f"au moins {least}"
        plural = "s" if most > 1 else ""
        help = f"le pas se dit toujours : {name}(x, 0.01 EUR)" if name in ROUNDINGS else ""
        typing.refuse(item, "syntax", f"{name} attend {count} argument{plural}, pas {len(item.args)}", help)
    found: Node = function(typing, item, name)
    return found


def _extremum(typing: Typing, item: ast.Call, name: str) -> Node:
    nodes = tuple(typing.node(argument) for argument in item.args)
    make = tree.Least if name == "min" else tree.Greatest
    maybe = any(node.type.optional for node in nodes)
    if all(isinstance(node.type, Day) for node in nodes):
        return make(type=Day(optional=maybe), span=typing.span(item), operands=nodes)
    kinds = [typing.as_quantity(argument, node) for argument, node in zip(item.args, nodes, strict=True)]
    for argument, kind in zip(item.args[1:], kinds[1:], strict=True):
        typing.same_unit(argument, kinds[0], kind, "comparer")
    choose: Callable[..., Decimal] = min if name == "min" else max
    kind = Quantity(
        unit=kinds[0].unit,
        scale=max(kind.scale for kind in kinds),
        low=choose(kind.low for kind in kinds),
        high=choose(kind.high for kind in kinds),
        optional=maybe,
    )
    return make(type=kind, span=typing.span(item), operands=nodes)


def _clip(typing: Typing, item: ast.Call, name: str) -> Node:
    (value, a), (low, b), (high, c) = (typing.quantity(argument) for argument in item.args)
    typing.same_unit(item.args[1], a, b, "comparer")
    typing.same_unit(item.args[2], a, c, "comparer")
    if b.low > c.high:
        typing.refuse(item, "dead", "branche morte : le plancher dépasse toujours le plafond")
    kind = Quantity(
        unit=a.unit,
        scale=max(a.scale, b.scale, c.scale),
        low=max(b.low, min(a.low, c.low)),
        high=max(b.high, min(a.high, c.high)),
        optional=a.optional or b.optional or c.optional,
    )
    return tree.Clip(type=kind, span=typing.span(item), value=value, low=low, high=high)


def _round(typing: Typing, item: ast.Call, name: str) -> Node:
    first = item.args[0]
    if isinstance(first, ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "prorata":
        value = _prorata_inside(typing, first)
    else:
        value = typing.node(first)
    a = typing.as_quantity(first, value)
    inner = Typing(typing.names, typing.parsed, typing.element, free=True)
    step, b = inner.quantity(item.args[1])
    if not isinstance(step, tree.Literal | tree.ParameterRef):
        typing.refuse(item.args[1], "type", "le pas d’un arrondi est un nombre ou un paramètre")
    typing.same_unit(item.args[1], a, b, "arrondir")
    if b.low <= 0:
        typing.refuse(item.args[1], "value", "le pas d’un arrondi est plus grand que zéro")
    mode = ROUNDINGS[name]
    low, high = (_rounded(bound, b, mode) for bound in (a.low, a.high))
    kind = Quantity(unit=a.unit, scale=b.scale, low=low, high=high, optional=a.optional or b.optional)
    return typing.sized(
        item, tree.Round(type=kind, span=typing.span(item), mode=mode, value=value, step=step)
    )


def _rounded(bound: Decimal, step: Quantity, mode: str) -> Decimal:
    """A sound bound after rounding: exact for one step, one step away when the step is dated."""
    if step.low == step.high:
        return arithmetic.round_fraction(bound, Decimal(1), step.low, mode)
    away = step.high if bound > 0 else -step.high
    return bound + away if bound else bound


def _prorata_inside(typing: Typing, item: ast.Call) -> Node:
    if item.keywords or len(item.args) not in (2, 3):
        typing.refuse(item, "syntax", "prorata(valeur, part, tout), ou prorata(part, tout)")
    pairs = [typing.quantity(argument) for argument in item.args]
    (part, b), (whole, c) = pairs[-2:]
    value, a = pairs[0] if len(pairs) == 3 else (None, Quantity(low=Decimal(1), high=Decimal(1)))
    above = arithmetic.multiply(
        arithmetic.hull(a.low, a.high), arithmetic.hull(b.low, b.high)
    )  # numerator's bounds
    if c.low < 0 or c.high == 0:
        typing.refuse(item.args[-1], "value", "le tout d’un prorata ne peut pas être négatif ou nul")
    smallest = max(c.low, Decimal(1).scaleb(-c.scale))
    low, high = (_ceiling(bound, smallest) for bound in arithmetic.bounds(above))
    kind = Quantity(
        unit=a.unit.times(b.unit).per(c.unit), scale=0, low=min(low, Decimal(0)), high=max(high, Decimal(0)),
        optional=a.optional or b.optional or c.optional,
    )  # fmt: skip
    return tree.Prorata(type=kind, span=typing.span(item), value=value, part=part, whole=whole)


def _ceiling(above: Decimal, below: Decimal) -> Decimal:
    return arithmetic.round_fraction(above, below, Decimal(1), "ceil")


def _prorata(typing: Typing, item: ast.Call, name: str) -> Node:
    help = "par exemple round_half_up(prorata(rent, days_closed, days_in_month), 0.01 EUR)"
    typing.refuse(item, "rounding", "un prorata s’arrondit là où il est écrit", help)


def _apply(typing: Typing, item: ast.Call, name: str) -> Node:
    first = item.args[0]
    known = typing.names.scale(first.id) if isinstance(first, ast.Name) else None
    if known is None or not isinstance(first, ast.Name):
        typing.refuse(
            first, "name", f"« {typing.parsed.source(first)} » n’est pas un barème déclaré sous « scales »"
        )
    how, over, gives = known
    value, a = typing.quantity(item.args[1])
    assert isinstance(over, Quantity)
    typing.same_unit(item.args[1], a, over, "chercher dans un barème")
    kind: AnyType = optional(gives, gives.optional or a.optional)
    if how == "marginal":
        assert isinstance(gives, Quantity)
        top = max(a.high, Decimal(0))
        kind = Quantity(
            unit=a.unit.times(gives.unit),
            scale=gives.scale + max(a.scale, over.scale),
            low=min(Decimal(0), gives.low * top),
            high=max(Decimal(0), gives.high * top),
            optional=a.optional,
        )
    node = tree.Brackets(type=kind, span=typing.span(item), scale=first.id, value=value)
    return typing.sized(item, node)


def _otherwise(typing: Typing, item: ast.Call, name: str) -> Node:
    value, fallback = (typing.node(argument) for argument in item.args)
    if not value.type.optional:
        typing.refuse(
            item, "dead", "branche morte : cette valeur a toujours lieu d’être, otherwise ne sert pas"
        )
    kind = join(optional(value.type, False), fallback.type)
    if kind is None:
        typing.refuse(item, "type", f"les deux valeurs diffèrent : {value.type}, {fallback.type}")
    return tree.Otherwise(type=kind, span=typing.span(item), value=value, fallback=fallback)


def _applies(typing: Typing, item: ast.Call, name: str) -> Node:
    value = typing.node(item.args[0])
    if not value.type.optional:
        typing.refuse(item, "dead", "branche morte : cette valeur a toujours lieu d’être")
    return tree.Applies(type=Boolean(), span=typing.span(item), value=value)


def _room(typing: Typing, item: ast.Call, name: str) -> Node:
    first = item.args[0]
    if not isinstance(first, ast.Name):
        typing.refuse(first, "type", "room attend le nom d’un plafond")
    node = typing.names.room(first.id, typing.span(item))
    if isinstance(node, str):
        typing.refuse(first, "scope", node)
    return node


def _convert(typing: Typing, item: ast.Call, name: str) -> Node:
    value, kind = typing.quantity(item.args[0])
    text = typing.parsed.source(item.args[1])
    try:
        target = parse_unit(text, typing.names.units)
    except UnknownUnit as error:
        typing.refuse(item.args[1], "unit", f"« {error.word} » n’est pas une unité")
    number = factor(kind.unit, target)
    if number is None:
        cause = f"« {kind.unit} » ne se convertit pas exactement en « {target} »"
        typing.refuse(item, "unit", cause, "convert multiplie seulement ; " + DIVISION)
    result = Quantity(
        unit=target, scale=kind.scale, low=kind.low * number, high=kind.high * number, optional=kind.optional
    )
    node = tree.Convert(type=result, span=typing.span(item), value=value, factor=number)
    return typing.sized(item, node)


def _shift(typing: Typing, item: ast.Call, name: str) -> Node:
    day = typing.node(item.args[0])
    duration, kind = typing.quantity(item.args[1])
    if not isinstance(day.type, Day):
        typing.refuse(item.args[0], "type", f"on attend une date, pas un {day.type}")
    if kind.unit not in (MONTH, YEAR) or kind.scale:
        typing.refuse(item.args[1], "type", "on attend une durée entière en mois ou en années")
    mode: Words["down", "up"] = "down" if name == "add_down" else "up"
    maybe = day.type.optional or kind.optional
    return tree.Shift(
        type=Day(optional=maybe), span=typing.span(item), date=day, duration=duration, mode=mode, sign=1
    )


def _whole(typing: Typing, item: ast.Call, name: str) -> Node:
    start, end = (typing.node(argument) for argument in item.args)
    for argument, node in zip(item.args, (start, end), strict=True):
        if not isinstance(node.type, Day):
            typing.refuse(argument, "type", f"on attend une date, pas un {node.type}")
    unit: Words["month", "year"] = "month" if name == "whole_months" else "year"
    most = Decimal(120_000)
    maybe = start.type.optional or end.type.optional
    kind = Quantity(unit=Unit(((unit, 1),)), low=-most, high=most, optional=maybe)
    return tree.Whole(type=kind, span=typing.span(item), start=start, end=end, unit=unit)


def _aggregate(typing: Typing, item: ast.Call, name: str) -> Node:
    argument = item.args[0]
    if name == "sum" and isinstance(argument, ast.Subscript) and isinstance(argument.slice, ast.Slice):
        return _sum_of_periods(typing, argument)
    if name == "count" and isinstance(argument, ast.Name) and argument.id in typing.names.entities:
        return tree.Aggregate(
            type=_count(typing.names.entities[argument.id]),
            span=typing.span(item),
            kind="count",
            entity=argument.id,
            value=None,
            where=None,
        )
    entity, inner, loop, body = _loop(typing, argument, name)
    where = None
    if loop.ifs:
        tests = tuple(inner.condition(test) for test in loop.ifs)
        where = tests[0] if len(tests) == 1 else combine(tests, typing.span(item), all_of=True)
    if name == "count":
        return tree.Aggregate(
            type=_count(entity),
            span=typing.span(item),
            kind="count",
            entity=entity.name,
            value=None,
            where=where,
        )
    if name in ("any", "all"):
        test = inner.condition(body)
        kind: Words["any", "all"] = "any" if name == "any" else "all"
        return tree.Aggregate(
            type=Boolean(), span=typing.span(item), kind=kind, entity=entity.name, value=test, where=where
        )
    value, a = inner.quantity(body)
    most = Decimal(MAX_ELEMENTS)
    total = Quantity(
        unit=a.unit, scale=a.scale, low=min(a.low * most, Decimal(0)), high=max(a.high * most, Decimal(0))
    )
    node = tree.Aggregate(
        type=total, span=typing.span(item), kind="sum", entity=entity.name, value=value, where=where
    )
    return typing.sized(item, node)


def _count(entity: Entity) -> Quantity:
    return Quantity(unit=entity.unit, low=Decimal(0), high=Decimal(MAX_ELEMENTS))


def _loop(
    typing: Typing, argument: ast.expr, name: str
) -> tuple[Entity, Typing, ast.comprehension, ast.expr]:
    example = f"par exemple {name}(m.income for m in members if m.adult)"
    if not isinstance(argument, ast.GeneratorExp) or len(argument.generators) != 1:
        typing.refuse(argument, "syntax", f"{name} parcourt une entité", example)
    loop = argument.generators[0]
    if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Name):
        typing.refuse(argument, "syntax", f"{name} parcourt une entité", example)
    variable = loop.target.id
    entity = typing.names.entities.get(loop.iter.id)
    if entity is None:
        help = did_you_mean(loop.iter.id, typing.names.entities)
        typing.refuse(
            loop.iter, "name", f"« {loop.iter.id} » n’est pas une entité à plusieurs éléments", help
        )
    if variable in typing.names.words() or typing.element:
        cause = "un parcours dans un parcours" if typing.element else f"« {variable} » nomme déjà autre chose"
        typing.refuse(loop.target, "name", cause)
    inner = Typing(typing.names, typing.parsed, {variable: entity.name})
    return entity, inner, loop, argument.elt


def _sum_of_periods(typing: Typing, item: ast.Subscript) -> Node:
    part = item.slice
    assert isinstance(part, ast.Slice)
    if not isinstance(item.value, ast.Name) or item.value.id not in typing.names.inputs:
        typing.refuse(item, "name", f"« {typing.parsed.source(item.value)} » n’est pas un fait par période")
    if part.lower is None or part.upper is None or part.step is not None:
        typing.refuse(item, "syntax", "donnez les deux bornes : sum(turnover[-12 months : -1 months])")
    return typing.sized(item, typing.period(item, item.value.id, part.lower, part.upper))


FUNCTIONS: dict[str, tuple[int, int, Callable[[Typing, ast.Call, str], Any]]] = {
    "min": (2, 99, _extremum),
    "max": (2, 99, _extremum),
    "clip": (3, 3, _clip),
    **dict.fromkeys(ROUNDINGS, (2, 2, _round)),
    "prorata": (2, 3, _prorata),
    "apply": (2, 2, _apply),
    "otherwise": (2, 2, _otherwise),
    "applies": (1, 1, _applies),
    "room": (1, 1, _room),
    "convert": (2, 2, _convert),
    "add_down": (2, 2, _shift),
    "add_up": (2, 2, _shift),
    "whole_months": (2, 2, _whole),
    "whole_years": (2, 2, _whole),
    **dict.fromkeys(("sum", "count", "any", "all"), (1, 1, _aggregate)),
}
