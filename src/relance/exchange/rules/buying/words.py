"""Moments of an order in words, in the town's own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from relance.exchange.rules.hours import clock
from relance.values.typography import Locale, long_date


def hour(moment: datetime, zone: ZoneInfo) -> str:
    """“10 h 30”."""
    local = moment.astimezone(zone)
    return clock(local.hour * 60 + local.minute)


def moment(at: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """“lundi 23 novembre 2026, 10 h 30”."""
    return f"{long_date(at.astimezone(zone).date(), locale, weekday=True)}, {hour(at, zone)}"


def span(start: datetime, end: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """“lundi 23 novembre 2026, de 10 h à 10 h 30”."""
    day = long_date(start.astimezone(zone).date(), locale, weekday=True)
    return f"{day}, {between(start, end, zone)}"


def between(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """“de 10 h à 10 h 30”."""
    return f"de {hour(start, zone)} à {hour(end, zone)}"
