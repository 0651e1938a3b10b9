"""Files of kinds, read strictly: a key that nobody knows is a mistake, not a hope."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from relance.exchange.rules.kinds.types import BadKind, Ending, Field, FieldType, Kind, Pricing, Sight
from relance.values.typography import NBSP

PACKAGED: Final = Path(__file__).parent
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,38}")
_KEYS: Final = frozenset(
    {"kind", "one", "many", "directions", "ends_by", "seen_by", "price", "gtin", "unit", "schema", "fields"}
)
_FIELD_KEYS: Final = frozenset(
    {"name", "label", "type", "required", "hint", "unit", "minimum", "maximum", "choices", "seen_by"}
)
E = TypeVar("E", bound=StrEnum)


def load(folders: Iterable[Path]) -> dict[str, Kind]:
    """Every kind of these folders, by code; a file of a later folder replaces one of the same code."""
    found: dict[str, Kind] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            kind = read_kind(path.read_text(encoding="utf-8"), name=path.name)
            found[kind.code] = kind
    return found


def read_kind(text: str, *, name: str) -> Kind:
    """The kind that a file describes. Raises BadKind."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadKind(f"{name}{NBSP}: ce fichier n’est pas du YAML ({error}).") from error
    said = _mapping(raw, _KEYS, name)
    code = _text(said, "kind", name)
    if not _CODE.fullmatch(code):
        raise BadKind(
            f"{name}{NBSP}: «{NBSP}kind{NBSP}» s’écrit en minuscules (product), pas «{NBSP}{code}{NBSP}»."
        )
    fields = tuple(_field(one, name) for one in _list(said, "fields", name))
    names = [one.name for one in fields]
    for one in names:
        if names.count(one) > 1:
            raise BadKind(f"{name}{NBSP}: le champ «{NBSP}{one}{NBSP}» y est deux fois.")
    directions = tuple(str(one) for one in said.get("directions", ["offer"]))
    if not directions or set(directions) - {"offer", "need"}:
        raise BadKind(f"{name}{NBSP}: «{NBSP}directions{NBSP}» contient offer, need ou les deux.")
    ends = tuple(_one_of(Ending, one, "ends_by", name) for one in _list(said, "ends_by", name))
    if not ends:
        raise BadKind(f"{name}{NBSP}: «{NBSP}ends_by{NBSP}» dit comment l’annonce aboutit ({_all(Ending)}).")
    return Kind(
        code=code,
        one=_text(said, "one", name),
        many=_text(said, "many", name),
        directions=directions,
        ends_by=ends,
        fields=fields,
        seen_by=_one_of(Sight, said.get("seen_by", "everybody"), "seen_by", name),
        price=_one_of(Pricing, said.get("price", "optional"), "price", name),
        gtin=_flag(said, "gtin", name),
        unit=str(said.get("unit", "C62")),
        schema=str(said.get("schema", "Thing")),
    )


def _field(raw: object, name: str) -> Field:
    said = _mapping(raw, _FIELD_KEYS, name)
    code = _text(said, "name", name)
    if not _CODE.fullmatch(code):
        raise BadKind(f"{name}{NBSP}: le nom de champ «{NBSP}{code}{NBSP}» est en minuscules sans accent.")
    where = f"{name}, champ {code}"
    kind = _one_of(FieldType, said.get("type"), "type", where)
    choices = said.get("choices", {})
    choosing = kind in (FieldType.CHOICE, FieldType.CHOICES)
    if not isinstance(choices, dict) or bool(choices) is not choosing:
        raise BadKind(
            f"{where}{NBSP}: «{NBSP}choices{NBSP}» est donné pour choice et choices, et pour eux seuls."
        )
    bounds = {key: _whole(said, key, where) for key in ("minimum", "maximum")}
    if kind is not FieldType.NUMBER and any(value is not None for value in bounds.values()):
        raise BadKind(f"{where}{NBSP}: seules les bornes d’un nombre ont un sens.")
    return Field(
        name=code,
        label=_text(said, "label", where),
        type=kind,
        required=_flag(said, "required", where),
        hint=str(said.get("hint", "")),
        unit=str(said.get("unit", "")),
        minimum=bounds["minimum"],
        maximum=bounds["maximum"],
        choices={str(key): str(words) for key, words in choices.items()},
        seen_by=_one_of(Sight, said.get("seen_by", "everybody"), "seen_by", where),
    )


def _mapping(raw: object, known: frozenset[str], name: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BadKind(f"{name}{NBSP}: des clés et leurs valeurs sont attendues ({', '.join(sorted(known))}).")
    strange = sorted(str(key) for key in raw if key not in known)
    if strange:
        raise BadKind(
            f"{name}{NBSP}: «{NBSP}{strange[0]}{NBSP}» n’est pas une clé connue ({', '.join(sorted(known))})."
        )
    return raw


def _text(said: Mapping[str, Any], key: str, name: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadKind(f"{name}{NBSP}: «{NBSP}{key}{NBSP}» manque, un texte est attendu.")
    return value.strip()


def _list(said: Mapping[str, Any], key: str, name: str) -> list[Any]:
    value = said.get(key, [])
    if not isinstance(value, list):
        raise BadKind(f"{name}{NBSP}: «{NBSP}{key}{NBSP}» est une liste.")
    return value


def _flag(said: Mapping[str, Any], key: str, name: str) -> bool:
    value = said.get(key, False)
    if not isinstance(value, bool):
        raise BadKind(f"{name}{NBSP}: «{NBSP}{key}{NBSP}» vaut true ou false.")
    return value


def _whole(said: Mapping[str, Any], key: str, name: str) -> int | None:
    value = said.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise BadKind(f"{name}{NBSP}: «{NBSP}{key}{NBSP}» est un nombre entier.")
    return value


def _one_of(kind: type[E], value: object, key: str, name: str) -> E:
    try:
        return kind(str(value))
    except ValueError:
        raise BadKind(
            f"{name}{NBSP}: «{NBSP}{key}{NBSP}» vaut {_all(kind)}, pas «{NBSP}{value}{NBSP}»."
        ) from None


def _all(kind: type[StrEnum]) -> str:
    return ", ".join(one.value for one in kind)
