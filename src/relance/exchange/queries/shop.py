"""What a shop's page and a listing's page show, and the same for machines (schema.org)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from relance.exchange.models import (
    Access,
    Label,
    Language,
    Listing,
    ListingState,
    Offer,
    PaymentMeans,
    Seller,
    SellerState,
    Stock,
    Unit,
)
from relance.exchange.permissions import tasks_of
from relance.exchange.queries.kinds import kinds
from relance.exchange.queries.opening import HoursOf, hours_of
from relance.exchange.rules import categories, hours
from relance.exchange.rules.kinds import Ending, Kind, Said, Sight, may_see, seen
from relance.exchange.rules.staff import Task
from relance.kernel.models import Account
from relance.kernel.permissions import Reader
from relance.values.typography import locale_of

MOST_SHOWN = 60
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Line:
    """A listing in a list: with what runs on it today and what is left to reserve."""

    listing: Listing
    offer: Offer | None
    stock: Stock | None


@dataclass(frozen=True)
class ShopPage:
    """Everything of a shop's public page."""

    seller: Seller
    shelf: str
    opening: HoursOf | None
    service: HoursOf | None
    languages: list[str]
    access: list[str]
    payments: list[str]
    labels: list[str]
    lines: list[Line]
    more: int


@dataclass(frozen=True)
class ListingPage:
    """Everything of a listing's page, as this reader may see it."""

    listing: Listing
    kind: Kind
    said: list[Said]
    hidden: bool
    line: Line
    labels: list[str]
    ends_by_contact: bool
    opening: HoursOf | None


def shop_page(seller: Seller, *, at: datetime) -> ShopPage:
    """A constant number of queries."""
    times = hours_of(seller, at)
    shown = [code for code, kind in kinds().items() if kind.seen_by is Sight.EVERYBODY]
    mine = Listing.objects.of(seller.authority).filter(
        seller=seller, state=ListingState.SHOWN, kind__in=shown
    )
    rows = list(mine[:MOST_SHOWN]) if seller.state != SellerState.CLOSED else []
    return ShopPage(
        seller,
        categories.name_of(seller.category),
        times.get("opening"),
        times.get("service"),
        _words(Language, seller.languages),
        _words(Access, seller.access),
        _words(PaymentMeans, seller.payments),
        _words(Label, seller.labels),
        lines(seller, rows, at=at),
        max(mine.count() - MOST_SHOWN, 0) if len(rows) == MOST_SHOWN else 0,
    )


def lines(seller: Seller, rows: list[Listing], *, at: datetime) -> list[Line]:
    """Listings with their offer of the day and their stock online. Two queries."""
    today = at.astimezone(seller.authority.zone).date()
    keys = [row.pk for row in rows]
    running = Q(starts_on__lte=today, ends_on__gte=today, withdrawn_at__isnull=True)
    offers = {
        one.listing_id: one for one in Offer.objects.of(seller.authority).filter(running, listing__in=keys)
    }
    stocks = {
        one.listing_id: one
        for one in Stock.objects.of(seller.authority).filter(listing__in=keys, channel="online")
    }
    return [Line(row, offers.get(row.pk), stocks.get(row.pk)) for row in rows]


def listing_page(listing: Listing, *, reader: Reader, at: datetime) -> ListingPage | None:
    """None when this reader may not see it."""
    kind = kinds().get(listing.kind)
    if kind is None:
        return None
    sight = sight_of(reader, listing.seller)
    public = listing.state == ListingState.SHOWN and listing.seller.state != SellerState.CLOSED
    if sight is not Sight.SELLER and not (public and may_see(kind.seen_by, sight)):
        return None
    said = seen(kind, listing.fields, by=sight, locale=locale_of(listing.seller.authority.locale))
    held = [one for one in kind.fields if one.name in listing.fields]
    return ListingPage(
        listing,
        kind,
        said,
        len(said) < len(held),
        lines(listing.seller, [listing], at=at)[0],
        _words(Label, listing.labels),
        Ending.CONTACT in kind.ends_by,
        hours_of(listing.seller, at).get("opening"),
    )


def sight_of(reader: Reader, seller: Seller) -> Sight:
    """What this reader may see of the listings of a shop."""
    if Task.LISTINGS in tasks_of(reader, seller):
        return Sight.SELLER
    return Sight.ACCOUNTS if isinstance(reader, Account) and reader.is_active else Sight.EVERYBODY


def shop_as_data(page: ShopPage, *, url: str, image: str = "") -> dict[str, Any]:
    """The shop in schema.org's words (LocalBusiness and below)."""
    seller = page.seller
    shelf = categories.categories().get(seller.category)
    out: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": shelf.schema if shelf else "LocalBusiness",
        "@id": url,
        "url": seller.website or url,
        "name": seller.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": seller.street,
            "postalCode": seller.postcode,
            "addressLocality": seller.city,
            "addressCountry": str(seller.authority.country),
        },
    }
    if image:
        out["image"] = image
    if seller.latitude is not None and seller.longitude is not None:
        out["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": seller.latitude / 1e6,
            "longitude": seller.longitude / 1e6,
        }
    for key, value in (("telephone", seller.phone), ("email", seller.email), ("description", seller.text)):
        if value:
            out[key] = value
    week = hours.from_osm(page.opening.osm) if page.opening else None
    if week:
        out["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{_DAYS[number]}",
                "opens": _clock(one.start),
                "closes": _clock(one.end),
            }
            for number, day in enumerate(week.days)
            for one in day
        ]
    return out


def listing_as_data(page: ListingPage, *, url: str, shop_url: str, image: str = "") -> dict[str, Any]:
    """The listing in schema.org's words, with what it costs and whether there is some."""
    listing = page.listing
    out: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": page.kind.schema,
        "@id": url,
        "name": listing.title,
    }
    if image:
        out["image"] = image
    if listing.text:
        out["description"] = listing.text
    if listing.gtin:
        out["gtin"] = listing.gtin
    price = page.line.offer.price if page.line.offer and page.line.offer.price is not None else listing.price
    if price is not None:
        stock = page.line.stock
        there = stock is not None and (stock.free is None or stock.free > 0)
        out["offers"] = {
            "@type": "Offer",
            "price": f"{price // 100}.{price % 100:02d}",
            "priceCurrency": listing.currency,
            "unitText": str(Unit(listing.unit).label),
            "availability": f"https://schema.org/{'InStock' if there else 'InStoreOnly'}",
            "seller": {"@id": shop_url},
        }
    return out


def _words(choices: Any, codes: list[str]) -> list[str]:
    known = dict(choices.choices)
    return [known[code] for code in codes if code in known]


def _clock(minutes: int) -> str:
    return "23:59" if minutes == 1440 else f"{minutes // 60:02d}:{minutes % 60:02d}"
