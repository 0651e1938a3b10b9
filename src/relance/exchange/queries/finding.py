"""One search over shops, products, services and offers.

Ranking, as the public page states it: the words stand in the name before they stand in the text;
shops before listings; with a position, the nearest; open now; then the alphabet. Nobody pays for a
place. At most MOST finds are ranked: beyond, a word more is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from math import cos, hypot, radians
from typing import Any, Final

from django.db.models import Q

from relance.exchange.models import Listing, Offer, Seller, Showcase, Shown
from relance.exchange.queries.opening import open_shops, statuses
from relance.exchange.queries.spelling import spelt
from relance.exchange.rules.hours import Plain
from relance.kernel.models import Authority
from relance.kernel.scope import ScopedQuerySet
from relance.kernel.search import tables
from relance.kernel.search.words import query_words
from relance.values.typography import fold

MOST: Final = 2000
A_PAGE: Final = 20
MOST_WORDS: Final = 8
METRES: Final = 0.11132  # a millionth of a degree of latitude
OFFERS, NEEDS, SHOPS = "offers", "needs", "shops"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `what`: "", "shops", "offers", "needs" or a kind; `near`: millionths of a
    degree (latitude, longitude); `within`: metres."""

    words: str = ""
    place: str = ""
    category: str = ""
    label: str = ""
    what: str = ""
    open_now: bool = False
    near: tuple[int, int] | None = None
    within: int | None = None
    exact: bool = False


@dataclass(frozen=True)
class Item:
    """One find. `listing` is None for a shop; `offer` is what runs today on the listing."""

    seller: Seller
    listing: Listing | None
    status: Plain | None
    metres: int | None
    offer: Offer | None = None


@dataclass(frozen=True)
class Found:
    """The finds of one page; `total` counts at most MOST (`more`: there are others beyond)."""

    items: list[Item] = field(default_factory=list)
    total: int = 0
    more: bool = False
    corrected: tuple[tuple[str, str], ...] = ()


_Row = tuple[int, str, int, str, int | None, int | None]


def find(*, authority: Authority, asked: Asked, at: datetime, page: int = 1) -> Found:
    """The page of finds, at a moment."""
    today = at.astimezone(authority.zone).date()
    shown = _filtered(authority, asked, today)
    words = query_words(asked.words)[:MOST_WORDS]
    start = (page - 1) * A_PAGE
    opened = open_shops(authority, at)
    if not words and asked.near is None:
        shown = shown.filter(seller__in=opened) if asked.open_now else shown
        return _browse(authority, shown, at, today, start)
    rows, corrected = _candidates(authority, shown, words, asked.exact)
    if asked.open_now and len(rows) > MOST:  # thousands of keys in a query: only when there is no other way
        rows, corrected = _candidates(authority, shown.filter(seller__in=opened), words, asked.exact)
    elif asked.open_now:
        rows = [one for one in rows if one[0][2] in opened]
    more = len(rows) > MOST
    ranked = sorted(rows[:MOST], key=lambda one: (one[1], *_rank(one[0], asked.near, opened)))
    metres = {}
    if asked.near is not None:
        metres = {row[0]: _metres(row, asked.near) for row, _ in ranked}
        if asked.within is not None:
            ranked = [one for one in ranked if (metres[one[0][0]] or 0) <= asked.within]
    here = [row[0] for row, _ in ranked[start : start + A_PAGE]]
    return Found(_items(authority, here, metres, at, today), len(ranked), more, corrected)


def points(*, authority: Authority, asked: Asked, at: datetime) -> list[tuple[int, int, str, str]]:
    """(latitude, longitude, name, slug) of the shops of all finds, each shop once: for the map."""
    today = at.astimezone(authority.zone).date()
    shown = _filtered(authority, asked, today).filter(latitude__isnull=False)
    if asked.open_now:
        shown = shown.filter(seller__in=open_shops(authority, at))
    words = query_words(asked.words)[:MOST_WORDS]
    if words:
        spelling = spelt(authority, words)
        groups = [(word,) for word in words] if asked.exact else spelling.groups
        shown = shown.filter(tables.matching(Showcase, groups))
    keys = list(dict.fromkeys(shown.values_list("seller_id", flat=True)[: MOST * 5]))[:MOST]
    rows = (
        Seller.objects.of(authority).filter(pk__in=keys).values_list("latitude", "longitude", "name", "slug")
    )
    return [(lat or 0, lon or 0, name, slug) for lat, lon, name, slug in rows]


