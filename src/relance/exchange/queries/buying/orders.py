"""Orders as the buyer sees them, and as a merchant's day shows them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q, QuerySet

from relance.exchange.models import (
    LineState,
    Order,
    OrderLine,
    OrderPart,
    PartEvent,
    PartState,
    Receipt,
    Seller,
)
from relance.exchange.rules.buying.steps import Step, Who, next_steps
from relance.kernel.errors import Missing
from relance.kernel.models import Authority


@dataclass(frozen=True, slots=True)
class PartLine:
    """A line as it is printed; `note` says what became of one that is missing or replaced."""

    pk: int
    title: str
    unit: str
    quantity: int
    price: int
    reduction: int
    total: int
    owed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part, its lines, and what the reader may do next."""

    part: OrderPart
    seller: Seller
    state: str
    lines: tuple[PartLine, ...]
    events: tuple[PartEvent, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    where: str
    may: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    order: Order
    parts: tuple[PartView, ...]

    @property
    def total(self) -> int:
        """What is to be paid in all, cancelled parts left out."""
        return sum(one.part.total for one in self.parts if one.part.state != PartState.CANCELLED)


def order_called(authority: Authority, token: str) -> OrderView:
    """The order behind the address that its buyer alone was given. Raises Missing. Four queries."""
    order = Order.objects.of(authority).filter(token=token).first()
    if order is None:
        raise Missing("Cette commande n’existe pas ici, ou son adresse est incomplète.")
    return OrderView(
        order=order,
        parts=tuple(_view(part, Who.BUYER) for part in _parts(authority).filter(order=order).order_by("pk")),
    )


def parts_of_day(seller: Seller, *, day: date) -> list[PartView]:
    """What is to be handed over on a day, earliest first, and whatever is open from before. Three queries."""
    start, end = _day(seller.authority, day)
    still = ~Q(state__in=[PartState.HANDED_OVER, PartState.CANCELLED, PartState.NO_SHOW])
    on_day = Q(pick_up__starts_at__gte=start, pick_up__starts_at__lt=end) | Q(
        cycle__pick_up_from__lt=end, cycle__pick_up_until__gte=start
    )
    before = still & (Q(pick_up__ends_at__lt=start) | Q(cycle__pick_up_until__lt=start))
    parts = _parts(seller.authority).filter(on_day | before, seller=seller)
    views = [_view(part, Who.SELLER) for part in parts]
    return sorted(views, key=lambda one: (one.starts_at or start, one.part.number))


def part_of_seller(seller: Seller, number: int) -> PartView:
    """The part of this number at this shop. Raises Missing."""
    part = _parts(seller.authority).filter(seller=seller, number=number).first()
    if part is None:
        raise Missing("Cette commande n’existe pas dans cette boutique.")
    return _view(part, Who.SELLER)


def receipt_of(part: OrderPart) -> Receipt | None:
    """The receipt in force of a part that was handed over."""
    return Receipt.objects.of(part.authority).filter(part=part).order_by("-number").first()


def day_of(authority: Authority, now: datetime) -> date:
    return now.astimezone(authority.zone).date()


# --- inside ---------------------------------------------------------------------------
def _parts(authority: Authority) -> QuerySet[OrderPart]:
    lines = OrderLine.objects.of(authority).select_related("replaces").order_by("pk")
    events = PartEvent.objects.of(authority).order_by("at", "pk")
    parts = OrderPart.objects.of(authority).select_related(
        "seller__claimed_by", "pick_up", "cycle", "order", "authority"
    )
    return parts.prefetch_related(Prefetch("lines", lines)).prefetch_related(Prefetch("events", events))


def _view(part: OrderPart, who: Who) -> PartView:
    begins = part.pick_up.starts_at if part.pick_up else part.cycle.pick_up_from if part.cycle else None
    ends = part.pick_up.ends_at if part.pick_up else part.cycle.pick_up_until if part.cycle else None
    seller = part.seller
    place = part.cycle.place if part.cycle else ", ".join(filter(None, [seller.street, seller.city]))
    return PartView(
        part=part,
        seller=seller,
        state=part.get_state_display(),
        lines=tuple(_line(one) for one in part.lines.all()),
        events=tuple(part.events.all()),
        starts_at=begins,
        ends_at=ends,
        where=place,
        may=tuple(next_steps(Step(part.state), who)),
    )


def _line(row: OrderLine) -> PartLine:
    notes = {LineState.REMOVED: "Manquant", LineState.SUBSTITUTED: "Remplacé"}
    note = notes.get(LineState(row.state), f"À la place de {row.replaces.title}" if row.replaces else "")
    return PartLine(
        row.pk,
        row.title,
        row.unit,
        row.quantity,
        row.price,
        row.reduction,
        row.total,
        row.state == LineState.ASKED,
        note,
    )


def _day(authority: Authority, day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), tzinfo=authority.zone)
    return start, datetime.combine(day + timedelta(days=1), time(), tzinfo=authority.zone)
