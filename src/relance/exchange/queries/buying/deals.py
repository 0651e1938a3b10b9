"""The offers that could count for some listings on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from relance.exchange.models import Offer
from relance.exchange.rules.buying.prices import Deal
from relance.kernel.models import Authority


def deals_of(authority: Authority, listings: Iterable[int], *, on: date) -> dict[int, list[Deal]]:
    """Offers by listing, first made first. One query."""
    offers = (
        Offer.objects.of(authority)
        .filter(
            Q(quantity__isnull=True) | Q(taken__lt=F("quantity")),
            listing__in=list(listings),
            withdrawn_at__isnull=True,
            starts_on__lte=on,
            ends_on__gte=on,
        )
        .order_by()
    )
    found: dict[int, list[Deal]] = {}
    for offer in sorted(offers, key=lambda one: (one.made_at, one.pk)):
        found.setdefault(offer.listing_id, []).append(deal(offer))
    return found


def deal(offer: Offer) -> Deal:
    """An offer as the rules see it."""
    return Deal(
        pk=offer.pk,
        rule="price" if offer.rule == "price" else "bundle",
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        price=offer.price or 0,
        bundle=offer.bundle or 0,
        paid=offer.bundle_paid or 0,
        left=None if offer.quantity is None else offer.quantity - offer.taken,
    )
