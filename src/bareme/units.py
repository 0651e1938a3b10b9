"""Units: a small closed list, multiplied and divided, never converted in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

# Canonical name → (singular and plural in French, in English). One dimension per line.
KNOWN: Mapping[str, tuple[str, str, str, str]] = {
    "day": ("jour", "jours", "day", "days"),
    "week": ("semaine", "semaines", "week", "weeks"),
    "month": ("mois", "mois", "month", "months"),
    "year": ("an", "ans", "year", "years"),
    "hour": ("heure", "heures", "hour", "hours"),
    "people": ("personne", "personnes", "person", "people"),
    "m": ("m", "m", "m", "m"),
    "km": ("km", "km", "km", "km"),
    "m2": ("m²", "m²", "m²", "m²"),
    "ha": ("ha", "ha", "ha", "ha"),
    "kg": ("kg", "kg", "kg", "kg"),
    "t": ("t", "t", "t", "t"),
    "kWh": ("kWh", "kWh", "kWh", "kWh"),
    "point": ("point", "points", "point", "points"),
}
SPELLINGS: Mapping[str, str] = {
    "person": "people",
    "m²": "m2",
    **{f"{name}s": name for name in ("day", "week", "month", "year", "hour", "point")},
}
# (from, to) → exact factor. Only the direction that never leaves a remainder.
FACTORS: Mapping[tuple[str, str], Decimal] = {
    ("year", "month"): Decimal(12),
    ("week", "day"): Decimal(7),
    ("km", "m"): Decimal(1000),
    ("ha", "m2"): Decimal(10000),
    ("t", "kg"): Decimal(1000),
}
TIME = frozenset({"day", "week", "month", "year", "hour"})
CURRENCY = re.compile(r"[A-Z]{3}\Z")
_PART = re.compile(r"([./]?)([^\W\d_]\w*|m²)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers, sorted by name: EUR/month is (("EUR", 1), ("month", -1))."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: Unit) -> Unit:
        return _unit([*self.powers, *other.powers])

    def per(self, other: Unit) -> Unit:
        return self.times(Unit(tuple((name, -power) for name, power in other.powers)))

    @property
    def currency(self) -> str | None:
        """The currency, if this is money (EUR, EUR/month…): exactly one currency, to the power 1."""
        found = [(name, power) for name, power in self.powers if CURRENCY.match(name)]
        return found[0][0] if len(found) == 1 and found[0][1] == 1 else None

    def __str__(self) -> str:
        above = [name for name, power in self.powers for _ in range(max(0, power))]
        below = [name for name, power in self.powers for _ in range(max(0, -power))]
        return "/".join([".".join(above) or "1", *below]) if self.powers else ""

    def words(self, language: str, *, many: bool = True, own: Mapping[str, Mapping[str, str]] = {}) -> str:
        """The unit as a reader says it: « €/mois », « personnes »."""
        texts: list[str] = []
        for name, power in sorted(self.powers, key=lambda item: -item[1]):
            if name in own:
                word = own[name].get(language, own[name]["fr"])
                takes_s = language == "fr" and many and power > 0 and word.isalpha() and len(word) > 2
                word += "s" if takes_s and not word.endswith(("s", "x", "z")) else ""
            elif name in KNOWN:
                fr_one, fr_many, en_one, en_many = KNOWN[name]
                plural = many and power > 0
                word = (
                    (fr_many if plural else fr_one) if language == "fr" else (en_many if plural else en_one)
                )
            else:
                word = {"EUR": "€", "CAD": "$"}.get(name, name)
            texts += [("" if power > 0 and not texts else "/" if power < 0 else "·") + word] * abs(power)
        return "".join(texts)


ONE = Unit()


class UnknownUnit(ValueError):
    """`word` is no unit of this scheme."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def parse(text: str, names: Iterable[str]) -> Unit:
    """The unit written `EUR/m2/month`. `names` are the currency and the scheme's own units.

    Raises UnknownUnit.
    """
    allowed = {*KNOWN, *names}
    powers: list[tuple[str, int]] = []
    position = 0
    rest = text.strip()
    if rest.startswith("/"):
        raise UnknownUnit(text)
    if rest.startswith("1/"):
        rest = rest[1:]
    while position < len(rest):
        match = _PART.match(rest, position)
        if match is None or (position and not match[1]):
            raise UnknownUnit(text)
        word = SPELLINGS.get(match[2], match[2])
        if word not in allowed and word.endswith("s") and word[:-1] in allowed:
            word = word[:-1]
        if word not in allowed:
            raise UnknownUnit(match[2])
        powers.append((word, -1 if match[1] == "/" else 1))
        position = match.end()
    if not powers:
        raise UnknownUnit(text)
    return _unit(powers)


def factor(source: Unit, target: Unit) -> Decimal | None:
    """What multiplies a quantity in `source` into `target`, exactly; None if there is no such number."""
    result = Decimal(1)
    gap = dict(target.per(source).powers)
    for (small, large), number in _steps():
        # `large` appears and `small` leaves, as in EUR/month → EUR/year: × 12.
        while gap.get(large, 0) * gap.get(small, 0) < 0 and (gap[large] > 0) is (number > 0):
            step = 1 if gap[large] > 0 else -1
            result *= abs(number)
            gap[large] -= step
            gap[small] += step
    return result if not any(gap.values()) else None


def _steps() -> Iterable[tuple[tuple[str, str], Decimal]]:
    """year → month multiplies when months appear above, and when years appear below."""
    for (big, small), number in FACTORS.items():
        yield (big, small), number
        yield (small, big), -number


def _unit(powers: Iterable[tuple[str, int]]) -> Unit:
    total: dict[str, int] = {}
    for name, power in powers:
        total[name] = total.get(name, 0) + power
    return Unit(tuple(sorted((name, power) for name, power in total.items() if power)))
