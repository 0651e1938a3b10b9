"""A town of 5,000 shops and up to 200,000 listings, made within a minute, to measure its trade.

A part of the listings is written by the verbs themselves; the rest are the same goods sold by other shops,
copied inside the database with the place and the labels of those shops.
"""

import random
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from django.core.management.color import no_style
from django.db import connection

from relance.directory.models import Organisation
from relance.exchange.actions.showing import show_listings, show_shops
from relance.exchange.models import Hours, Listing, Purpose, Seller, SellerState, Sells, Showcase, Stock
from relance.exchange.rules.categories import categories
from relance.kernel.models import Account, Authority
from relance.values.typography import fold

SHOPS = 5000
DRAWN = 40_000
SELLING = 500  # shops that take reservations, each with THINGS in stock
THINGS = 4
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
WEEKS = (
    "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-13:00; PH off",
    "Tu-Sa 07:00-13:00,15:30-19:30; Su 07:00-12:30",
    "Mo-Sa 08:30-19:30; PH off",
    "We-Su 11:30-14:00,19:00-22:00",
)


def furnish(draw: random.Random, listings: int) -> tuple[Authority, list[str]]:
    """The town and its 4,000 words, which are as uneven as words are."""
    town = Authority.objects.create(slug="grande-ville", name="Grande-Ville", country="FR", currency="EUR")
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "ou", "an", "eur", "ille")]
    words = sorted({"".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(4000)})
    draw.shuffle(words)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(least: int, most: int) -> str:
        return " ".join(draw.choices(words, cum_weights=weights, k=draw.randint(least, most)))

    shops = _shops(draw, town, words, some)
    drawn = min(listings, DRAWN)
    for start in range(0, drawn, 5000):
        rows = [
            Listing(
                authority=town,
                seller=(shop := draw.choice(shops)),
                kind=draw.choice(["product", "product", "product", "service", "dish"]),
                title=some(2, 4),
                text=some(4, 16),
                price=draw.randint(100, 9000),
                currency="EUR",
                category=shop.category,
                made_at=NOW,
                changed_at=NOW,
            )
            for _ in range(start, min(start + 5000, drawn))
        ]
        Listing.objects.bulk_create(rows, batch_size=500)
        show_listings(rows, today=NOW.date())
    for time in range(1, -(-listings // DRAWN)):
        _sell_elsewhere(time, DRAWN)
    _stock(town, shops[:SELLING])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does within the minute
    return town, words


def _shops(draw: random.Random, town: Authority, words: list[str], some: Any) -> list[Seller]:
    shelves = list(categories())
    organisations = [
        Organisation(name=f"Maison {n}", folded=fold(f"Maison {n}"), country="FR") for n in range(SHOPS)
    ]
    Organisation.objects.bulk_create(organisations, batch_size=500)
    shops = [
        Seller(
            authority=town,
            slug=f"maison-{n}",
            name=f"{some(1, 2)} {n}".capitalize(),
            organisation=organisation,
            category=draw.choice(shelves),
            text=some(3, 12),
            street=f"{n % 90} rue {words[n % 300]}",
            postcode="84999",
            city="Grande-Ville",
            latitude=44_300_000 + round(draw.gauss(0, 30_000)),
            longitude=5_100_000 + round(draw.gauss(0, 40_000)),
            labels=["organic"] if n % 7 == 0 else [],
            made_at=NOW,
            changed_at=NOW,
        )
        for n, organisation in enumerate(organisations)
    ]
    Seller.objects.bulk_create(shops, batch_size=200)
    Hours.objects.bulk_create(
        [
            Hours(authority=town, seller=shop, purpose=Purpose.OPENING, osm=draw.choice(WEEKS), set_at=NOW)
            for shop in shops
        ],
        batch_size=500,
    )
    show_shops(shops)
    return shops


def _sell_elsewhere(time: int, drawn: int) -> None:
    """Every drawn listing once more, in the shop that is `time` times 997 places further."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(id), (SELECT MIN(id) FROM exchange_seller) FROM exchange_listing")
        first, shop = cursor.fetchone()
        other = f"{shop} + (l.seller_id - {shop} + {time * 997}) % {SHOPS}"
        mine = f"l.id >= {first} AND l.id < {first + drawn}"
        listed = {"id": f"l.id + {time * drawn}", "seller_id": other, "category": "s.category"}
        cursor.execute(_copied(Listing, listed) + f" JOIN exchange_seller s ON s.id = {other} WHERE {mine}")
        shown = {
            "listing_id": f"l.listing_id + {time * drawn}",
            "seller_id": other,
            **{name: f"s.{name}" for name in ("category", "labels", "place", "latitude", "longitude")},
        }
        cursor.execute(
            _copied(Showcase, shown, without="id")
            + f" JOIN exchange_showcase s ON s.what = 'shop' AND s.seller_id = {other}"
            + f" WHERE l.listing_id >= {first} AND l.listing_id < {first + drawn}"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [Listing]):
            cursor.execute(statement)


def _copied(model: Any, changed: dict[str, str], without: str = "") -> str:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column != without]
    quoted = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f'l."{name}"') for name in columns)
    return f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} l"


def _stock(town: Authority, shops: list[Seller]) -> None:
    """Some shops take reservations, of a few things that do not run out."""
    keys = [shop.pk for shop in shops]
    owner = Account.objects.create(email="commerces@example.org", name="Tous les commerces")
    Seller.objects.of(town).filter(pk__in=keys).update(
        state=SellerState.CLAIMED, sells=Sells.OWN, claimed_at=NOW, claimed_by=owner
    )
    things: dict[int, list[int]] = {}
    for listing, seller in (
        Listing.objects.of(town)
        .filter(seller__in=keys, kind="product")
        .order_by("pk")
        .values_list("pk", "seller_id")
    ):
        if len(found := things.setdefault(seller, [])) < THINGS:
            found.append(listing)
    Stock.objects.bulk_create(
        [
            Stock(authority=town, listing_id=listing, on_hand=1_000_000)
            for found in things.values()
            for listing in found
        ],
        batch_size=500,
    )
