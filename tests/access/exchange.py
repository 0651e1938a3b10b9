"""Who may open the addresses of the exchange."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.queries.buying import basket_view
from relance.kernel.rules import Role
from tests.access.matrix import PUBLIC, Access, Side
from tests.exchange import build
from tests.exchange.actions.buying.shopping import LEA, NOW


def furnish(side: Side) -> None:
    """A shop with bread, a basket and an order of it."""
    owner = side.person(Role.READER)  # whoever claimed it: no role gives a right over a shop
    shop = build.seller(side.authority, claimed_by=owner, hours=build.ALWAYS)
    stock = build.stock(build.listing(shop))
    basket = buying.new_basket(authority=side.authority, by=None, now=NOW)
    buying.put(basket=basket, stock=stock.pk, quantity=1, now=NOW)
    view = basket_view(basket, now=NOW)
    slots = {part.key: part.slots[0].starts_at for part in view.parts}
    order = buying.place(
        basket=basket, buyer=LEA, slots=slots, seen_total=view.total, key=side.authority.slug, now=NOW
    )
    part = m.OrderPart.objects.of(side.authority).get(order=order)
    buying.hand_over(part=part, now=NOW)
    side["order"], side["part"], side["stock"] = order, part, stock
    side["shop"] = shop
    side["offer"] = m.Offer.objects.create(
        authority=side.authority,
        listing=stock.listing,
        rule=m.OfferRule.BUNDLE,
        bundle=3,
        bundle_paid=2,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        made_by=owner,
        made_at=NOW,
    )
    side["cycle"] = buying.make_cycle(
        coordinator=shop,
        name="Paniers",
        place="Halle",
        opens_at=NOW,
        closes_at=NOW + timedelta(days=1),
        pick_up_from=NOW + timedelta(days=2),
        pick_up_until=NOW + timedelta(days=3),
    )


def town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def order(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "token": side["order"].token}


def part(side: Side) -> dict[str, Any]:
    return {**order(side), "number": side["part"].pk}


def shop(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "shop": side["shop"].slug}


def shops(**names: str) -> Callable[[Side], dict[str, Any]]:
    """The address of something of the shop: its argument, and what `furnish` called it."""
    return lambda side: {**shop(side), **{name: side[thing].pk for name, thing in names.items()}}


def shops_part(side: Side) -> dict[str, Any]:
    return {**shop(side), "number": side["part"].number}


URLS = {
    "exchange:part": [
        Access({Role.READER}, kwargs=shops_part),
        Access({Role.READER}, kwargs=shops_part, method="post", data=lambda side: {"step": "ready"}),
    ],
    "exchange:offers": [
        Access({Role.READER}, kwargs=shop),
        Access({Role.READER}, kwargs=shop, method="post", also=frozenset({422})),
    ],
    "exchange:withdraw_offer": [Access({Role.READER}, kwargs=shops(pk="offer"), method="post")],
    "exchange:cycles": [
        Access({Role.READER}, kwargs=shop),
        Access({Role.READER}, kwargs=shop, method="post", also=frozenset({422})),
    ],
    "exchange:cycle": [
        Access({Role.READER}, kwargs=shops(pk="cycle")),
        Access({Role.READER}, kwargs=shops(pk="cycle"), method="post", also=frozenset({422})),
    ],
    "exchange:groups": [Access(PUBLIC, kwargs=town)],
    "exchange:group": [Access(PUBLIC, kwargs=lambda side: {**town(side), "pk": side["cycle"].pk})],
    "exchange:basket": [
        Access(PUBLIC, kwargs=town),
        Access(PUBLIC, kwargs=town, method="post"),
    ],
    "exchange:put": [
        Access(
            PUBLIC, kwargs=town, method="post", data=lambda side: {"stock": side["stock"].pk, "quantity": 1}
        )
    ],
    "exchange:change": [
        Access(
            PUBLIC, kwargs=town, method="post", data=lambda side: {"stock": side["stock"].pk, "quantity": 1}
        )
    ],
    "exchange:order": [Access(PUBLIC, kwargs=order)],  # the secret address is the key
    "exchange:cancel": [Access(PUBLIC, kwargs=part, method="post")],
    "exchange:receipt": [Access(PUBLIC, kwargs=part)],
}
