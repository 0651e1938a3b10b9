"""Acts before money leaves: requested, reserved by a decision, committed, released; the waiting list."""

from datetime import datetime
from typing import Literal, Unpack

from django.db import transaction
from django.utils import timezone

from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority
from relance.ledger.actions import locks
from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import minor_of, perform
from relance.ledger.actions.errors import BadAct, EnvelopeExhausted
from relance.ledger.actions.order import Asked, Order, Receipt, Served, order, told
from relance.ledger.actions.serving import Queued, end, serve
from relance.ledger.models import PlaceState, WaitingPlace
from relance.ledger.permissions import require_act
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money

Stage = Literal["reserved", "committed"]


def request(*, envelope: int, case: Ref, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Write down what a case asks for: MEMO → REQUESTED. Takes nothing from the envelope."""

    def write(book: Book) -> None:
        book.draw(envelope, Kind.MEMO, Kind.REQUESTED, minor_of(amount, book.envelopes[envelope]))

    this = order(Act.REQUEST, (envelope,), case=case, says=told(amount), **asked)
    return perform(this, {Kind.MEMO, Kind.REQUESTED}, write)


def reserve(
    *,
    envelope: int,
    case: Ref,
    amount: Money,
    complete_at: datetime | None = None,
    **asked: Unpack[Asked],
) -> Receipt:
    """Set aside what a decision awards: AVAILABLE → RESERVED.

    What does not fit waits, in the order of `complete_at` (the moment the file was complete), and so
    does what would overtake somebody who waits: see `Receipt.place`. Without `complete_at` it does not
    wait and is refused (EnvelopeExhausted).
    """
    says = told(amount) | {"complete_at": complete_at.isoformat() if complete_at else None}
    this = order(Act.RESERVE, (envelope,), case=case, says=says, **asked)

    def write(book: Book) -> Queued | None:
        row = book.envelopes[envelope]
        minor = minor_of(amount, row)
        waiting = WaitingPlace.objects.of(this.authority).filter(envelope=row, state=PlaceState.WAITING)
        first = waiting.order_by("complete_at", "pk").values_list("complete_at", flat=True).first()
        if first is None and minor <= book.left(envelope, Kind.AVAILABLE):
            book.draw(envelope, Kind.AVAILABLE, Kind.RESERVED, minor)
            return None
        if complete_at is None:
            raise EnvelopeExhausted(
                f"L’enveloppe « {row.name} » a {Money(book.left(envelope, Kind.AVAILABLE), row.currency)} "
                f"de disponible{' et une liste d’attente' if first else ''} ; "
                f"l’acte demande {amount}."
            )
        place = WaitingPlace.objects.create(
            authority=this.authority,
            envelope=row,
            case_id=book.case_in(row),
            amount=minor,
            complete_at=complete_at,
            act_key=this.key,
            content=this.content,
            cause_kind=this.cause.kind,
            cause_key=this.cause.key,
            by=this.by,
            by_name=this.by_name,
            asked_on=this.on,
            asked_at=this.at or timezone.now(),
        )
        return Queued(place, may_be_served=first is not None and complete_at < first)

    return perform(this, {Kind.AVAILABLE, Kind.RESERVED}, write)


def withdraw(
    *, authority: Authority, place: str, why: str, by: Account | None, at: datetime | None = None
) -> tuple[Served, ...]:
    """End a wait: the place asked with the act key `place`. Who could be served once it left the line.

    Withdrawing twice is harmless; a place that was served is released, not withdrawn (BadAct).
    """
    require_act(by, Act.RESERVE, authority)
    row = WaitingPlace.objects.of(authority).filter(act_key=place).select_related("case").first()
    if row is None:
        raise Missing("Cette place en liste d’attente n’existe pas ici.")
    if not why.strip():
        raise BadAct("Un retrait de la liste d’attente dit pourquoi.")
    with transaction.atomic():
        envelopes = locks.lock(authority=authority, ids=[row.envelope_id])
        row.refresh_from_db(from_queryset=WaitingPlace.objects.of(authority).select_related("case"))
        if row.state == PlaceState.SERVED:
            raise BadAct("Cette place a été servie : désengagez la réservation au lieu de la retirer.")
        if row.state != PlaceState.WAITING:
            return ()
        moment = at or timezone.now()
        this = Order(
            authority=authority,
            act=Act.RELEASE,
            envelopes=(row.envelope_id,),
            key=place,
            on=moment.astimezone(authority.zone).date(),
            cause=Ref(row.case.kind, row.case.key),
            by=by,
            at=at,
        )
        end(row, state=PlaceState.WITHDRAWN, order=this, at=moment, why=why)
        return tuple(serve(this, envelopes, envelopes[row.envelope_id]))


def commit(*, envelope: int, case: Ref, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Commit what was reserved for a case: RESERVED → COMMITTED. `cause` is the agreement or order."""
    return _draw(Act.COMMIT, envelope, case, amount, Kind.RESERVED, Kind.COMMITTED, **asked)


def release(
    *, envelope: int, case: Ref, amount: Money, stage: Stage = "reserved", **asked: Unpack[Asked]
) -> Receipt:
    """Give back what a case no longer needs: RESERVED or COMMITTED → AVAILABLE; serves the waiting list."""
    source = Kind.RESERVED if stage == "reserved" else Kind.COMMITTED
    return _draw(Act.RELEASE, envelope, case, amount, source, Kind.AVAILABLE, **asked)


def _draw(
    act: Act,
    envelope: int,
    case: Ref,
    amount: Money,
    source: Kind,
    target: Kind,
    **asked: Unpack[Asked],
) -> Receipt:
    def write(book: Book) -> None:
        book.draw(envelope, source, target, minor_of(amount, book.envelopes[envelope]))

    says = told(amount) | {"from": source.value}
    return perform(order(act, (envelope,), case=case, says=says, **asked), {source, target}, write)
