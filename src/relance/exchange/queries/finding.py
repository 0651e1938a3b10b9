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

from django.db.models import ExpressionWrapper, F, FloatField, Q, Value

from relance.exchange.models import Listing, Offer, Seller, Showcase, Shown
from relance.exchange.queries.among import Among
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
AROUND: Final = 50  # shops whose listings are looked at first around a position
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


_FIELDS: Final = ("pk", "what", "seller_id", "order", "latitude", "longitude")
_Row = tuple[int, str, int, str, int | None, int | None]


def find(*, authority: Authority, asked: Asked, at: datetime, page: int = 1) -> Found:
    """The page of finds, at a moment."""
    today = at.astimezone(authority.zone).date()
    opened = open_shops(authority, at)
    shown = _filtered(authority, asked, today, opened)
    words = query_words(asked.words)[:MOST_WORDS]
    start = (page - 1) * A_PAGE
    if not words and asked.near is None:
        return _browse(authority, shown, at, today, start)
    if not words:
        return _nearest(authority, shown, asked, opened, at, today, start)
    rows, corrected = _candidates(authority, shown, words, asked.exact)
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
    opened = open_shops(authority, at) if asked.open_now else frozenset()
    shown = _filtered(authority, asked, today, opened).filter(latitude__isnull=False)
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


def _filtered(
    authority: Authority, asked: Asked, today: date, opened: frozenset[int]
) -> ScopedQuerySet[Showcase]:
    shown = Showcase.objects.of(authority)
    shops = _shops(authority, asked, opened)
    if shops is not None:
        chosen: Any = shown.filter(Among(shops)) if shops else shown.none()
        shown = chosen
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


def _shops(authority: Authority, asked: Asked, opened: frozenset[int]) -> frozenset[int] | None:
    """The shops that a place or "open now" leaves; None: all of them. A place is read of the shops alone."""
    words = fold(asked.place).split()[:MOST_WORDS]
    if not words:
        return opened if asked.open_now else None
    there = Showcase.objects.of(authority).filter(what=Shown.SHOP)
    for word in words:
        there = there.filter(place__contains=word)
    placed = frozenset(there.values_list("seller_id", flat=True))
    return placed & opened if asked.open_now else placed


def _browse(
    authority: Authority, shown: ScopedQuerySet[Showcase], at: datetime, today: date, start: int
) -> Found:
    """Without words: shops first, by the alphabet. Few are put in order here; many have an index for it."""
    rows = list(shown.order_by().values_list(*_FIELDS)[: MOST + 1])
    if len(rows) > MOST:
        here = _shops_first(shown, ["order", "pk"], start)
    else:
        here = sorted(rows, key=lambda row: _rank(row, None, frozenset()))[start : start + A_PAGE]
    keys = [row[0] for row in here]
    return Found(_items(authority, keys, {}, at, today), min(len(rows), MOST), len(rows) > MOST)


def _nearest(
    authority: Authority,
    shown: ScopedQuerySet[Showcase],
    asked: Asked,
    opened: frozenset[int],
    at: datetime,
    today: date,
    start: int,
) -> Found:
    """Without words, around a position: the nearest of all, not of the first ones met."""
    near = asked.near or (0, 0)
    high = F("latitude") - Value(float(near[0]))
    wide = (F("longitude") - Value(float(near[1]))) * Value(cos(radians(near[0] / 1e6)))
    far: Any = ExpressionWrapper(high * high + wide * wide, FloatField())
    if asked.within is not None:
        inside: Any = shown.alias(far=far).filter(far__lte=((asked.within + 0.5) / METRES) ** 2)
        shown = inside
    rows = list(shown.order_by().values_list(*_FIELDS)[: MOST + 1])
    if len(rows) > MOST:
        shops = Showcase.objects.of(authority).filter(what=Shown.SHOP, latitude__isnull=False)
        around: Any = shops.order_by(far, "pk").values_list("seller_id", flat=True)[:AROUND]
        here = _shops_first(shown, [far, Among(opened).desc(), "order", "pk"], start, around)
    else:
        here = sorted(rows, key=lambda row: _rank(row, near, opened))[start : start + A_PAGE]
    metres = {row[0]: _metres(row, near) for row in here}
    items = _items(authority, metres, metres, at, today)
    return Found(items, min(len(rows), MOST), len(rows) > MOST)


def _shops_first(
    shown: ScopedQuerySet[Showcase], order: list[Any], start: int, around: Iterable[int] | None = None
) -> list[_Row]:
    """The rows of a page, shops before listings, each in this order.

    Listings stand where their shop does: those of the nearest shops (`around`) are put in order, and all of
    them only when these do not fill the page.
    """
    shops = shown.filter(what=Shown.SHOP)
    rows = list(shops.order_by(*order).values_list(*_FIELDS)[start : start + A_PAGE])
    if len(rows) == A_PAGE:
        return rows
    before = start + len(rows) if rows else shops.order_by().count()
    first, last = start + len(rows) - before, start + A_PAGE - before
    listings: Any = shown.filter(what=Shown.LISTING).order_by(*order).values_list(*_FIELDS)
    if around is not None:
        found = list(listings.filter(Among(list(around)))[first:last])
        if len(found) == last - first:
            return rows + found
    return rows + list(listings[first:last])


def _candidates(
    authority: Authority, shown: ScopedQuerySet[Showcase], words: list[str], exact: bool
) -> tuple[list[tuple[_Row, int]], tuple[tuple[str, str], ...]]:
    """At most MOST + 1 rows, each with 0 where the words stand in the heading, else 1."""
    spelling = spelt(authority, words)
    groups = [(word,) for word in words] if exact else spelling.groups
    named: Any = shown.filter(tables.matching(Showcase, groups, heading_only=True))
    rows = [(row, 0) for row in named.values_list(*_FIELDS)[: MOST + 1]]
    if len(rows) <= MOST:
        seen = {row[0] for row, _ in rows}
        others: Any = shown.filter(tables.matching(Showcase, groups))
        for row in others.values_list(*_FIELDS)[: MOST + 1]:
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
