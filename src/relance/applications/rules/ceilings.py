"""Ceilings of public aid over a period: dated data, and what is left under them. Pure.

Each value has its unit, its dates, its reference and how sure we are of it (high, medium, low: from
attested sources to "to be checked"). Outside its dates there is no value, and nothing is guessed.
Source: facts gathered from EUR-Lex, Légifrance and LégisQuébec; an authority checks those that say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from relance.values.money import Money


class Period(StrEnum):
    """Over which days aids are added up, seen from the day of a grant."""

    ROLLING = "rolling"  # so many years to the day
    CALENDAR = "calendar"  # the year of the grant and those before it, whole
    YEAR_OF_AUTHORITY = "authority"  # all the aids of the authority in the year, whoever received them


class Sure(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def word(self) -> str:
        return {"high": "attesté", "medium": "à vérifier", "low": "incertain, à vérifier"}[self.value]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most `amount` over `years` of the period, for grants of these days. `until` None: no end known."""

    regime: str
    amount: Money
    years: int
    period: Period
    since: date
    until: date | None
    reference: str
    sure: Sure = Sure.HIGH
    note: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def first_day(self, on: date) -> date:
        """The first day whose aids count for a grant of this day."""
        if self.period is Period.ROLLING:
            return years_before(on, self.years)
        return date(on.year - self.years + 1, 1, 1)


def _euros(units: int) -> Money:
    return Money(units * 100, "EUR")


_FISCAL = "Exercices fiscaux de l’entreprise, tenus ici pour des années civiles."
CEILINGS: Final = (
    Ceiling(
        "de_minimis", _euros(200_000), 3, Period.CALENDAR, date(2014, 1, 1), date(2023, 12, 31),
        "règlement (UE) 1407/2013, art. 3 (prolongé par 2020/972)", Sure.MEDIUM, _FISCAL,
    ),
    Ceiling(
        "de_minimis", _euros(300_000), 3, Period.ROLLING, date(2024, 1, 1), date(2030, 12, 31),
        "règlement (UE) 2023/2831, art. 3",
    ),
    Ceiling(
        "services", _euros(750_000), 3, Period.ROLLING, date(2024, 1, 1), date(2030, 12, 31),
        "règlement (UE) 2023/2832",
    ),
    Ceiling(
        "farming", _euros(50_000), 3, Period.ROLLING, date(2025, 1, 1), date(2032, 12, 31),
        "règlement (UE) 1408/2013 modifié par 2024/3118", Sure.MEDIUM,
        "Applicable depuis la mi-décembre 2024\u00a0: le jour exact est à vérifier.",
    ),
    Ceiling(
        "fishing", _euros(30_000), 3, Period.CALENDAR, date(2024, 1, 1), None,
        "règlement (UE) 717/2014 modifié par 2023/2391", Sure.LOW,
        "30\u00a0000\u00a0€ par prudence\u00a0: des sources disent 40\u00a0000\u00a0€ pour la France.",
    ),
    Ceiling(
        "quebec_year", Money(250_000_00, "CAD"), 1, Period.YEAR_OF_AUTHORITY, date(2023, 3, 28), None,
        "Loi sur les compétences municipales (RLRQ, c. C-47.1), art. 92.1, al. 2", Sure.MEDIUM,
        "Total de la municipalité dans l’année\u00a0; 300\u00a0000\u00a0$ pour Montréal et Québec.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aid:
    """One aid that counts: its giver, the day the right to it was granted, where it is known from."""

    giver: str
    granted_on: date
    amount: Money
    known_from: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left under a ceiling on a day. `ceiling` None: none is known for that day, `why` says so."""

    ceiling: Ceiling | None
    aids: tuple[Aid, ...]
    since: date | None
    why: str = ""

    @property
    def used(self) -> Money | None:
        if self.ceiling is None:
            return None
        return Money.total((aid.amount for aid in self.aids), self.ceiling.amount.currency)

    @property
    def left(self) -> Money | None:
        """Never below zero."""
        if self.ceiling is None or self.used is None:
            return None
        return max(self.ceiling.amount - self.used, Money.zero(self.ceiling.amount.currency))


def ceiling_on(regime: str, on: date) -> Ceiling | None:
    """The ceiling of this regime for a grant of this day."""
    return next((one for one in CEILINGS if one.regime == regime and one.holds(on)), None)


def room(regime: str, on: date, aids: Iterable[Aid]) -> Room:
    """What is left, with the aids that count, the latest first. `aids`: all that are known."""
    ceiling = ceiling_on(regime, on)
    if ceiling is None:
        return Room(None, (), None, f"Relance ne connaît pas de plafond pour ce régime au {on:%d/%m/%Y}.")
    since = ceiling.first_day(on)
    counted = [
        aid
        for aid in aids
        if since <= aid.granted_on <= on and aid.amount.currency == ceiling.amount.currency
    ]
    return Room(ceiling, tuple(sorted(counted, key=lambda aid: aid.granted_on, reverse=True)), since)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def group_of(key: str, links: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Everybody tied to `key`, through chains too: one single undertaking."""
    neighbours: dict[str, set[str]] = {}
    for first, second in links:
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    found, left = {key}, [key]
    while left:
        for other in neighbours.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return frozenset(found)
