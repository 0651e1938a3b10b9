"""What officers and the council see: counts, never people. Small counts are masked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from relance.exchange.models import MeasureLink, Order, OrderPart, PartState, Seller, SellerState
from relance.kernel.models import Authority
from relance.plans.models import Measure

SMALL = 5  # below, a count could tell of somebody
SHARE_OF = 10  # a share of fewer orders is not said
ACTIVE_DAYS = 90
PERIOD_DAYS = 365


@dataclass(frozen=True)
class Counted:
    """What the exchange does, over the last year. None: too few to be said.

    joined: shops with a page, claimed: held by their owner, active: claimed, and seen to be kept up or
    ordered from in 90 days; reservations: parts of orders that were not cancelled; local: hundredths of
    the orders whose postcode is one of the town's shops; repeat: buyers who ordered on two days or more.
    """

    joined: int
    claimed: int
    active: int
    reservations: int | None
    handed_over: int | None
    local: int | None
    repeat: int | None


def counted(authority: Authority, *, at: datetime) -> Counted:
    """Five queries, whatever the size of the town."""
    shops = Seller.objects.of(authority).exclude(state=SellerState.CLOSED)
    lately = at - timedelta(days=ACTIVE_DAYS)
    moving = (
        Q(changed_at__gte=lately)
        | Q(listings__changed_at__gte=lately)
        | Q(parts__order__placed_at__gte=lately)
    )
    claimed = shops.filter(state=SellerState.CLAIMED)
    since = at - timedelta(days=PERIOD_DAYS)
    parts = OrderPart.objects.of(authority).filter(order__placed_at__gte=since, order__placed_at__lte=at)
    told = parts.aggregate(
        kept=Count("pk", filter=~Q(state=PartState.CANCELLED)),
        done=Count("pk", filter=Q(state=PartState.HANDED_OVER)),
    )
    orders = Order.objects.of(authority).filter(placed_at__gte=since, placed_at__lte=at)
    postcodes = set(shops.exclude(postcode="").values_list("postcode", flat=True))
    said = list(orders.exclude(postcode="").values_list("postcode", flat=True))
    days: dict[str, set[object]] = {}
    for who, placed in orders.exclude(who="").values_list("who", "placed_at"):
        days.setdefault(who, set()).add(placed.astimezone(authority.zone).date())
    return Counted(
        shops.count(),
        claimed.count(),
        claimed.filter(moving).distinct().count(),
        masked(told["kept"]),
        masked(told["done"]),
        round(100 * sum(code in postcodes for code in said) / len(said)) if len(said) >= SHARE_OF else None,
        masked(sum(len(found) > 1 for found in days.values())),
    )


def masked(count: int) -> int | None:
    """The count, if it is nought or not small."""
    return None if 0 < count < SMALL else count


def canvassing(authority: Authority) -> list[tuple[Seller, int]]:
    """Shops that nobody holds and that residents asked to join, the most wished for first."""
    rows = (
        Seller.objects.of(authority)
        .filter(state=SellerState.LISTED)
        .annotate(wishes=Count("join_requests"))
        .filter(wishes__gt=0)
        .order_by("-wishes", "name", "pk")
    )
    return [(row, row.wishes) for row in rows]


def is_linked(authority: Authority, measure: int) -> bool:
    """Whether the exchange carries out this measure."""
    return MeasureLink.objects.of(authority).filter(measure=measure).exists()


def measures_to_link(authority: Authority) -> list[tuple[int, str]]:
    """Measures of published plans that the exchange could carry out, with the plan's name."""
    linked = MeasureLink.objects.of(authority).values("measure")
    rows = (
        Measure.objects.of(authority)
        .filter(plan__published_at__isnull=False)
        .exclude(pk__in=linked)
        .select_related("plan")
        .order_by("plan__title", "pk")
    )
    return [(row.pk, f"{row.title} ({row.plan.title})"[:200]) for row in rows[:500]]
