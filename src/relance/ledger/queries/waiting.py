"""Who waits for money of an envelope, in the order in which they will be served."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from relance.kernel.models import Authority
from relance.ledger.models import PlaceState, WaitingPlace
from relance.ledger.rules.reference import Ref
from relance.values.money import Money


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place in line. `rank` counts from 1 among those who still wait; None once the wait is over."""

    key: str
    case: Ref
    amount: Money
    complete_at: datetime
    asked_on: date
    state: PlaceState
    ended_at: datetime | None
    ended_cause: str
    rank: int | None


def waiting_list(authority: Authority, envelope: int) -> list[PlaceView]:
    """Those who wait now, the first to be served first."""
    rows = _places(authority).filter(envelope=envelope, state=PlaceState.WAITING)
    return [_view(row, rank) for rank, row in enumerate(rows, start=1)]


def place(authority: Authority, key: str) -> PlaceView | None:
    """The place asked with this act key, waiting or not; None if there never was one."""
    row = _places(authority).filter(act_key=key).first()
    if row is None:
        return None
    if row.state != PlaceState.WAITING:
        return _view(row, None)
    ahead = WaitingPlace.objects.of(authority).filter(envelope=row.envelope_id, state=PlaceState.WAITING)
    earlier = ahead.filter(complete_at__lt=row.complete_at).count()
    as_early = ahead.filter(complete_at=row.complete_at, pk__lt=row.pk).count()
    return _view(row, earlier + as_early + 1)


def _places(authority: Authority) -> QuerySet[WaitingPlace]:
    rows = WaitingPlace.objects.of(authority).select_related("case", "envelope")
    return rows.order_by("complete_at", "pk")


def _view(row: WaitingPlace, rank: int | None) -> PlaceView:
    return PlaceView(
        key=row.act_key,
        case=Ref(row.case.kind, row.case.key),
        amount=Money(row.amount, row.envelope.currency),
        complete_at=row.complete_at,
        asked_on=row.asked_on,
        state=PlaceState(row.state),
        ended_at=row.ended_at,
        ended_cause=row.ended_cause,
        rank=rank,
    )
