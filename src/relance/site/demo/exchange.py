"""Local trade in the demonstration: 200 shops of Valmont and 3,000 listings, all of them invented.

Drawn from short lists with a fixed seed, so that every demonstration is the same; loading again writes
nothing more. Two merchants can be tried, Ivan’s bakery and Flora’s farm; the other shops that somebody holds
belong to accounts that cannot sign in.
"""

import random
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from relance.directory.models import Organisation
from relance.exchange.actions import buying, joining
from relance.exchange.actions.showing import show_listings, show_shops
from relance.exchange.models import (
    Channel,
    Direction,
    Hours,
    JoinRequest,
    Listing,
    Offer,
    PriceHistory,
    Purpose,
    Report,
    Seller,
    Stock,
    Wrong,
)
from relance.kernel import files
from relance.kernel.models import Account, Authority, StoredFile
from relance.kernel.rules import Role
from relance.site.demo import DemoWorld
from relance.site.demo.exchange_pictures import drawing
from relance.site.demo.exchange_words import GOODS, NAMES, OTHER, STREETS, TRADES, WEEKS
from relance.site.demo.plans import measure_numbered
from relance.values.typography import fold

SHOPS, LISTINGS = 200, 3000
OPENED = datetime(2026, 9, 7, 9, tzinfo=UTC)
HEART = (44_305_000, 5_112_000)  # of a town that does not exist
MERCHANTS = {"bakery": "ivan@valmont.example", "farm": "flora@valmont.example"}
CARRIED_OUT = "3.1"  # the number of the measure that the exchange carries out


