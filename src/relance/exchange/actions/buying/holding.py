"""Stock held for a basket until a moment, then allocated to an order or freed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, F, Value, When

from relance.exchange.actions.buying.errors import NotEnough
from relance.exchange.models import Basket, BasketLine, Reservation, Stock
from relance.kernel.models import Authority

HOLD: Final = timedelta(minutes=30)
"""How long a basket keeps what was put in it."""
NUMBERS: Final = ("authority", "listing", "channel", "on_demand", "on_hand", "allocated", "reserved")


def lock_stocks(authority: Authority, ids: Iterable[int]) -> dict[int, Stock]:
    """These stocks, locked until the transaction ends, always in the same order."""
    rows = Stock.objects.of(authority).select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    out = {row.pk: row for row in rows}
    for row in out.values():
        row.authority = authority  # known: not to be asked for at each step
    return out


def lock_basket(basket: Basket) -> dict[int, Stock]:
    """The shops of a basket and its stocks, locked in one question: shop by shop, each before its stocks.

    What is not locked (prices, holds) may be older than the wait for the locks: it is read afterwards.
    """
    lines = (
        BasketLine.objects.of(basket.authority)
        .filter(basket=basket)
        .select_for_update(no_key=True, of=("stock__listing__seller", "stock"))
        .select_related("stock__listing__seller")
        .only("stock", *(f"stock__{name}" for name in NUMBERS), "stock__listing__seller__id")
        .order_by("stock__listing__seller_id", "stock_id")
    )
    out = {line.stock_id: line.stock for line in lines}
    for row in out.values():
        row.authority = basket.authority
    return out


def shift(stock: Stock, *, on_hand: int = 0, allocated: int = 0, reserved: int = 0) -> None:
    """Add to the numbers of a stock, in the database and in hand.

    Added there, not written over: should somebody forget the lock, the check on the row still counts
    everybody, and the one too many fails.
    """
    Stock.objects.of(stock.authority).filter(pk=stock.pk).update(
        on_hand=F("on_hand") + on_hand,
        allocated=F("allocated") + allocated,
        reserved=F("reserved") + reserved,
    )
    _count(stock, on_hand=on_hand, allocated=allocated, reserved=reserved)


def hold(stock: Stock, quantity: int, *, title: str, now: datetime) -> Reservation:
    """Hold so many of a locked stock for a while. Raises NotEnough.

    What others held and let lapse is freed first: nobody is refused for the sake of a forgotten basket.
    """
    if stock.free is not None and stock.free < quantity:
        _free(stock, now)
    if stock.free is not None and stock.free < quantity:
        raise NotEnough(title, max(stock.free, 0))
    shift(stock, reserved=quantity)
    return Reservation.objects.create(
        authority=stock.authority, stock=stock, quantity=quantity, made_at=now, until=now + HOLD
    )


def let_go(stock: Stock, reservation: Reservation | None, *, now: datetime) -> None:
    """End a hold on a locked stock, if it has not ended by itself."""
    if reservation is None or reservation.ended_at is not None:
        return
    shift(stock, reserved=-reservation.quantity)
    reservation.ended_at = now
    reservation.save(update_fields=["ended_at"])


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a locked stock for an order, with what was held for it."""

    stock: Stock
    quantity: int
    held: Reservation | None
    title: str


def allocate(wanted: Iterable[Wanted], *, now: datetime) -> None:
    """Promise these to an order, from what was held for it and else from what is free. Raises NotEnough."""
    ended = []
    promised: dict[int, int] = {}
    given_back: dict[int, int] = {}
    for one in wanted:
        row, held = one.stock, one.held
        mine = held.quantity if held and held.ended_at is None else 0
        if row.free is not None and row.free + mine < one.quantity:
            let_go(row, held, now=now)
            mine = 0
            _free(row, now)
        if row.free is not None and row.free + mine < one.quantity:
            raise NotEnough(one.title, max(row.free + mine, 0))
        promised[row.pk], given_back[row.pk] = one.quantity, mine
        _count(row, allocated=one.quantity, reserved=-mine)
        if held and mine:
            ended.append(held.pk)
            held.ended_at = now
    Stock.objects.everywhere("stocks that are locked here").filter(pk__in=promised).update(
        allocated=F("allocated") + _by_stock(promised), reserved=F("reserved") - _by_stock(given_back)
    )
    if ended:
        Reservation.objects.everywhere("holds on stocks that are locked here").filter(pk__in=ended).update(
            ended_at=now
        )


def free_ended(now: datetime) -> int:
    """Free every hold whose time is over; how many. Nightly, and harmless at any time."""
    ended = Reservation.objects.everywhere("holds of every authority end").filter(
        ended_at__isnull=True, until__lte=now
    )
    done = 0
    for stock_id in sorted(set(ended.values_list("stock_id", flat=True))):
        with transaction.atomic():
            stock = Stock.objects.everywhere("as above").select_for_update(no_key=True).get(pk=stock_id)
            done += _free(stock, now)
    return done


def _free(stock: Stock, now: datetime) -> int:
    """Free what was held of a locked stock beyond its time."""
    lapsed = list(
        Reservation.objects.of(stock.authority).filter(stock=stock, ended_at__isnull=True, until__lte=now)
    )
    if lapsed:
        shift(stock, reserved=-sum(one.quantity for one in lapsed))
        Reservation.objects.of(stock.authority).filter(pk__in=[one.pk for one in lapsed]).update(ended_at=now)
    return len(lapsed)


def _count(stock: Stock, *, on_hand: int = 0, allocated: int = 0, reserved: int = 0) -> None:
    """The same in hand as in the database."""
    if stock.on_hand is not None:
        stock.on_hand += on_hand
    stock.allocated += allocated
    stock.reserved += reserved


def _by_stock(numbers: Mapping[int, int]) -> Case:
    """A number for each stock, as one value of one update."""
    return Case(*(When(pk=pk, then=Value(number)) for pk, number in numbers.items()), default=Value(0))
