"""Names are forgotten once they have served; the parts, which name nobody, stay."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from relance.exchange.actions.buying.baskets import empty
from relance.exchange.models import Basket, Order

KEPT_AFTER: Final = timedelta(days=30)
"""How long after the end of its last part an order names its buyer: the time of a complaint at the shop."""
BASKET_KEPT: Final = timedelta(days=1)
AT_ONCE: Final = 200


def forget_buyers(now: datetime) -> int:
    """Forget who placed the orders that have been over for 30 days; how many."""
    over = (
        Order.objects.everywhere("names are forgotten in every authority")
        .filter(erased_at__isnull=True)
        .exclude(parts__ended_at__isnull=True)
        .annotate(last=Max("parts__ended_at"))
        .filter(Q(last__lt=now - KEPT_AFTER) | Q(last__isnull=True, placed_at__lt=now - KEPT_AFTER))
        .values_list("pk", flat=True)
    )
    done = 0
    for pks in _chunks(list(over)):
        with transaction.atomic():
            done += (
                Order.objects.everywhere("as above")
                .filter(pk__in=pks)
                .update(buyer="", email="", phone="", account=None, erased_at=now)
            )
    return done


def forget_baskets(now: datetime) -> int:
    """Empty and delete the baskets that nobody touched for a day; how many."""
    old = Basket.objects.everywhere("baskets of every authority end").filter(touched_at__lt=now - BASKET_KEPT)
    done = 0
    for basket in old.select_related("authority").order_by("pk"):
        with transaction.atomic():
            empty(basket=basket, now=now)
            basket.delete()
            done += 1
    return done


def _chunks(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)]
