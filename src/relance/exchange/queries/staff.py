"""Who works in a shop, in which shops somebody works, and who may be given a right."""

from datetime import datetime

from django.db.models import Q

from relance.exchange.models import Seller, SellerState, Staff
from relance.kernel.models import Account, Authority
from relance.values.typography import fold


def staff_of(seller: Seller, *, at: datetime) -> list[Staff]:
    """Who works there, then who was invited and may still accept. One query."""
    running = Staff.objects.of(seller.authority).filter(seller=seller, revoked_at__isnull=True)
    rows = running.filter(Q(accepted_at__isnull=False) | Q(expires_at__gt=at)).select_related("account")
    return sorted(rows, key=lambda one: (one.accepted_at is None, one.email))


def shops_of(account: Account, authority: Authority) -> list[Seller]:
    """Shops that somebody holds or works in, by the alphabet. Two queries."""
    shops = Seller.objects.of(authority).filter(state=SellerState.CLAIMED)
    works = Staff.objects.of(authority).filter(
        account=account, accepted_at__isnull=False, revoked_at__isnull=True
    )
    return list(shops.filter(Q(claimed_by=account) | Q(pk__in=works.values("seller"))).order_by("name", "pk"))


def sellers_named(authority: Authority, said: str) -> list[Seller]:
    """Shops and associations of this name, accents and capitals apart, or of this address."""
    wanted = fold(said)
    shops = Seller.objects.of(authority).exclude(state=SellerState.CLOSED)
    return [one for one in shops.order_by("name", "pk") if wanted in (fold(one.name), one.slug)]
