"""Who may open the addresses of the exchange."""

from typing import Any

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.queries.buying import basket_view
from tests.access.matrix import PUBLIC, Access, Side
from tests.exchange import build
from tests.exchange.actions.buying.shopping import LEA, NOW


def furnish(side: Side) -> None:
    """A shop with bread, a basket and an order of it."""
    owner = side.person(next(iter(side.people)))
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


def town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def order(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "token": side["order"].token}


def part(side: Side) -> dict[str, Any]:
    return {**order(side), "number": side["part"].pk}


URLS = {
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
