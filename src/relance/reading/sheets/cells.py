"""Typed values from the words of a cell, or the problem that they are."""

import re
from datetime import date, timedelta

from relance.reading.sheets.types import Amount, Problem, Value
from relance.values import dates, sums
from relance.values.horizon import BadHorizon, Horizon, Precision
from relance.values.typography import fold

_UNIT = re.compile(r"(?:\b|(?<=\())(k|m)?\s?(€|\$|euros?\b|dollars?\b)", re.I)
_UNSAID = frozenset(
    {"-", "/", "?", "nc", "nd", "n.c", "n/a", "na", "neant", "sans objet", "a definir", "a preciser"}
    | {"a chiffrer", "a determiner", "a evaluer", "non chiffre", "non defini", "non connu", "inconnu"}
)
_YES = frozenset({"vrai", "true", "oui", "yes", "x", "1"})
_NO = frozenset({"faux", "false", "non", "no", "0"})
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d{1,2}:\d{2})?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_SEPARATOR = re.compile(r"[,;\n](?![^(]*\))")


def is_unsaid(value: Value) -> bool:
    """Whether a cell says in words that it says nothing: "à définir", "NC", "-"."""
    return fold(value.words).strip(" .") in _UNSAID


def amount_of(value: Value, header: str, *, what: str) -> Amount | Problem:
    """The sum of a cell, or a problem that calls it `what` ("le budget").

    Bare numbers count what the header says: euros, k€, dollars.
    """
    unit = unit_of(header)
    bare = re.sub(r"(?i)\s*(?:ht|ttc)\b\.?", "", value.words).strip()
    found = sums.parse(bare, unit=unit)
    rest = re.sub(
        r"[\d\s\u00a0\u202f.,€$kKmM]|euros?|dollars?|milliers?|millions?|d['’]|(?:/|par)\s?(?:an|mois)\b",
        "",
        bare,
    )
    if found is None or found.is_range or rest:
        return Problem(
            value.cell or "",
            f"{what} doit être un seul nombre, par exemple 15000 ou 15\u202f000\u00a0€, "
            f"sans autre texte\u00a0; la cellule contient «\u00a0{value.words}\u00a0».",
            value.words,
        )
    return Amount(found.low, value, found.per)


def unit_of(header: str) -> str:
    """What the numbers of a column count: "Montant (k€)" → "k€"; euros when it does not say."""
    found = _UNIT.search(header)
    if not found:
        return "€"
    return f"{(found[1] or '').lower()}{'$' if found[2][0] in '$dD' else '€'}"


def day_of(value: Value, *, what: str) -> Horizon | Problem:
    """The date of a cell as a period: a day, a month or a year.

    A bare number of five digits is the day that spreadsheets count from 1899-12-30: a date
    whose cell lost its format.
    """
    words = value.words.strip()
    found = _day(words)
    if found:
        return Horizon(found, found, Precision.DAY)
    try:
        horizon = dates.parse(words)
    except (BadHorizon, ValueError):
        horizon = None
    if horizon is None or not (horizon.start or horizon.end):
        return Problem(
            value.cell or "",
            f"{what} doit être une date JJ/MM/AAAA, un mois ou une année "
            f"(31/12/2025, mars 2025, 2025)\u00a0; la cellule contient «\u00a0{words}\u00a0».",
            words,
        )
    return horizon


def _day(words: str) -> date | None:
    if re.fullmatch(r"[2-6]\d{4}", words):
        return date(1899, 12, 30) + timedelta(days=int(words))
    if match := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in match.groups())
    elif match := _SLASHED.fullmatch(words):
        day, month, year = (int(part) for part in match.groups())
        if month > 12 >= day:
            # American order, where it can be nothing else.
            day, month = month, day
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def yes_or_no(value: Value, *, what: str) -> bool | Problem:
    """VRAI or FAUX, in the ways people write them."""
    word = fold(value.words).strip()
    if word in _YES or word in _NO:
        return word in _YES
    return Problem(
        value.cell or "",
        f"{what} doit être VRAI ou FAUX (ou oui, non)\u00a0; "
        f"la cellule contient «\u00a0{value.words}\u00a0».",
        value.words,
    )


def listed(value: Value | None) -> tuple[Value, ...]:
    """The names of a list in one cell, cut at commas, semicolons and line ends outside brackets."""
    if value is None:
        return ()
    names = []
    start = 0
    for end in [*(m.start() for m in _SEPARATOR.finditer(value.words)), len(value.words)]:
        part = value.words[start:end]
        inner = part.strip(" \u00a0\n•-–*.")
        if inner:
            at = value.span.start + start + part.index(inner)
            names.append(Value(inner, type(value.span)(at, at + len(inner)), value.cell))
        start = end + 1
    return tuple(names)