def load(world: DemoWorld) -> None:
    """Shops with hours and points, listings with prices and stock, wishes and a report."""
    town = world.valmont
    if Seller.objects.of(town).exists():
        return
    draw = random.Random(20260907)  # noqa: S311  # for a demonstration that is always the same
    with transaction.atomic():
        shops = _shops(town, draw, _holders())
        pictures = _pictures(town, draw)
        for shop in shops[::3]:
            shop.photo = draw.choice(pictures[shop.category])
            shop.photo_words = "Dessin d’exemple, à la place d’une photo de la boutique"
        Seller.objects.of(town).bulk_update(shops[::3], ["photo", "photo_words"], batch_size=100)
        listings = _listings(town, shops, draw, pictures)
        _offers(town, listings[:: len(listings) // 12][:12], world)
        _grouped(town, listings)
        _said(town, shops)
        show_shops(shops)
        show_listings(listings, today=datetime.now(town.zone).date())
    measure = measure_numbered(town, CARRIED_OUT)
    if measure:
        joining.link_measure(authority=town, measure=measure, by=world.accounts[Role.PLAN_LEAD], at=OPENED)


def _holders() -> list[Account]:
    """Who holds the shops that nobody signs in for, one account each."""
    holders = [
        Account(email=f"boutique-{number}@valmont.example", name="Responsable inventé", is_demo=True)
        for number in range(0, SHOPS, 3)
    ]
    for holder in holders:
        holder.set_unusable_password()
    emails = [holder.email for holder in holders]
    known = set(Account.objects.filter(email__in=emails).values_list("email", flat=True))
    Account.objects.bulk_create([one for one in holders if one.email not in known], batch_size=200)
    return list(Account.objects.filter(email__in=emails).order_by("pk"))


def _shops(town: Authority, draw: random.Random, holders: list[Account]) -> list[Seller]:
    """Every third one is held, the first bakery and the first farm by those who can be tried."""
    tried = {one.email: one for one in Account.objects.filter(email__in=MERCHANTS.values())}
    waiting = {category: tried[email] for category, email in MERCHANTS.items() if email in tried}
    rows: list[Seller] = []
    names: set[str] = set()
    while len(rows) < SHOPS:
        category, words = TRADES[len(rows) % len(TRADES)]
        name = f"{draw.choice(words)} {draw.choice(NAMES)}"
        if fold(name) in names:
            continue
        names.add(fold(name))
        number = len(rows)
        owner = (waiting.pop(category, None) or holders[number // 3]) if number % 3 == 0 else None
        rows.append(
            Seller(
                authority=town,
                slug=slugify(name)[:80],
                name=name,
                organisation=Organisation(name=name, country="FR", folded=fold(name)),
                category=category,
                produces=category in ("bakery", "farm", "craft"),
                sells="own" if owner and (number % 6 == 0 or owner.email in tried) else "none",
                state="claimed" if owner else "listed",
                claimed_by=owner,
                claimed_at=OPENED if owner else None,
                street=f"{draw.randint(1, 90)} {draw.choice(STREETS)}",
                postcode="84999",
                city=town.name,
                latitude=HEART[0] + round(draw.gauss(0, 4500)),
                longitude=HEART[1] + round(draw.gauss(0, 6500)),
                labels=draw.sample(["organic", "local", "craft", "bulk"], draw.choice([0, 0, 1])),
                payments=["cash", "card"],
                access=draw.choice([[], ["step_free"], ["step_free", "wide_door"]]),
                languages=["fr"],
                made_at=OPENED,
                changed_at=OPENED,
            )
        )
    known = Organisation.objects.filter(country="FR", folded__in=names).values_list("folded", flat=True)
    there = set(known)
    Organisation.objects.bulk_create(
        [row.organisation for row in rows if row.organisation.folded not in there], batch_size=200
    )
    found = {one.folded: one for one in Organisation.objects.filter(country="FR", folded__in=names)}
    for row in rows:
        row.organisation = found[row.organisation.folded]
    Seller.objects.bulk_create(rows, batch_size=100)
    weeks = [(row, draw.choice(WEEKS)) for row in rows if draw.random() < 0.92]
    purposes = [Purpose.OPENING, Purpose.SERVICE]
    Hours.objects.bulk_create(
        [
            Hours(authority=town, seller=row, purpose=purpose, osm=week, set_at=OPENED)
            for row, week in weeks
            for purpose in (purposes if row.sells != "none" else purposes[:1])
        ],
        batch_size=200,
    )
    return rows


def _pictures(town: Authority, draw: random.Random) -> dict[str, list[StoredFile]]:
    """Three drawings a trade."""
    return {
        category: [
            files.store(authority=town, by=None, name="dessin.jpg", content=drawing(draw, place, len(TRADES)))
            for _ in range(3)
        ]
        for place, (category, _) in enumerate(TRADES)
    }


def _listings(
    town: Authority, shops: list[Seller], draw: random.Random, pictures: dict[str, list[StoredFile]]
) -> list[Listing]:
    """Held shops show their goods; a fifth of the listings can be reserved."""
    held = [shop for shop in shops if shop.state == "claimed"]
    rows: list[Listing] = []
    while len(rows) < LISTINGS:
        shop = held[len(rows) % len(held)]
        kind, goods, manners, low, high = draw.choice(GOODS.get(shop.category, OTHER))
        title = f"{draw.choice(goods)} {draw.choice(manners)}".strip()
        price = draw.randrange(low, high, 10)
        picture = draw.choice(pictures[shop.category]) if kind in ("product", "dish") else None
        rows.append(
            Listing(
                authority=town,
                seller=shop,
                direction=Direction.OFFER,
                kind=kind,
                title=title[:1].upper() + title[1:],
                fields=_fields(kind, draw),
                price=None if kind == "internship" else price,
                currency="EUR",
                unit="MON" if kind == "room" else "C62",
                tax=550 if kind == "product" else None,
                category=shop.category,
                photo=picture,
                photo_words="Dessin d’exemple" if picture else "",
                reference=f"V{len(rows):05d}",
                made_at=OPENED,
                changed_at=OPENED,
            )
        )
    Listing.objects.bulk_create(rows, batch_size=200)
    priced = [row for row in rows if row.price is not None]
    PriceHistory.objects.bulk_create(
        [
            PriceHistory(
                authority=town, listing=row, channel=Channel.ONLINE, price=row.price or 0, since=OPENED
            )
            for row in priced
        ],
        batch_size=200,
    )
    sold = [row for row in priced if row.seller.sells != "none" and row.kind in ("product", "dish")]
    Stock.objects.bulk_create(
        [
            Stock(
                authority=town,
                listing=row,
                on_demand=number % 5 == 0,
                on_hand=None if number % 5 == 0 else draw.randint(0, 40),
            )
            for number, row in enumerate(sold)
        ],
        batch_size=200,
    )
    return rows


def _fields(kind: str, draw: random.Random) -> dict[str, object]:
    if kind == "room":
        return {"area": draw.randint(9, 30), "free_from": "2027-01-04", "furnished": draw.random() < 0.7}
    if kind == "internship":
        return {
            "level": draw.choice(["school", "secondary", "higher"]),
            "weeks": draw.randint(1, 12),
            "tasks": "Accueil, vente, mise en rayon.",
        }
    if kind == "service":
        return {"duration": draw.choice([15, 30, 45, 60]), "where": draw.choice(["shop", "home"])}
    return {}


def _offers(town: Authority, listings: list[Listing], world: DemoWorld) -> None:
    today = datetime.now(town.zone).date()
    Offer.objects.bulk_create(
        [
            Offer(
                authority=town,
                listing=row,
                rule="price",
                price=row.price * 8 // 10,
                prior=row.price,
                words="Vingt pour cent de moins",
                starts_on=today - timedelta(days=2),
                ends_on=today + timedelta(days=12),
                made_by=world.accounts[Role.PLAN_LEAD],
                made_at=OPENED,
            )
            for row in listings
            if row.price
        ]
    )


def _grouped(town: Authority, listings: list[Listing]) -> None:
    """A grouped order of the farm that can be tried, else of another shop, open for five days."""
    now = datetime.now(UTC)
    goods = [row for row in listings if row.kind == "product" and row.price and row.seller.sells != "none"]
    farm = min(goods, key=lambda row: row.category != "farm").seller
    cycle = buying.make_cycle(
        coordinator=farm,
        name="Paniers de la semaine",
        place="Halle, place du Marché",
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=5),
        pick_up_from=now + timedelta(days=6),
        pick_up_until=now + timedelta(days=6, hours=3),
    )
    for row in [one for one in goods if one.seller_id == farm.pk][:6]:
        buying.add_to_cycle(cycle=cycle, listing=row, on_hand=30, now=now)


def _said(town: Authority, shops: list[Seller]) -> None:
    free = [shop for shop in shops if shop.state == "listed"]
    JoinRequest.objects.bulk_create(
        [
            JoinRequest(authority=town, seller=shop, who=f"{number:064x}", at=OPENED)
            for place, shop in enumerate(free[:12])
            for number in range(12 - place)
        ]
    )
    Report.objects.create(
        authority=town,
        seller=free[0],
        wrong=Wrong.HOURS,
        text="C’est fermé le lundi.",
        at=OPENED,
    )
