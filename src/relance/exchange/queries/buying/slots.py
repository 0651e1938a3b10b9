"""When orders can be fetched from some shops."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from relance.exchange.models import Closure, Hours, PickUp, Purpose, Seller
from relance.exchange.rules.buying.slots import Slot, slots
from relance.exchange.rules.hours import Closed, spans
from relance.kernel.models import Authority

AHEAD: Final = timedelta(days=7)
"""How far ahead a slot is offered."""


def slots_of(
    authority: Authority, sellers: Iterable[Seller], *, now: datetime, counted: bool = True
) -> dict[int, list[Slot]]:
    """The slots of the coming week, by seller: in its hours of service, else of opening. Three queries.

    Not `counted`: as if nobody had chosen any yet; two queries.
    """
    rows = list(sellers)
    hours: dict[int, dict[str, str]] = {}
    for seller, purpose, osm in (
        Hours.objects.of(authority).filter(seller__in=rows).values_list("seller", "purpose", "osm")
    ):
        hours.setdefault(seller, {})[purpose] = osm
    closed: dict[int, list[Closed]] = {}
    away = Closure.objects.of(authority).filter(seller__in=rows, ends_at__gt=now, lifted_at__isnull=True)
    for closure in away.only("seller", "starts_at", "ends_at", "reason").order_by("starts_at"):
        closed.setdefault(closure.seller_id, []).append(
            Closed(closure.starts_at, closure.ends_at, closure.reason)
        )
    taken: dict[int, dict[datetime, int]] = {}
    chosen = PickUp.objects.of(authority).filter(seller__in=rows, starts_at__gte=now - timedelta(days=1))
    for seller, starts_at, many in (
        chosen.order_by().values_list("seller", "starts_at", "taken") if counted else ()
    ):
        taken.setdefault(seller, {})[starts_at] = many
    return {
        row.pk: _slots(
            authority, row, hours.get(row.pk, {}), closed.get(row.pk, []), taken.get(row.pk, {}), now
        )
        for row in rows
    }


def _slots(
    authority: Authority,
    seller: Seller,
    hours: dict[str, str],
    closed: list[Closed],
    taken: dict[datetime, int],
    now: datetime,
) -> list[Slot]:
    text = hours.get(Purpose.SERVICE) or hours.get(Purpose.OPENING)
    if not text:
        return []
    day = now.astimezone(authority.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    open_spans = spans(
        text, closed, since=day, until=now + AHEAD, country=authority.country, zone=authority.zone
    )
    return list(
        slots(
            open_spans,
            now=now,
            preparation=timedelta(minutes=seller.preparation),
            length=timedelta(minutes=seller.slot_minutes),
            capacity=seller.slot_capacity,
            taken=taken,
        )
    )
