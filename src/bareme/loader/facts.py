"""The sections that declare facts: inputs, questions, entities, registers, officer's checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bareme.errors import Problem, did_you_mean
from bareme.lexing import ExpressionError
from bareme.loader.draft import LEVELS, Draft, entries, items, label_of, word
from bareme.model import Entity, Input, Label
from bareme.registers import BUILT_IN
from bareme.source import Mapping, Node, Text
from bareme.types import AnyType, Boolean, Choice, Code, Day, Quantity, optional
from bareme.units import ONE, TIME, Unit
from bareme.values import Interval, Value, day, interval, normal, quantity, truth

# Facts above are refused: wide enough for any town, narrow enough to count digits.
MOST = {
    "integer": Decimal(10) ** 9,
    "number": Decimal(10) ** 9,
    "money": Decimal(10) ** 12,
    "rate": Decimal(1000),
    "duration": Decimal(100_000),
}
LEVEL_LABELS: dict[str, Label] = {
    "commune": {"fr": "commune", "en": "municipality"},
    "epci": {"fr": "intercommunalité", "en": "inter-municipal body"},
    "departement": {"fr": "département", "en": "department"},
    "region": {"fr": "région", "en": "region"},
    "mrc": {"fr": "MRC", "en": "regional county municipality"},
    "zones": {"fr": "périmètres", "en": "zones"},
}
NUMBERS = {"integer", "number", "money", "rate", "duration"}
FITS = {
    "unit": NUMBERS - {"rate"}, "decimals": {"number", "money", "rate"}, "min": NUMBERS, "max": NUMBERS,
    "values": {"choice"}, "of": {"code"}, "many": {"code"}, "register": NUMBERS,
    "default": NUMBERS | {"boolean", "date", "choice", "code"},
    "by": NUMBERS | {"boolean", "date", "choice"},
}  # fmt: skip


def read_units(draft: Draft) -> None:
    for name, node in entries(draft.root.get("units")):
        draft.own_units[name.value] = label_of(node, name.value)


def read_registers(draft: Draft) -> dict[str, dict[str, Decimal | Interval | None]]:
    """Bracket tables: code → number, interval, or None for « unknown »."""
    found: dict[str, dict[str, Decimal | Interval | None]] = {k: dict(v) for k, v in BUILT_IN.items()}
    for name, node in entries(draft.root.get("registers")):
        table: dict[str, Decimal | Interval | None] = {}
        for code, cell in entries(node):
            if isinstance(cell, Text):
                draft.guard(_fill, draft, name.value, table, code.value, cell)
        found[name.value] = table
    return found


def _fill(
    draft: Draft, name: str, table: dict[str, Decimal | Interval | None], code: str, cell: Text
) -> None:
    if cell.value == "unknown":
        table[code] = None
        return
    both = draft.value(cell, lambda: interval(cell.value, draft.units) or quantity(cell.value, draft.units))
    table[code], unit = both
    if unit is not None:
        draft.brackets.setdefault(name, {})[unit] = cell


def read_inputs(draft: Draft, registers: dict[str, Any]) -> None:
    """Declares every fact. Rules of `applies` are typed later, once all names are known."""
    for name, node in entries(draft.root.get("inputs")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.guard(declare, draft, name.value, name, node, registers)
    for name, node in entries(draft.root.get("questions")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.guard(question, draft, name, node)
    for name, node in entries(draft.root.get("entities")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.guard(entity, draft, name, node, registers)
    for index, node in enumerate(items(draft.root.get("untranslatable")), 1):
        if isinstance(node, Mapping):
            said = node.get("name")
            check = word(said, f"check_{index}")
            if isinstance(said, Text) and not draft.take(said):
                continue
            fact = Input(
                path=f"checks.{check}", type=Boolean(), label=label_of(node, check), source="officer",
                reference=word(node.get("reference")), span=node.span,
            )  # fmt: skip
            draft.inputs[fact.path] = fact
            draft.checks[check] = fact


def question(draft: Draft, name: Text, node: Mapping) -> None:
    default = node.get("default")
    value = draft.value(default, lambda: truth(word(default))) if isinstance(default, Text) else None
    kind = optional(Boolean(), "applies" in node)
    draft.inputs[name.value] = Input(
        path=name.value, type=kind, label=label_of(node, name.value), ask=label_of(node, name.value),
        default=value, reference=word(node.get("reference")), span=name.span,
    )  # fmt: skip
    if "applies" in node:
        draft.guards[name.value] = node.values["applies"]


def entity(draft: Draft, name: Text, node: Mapping, registers: dict[str, Any]) -> None:
    one, several = "one" in node, "many" in node
    if one == several:
        raise ExpressionError(
            Problem("missing", "une entité est « one » ou « many », avec son libellé", name.span)
        )
    label = label_of(node.get("one" if one else "many"), name.value)
    if one:
        draft.singles[name.value] = {}
    inner: dict[str, Input] = {}
    for attribute, shape in entries(node.get("inputs")):
        if not isinstance(shape, Mapping):
            continue
        path = f"{name.value}.{attribute.value}"
        if one:
            draft.guard(declare, draft, path, attribute, shape, registers)
            if path in draft.inputs:
                draft.singles[name.value][attribute.value] = path
            continue
        if word(shape.get("type")) == "place" or "by" in shape or "applies" in shape:
            cause = "un élément d’une entité « many » n’a ni « place », ni « by », ni « applies »"
            raise ExpressionError(Problem("type", cause, shape.span))
        inner[attribute.value] = build(draft, path, attribute, shape, registers)
    if several:
        unit = node.get("unit")
        draft.entities[name.value] = Entity(
            name=name.value, label=label, inputs=inner, span=name.span,
            unit=draft.unit(unit) if isinstance(unit, Text) else ONE,
        )  # fmt: skip


def declare(draft: Draft, path: str, name: Text, node: Mapping, registers: dict[str, Any]) -> None:
    """One fact of the applicant or of a single related entity; a place becomes one fact per level."""
    if word(node.get("type")) == "place":
        label = label_of(node.get("label"), name.value)
        draft.places[path] = {}
        for level in LEVELS:
            inner = f"{path}.{level}"
            text = {language: f"{text} ({LEVEL_LABELS[level][language]})" for language, text in label.items()}
            draft.inputs[inner] = Input(
                path=inner, type=Code(of=level, many=level == "zones"), label=text, span=name.span,
                source="register" if level != "commune" else "applicant",
            )  # fmt: skip
            draft.places[path][level] = inner
        return
    draft.inputs[path] = build(draft, path, name, node, registers)
    if "applies" in node:
        draft.guards[path] = node.values["applies"]


def build(draft: Draft, path: str, name: Text, node: Mapping, registers: dict[str, Any]) -> Input:
    """The Input of one declaration."""
    kind = word(node.get("type"))
    for key, admitted in FITS.items():
        if key in node and kind not in admitted:
            cause = f"« {key} » ne va pas avec le type {kind}"
            raise ExpressionError(
                Problem("type", cause, node.keys[key].span, "va avec : " + ", ".join(sorted(admitted)))
            )
    if "by" in node and "default" in node:
        cause = "un fait par période n’a pas de valeur par défaut"
        help = "une période absente est inconnue ; donnez 0 dans les faits si elle vaut zéro"
        raise ExpressionError(Problem("type", cause, node.keys["default"].span, help))
    typed = optional(_type(draft, kind, name, node), "applies" in node)
    register = node.get("register")
    if isinstance(register, Text) and register.value not in registers:
        help = did_you_mean(register.value, registers)
        raise ExpressionError(
            Problem("name", f"« {register.value} » n’est pas une table de tranches", register.span, help)
        )
    if isinstance(register, Text):
        assert isinstance(typed, Quantity)
        for unit, cell in draft.brackets.get(register.value, {}).items():
            if unit != typed.unit:
                cause = f"« {register.value} » est en « {unit} », « {name.value} » en « {typed.unit} »"
                raise ExpressionError(
                    Problem("unit", cause, register.span, f"voir la ligne {cell.span.line}")
                )
    words = {key.value: label_of(text, key.value) for key, text in entries(node.get("values"))}
    default = node.get("default")
    source: Any = word(node.get("source"), "applicant")
    by: Any = word(node.get("by")) or None
    return Input(
        path=path, type=typed, label=label_of(node.get("label"), name.value),
        ask=label_of(node.get("ask"), name.value) if "ask" in node else None,
        default=_default(draft, default, typed) if isinstance(default, Text) else None,
        source=source, register=word(register) or None, by=by, words=words,
        whole=kind in ("integer", "duration"), reference=word(node.get("reference")), span=name.span,
    )  # fmt: skip


def _type(draft: Draft, kind: str, name: Text, node: Mapping) -> AnyType:
    if kind == "boolean":
        return Boolean()
    if kind == "date":
        return Day()
    if kind == "choice":
        words = tuple(key.value for key, _ in entries(node.get("values")))
        if not words:
            raise ExpressionError(Problem("missing", "un choix dit ses « values »", name.span))
        return Choice(words=words)
    if kind == "code":
        if "of" not in node:
            raise ExpressionError(Problem("missing", "un code dit sa nomenclature : « of »", name.span))
        return Code(of=word(node.get("of")), many=word(node.get("many")) in ("yes", "true", "oui"))
    return _number(draft, kind, name, node)


def _number(draft: Draft, kind: str, name: Text, node: Mapping) -> Quantity:
    said = node.get("unit")
    unit = draft.unit(said) if isinstance(said, Text) else ONE
    if kind == "money":
        unit = unit if isinstance(said, Text) else Unit(((draft.currency, 1),))
        if unit.currency != draft.currency:
            place = said.span if said is not None else name.span
            raise ExpressionError(
                Problem("unit", f"« {unit} » n’est pas une unité en {draft.currency}", place)
            )
    if kind == "duration" and (
        len(unit.powers) != 1 or unit.powers[0][0] not in TIME or unit.powers[0][1] != 1
    ):
        raise ExpressionError(
            Problem("unit", "une durée dit son unité", name.span, "unit: days, months ou years")
        )
    scale = {"integer": 0, "duration": 0, "rate": 4}.get(kind, 2)
    decimals = node.get("decimals")
    if isinstance(decimals, Text):
        if not decimals.value.isdigit() or int(decimals.value) > 12:
            raise ExpressionError(Problem("value", "« decimals » va de 0 à 12", decimals.span))
        scale = int(decimals.value)
    low, high = Decimal(0), MOST[kind]
    for key in ("min", "max"):
        bound = node.get(key)
        if isinstance(bound, Text):
            number, _ = draft.quantity(bound, unit)
            low, high = (number, high) if key == "min" else (low, number)
            if abs(number) > MOST[kind]:
                raise ExpressionError(Problem("value", f"au plus {MOST[kind]}", bound.span))
    if low > high:
        raise ExpressionError(Problem("value", "« min » dépasse « max »", name.span))
    return Quantity(unit=unit, scale=scale, low=low, high=high)


def _default(draft: Draft, text: Text, kind: AnyType) -> Value:
    if isinstance(kind, Boolean):
        return draft.value(text, lambda: truth(text.value))
    if isinstance(kind, Quantity):
        number = draft.quantity(text, kind.unit)[0]
        if not kind.low <= number <= kind.high:
            raise ExpressionError(Problem("value", "la valeur par défaut sort des bornes", text.span))
        if number % Decimal(1).scaleb(-kind.scale):
            cause = (
                f"la valeur par défaut a plus de {kind.scale} décimales"
                if kind.scale
                else ("la valeur par défaut n’est pas un nombre entier")
            )
            raise ExpressionError(Problem("value", cause, text.span))
        return number
    if isinstance(kind, Day):
        return draft.value(text, lambda: day(text.value))
    if isinstance(kind, Choice) and text.value not in kind.words:
        cause = f"« {text.value} » n’est pas une valeur admise"
        raise ExpressionError(Problem("value", cause, text.span, did_you_mean(text.value, kind.words)))
    if isinstance(kind, Code):
        code = normal(kind.of, text.value)
        return frozenset({code}) if kind.many else code
    return text.value


def type_guards(draft: Draft) -> None:
    """Types the `applies` of facts, now that every name is known."""
    from dataclasses import replace

    def one(path: str, node: Node) -> None:
        draft.inputs[path] = replace(draft.inputs[path], applies=draft.condition(node))

    for path, node in draft.guards.items():
        draft.guard(one, path, node)
