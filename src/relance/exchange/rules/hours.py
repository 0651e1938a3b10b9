"""Hours of a shop: a plain week ⇄ an OSM `opening_hours` string, and what it means on a day.

The week that a form knows (`Week`) is a subset of the language; any valid string is understood
when it comes to what is open (opening-hours-py, with the public holidays of the country). Only the
subset can be put back into the form. Minutes count from midnight of the day on which a range starts;
a range may end on the next day. Source: wiki.openstreetmap.org, Key:opening_hours/specification.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # stubs forget one

from relance.values.typography import NBSP

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FRENCH: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MIDNIGHT: Final = 24 * 60
_RANGE: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_RULE: Final = re.compile(r"([A-Z][a-z](?:[-,][A-Z][a-z])*) (off|[\d:,-]+)")


class BadHours(ValueError):
    """The message is French, and says what was allowed."""


class Holidays(StrEnum):
    """What happens on public holidays."""

    CLOSED = "closed"
    AS_USUAL = "as_usual"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """From `start` to `end`, minutes since midnight; an end at or before the start is the next day's."""

    start: int
    end: int


@dataclass(frozen=True)
class Week:
    """Ranges of each day, Monday first; days without ranges are closed."""

    days: tuple[tuple[Range, ...], ...] = ((),) * 7
    holidays: Holidays = Holidays.UNSAID


