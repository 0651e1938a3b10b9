"""What the fields of a listing hold: checked against its kind, and shown to who may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relance.exchange.rules.kinds.types import Field, FieldType, Kind, Sight
from relance.values.typography import NBSP, Locale, long_date, number

TEXT_LIMIT = 300
LONG_TEXT_LIMIT = 5000
_ORDER = (Sight.EVERYBODY, Sight.ACCOUNTS, Sight.SELLER)


@dataclass(frozen=True)
class Checked:
    """What may be kept of the values, and what is wrong: field → sentence. Errors empty: all is well."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One field as a page shows it."""

    label: str
    words: str


def checked(kind: Kind, values: Mapping[str, Any]) -> Checked:
    """Values of a listing's fields, as texts of a form or of a file, as typed values.

    Fields that say nothing are left out. A field that the kind does not have is an error.
    """
    out = Checked()
    known = {one.name: one for one in kind.fields}
    for name in values.keys() - known.keys():
        out.errors[name] = (
            f"Ce genre d’annonce n’a pas ce champ\u00a0; il a{NBSP}: {', '.join(known) or 'aucun'}."
        )
    for one in kind.fields:
        try:
            value = _said(one, values.get(one.name))
        except ValueError as error:
            out.errors[one.name] = str(error)
            continue
        if value is not None:
            out.values[one.name] = value
        elif one.required:
            out.errors[one.name] = f"«{NBSP}{one.label}{NBSP}» est nécessaire."
    return out


def seen(kind: Kind, values: Mapping[str, Any], *, by: Sight, locale: Locale = Locale.FR) -> list[Said]:
    """The fields that this reader may see, in the order of the kind, in words."""
    return [
        Said(one.label, words(one, values[one.name], locale=locale))
        for one in kind.fields
        if one.name in values and may_see(one.seen_by, by)
    ]


def may_see(asked: Sight, by: Sight) -> bool:
    """Whether a reader of sight `by` sees what is for `asked`."""
    return _ORDER.index(asked) <= _ORDER.index(by)


def words(one: Field, value: Any, *, locale: Locale = Locale.FR) -> str:
    """A typed value as a page prints it: "250 g", "Œufs, Lait", "1er mars 2027"."""
    match one.type:
        case FieldType.NUMBER:
            return f"{number(value, locale)}{NBSP}{one.unit}" if one.unit else number(value, locale)
        case FieldType.YES_NO:
            return "oui" if value else "non"
        case FieldType.CHOICE:
            return one.choices.get(value, str(value))
        case FieldType.CHOICES:
            return ", ".join(one.choices.get(code, str(code)) for code in value)
        case FieldType.DATE:
            return long_date(date.fromisoformat(value), locale)
        case _:
            return str(value)


def _said(one: Field, raw: Any) -> Any:
    """The typed value; None for what says nothing: blanks, or a list of them."""
    if raw is None or str(raw).strip() == "" or raw == []:
        return None
    value = _typed(one, raw)
    return None if value in ("", []) else value


def _typed(one: Field, raw: Any) -> Any:
    match one.type:
        case FieldType.NUMBER:
            return _whole(one, raw)
        case FieldType.YES_NO:
            return _yes_or_no(one, raw)
        case FieldType.CHOICE:
            return _code(one, raw)
        case FieldType.CHOICES:
            parts = raw if isinstance(raw, list | tuple) else str(raw).split(",")
            return [_code(one, part) for part in parts if str(part).strip()]
        case FieldType.DATE:
            return _day(one, raw)
        case _:
            return _text(one, raw)


def _text(one: Field, raw: Any) -> str:
    limit = TEXT_LIMIT if one.type is FieldType.TEXT else LONG_TEXT_LIMIT
    text = str(raw).strip()
    if len(text) > limit:
        raise ValueError(
            f"«{NBSP}{one.label}{NBSP}»{NBSP}: {limit} signes au plus, "
            f"il y en a {number(len(text), Locale.FR)}."
        )
    return text


def _whole(one: Field, raw: Any) -> int:
    text = "".join(str(raw).split()).removesuffix(one.unit)
    unit = f" en {one.unit}" if one.unit else ""
    if (
        isinstance(raw, bool)
        or not text.lstrip("-").isascii()
        or not text.lstrip("-").isdigit()
        or len(text) > 15
    ):
        raise ValueError(f"«{NBSP}{one.label}{NBSP}» est un nombre entier{unit}, pas «{NBSP}{raw}{NBSP}».")
    value = int(text)
    if (one.minimum is not None and value < one.minimum) or (one.maximum is not None and value > one.maximum):
        low = f"au moins {number(one.minimum, Locale.FR)}" if one.minimum is not None else ""
        high = f"au plus {number(one.maximum, Locale.FR)}" if one.maximum is not None else ""
        bounds = " et ".join(filter(None, [low, high]))
        raise ValueError(f"«{NBSP}{one.label}{NBSP}»{NBSP}: {bounds}{unit}, pas {value}.")
    return value


def _yes_or_no(one: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().casefold()
    if word in ("oui", "true", "on", "1", "x", "vrai"):
        return True
    if word in ("non", "false", "0", "faux"):
        return False
    raise ValueError(f"«{NBSP}{one.label}{NBSP}» vaut oui ou non, pas «{NBSP}{raw}{NBSP}».")


def _code(one: Field, raw: Any) -> str:
    """A choice by its code or by its words."""
    asked = str(raw).strip()
    for code, label in one.choices.items():
        if asked == code or asked.casefold() == label.casefold():
            return code
    allowed = ", ".join(one.choices.values())
    raise ValueError(f"«{NBSP}{one.label}{NBSP}» ne connaît pas «{NBSP}{asked}{NBSP}»{NBSP}: {allowed}.")


def _day(one: Field, raw: Any) -> str:
    text = str(raw).strip()
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise ValueError(
            f"«{NBSP}{one.label}{NBSP}» est une date (31/12/2026), pas «{NBSP}{text}{NBSP}»."
        ) from None
