"""Which shops are open at a moment, and what a page says about their hours."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db.models import Count, Max

from relance.exchange.models import Closure, Hours, Purpose, Seller
from relance.exchange.rules import hours
from relance.exchange.rules.hours import Closed, Day, Plain
from relance.kernel.models import Authority

_open: dict[int, tuple[object, frozenset[int]]] = {}
_lock = Lock()


@dataclass(frozen=True)
class HoursOf:
    """The hours of a shop for one purpose, as its page shows them. `osm` empty: not said."""

    osm: str
    now: Plain | None
    week: list[tuple[str, str]]
    fortnight: list[Day]


def open_shops(authority: Authority, at: datetime) -> frozenset[int]:
    """Keys of the shops that are open; computed once a minute and a change, in each process."""
    mine = Hours.objects.of(authority).filter(purpose=Purpose.OPENING)
    running = Closure.objects.of(authority).filter(starts_at__lte=at, ends_at__gt=at, lifted_at__isnull=True)
    shut = frozenset(running.values_list("seller_id", flat=True))
    told = mine.aggregate(Max("set_at"), Max("pk"), Count("pk"))
    stamp = (at.replace(second=0, microsecond=0), shut, *told.values())
    with _lock:
        known = _open.get(authority.pk)
    if known and known[0] == stamp:
        return known[1]
    by_text: dict[str, list[int]] = defaultdict(list)
    for osm, seller in mine.values_list("osm", "seller_id"):
        by_text[osm].append(seller)
    zone, country = authority.zone, str(authority.country)
    found: set[int] = set()
    for osm, sellers in by_text.items():
        if hours.is_open(osm, at=at, country=country, zone=zone):
            found.update(sellers)
    result = frozenset(found) - shut
    with _lock:
        _open[authority.pk] = (stamp, result)
    return result


def forget() -> None:
    """Forget what was computed: for tests, whose towns share keys."""
    with _lock:
        _open.clear()


def statuses(authority: Authority, sellers: Iterable[int], at: datetime) -> dict[int, Plain]:
    """Open or closed, in words, for these shops; those that say no hours are left out. Two queries."""
    keys = list(sellers)
    closures = closures_of(authority, keys, at)
    said = Hours.objects.of(authority).filter(seller__in=keys, purpose=Purpose.OPENING)
    zone, country = authority.zone, str(authority.country)
    out = {}
    for osm, seller in said.values_list("osm", "seller_id"):
        now = hours.status(osm, closures.get(seller, []), at=at, country=country, zone=zone)
        out[seller] = hours.said(now, at=at, zone=zone)
    return out


def closures_of(authority: Authority, sellers: Iterable[int], at: datetime) -> dict[int, list[Closed]]:
    """Exceptional closures that hold or are to come, by shop."""
    out: dict[int, list[Closed]] = defaultdict(list)
    mine = Closure.objects.of(authority).filter(
        seller__in=list(sellers), ends_at__gt=at, lifted_at__isnull=True
    )
    for seller, start, end, reason in mine.values_list("seller_id", "starts_at", "ends_at", "reason"):
        out[seller].append(Closed(start, end, reason))
    return out


def hours_of(seller: Seller, at: datetime) -> dict[str, HoursOf]:
    """Hours of a shop by purpose ("opening", "service"), with the two weeks to come."""
    authority = seller.authority
    zone, country = authority.zone, str(authority.country)
    closures = closures_of(authority, [seller.pk], at).get(seller.pk, [])
    out = {}
    for row in Hours.objects.of(authority).filter(seller=seller):
        now = hours.status(row.osm, closures, at=at, country=country, zone=zone)
        out[str(row.purpose)] = HoursOf(
            row.osm,
            hours.said(now, at=at, zone=zone),
            hours.in_french(row.osm),
            hours.fortnight(row.osm, closures, first=at.astimezone(zone).date(), country=country, zone=zone),
        )
    return out
