"""Shops, listings and the rest, made in one line for tests."""

from datetime import UTC, datetime
from typing import Any

from relance.directory.actions import organisation_called
from relance.exchange import models as m
from relance.kernel.models import Account, Authority
from relance.values.typography import fold

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten o'clock at Valmont
ALWAYS = "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-13:00; PH off"


def seller(authority: Authority, name: str = "Boulangerie Amblard", **more: Any) -> m.Seller:
    """A shop; listed unless `claimed_by` says whose it is."""
    owner: Account | None = more.pop("claimed_by", None)
    if owner is not None:
        more |= {"claimed_by": owner, "claimed_at": NOW, "state": m.SellerState.CLAIMED}
        more.setdefault("sells", m.Sells.OWN)
    hours = more.pop("hours", "")
    said: dict[str, Any] = {
        "slug": fold(name).replace(" ", "-").replace("'", "-"),
        "organisation": organisation_called(name=name or "Sans nom", country=authority.country),
        "category": "bakery",
        "city": authority.name,
        "made_at": NOW,
        "changed_at": NOW,
    }
    made = m.Seller.objects.create(authority=authority, name=name, **(said | more))
    if hours:
        m.Hours.objects.create(
            authority=authority, seller=made, purpose=m.Purpose.OPENING, osm=hours, set_at=NOW
        )
    return made


def listing(seller: m.Seller, title: str = "Pain de seigle", **more: Any) -> m.Listing:
    """Something that the shop offers, at 3.20 unless said otherwise."""
    said: dict[str, Any] = {
        "kind": "product",
        "price": 320,
        "currency": seller.authority.currency,
        "category": seller.category,
        "made_at": NOW,
        "changed_at": NOW,
    }
    return m.Listing.objects.create(authority=seller.authority, seller=seller, title=title, **(said | more))


def stock(listing: m.Listing, on_hand: int | None = 10, **more: Any) -> m.Stock:
    """How many there are; None: made on demand."""
    more.setdefault("on_demand", on_hand is None)
    return m.Stock.objects.create(authority=listing.authority, listing=listing, on_hand=on_hand, **more)
