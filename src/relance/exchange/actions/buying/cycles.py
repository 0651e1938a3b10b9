"""Order cycles: a time to order and a time to fetch, for several producers at one place."""

from datetime import datetime

from django.db import transaction

from relance.exchange.actions.buying.errors import CycleClosed
from relance.exchange.models import (
    Channel,
    CycleListing,
    Grant,
    GrantedRight,
    Listing,
    OrderCycle,
    Seller,
    Stock,
)
from relance.kernel.errors import Refused


def make_cycle(
    *,
    coordinator: Seller,
    name: str,
    place: str,
    opens_at: datetime,
    closes_at: datetime,
    pick_up_from: datetime,
    pick_up_until: datetime,
) -> OrderCycle:
    """A grouped order of this coordinator. Raises CycleClosed when its moments do not follow each other."""
    if not opens_at < closes_at <= pick_up_from < pick_up_until:
        raise CycleClosed(
            "Une commande groupée s’ouvre, se ferme, puis se retire, dans cet ordre\u00a0: "
            "relisez les quatre dates."
        )
    return OrderCycle.objects.create(
        authority=coordinator.authority,
        coordinator=coordinator,
        name=name.strip(),
        place=place.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        pick_up_from=pick_up_from,
        pick_up_until=pick_up_until,
    )


def add_to_cycle(
    *, cycle: OrderCycle, listing: Listing, on_hand: int | None, now: datetime, price: int | None = None
) -> Stock:
    """Let a listing be ordered in a cycle, so many in all (None: as many as ordered).

    The coordinator sells its own, and what others gave it the right to sell (Refused otherwise).
    Raises CycleClosed once the cycle is over.
    """
    if now >= cycle.closes_at:
        raise CycleClosed(f"La commande groupée «\u00a0{cycle.name}\u00a0» est close.")
    owner = listing.seller_id
    allowed = (
        owner == cycle.coordinator_id
        or Grant.objects.of(cycle.authority)
        .filter(giver=owner, receiver=cycle.coordinator, right=GrantedRight.SELL, revoked_at__isnull=True)
        .exists()
    )
    if not allowed:
        raise Refused(
            f"{listing.seller.name} n’a pas donné à {cycle.coordinator.name} le droit de vendre ses produits."
        )
    with transaction.atomic():
        CycleListing.objects.of(cycle.authority).get_or_create(
            cycle=cycle, listing=listing, defaults={"authority": cycle.authority}
        )
        stock, _ = Stock.objects.of(cycle.authority).get_or_create(
            listing=listing,
            channel=Channel.CYCLE,
            defaults={
                "authority": cycle.authority,
                "price": price,
                "on_demand": on_hand is None,
                "on_hand": on_hand,
            },
        )
        return stock


def take_from_cycle(*, cycle: OrderCycle, listing: Listing) -> None:
    """It can no longer be ordered in this cycle; orders already placed stay."""
    CycleListing.objects.of(cycle.authority).filter(cycle=cycle, listing=listing).delete()
