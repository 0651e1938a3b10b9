"""Serves the waiting list of an envelope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from relance.ledger.actions.book import Book
from relance.ledger.actions.order import Order, Served
from relance.ledger.models import Envelope, PlaceState, WaitingPlace
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.queue import Waiting, served
from relance.ledger.rules.reference import Ref
from relance.values.money import Money

KINDS = {Kind.AVAILABLE, Kind.RESERVED}
AT_ONCE = 20  # places looked at in one reading


@dataclass(frozen=True, slots=True)
class Queued:
    """A reservation that took its place in line; `may_be_served`: it came before all who waited already."""

    place: WaitingPlace
    may_be_served: bool


def serve(order: Order, envelopes: Mapping[int, Envelope], envelope: Envelope) -> list[Served]:
    """Write the reservations that the money back in this envelope allows, in order of complete date.

    Each is written under the key it was asked with and for whom asked it, with effect from the day of
    the act that brought the money (or the day it was asked, if later).
    """
    done: list[Served] = []
    while True:
        queue = list(
            WaitingPlace.objects.of(order.authority)
            .filter(envelope=envelope, state=PlaceState.WAITING)
            .select_related("case", "by")
            .order_by("complete_at", "pk")[:AT_ONCE]
        )
        if not queue:
            return done
        available = Book(order, {envelope.pk: envelope}, KINDS).left(envelope.pk, Kind.AVAILABLE)
        by_pk = {place.pk: place for place in queue}
        chosen = served(available, [Waiting(one.pk, one.amount, one.complete_at) for one in queue])
        for one in chosen:
            done.append(_serve(order, envelopes, envelope, by_pk[one.place]))
        if len(chosen) < AT_ONCE:
            return done


def _serve(
    order: Order, envelopes: Mapping[int, Envelope], envelope: Envelope, place: WaitingPlace
) -> Served:
    asked = Order(
        authority=order.authority,
        act=Act.RESERVE,
        envelopes=(envelope.pk,),
        key=place.act_key,
        on=max(order.on, place.asked_on),
        cause=Ref(place.cause_kind, place.cause_key),
        case=Ref(place.case.kind, place.case.key),
        by=place.by,
        at=order.at,
        note=f"Servie de la liste d’attente par l’acte {order.key}"[:300],
        written_content=place.content,
    )
    book = Book(asked, envelopes, KINDS)
    book.draw(envelope.pk, Kind.AVAILABLE, Kind.RESERVED, place.amount)
    transfers = book.save()
    end(place, state=PlaceState.SERVED, order=order, at=transfers[0].recorded_at)
    return Served(
        key=place.act_key, case=asked.case or asked.cause, amount=Money(place.amount, envelope.currency)
    )


def end(place: WaitingPlace, *, state: PlaceState, order: Order, at: datetime, why: str = "") -> None:
    """The end of a wait, with when, by whom and why (by default: which act)."""
    place.state, place.ended_at = state, at
    place.ended_by_name, place.ended_cause = order.by_name, (why or f"{order.act.label} {order.key}")[:300]
    place.save(update_fields=["state", "ended_at", "ended_by_name", "ended_cause"])