def _filtered(authority: Authority, asked: Asked, today: date) -> ScopedQuerySet[Showcase]:
    shown = Showcase.objects.of(authority)
    if asked.category:
        shown = shown.filter(category=asked.category)
    if asked.label:
        shown = shown.filter(labels__contains=f" {asked.label} ")
    if asked.what == SHOPS:
        shown = shown.filter(what=Shown.SHOP)
    elif asked.what == OFFERS:
        shown = shown.filter(offer_from__lte=today, offer_until__gte=today)
    elif asked.what == NEEDS:
        shown = shown.filter(direction="need")
    elif asked.what:
        shown = shown.filter(kind=asked.what, direction="offer")
    for word in fold(asked.place).split()[:MOST_WORDS]:
        shown = shown.filter(place__contains=word)
    if asked.near is not None:
        shown = shown.filter(latitude__isnull=False)
        if asked.within is not None:
            high = int(asked.within / METRES)
            wide = int(high / max(cos(radians(asked.near[0] / 1e6)), 0.01))
            shown = shown.filter(
                latitude__range=(asked.near[0] - high, asked.near[0] + high),
                longitude__range=(asked.near[1] - wide, asked.near[1] + wide),
            )
    return shown


def _browse(
    authority: Authority, shown: ScopedQuerySet[Showcase], at: datetime, today: date, start: int
) -> Found:
    """Without words: shops first, by the alphabet, straight from an index."""
    total = shown.order_by().values("pk")[: MOST + 1].count()
    keys = list(shown.order_by("-what", "order", "pk").values_list("pk", flat=True)[start : start + A_PAGE])
    return Found(_items(authority, keys, {}, at, today), min(total, MOST), total > MOST)


def _candidates(
    authority: Authority, shown: ScopedQuerySet[Showcase], words: list[str], exact: bool
) -> tuple[list[tuple[_Row, int]], tuple[tuple[str, str], ...]]:
    """At most MOST + 1 rows, each with 0 where the words stand in the heading, else 1."""
    fields = ("pk", "what", "seller_id", "order", "latitude", "longitude")
    if not words:
        return [(row, 0) for row in shown.values_list(*fields)[: MOST + 1]], ()
    spelling = spelt(authority, words)
    groups = [(word,) for word in words] if exact else spelling.groups
    named: Any = shown.filter(tables.matching(Showcase, groups, heading_only=True))
    rows = [(row, 0) for row in named.values_list(*fields)[: MOST + 1]]
    if len(rows) <= MOST:
        seen = {row[0] for row, _ in rows}
        others: Any = shown.filter(tables.matching(Showcase, groups))
        for row in others.values_list(*fields)[: MOST + 1]:
            if row[0] not in seen:
                rows.append((row, 1))
    return rows[: MOST + 1], () if exact else spelling.corrected


def _rank(row: _Row, near: tuple[int, int] | None, opened: frozenset[int]) -> tuple[Any, ...]:
    distance = (_metres(row, near) or 0) if near else 0
    return (row[1] != Shown.SHOP, distance, row[2] not in opened, row[3], row[0])


def _metres(row: _Row, near: tuple[int, int]) -> int | None:
    if row[4] is None or row[5] is None:
        return None
    high = row[4] - near[0]
    wide = (row[5] - near[1]) * cos(radians(near[0] / 1e6))
    return round(hypot(high, wide) * METRES)


def _items(
    authority: Authority, keys: Iterable[int], metres: dict[int, int | None], at: datetime, today: date
) -> list[Item]:
    wanted = list(keys)
    rows = {
        row.pk: row
        for row in Showcase.objects.of(authority).filter(pk__in=wanted).select_related("seller", "listing")
    }
    listings = [row.listing_id for row in rows.values() if row.offer_until]
    running = Q(starts_on__lte=today, ends_on__gte=today, withdrawn_at__isnull=True)
    offers = {
        offer.listing_id: offer for offer in Offer.objects.of(authority).filter(running, listing__in=listings)
    }
    said = statuses(authority, {row.seller_id for row in rows.values()}, at)
    return [
        Item(
            rows[key].seller,
            rows[key].listing,
            said.get(rows[key].seller_id),
            metres.get(key),
            offers.get(rows[key].listing_id or 0),
        )
        for key in wanted
        if key in rows
    ]
