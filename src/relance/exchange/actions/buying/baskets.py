"""A basket over several shops: what is put in it is held for a while."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from relance.exchange.actions.buying.errors import CycleClosed, NotForSale
from relance.exchange.actions.buying.holding import NUMBERS, hold, let_go, lock_basket
from relance.exchange.models import (
    Basket,
    BasketLine,
    Channel,
    Listing,
    ListingState,
    OrderCycle,
    SellerState,
    Sells,
    Stock,
)
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules.kinds import Ending
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority

READ: Final = (
    *NUMBERS,
    *(f"listing__{name}" for name in ("seller", "kind", "title", "state")),
    *(f"listing__seller__{name}" for name in ("name", "state", "sells")),
)
MOST: Final = 999  # of one thing in one basket: beyond, one calls the shop


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
        _touch(basket, now=now)
        row = _stock(basket.authority, stock)
        known = _line_of(basket, stock)
        wanted = quantity + (known.quantity if known else 0)
        chosen = cycle or (known.cycle_id if known else None)
        return _set(basket, known, row, wanted, now=now, cycle=chosen)


def set_quantity(*, basket: Basket, stock: int, quantity: int, now: datetime) -> BasketLine | None:
    """Change how many; zero takes the line out. Raises as `put`."""
    with transaction.atomic():
        _touch(basket, now=now)
        row = _stock(basket.authority, stock)
        known = _line_of(basket, stock)
        if known is None:
            raise Missing("Cet article n’est pas dans votre panier.")
        if quantity <= 0:
            let_go(row, known.reservation, now=now)
            known.delete()
            return None
        return _set(basket, known, row, quantity, now=now, cycle=known.cycle_id)


def empty(*, basket: Basket, now: datetime) -> None:
    """Let go of everything in it."""
    with transaction.atomic():
        _touch(basket, now=now)
        stocks = lock_basket(basket)
        lines = BasketLine.objects.of(basket.authority).filter(basket=basket).select_related("reservation")
        for line in lines.order_by("pk"):
            let_go(stocks[line.stock_id], line.reservation, now=now)
            line.delete()


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
def _touch(basket: Basket, *, now: datetime) -> None:
    """Say that the basket still serves, which locks its row until the transaction ends. Raises Missing."""
    if not Basket.objects.of(basket.authority).filter(pk=basket.pk).update(touched_at=now):
        raise Missing("Votre panier n’existe plus\u00a0: il se garde un jour.")


def _stock(authority: Authority, stock: int) -> Stock:
    """This stock, locked, with its listing and its shop. Raises Missing."""
    stocks = Stock.objects.of(authority).select_for_update(no_key=True, of=("self",))
    try:
        row: Stock = stocks.select_related("listing__seller").only(*READ).get(pk=stock)
    except Stock.DoesNotExist:
        raise Missing("Cet article n’existe pas ici.") from None
    row.authority = authority
    return row


def _line_of(basket: Basket, stock: int) -> BasketLine | None:
    """The line of a locked stock, with its hold as it stands now: it may have lapsed meanwhile."""
    lines = BasketLine.objects.of(basket.authority).filter(basket=basket, stock=stock).order_by()
    return next(iter(lines.select_related("reservation")), None)


def _set(
    basket: Basket,
    line: BasketLine | None,
    row: Stock,
    quantity: int,
    *,
    now: datetime,
    cycle: int | None,
) -> BasketLine:
    """Hold so many of a locked stock on its line, or on a new one; the basket is locked."""
    authority, listing = basket.authority, row.listing
    refuse_unless_for_sale(listing)
    chosen = open_cycle(authority, cycle, listing, now=now) if row.channel == Channel.CYCLE else None
    quantity = min(max(quantity, 1), MOST)
    if line is not None:
        let_go(row, line.reservation, now=now)
    reservation = hold(row, quantity, title=listing.title, now=now)
    if line is None:
        line = BasketLine(authority=authority, basket=basket, stock=row, cycle=chosen)
    line.quantity, line.reservation, line.cycle = quantity, reservation, chosen
    line.save()
    return line
