"""A basket over several shops: what is put in it is held for a while."""

import secrets
from datetime import datetime

from django.db import transaction

from relance.exchange.actions.buying.errors import CycleClosed, NotForSale
from relance.exchange.actions.buying.holding import hold, let_go, lock_stocks
from relance.exchange.models import (
    Basket,
    BasketLine,
    Channel,
    Listing,
    ListingState,
    OrderCycle,
    Reservation,
    SellerState,
    Sells,
    Stock,
)
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules.kinds import Ending
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority

MOST = 999  # of one thing in one basket: beyond, one calls the shop


def new_basket(*, authority: Authority, by: Account | None, now: datetime) -> Basket:
    """An empty basket; its token goes into the cookie of the person alone."""
    return Basket.objects.create(
        authority=authority,
        token=secrets.token_urlsafe(32),
        account=by,
        made_at=now,
        touched_at=now,
    )


def put(*, basket: Basket, stock: int, quantity: int, now: datetime, cycle: int | None = None) -> BasketLine:
    """Add so many of a listing to a basket, held for half an hour.

    Raises Missing, NotForSale, CycleClosed, NotEnough.
    """
    with transaction.atomic():
        basket = _lock(basket)
        known = BasketLine.objects.of(basket.authority).filter(basket=basket, stock=stock).first()
        wanted = quantity + (known.quantity if known else 0)
        chosen = cycle or (known.cycle_id if known else None)
        return _set(basket, known, stock, wanted, now=now, cycle=chosen)


def set_quantity(*, basket: Basket, stock: int, quantity: int, now: datetime) -> BasketLine | None:
    """Change how many; zero takes the line out. Raises as `put`."""
    with transaction.atomic():
        basket = _lock(basket)
        known = BasketLine.objects.of(basket.authority).filter(basket=basket, stock=stock).first()
        if known is None:
            raise Missing("Cet article n’est pas dans votre panier.")
        if quantity <= 0:
            _take_out(known, now=now)
            return None
        return _set(basket, known, stock, quantity, now=now, cycle=known.cycle_id)


def empty(*, basket: Basket, now: datetime) -> None:
    """Let go of everything in it."""
    with transaction.atomic():
        basket = _lock(basket)
        for line in BasketLine.objects.of(basket.authority).filter(basket=basket).order_by("stock"):
            _take_out(line, now=now)


def refuse_unless_for_sale(listing: Listing) -> None:
    """Raise NotForSale, in words, when this listing takes no order."""
    seller = listing.seller
    if seller.state != SellerState.CLAIMED or seller.sells == Sells.NONE:
        raise NotForSale(f"{seller.name} ne prend pas de réservation en ligne.")
    kind = kinds().get(listing.kind)
    ends = kind.ends_by if kind else ()
    if listing.state != ListingState.SHOWN or not {Ending.ORDER, Ending.RESERVATION} & set(ends):
        raise NotForSale(
            f"«\u00a0{listing.title}\u00a0» ne se réserve pas en ligne\u00a0: appelez la boutique."
        )


def open_cycle(authority: Authority, cycle: int | None, listing: Listing, *, now: datetime) -> OrderCycle:
    """The cycle in which this listing may be ordered now. Raises CycleClosed."""
    row = (
        OrderCycle.objects.of(authority).filter(pk=cycle, entries__listing=listing).first() if cycle else None
    )
    if row is None:
        raise CycleClosed(
            f"«\u00a0{listing.title}\u00a0» se commande dans une commande groupée\u00a0: laquelle\u00a0?"
        )
    if not row.opens_at <= now < row.closes_at:
        closed = row.closes_at.astimezone(authority.zone)
        raise CycleClosed(
            f"La commande groupée «\u00a0{row.name}\u00a0» "
            + (
                f"est close depuis le {closed:%d/%m/%Y à %H:%M}."
                if now >= row.closes_at
                else "n’est pas ouverte."
            )
        )
    return row


# --- inside ---------------------------------------------------------------------------
def _lock(basket: Basket) -> Basket:
    authority = basket.authority
    row: Basket = Basket.objects.of(authority).select_for_update(no_key=True).get(pk=basket.pk)
    row.authority = authority
    return row


def _set(
    basket: Basket,
    line: BasketLine | None,
    stock: int,
    quantity: int,
    *,
    now: datetime,
    cycle: int | None,
) -> BasketLine:
    """Hold so many on the line of this stock, or on a new one; the basket is locked."""
    authority = basket.authority
    row = (
        Stock.objects.of(authority)
        .select_for_update(no_key=True, of=("self",))
        .select_related("listing__seller")
        .filter(pk=stock)
        .first()
    )
    if row is None:
        raise Missing("Cet article n’existe pas ici.")
    row.authority = authority
    listing = row.listing
    refuse_unless_for_sale(listing)
    chosen = open_cycle(authority, cycle, listing, now=now) if row.channel == Channel.CYCLE else None
    quantity = min(max(quantity, 1), MOST)
    if line is not None:
        let_go(row, _held(line), now=now)
    reservation = hold(row, quantity, title=listing.title, now=now)
    if line is None:
        line = BasketLine(authority=authority, basket=basket, stock=row, cycle=chosen)
    line.quantity, line.reservation, line.cycle = quantity, reservation, chosen
    line.save()
    Basket.objects.of(authority).filter(pk=basket.pk).update(touched_at=now)
    return line


def _take_out(line: BasketLine, *, now: datetime) -> None:
    row: Stock = lock_stocks(line.authority, [line.stock_id])[line.stock_id]
    let_go(row, _held(line), now=now)
    line.delete()


def _held(line: BasketLine) -> Reservation | None:
    """The hold of this line as it stands now: it may have lapsed since the line was read."""
    if line.reservation_id is None:
        return None
    return Reservation.objects.of(line.authority).get(pk=line.reservation_id)
