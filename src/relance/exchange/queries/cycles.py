"""Grouped orders as buyers see them: what is open, and what can be ordered in it."""

from dataclasses import dataclass
from datetime import datetime

from relance.exchange.models import (
    Channel,
    CycleListing,
    Listing,
    ListingState,
    OrderCycle,
    SellerState,
    Sells,
    Stock,
)
from relance.kernel.errors import Missing
from relance.kernel.models import Authority


@dataclass(frozen=True)
class Entry:
    """A listing in a grouped order, with its stock and what one unit costs there."""

    listing: Listing
    stock: Stock
    price: int

    @property
    def is_left(self) -> bool:
        return self.stock.free is None or self.stock.free > 0


@dataclass(frozen=True)
class CyclePage:
    """A grouped order. `state`: "soon", "open" or "over"."""

    cycle: OrderCycle
    state: str
    entries: list[Entry]


def cycles_to_order(authority: Authority, *, at: datetime) -> list[OrderCycle]:
    """What is open or will be, what closes first before. One query."""
    rows = OrderCycle.objects.of(authority).filter(
        closes_at__gt=at, coordinator__state=SellerState.CLAIMED, entries__isnull=False
    )
    return list(rows.select_related("coordinator").distinct().order_by("closes_at", "pk"))


def cycle_page(authority: Authority, pk: int, *, at: datetime) -> CyclePage:
    """A grouped order with what its shops sell in it. Raises Missing. Three queries."""
    cycle = OrderCycle.objects.of(authority).filter(pk=pk).select_related("coordinator").first()
    if cycle is None or cycle.coordinator.state != SellerState.CLAIMED:
        raise Missing("Cette commande groupée n’existe pas ici.")
    state = "soon" if at < cycle.opens_at else "open" if at < cycle.closes_at else "over"
    return CyclePage(cycle, state, _entries(authority, cycle))


def _entries(authority: Authority, cycle: OrderCycle) -> list[Entry]:
    """What can be ordered: in the window, with a price, from a shop that takes orders."""
    listings = [
        one.listing
        for one in CycleListing.objects.of(authority)
        .filter(cycle=cycle, listing__state=ListingState.SHOWN, listing__seller__state=SellerState.CLAIMED)
        .exclude(listing__seller__sells=Sells.NONE)
        .select_related("listing__seller")
    ]
    stocks = {
        one.listing_id: one
        for one in Stock.objects.of(authority).filter(listing__in=listings, channel=Channel.CYCLE)
    }
    found = []
    for listing in sorted(listings, key=lambda one: (one.seller.name, one.title, one.pk)):
        stock = stocks.get(listing.pk)
        price = stock.price if stock is not None and stock.price is not None else listing.price
        if stock is not None and price is not None:
            found.append(Entry(listing, stock, price))
    return found
