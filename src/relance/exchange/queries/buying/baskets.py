"""A basket as its page shows it: a part a shop, each with its total and its slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from relance.exchange.models import Basket, BasketLine, OrderCycle, Seller
from relance.exchange.queries.buying.deals import deals_of
from relance.exchange.queries.buying.slots import slots_of
from relance.exchange.rules.buying.prices import Cost, cost
from relance.exchange.rules.buying.slots import Slot
from relance.kernel.models import Authority

SHOP: Final = tuple(
    f"stock__listing__seller__{name}"
    for name in ("name", "state", "sells", "preparation", "slot_minutes", "slot_capacity")
)
READ: Final = (
    *(f"stock__{name}" for name in ("authority", "listing", "channel", "price", "on_demand", "on_hand")),
    *(f"stock__listing__{name}" for name in ("seller", "kind", "title", "state", "price", "unit", "tax")),
    *SHOP,
    *(f"cycle__{name}" for name in ("name", "place", "closes_at", "pick_up_from", "pick_up_until")),
    *(f"reservation__{name}" for name in ("authority", "stock", "quantity", "until", "ended_at")),
)
"""What a basket reads: a shop and its listing have fifty columns more, and orders come by the dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLineView:
    """One line: `held_until` None when its time is over and somebody else may take it."""

    stock: int
    listing: int
    title: str
    unit: str
    cost: Cost
    tax: int | None
    held_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketPart:
    """What one shop would owe; `slots` to choose from, or the cycle that says when."""

    seller: Seller
    cycle: OrderCycle | None
    lines: tuple[BasketLineView, ...]
    slots: tuple[Slot, ...]

    @property
    def key(self) -> str:
        """What its slot is called in the form."""
        return f"{self.seller.pk}-{self.cycle.pk}" if self.cycle else str(self.seller.pk)

    @property
    def total(self) -> int:
        return sum(line.cost.total for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketView:
    """A basket at a moment. `unpriced`: titles without a price, which cannot be ordered."""

    parts: tuple[BasketPart, ...]
    currency: str
    unpriced: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def count(self) -> int:
        return sum(line.cost.quantity for part in self.parts for line in part.lines)


def cookie_of(authority: Authority) -> str:
    """The name of the cookie that holds the key of a basket."""
    return f"panier-{authority.slug}"


def basket_called(authority: Authority, token: str) -> Basket | None:
    """The basket of this cookie, if it is of this authority."""
    return Basket.objects.of(authority).filter(token=token).first() if token else None


def lines_of(basket: Basket) -> list[BasketLine]:
    """Its lines with what a basket reads of all that they refer to, shop by shop. One query."""
    lines = (
        BasketLine.objects.of(basket.authority)
        .filter(basket=basket)
        .select_related("stock__listing__seller", "cycle", "reservation")
        .only("basket", "stock", "quantity", "cycle", "reservation", *READ)
        .order_by()
    )
    return sorted(lines, key=_place)


def basket_view(basket: Basket, *, now: datetime, lines: Sequence[BasketLine] | None = None) -> BasketView:
    """The basket as it would be ordered now. Five queries.

    Three with the `lines` of shops that one has locked: how full a slot is, is counted when it is taken.
    """
    authority = basket.authority
    counted = lines is None
    lines = lines_of(basket) if lines is None else lines
    day = now.astimezone(authority.zone).date()
    deals = deals_of(authority, {line.stock.listing_id for line in lines}, on=day)
    sellers = {line.stock.listing.seller_id: line.stock.listing.seller for line in lines}
    slots = slots_of(authority, sellers.values(), now=now, counted=counted) if sellers else {}
    groups: dict[tuple[int, int | None], list[BasketLineView]] = {}
    cycles: dict[int, OrderCycle] = {}
    unpriced = []
    for line in lines:
        listing = line.stock.listing
        price = listing.price if line.stock.price is None else line.stock.price
        if price is None:
            unpriced.append(listing.title)
            continue
        if line.cycle is not None:
            cycles[line.cycle.pk] = line.cycle
        held = line.reservation
        groups.setdefault((listing.seller_id, line.cycle_id), []).append(
            BasketLineView(
                stock=line.stock_id,
                listing=listing.pk,
                title=listing.title,
                unit=listing.unit,
                cost=cost(quantity=line.quantity, price=price, deals=deals.get(listing.pk, []), on=day),
                tax=listing.tax,
                held_until=held.until if held and held.ended_at is None and held.until > now else None,
            )
        )
    return BasketView(
        parts=tuple(
            BasketPart(
                seller=sellers[seller],
                cycle=cycles.get(cycle) if cycle else None,
                lines=tuple(found),
                slots=() if cycle else tuple(slots.get(seller, [])),
            )
            for (seller, cycle), found in groups.items()
        ),
        currency=authority.currency,
        unpriced=tuple(unpriced),
    )


def _place(line: BasketLine) -> tuple[Any, ...]:
    seller = line.stock.listing.seller
    return (
        seller.name,
        seller.pk,
        line.cycle is not None,
        line.cycle and line.cycle.closes_at,
        line.cycle_id,
        line.pk,
    )
