"""What a merchant sees of the day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from relance.exchange.models import (
    Closure,
    Hours,
    Listing,
    ListingState,
    OrderPart,
    PartState,
    Purpose,
    Seller,
)


@dataclass(frozen=True)
class Todo:
    """Something that is missing for the page to serve."""

    words: str
    page: str


@dataclass(frozen=True)
class MerchantDay:
    """Parts of orders by what they wait for. `closed`: the closure that holds."""

    placed: list[OrderPart]
    confirmed: list[OrderPart]
    ready: list[OrderPart]
    handed_over: int
    closed: Closure | None
    shown: int
    todo: list[Todo]

    @property
    def waiting(self) -> int:
        return len(self.placed) + len(self.confirmed) + len(self.ready)


def day_of(seller: Seller, *, at: datetime) -> MerchantDay:
    """A constant number of queries."""
    zone = seller.authority.zone
    today = at.astimezone(zone).date()
    start = datetime.combine(today, time.min, zone)
    end = datetime.combine(today + timedelta(days=1), time.min, zone)
    open_parts = (
        OrderPart.objects.of(seller.authority)
        .filter(seller=seller, ended_at__isnull=True)
        .filter(Q(pick_up__starts_at__lt=end) | Q(cycle__pick_up_from__lt=end) | Q(state=PartState.PLACED))
        .select_related("order", "pick_up", "cycle")
        .prefetch_related("lines")
        .order_by("pick_up__starts_at", "number")
    )
    by_state: dict[str, list[OrderPart]] = {}
    for part in open_parts:
        by_state.setdefault(part.state, []).append(part)
    done = OrderPart.objects.of(seller.authority).filter(
        seller=seller, state=PartState.HANDED_OVER, ended_at__gte=start
    )
    closed = (
        Closure.objects.of(seller.authority)
        .filter(seller=seller, starts_at__lte=at, ends_at__gt=at, lifted_at__isnull=True)
        .first()
    )
    shown = Listing.objects.of(seller.authority).filter(seller=seller, state=ListingState.SHOWN).count()
    purposes = set(Hours.objects.of(seller.authority).filter(seller=seller).values_list("purpose", flat=True))
    todo = []
    if Purpose.OPENING not in purposes:
        todo.append(Todo("Dites vos horaires d’ouverture", "opening"))
    if seller.sells != "none" and Purpose.SERVICE not in purposes:
        todo.append(Todo("Dites quand les commandes se retirent", "service"))
    if not seller.photo_id:
        todo.append(Todo("Montrez votre boutique par une photo", "photo"))
    if not shown:
        todo.append(Todo("Ajoutez un premier produit ou service", "listing"))
    return MerchantDay(
        by_state.get(PartState.PLACED, []),
        by_state.get(PartState.CONFIRMED, []),
        by_state.get(PartState.READY, []),
        done.count(),
        closed,
        shown,
        todo,
    )
