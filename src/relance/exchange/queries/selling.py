"""What a merchant reads of offers and grouped orders."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from relance.exchange.models import (
    CycleListing,
    Direction,
    Grant,
    GrantedRight,
    Listing,
    ListingState,
    Offer,
    OrderCycle,
    Seller,
    Stock,
)
from relance.exchange.rules.buying.prices import per_cent_off
from relance.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer with its state on a day; `off`: the reduction that may be announced, in per cent."""

    offer: Offer
    state: str
    off: int | None

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in ("En cours", "À venir")


def listings_for_sale(seller: Seller, *, others: bool = False) -> QuerySet[Listing]:
    """What the shop shows with a price; `others`: and what other shops gave it the right to sell."""
    whose = Q(seller=seller)
    if others:
        givers = Grant.objects.of(seller.authority).filter(
            receiver=seller, right=GrantedRight.SELL, revoked_at__isnull=True
        )
        whose |= Q(seller__in=givers.values("giver"))
    return (
        Listing.objects.of(seller.authority)
        .filter(whose, state=ListingState.SHOWN, direction=Direction.OFFER, price__isnull=False)
        .select_related("seller")
        .order_by("title", "pk")
    )


def offers_of(seller: Seller, *, on: date) -> list[OfferView]:
    """Its offers, the latest first. One query."""
    offers = Offer.objects.of(seller.authority).filter(listing__seller=seller).select_related("listing")
    return [
        OfferView(
            one,
            _state(one, on),
            per_cent_off(one.price, one.prior) if one.price is not None and one.prior else None,
        )
        for one in offers.order_by("-starts_on", "-pk")
    ]


def cycles_of(seller: Seller) -> list[OrderCycle]:
    """Its grouped orders with how many listings and orders each has, the latest first. One query."""
    cycles = OrderCycle.objects.of(seller.authority).filter(coordinator=seller)
    return list(
        cycles.annotate(
            listings=Count("entries", distinct=True), orders=Count("parts", distinct=True)
        ).order_by("-closes_at", "-pk")
    )


def cycle_of(seller: Seller, pk: int) -> OrderCycle:
    """A grouped order of this shop. Raises Missing."""
    found = OrderCycle.objects.of(seller.authority).filter(coordinator=seller, pk=pk).first()
    if found is None:
        raise Missing("Cette commande groupée n’existe pas dans cette boutique.")
    return found


def entries_of(cycle: OrderCycle) -> list[tuple[Listing, Stock | None]]:
    """What can be ordered in it, with its stock. Two queries."""
    entries = CycleListing.objects.of(cycle.authority).filter(cycle=cycle).select_related("listing__seller")
    listings = [one.listing for one in entries.order_by("listing__title")]
    stocks = {
        one.listing_id: one
        for one in Stock.objects.of(cycle.authority).filter(listing__in=listings, channel="cycle")
    }
    return [(one, stocks.get(one.pk)) for one in listings]


def _state(offer: Offer, on: date) -> str:
    if offer.withdrawn_at is not None:
        return "Retirée"
    if on < offer.starts_on:
        return "À venir"
    if on > offer.ends_on:
        return "Terminée"
    if offer.quantity is not None and offer.taken >= offer.quantity:
        return "Épuisée"
    return "En cours"
