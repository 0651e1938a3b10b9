"""How every act is done: checked, locked, read, written, and the waiting list served, all or nothing.

The order matters: the envelopes are locked before anything about them is read. Should a lock be
forgotten, two writers give the same number to their lines and the database keeps one of them; the
other starts anew, from what is now written.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from relance.ledger.actions import locks
from relance.ledger.actions.book import Book
from relance.ledger.actions.errors import ActKeyReused, BadAct, Conflict, EnvelopeClosed, WrongCurrency
from relance.ledger.actions.order import Order, Receipt, Served
from relance.ledger.actions.serving import Queued, serve
from relance.ledger.models import Envelope, PlaceState, Transfer, WaitingPlace
from relance.ledger.permissions import require_act
from relance.ledger.rules.kinds import ONLY_WHILE_OPEN, Act, Kind
from relance.values.money import Money

TRIES = 5
KEY_LENGTH = 110  # of 120: an act that follows from another adds a suffix

Write = Callable[[Book], Queued | None]


def perform(order: Order, kinds: Iterable[Kind], write: Write, *, also: Iterable[int] = ()) -> Receipt:
    """Do one act once. The same key and content later give its receipt, without writing.

    `kinds`: the accounts it reads or moves. `write` receives the locked book and moves money in it.
    `also`: envelopes to lock beside those of the order.
    Raises the errors of `actions.errors`, Refused and Missing of the kernel.
    """
    require_act(order.by, order.act, order.authority)
    refuse_key(order.key)
    wanted = {*order.envelopes, *also}
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _perform(order, wanted, set(kinds), write)
        except _LockMore as more:
            wanted |= more.ids
        except IntegrityError as error:
            clash = error
    raise lost_race() from clash


def refuse_key(key: str) -> None:
    """Raise BadAct for a key that is empty, or too long for others to follow from it."""
    if not 0 < len(key) <= KEY_LENGTH:
        raise BadAct(f"Une clé d’acte compte de 1 à {KEY_LENGTH} signes ; celle-ci en a {len(key)}.")


def refuse_when_closed(envelope: Envelope) -> None:
    """Raise EnvelopeClosed, for an act that only an open envelope takes."""
    if envelope.is_closed:
        raise EnvelopeClosed(
            f"L’enveloppe « {envelope.name} » est close depuis le {envelope.closed_on:%d/%m/%Y}."
        )


def lost_race() -> Conflict:
    """What to raise when the database refused each try."""
    return Conflict(
        "D’autres écritures ont touché les mêmes comptes au même moment ; rien n’a été écrit. Recommencez."
    )


def _perform(order: Order, wanted: set[int], kinds: set[Kind], write: Write) -> Receipt:
    envelopes = locks.lock(authority=order.authority, ids=wanted)
    done = already_done(order, envelopes)
    if done:
        return done
    _lock_whole_line(order, envelopes)
    asked = [envelopes[pk] for pk in order.envelopes]
    if order.act in ONLY_WHILE_OPEN:
        for envelope in asked:
            refuse_when_closed(envelope)
    book = Book(order, envelopes, kinds)
    queued = write(book)
    transfers = book.save()
    if queued is None and not transfers and order.act != Act.CLOSE:
        raise BadAct("Cet acte ne déplace rien.")
    served = after(order, envelopes, transfers, queued)
    place = queued.place if queued else None
    if place is not None and any(one.key == order.key for one in served):
        place.state = PlaceState.SERVED
        transfers = list(_transfers(order))
    return receipt(order, asked[0], transfers, place=place, served=served)


def after(
    order: Order,
    envelopes: Mapping[int, Envelope],
    transfers: list[Transfer],
    queued: Queued | None,
) -> tuple[Served, ...]:
    """What follows from an act: money back in an open envelope serves its line, in a closed one leaves it."""
    back = sorted({row.envelope_id for row in transfers if row.target.kind == Kind.AVAILABLE})
    if queued and queued.may_be_served:
        back = [queued.place.envelope_id]
    served: list[Served] = []
    while back:
        envelope = envelopes[back.pop(0)]
        if envelope.is_closed:
            back += send_on(order, envelopes, envelope)
        else:
            served += serve(order, envelopes, envelope)
    return tuple(served)


def send_on(order: Order, envelopes: Mapping[int, Envelope], envelope: Envelope) -> list[int]:
    """Empty the account of what is available; the parent that received it, if there is one."""
    follow = Order(
        authority=order.authority,
        act=Act.CLOSE,
        envelopes=(envelope.pk,),
        key=f"{order.key} ↩ {envelope.pk}",
        on=order.on,
        cause=order.cause,
        by=order.by,
        at=order.at,
        note=order.note,
        written_content=order.content,
    )
    book = Book(follow, envelopes, CLOSING)
    give_back(book, envelope)
    book.save()
    return [envelope.parent_id] if envelope.parent_id else []


CLOSING = {Kind.AVAILABLE, Kind.RETURNED, Kind.ALLOTTED, Kind.RECEIVED}


def give_back(book: Book, envelope: Envelope) -> None:
    """Move all that is available back to the parent, or to the budget when there is none."""
    left = book.room(envelope.pk, Kind.AVAILABLE)
    if envelope.parent_id is None:
        book.move(envelope.pk, Kind.AVAILABLE, Kind.RETURNED, left)
        return
    hand_over(book, envelope.pk, envelope.parent_id, left)


def hand_over(book: Book, giver: int, taker: int, parts: Mapping[int, int]) -> None:
    """Move these parts from one envelope to another: the second leg names the first."""
    legs = book.move(giver, Kind.AVAILABLE, Kind.ALLOTTED, parts)
    book.move(taker, Kind.RECEIVED, Kind.AVAILABLE, parts, mirrors=legs)


def already_done(order: Order, envelopes: Mapping[int, Envelope]) -> Receipt | None:
    """The receipt of this act if its key has served; raises ActKeyReused if it was for another act."""
    written = Transfer.objects.of(order.authority).filter(act_key=order.key)
    first = written.order_by("leg").values_list("act", "content", "envelope").first()
    place = WaitingPlace.objects.of(order.authority).filter(act_key=order.key).first()
    if first is None and place is None:
        return _closed_without_a_cent(order, envelopes)
    act, content, envelope = first or (Act.RESERVE, place.content, place.envelope_id)  # type: ignore[union-attr]  # one of both
    if content != order.content or act != order.act or envelope not in envelopes:
        raise ActKeyReused(
            f"La clé d’acte « {order.key} » a déjà servi pour un autre acte ({Act(act).label}) : "
            "une nouvelle demande prend une nouvelle clé."
        )
    return receipt(order, envelopes[envelope], list(_transfers(order)), place=place, replayed=True)


def _closed_without_a_cent(order: Order, envelopes: Mapping[int, Envelope]) -> Receipt | None:
    """An envelope in which nothing was left is closed without a transfer: the key stands on its row."""
    closed = next((row for row in envelopes.values() if row.closed_key == order.key), None)
    if closed is None:
        return None
    if order.act != Act.CLOSE or closed.closed_content != order.content:
        raise ActKeyReused(f"La clé d’acte « {order.key} » a déjà clos l’enveloppe « {closed.name} ».")
    return receipt(order, closed, [], replayed=True)


def receipt(
    order: Order,
    envelope: Envelope,
    transfers: list[Transfer],
    *,
    place: WaitingPlace | None = None,
    served: tuple[Served, ...] = (),
    replayed: bool = False,
) -> Receipt:
    """What the caller is told. The whole is what left the first account of the act."""
    parts: dict[int, int] = {}
    counted = [row for row in transfers if row.mirrors_id is None and row.act_key == order.key]
    for row in counted:
        parts[row.source.funder_id] = parts.get(row.source.funder_id, 0) + row.amount
    whole = sum(parts.values()) if parts else place.amount if place else 0
    return Receipt(
        act=order.act,
        key=order.key,
        envelope=envelope.pk,
        amount=Money(whole, envelope.currency),
        parts={funder: Money(minor, envelope.currency) for funder, minor in parts.items()},
        transfers=tuple(row.pk for row in transfers),
        recorded_at=_recorded_at(envelope, transfers, place),
        place=place.state if place else None,  # type: ignore[arg-type]  # a choice, kept as text
        served=served,
        replayed=replayed,
    )


def _recorded_at(envelope: Envelope, transfers: list[Transfer], place: WaitingPlace | None) -> datetime:
    if transfers:
        return transfers[0].recorded_at
    if place:
        return place.asked_at
    return envelope.closed_at or envelope.opened_at  # nothing moved nor waits: it was closed, empty


def minor_of(amount: Money, envelope: Envelope, *, signed: bool = False) -> int:
    """The amount in minor units; raises WrongCurrency, and BadAct unless it is above zero."""
    if amount.currency != envelope.currency:
        raise WrongCurrency(
            f"L’enveloppe « {envelope.name} » est en {envelope.currency} ; "
            f"l’acte est en {amount.currency} : deux monnaies ne s’ajoutent jamais."
        )
    if amount.minor == 0 or (amount.minor < 0 and not signed):
        raise BadAct(f"Le montant d’un acte est supérieur à zéro ; celui-ci est {amount}.")
    return amount.minor


class _LockMore(Exception):
    """A closed envelope passes money on to envelopes that are not locked yet: start again with them."""

    def __init__(self, ids: set[int]) -> None:
        self.ids = ids


def _lock_whole_line(order: Order, envelopes: Mapping[int, Envelope]) -> None:
    more: set[int] = set()
    for envelope in envelopes.values():
        if envelope.is_closed and envelope.parent_id and envelope.parent_id not in envelopes:
            more.add(envelope.parent_id)
    if more:
        raise _LockMore(more)


def _transfers(order: Order) -> Iterable[Transfer]:
    return (
        Transfer.objects.of(order.authority)
        .filter(act_key=order.key)
        .select_related("envelope", "source", "target")
        .order_by("leg")
    )
