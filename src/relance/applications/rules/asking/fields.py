"""The field for each fact of a scheme, from its declared type: what to type, in which unit, within what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

import bareme
from bareme.model import Input, say
from bareme.types import Boolean, Choice, Code, Day, Quantity

LEVELS: Final = ("commune", "epci", "departement", "region", "mrc", "zones")
ELSEWHERE: Final = "hors-liste"
"""The code of a place that is in none of the territories of the scheme."""
MANY: Final = 60  # codes offered at most: beyond, one types


class Kind(StrEnum):
    """What one types."""

    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    RATE = "rate"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type or choose. `path` names the fact; `unit` is bareme's, `suffix` what is shown.

    `low`, `high`: bounds, included. `places`: decimals at most. `choices`: (word kept, words shown).
    """

    path: str
    kind: Kind
    label: str
    unit: str = ""
    suffix: str = ""
    hint: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    places: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    nomenclature: str = ""


def field_for(
    scheme: bareme.Scheme, path: str, *, on: date, label: str, names: Mapping[str, str] | None = None
) -> Field:
    """The field of the fact at this path. `names`: names of communes and territories by their code.

    Raises KeyError for a path that is no fact of the scheme.
    """
    fact = declared(scheme, path)
    kind = fact.type
    if isinstance(kind, Boolean):
        return Field(path, Kind.YES_NO, label, choices=(("yes", "Oui"), ("no", "Non")))
    if isinstance(kind, Choice):
        words = tuple((word, say(fact.words[word])) for word in kind.words)
        return Field(path, Kind.CHOICE, label, choices=words)
    if isinstance(kind, Day):
        return Field(path, Kind.DATE, label, hint="Par exemple 27/03/2024")
    if isinstance(kind, Code):
        return _code(scheme, path, kind, on=on, label=label, names=names or {})
    assert isinstance(kind, Quantity)  # noqa: S101  # the loader makes no other type of a fact
    return _quantity(scheme, path, fact, kind, label)


def declared(scheme: bareme.Scheme, path: str) -> Input:
    """The declaration of a fact, periods and elements of a list included. Raises KeyError."""
    base = path
    while base and base not in scheme.inputs:
        base = base.rpartition(".")[0]
    if base:
        return scheme.inputs[base]
    head, _, rest = path.partition(".")
    return scheme.entities[head].inputs[rest.rpartition(".")[2]]


def _quantity(scheme: bareme.Scheme, path: str, fact: Input, kind: Quantity, label: str) -> Field:
    low = None if kind.low.is_infinite() else kind.low
    high = None if kind.high.is_infinite() else kind.high
    if not kind.unit.powers and kind.scale >= 4:  # bareme keeps a rate as a fraction of four decimals
        hundred = Decimal(100)
        return Field(
            path,
            Kind.RATE,
            label,
            unit="%",
            suffix="%",
            places=kind.scale - 2,
            low=None if low is None else low * hundred,
            high=None if high is None else high * hundred,
        )
    words = kind.unit.words("fr", own=scheme.units) if kind.unit.powers else ""
    which = Kind.MONEY if kind.money else Kind.COUNT if fact.whole else Kind.NUMBER
    return Field(path, which, label, unit=str(kind.unit), suffix=words, low=low, high=high, places=kind.scale)


HINTS: Final = {
    "naf": "Quatre chiffres et une lettre, par exemple 56.10C. Il figure sur votre avis de situation Insee.",
    "legal_form": "Quatre chiffres, par exemple 5499. Elle figure sur votre avis de situation Insee.",
    "sirene_legal_form": "Quatre chiffres, par exemple 5499. Elle figure sur votre avis de situation Insee.",
    "commune": "Le code officiel de la commune, à cinq signes, par exemple 59350.",
}


def _code(
    scheme: bareme.Scheme, path: str, kind: Code, *, on: date, label: str, names: Mapping[str, str]
) -> Field:
    of = kind.of
    if of in LEVELS and path.rpartition(".")[2] == of:
        offered = territories(scheme, of, on=on, names=names)
        offered = tuple((code, called[:1].upper() + called[1:]) for code, called in offered)
        if offered:
            place = declared(scheme, path)
            return Field(
                path,
                Kind.CHOICE,
                _without_level(say(place.label)) if label == say(place.label) else label,
                choices=(*offered, (ELSEWHERE, "Ailleurs")),
                nomenclature=of,
            )
    which = Kind.CODES if kind.many else Kind.CODE
    return Field(path, which, label, hint=HINTS.get(of, ""), nomenclature=of)


def _without_level(label: str) -> str:
    """ "Adresse du local (intercommunalité)" → "Adresse du local": the choices say the rest."""
    return label.rpartition(" (")[0] or label


def territories(
    scheme: bareme.Scheme, level: str, *, on: date, names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The codes of this level that the scheme names, with what they are called; none when too many.

    A territory of one code is called as the scheme calls it; a code that nobody named says its level.
    """
    found: dict[str, str] = {}
    for codes in scheme.sets.values():
        version = codes.at(on)
        if codes.of != level or version is None or version.prefixes:
            continue
        alone = len(version.codes) == 1 and ".except" not in codes.name
        for code in sorted(version.codes):
            called = names.get(code) or (say(codes.label) if alone else found.get(code, ""))
            found[code] = called or f"{LEVEL_WORDS[level]} {code}"
    if len(found) > MANY:
        return ()
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


LEVEL_WORDS: Final = {
    "commune": "Commune",
    "epci": "Intercommunalité",
    "departement": "Département",
    "region": "Région",
    "mrc": "MRC",
    "zones": "Périmètre",
}

__all__ = ["ELSEWHERE", "Field", "Kind", "declared", "field_for", "territories"]
