"""Shops with hours, and a person who buys: what tests of buying have in common."""

from datetime import UTC, datetime, timedelta
from typing import Any

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import Buyer
from relance.exchange.queries.buying import basket_view
from tests.exchange import build
from tests.support.cast import Cast

NOW = build.NOW
TEN_THIRTY = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LEA = Buyer(name="Léa Cazenove", email="lea@example.org", postcode="26110")


def shop(cast: Cast, name: str = "Boulangerie Amblard", **more: Any) -> m.Seller:
    """A shop that its owner holds, open from Monday to Saturday."""
    return build.seller(cast.valmont, name, claimed_by=cast.alice, hours=build.ALWAYS, **more)


def bread(seller: m.Seller, on_hand: int | None = 10, **more: Any) -> m.Stock:
    return build.stock(build.listing(seller, **more), on_hand)


def basket(cast: Cast, *stocks: m.Stock, quantity: int = 1, now: datetime = NOW) -> m.Basket:
    """A basket with so many of each."""
    made = buying.new_basket(authority=cast.valmont, by=None, now=now)
    for stock in stocks:
        buying.put(basket=made, stock=stock.pk, quantity=quantity, now=now)
    return made


def order(basket: m.Basket, *, key: str = "one", now: datetime = NOW, **more: Any) -> m.Order:
    """Placed as the page would: the first free slot of each shop, the total that was shown."""
    view = basket_view(basket, now=now)
    slots = {
        part.key: next(one for one in part.slots if not one.is_full).starts_at
        for part in view.parts
        if part.slots
    }
    said: dict[str, Any] = {"buyer": LEA, "slots": slots, "seen_total": view.total, "key": key, "now": now}
    return buying.place(basket=basket, **(said | more))


def only_part(placed: m.Order) -> m.OrderPart:
    return m.OrderPart.objects.of(placed.authority).get(order=placed)


def numbers(stock: m.Stock) -> tuple[int | None, int, int]:
    """On hand, allocated, reserved, as the database has them."""
    row = m.Stock.objects.of(stock.authority).get(pk=stock.pk)
    return row.on_hand, row.allocated, row.reserved


def later(**delta: int) -> datetime:
    return NOW + timedelta(**delta)