@dataclass(frozen=True, slots=True)
class Closed:
    """An exceptional closure."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Day:
    """What a day of the calendar holds: ranges as moments, and why it is otherwise than usual."""

    day: date
    ranges: tuple[tuple[datetime, datetime], ...] = ()
    holiday: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Status:
    """Open or not at a moment, and until when; `until` None: nothing changes within a year."""

    open: bool
    until: datetime | None
    reason: str = ""


def checked_week(days: Sequence[Sequence[Range]], holidays: Holidays) -> Week:
    """The week, if its ranges follow each other. Raises BadHours."""
    for name, ranges in zip(FRENCH, days, strict=True):
        for number, one in enumerate(ranges):
            if one.start == one.end:
                raise BadHours(f"Le {name}, une plage commence et finit à {clock(one.start)}.")
            last = number == len(ranges) - 1
            if one.end < one.start and not last:
                raise BadHours(f"Le {name}, seule la dernière plage peut finir après minuit.")
            if number and one.start < ranges[number - 1].end:
                before = clock(ranges[number - 1].end)
                raise BadHours(
                    f"Le {name}, la plage qui commence à {clock(one.start)} "
                    f"chevauche celle qui finit à {before}."
                )
    return Week(tuple(tuple(ranges) for ranges in days), holidays)


def to_osm(week: Week) -> str:
    """The string of a week; days that follow each other with the same ranges share a rule. Empty: closed."""
    rules = []
    start = 0
    while start < 7:
        end = start
        while end + 1 < 7 and week.days[end + 1] == week.days[start]:
            end += 1
        if week.days[start]:
            names = DAYS[start] if start == end else f"{DAYS[start]}-{DAYS[end]}"
            rules.append(f"{names} {','.join(map(_osm_range, week.days[start]))}")
        start = end + 1
    if not rules:
        return "off"
    if week.holidays is Holidays.CLOSED:
        rules.append("PH off")
    return "; ".join(rules)


def from_osm(text: str) -> Week | None:
    """The week of a string that `to_osm` could have written; None for any other."""
    if text.strip() == "off":
        return Week()
    days: list[tuple[Range, ...]] = [()] * 7
    holidays = Holidays.UNSAID
    for rule in text.split("; "):
        if rule == "PH off":
            holidays = Holidays.CLOSED
            continue
        found = _RULE.fullmatch(rule)
        if not found:
            return None
        ranges = _ranges(found[2])
        named = _named(found[1])
        if ranges is None or named is None:
            return None
        for day in named:
            days[day] = ranges
    try:
        return checked_week(days, holidays)
    except BadHours:
        return None


def check(text: str) -> str:
    """The string as it is kept, if it is valid. Raises BadHours."""
    kept = " ".join(text.split())
    try:
        OpeningHours(kept)
    except ParserError:
        raise BadHours(
            f"«{NBSP}{kept[:80]}{NBSP}» n’est pas une écriture d’horaires connue. "
            f"Exemple{NBSP}: Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-13:00; PH off."
        ) from None
    return kept


def status(text: str, closures: Iterable[Closed], *, at: datetime, country: str, zone: ZoneInfo) -> Status:
    """Open or closed at a moment, until when. Pure; closures win over the usual week."""
    closed = [one for one in closures if one.ends_at > at]
    now = _closing(closed, at)
    if now is not None:
        return Status(False, _next_opening(text, closed, now.ends_at, country, zone), now.reason)
    hours = _parsed(text, country, zone.key)
    local = at.astimezone(zone)
    if not hours.is_open(local):
        return Status(False, _next_opening(text, closed, at, country, zone))
    change = hours.next_change(local)
    cuts = [one.starts_at for one in closed if one.starts_at > at]
    until = min([*cuts, *([change] if change else [])], default=None)
    return Status(True, until.astimezone(zone) if until else None)


def is_open(text: str, *, at: datetime, country: str, zone: ZoneInfo) -> bool:
    """Whether the usual week is open at a moment; closures are not looked at."""
    return bool(_parsed(text, country, zone.key).is_open(at.astimezone(zone)))


def spans(
    text: str, closures: Iterable[Closed], *, since: datetime, until: datetime, country: str, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """When it is open between two moments, closures cut out, in order."""
    out = []
    start, end = since.astimezone(zone), until.astimezone(zone)
    for opens, closes, state, _ in _parsed(text, country, zone.key).intervals(start, end):
        if state == State.OPEN:
            out.append((max(opens, start), min(closes, end)))
    for one in closures:
        out = [piece for span in out for piece in _without(span, one)]
    return out


def fortnight(
    text: str, closures: Sequence[Closed], *, first: date, country: str, zone: ZoneInfo, days: int = 14
) -> list[Day]:
    """What the next days hold, as a person would check it."""
    out = []
    for number in range(days):
        day = first + timedelta(days=number)
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        after = day + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=zone)
        shut = [one for one in closures if one.starts_at < end and one.ends_at > start]
        ranges = spans(text, shut, since=start, until=end, country=country, zone=zone)
        reason = (shut[0].reason or "fermeture exceptionnelle") if shut else ""
        out.append(Day(day, tuple(ranges), _parsed("PH", country, zone.key).is_open(start), reason))
    return out


def in_french(text: str) -> list[tuple[str, str]]:
    """The usual week in words, [("du lundi au vendredi", "9 h – 12 h, 14 h – 18 h 30"), …]; empty if it
    is not a plain week: then only the days of a fortnight say it."""
    week = from_osm(text)
    if week is None:
        return []
    lines = []
    start = 0
    while start < 7:
        end = start
        while end + 1 < 7 and week.days[end + 1] == week.days[start]:
            end += 1
        names = FRENCH[start]
        if end == start + 1:
            names = f"{FRENCH[start]} et {FRENCH[end]}"
        elif end > start:
            names = f"du {FRENCH[start]} au {FRENCH[end]}"
        if start == 0 and end == 6:
            names = "tous les jours"
        words = ", ".join(f"{clock(one.start)}{NBSP}– {clock(one.end)}" for one in week.days[start])
        lines.append((names, words or "fermé"))
        start = end + 1
    if week.holidays is Holidays.CLOSED:
        lines.append(("jours fériés", "fermé"))
    return lines


def clock(minutes: int) -> str:
    """540 → "9 h", 1110 → "18 h 30", as French writes hours."""
    hours, rest = divmod(minutes % _MIDNIGHT if minutes != _MIDNIGHT else _MIDNIGHT, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


@lru_cache(maxsize=16_384)  # a town of 5,000 shops may write as many different weeks
def _parsed(text: str, country: str, zone: str) -> OpeningHours:
    return OpeningHours(text, country=country, timezone=ZoneInfo(zone), max_interval_days=366)


def _closing(closures: Sequence[Closed], at: datetime) -> Closed | None:
    """The closure that holds at a moment; several that follow each other end with the last."""
    found: Closed | None = None
    moment = at
    for one in sorted(closures, key=lambda one: one.starts_at):
        if one.starts_at <= moment < one.ends_at:
            found = Closed(at, one.ends_at, one.reason if found is None else found.reason)
            moment = one.ends_at
    return found


def _next_opening(
    text: str, closures: Sequence[Closed], after: datetime, country: str, zone: ZoneInfo
) -> datetime | None:
    horizon = after + timedelta(days=60)
    found = spans(text, closures, since=after, until=horizon, country=country, zone=zone)
    return found[0][0] if found else None


def _without(span: tuple[datetime, datetime], closed: Closed) -> list[tuple[datetime, datetime]]:
    start, end = span
    if closed.ends_at <= start or closed.starts_at >= end:
        return [span]
    kept = [
        (start, closed.starts_at.astimezone(start.tzinfo)),
        (closed.ends_at.astimezone(start.tzinfo), end),
    ]
    return [(first, last) for first, last in kept if first < last]


def _osm_range(one: Range) -> str:
    return f"{_osm_clock(one.start)}-{_osm_clock(one.end)}"


def _osm_clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _ranges(text: str) -> tuple[Range, ...] | None:
    if text == "off":
        return ()
    out = []
    for part in text.split(","):
        found = _RANGE.fullmatch(part)
        if not found:
            return None
        start = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4])
        if start >= _MIDNIGHT or end > _MIDNIGHT:
            return None
        out.append(Range(start, end))
    return tuple(out)


def _named(text: str) -> list[int] | None:
    out: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            return None
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            return None
        out += range(start, end + 1)
    return out


@dataclass(frozen=True)
class Plain:
    """Words of a status, for a page: "Ouvert jusqu’à 18 h 30", "Fermé, ouvre demain à 9 h"."""

    words: str
    open: bool
    reason: str = field(default="")


def said(now: Status, *, at: datetime, zone: ZoneInfo) -> Plain:
    """A status in words, seen from a moment."""
    if now.until is None:
        return Plain("Ouvert" if now.open else "Fermé", now.open, now.reason)
    local, until = at.astimezone(zone), now.until.astimezone(zone)
    days = (until.date() - local.date()).days
    hour = clock(until.hour * 60 + until.minute)
    if now.open:
        midnight = days == 1 and until.hour == 0 and until.minute == 0
        end = "minuit" if midnight else hour
        return Plain(f"Ouvert jusqu’à {end}" if days <= 1 else "Ouvert", True)
    when = {0: f"à {hour}", 1: f"demain à {hour}"}.get(days)
    if when is None:
        named = FRENCH[until.weekday()]
        when = f"{named} à {hour}" if days < 7 else f"le {until.day}{'er' if until.day == 1 else ''}"
        if days >= 7:
            when += f"{NBSP}{_MONTHS[until.month - 1]}"
    return Plain(f"Fermé, ouvre {when}", False, now.reason)


_MONTHS: Final[Mapping[int, str] | tuple[str, ...]] = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
