"""Reserve for many cases in one act of writing: what a run of decisions asks for, a step at a time.

Each award keeps its own act key, cause and receipt, exactly as if `reserve` had been called for each
in turn; what they share is the lock, the reading of the accounts and the writing of the rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from relance.kernel.models import Account, Authority
from relance.ledger.actions import locks
from relance.ledger.actions.awards import reserve
from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import (
    TRIES,
    already_done,
    lost_race,
    minor_of,
    receipt,
    refuse_key,
    refuse_when_closed,
)
from relance.ledger.actions.errors import BadAct
from relance.ledger.actions.order import Order, Receipt, order, told
from relance.ledger.models import Case, Envelope, Line, PlaceState, Transfer, WaitingPlace
from relance.ledger.permissions import require_act
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money

KINDS = {Kind.AVAILABLE, Kind.RESERVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One reservation among many: the same words as those of `reserve`."""

    key: str
    case: Ref
    cause: Ref
    amount: Money
    complete_at: datetime | None = None
    note: str = ""


def reserve_many(
    *,
    envelope: int,
    awards: Sequence[Award],
    authority: Authority,
    on: date,
    by: Account | None,
    at: datetime | None = None,
) -> list[Receipt]:
    """AVAILABLE → RESERVED for each award, in this order; a receipt for each, in the same order.

    All or nothing. An award that does not fit, or would overtake somebody who waits, waits (see
    `reserve`); without `complete_at` it raises EnvelopeExhausted, and none of them is written. A few
    hundred at a time: the envelope is locked meanwhile. Two awards of one call have two cases and keys.
    """
    require_act(by, Act.RESERVE, authority)
    orders = [_order(envelope, award, authority=authority, on=on, by=by, at=at) for award in awards]
    if len({one.key for one in orders}) < len(orders) or len({award.case for award in awards}) < len(awards):
        raise BadAct("Un même appel ne réserve pas deux fois sous la même clé, ni pour le même dossier.")
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _reserve(envelope, awards, orders)
        except IntegrityError as error:
            clash = error
    raise lost_race() from clash


def _order(
    envelope: int, award: Award, *, authority: Authority, on: date, by: Account | None, at: datetime | None
) -> Order:
    complete_at = award.complete_at.isoformat() if award.complete_at else None
    refuse_key(award.key)
    return order(
        Act.RESERVE,
        (envelope,),
        case=award.case,
        says=told(award.amount) | {"complete_at": complete_at},
        authority=authority,
        cause=award.cause,
        on=on,
        key=award.key,
        by=by,
        at=at,
        note=award.note,
    )


def _reserve(envelope: int, awards: Sequence[Award], orders: Sequence[Order]) -> list[Receipt]:
    if not orders:
        return []
    authority = orders[0].authority
    envelopes = locks.lock(authority=authority, ids={envelope})
    row = envelopes[envelope]
    known = _known_keys(authority, [one.key for one in orders])
    replayed = {
        one.key: done for one in orders if one.key in known and (done := already_done(one, envelopes))
    }
    new = [pair for pair in zip(awards, orders, strict=True) if pair[1].key not in replayed]
    if new:
        refuse_when_closed(row)
    fitting = list(_fitting(new, row, envelopes)) if new else []
    written = _write(fitting, row, envelopes) if fitting else {}
    rest = new[len(fitting) :]
    waiting = {this.key: _alone(award, this, envelope) for award, this in rest}
    told_of = replayed | written | waiting
    return [told_of[one.key] for one in orders]


def _known_keys(authority: Authority, keys: Iterable[str]) -> set[str]:
    asked = list(keys)
    return {
        *Transfer.objects.of(authority).filter(act_key__in=asked).values_list("act_key", flat=True),
        *WaitingPlace.objects.of(authority).filter(act_key__in=asked).values_list("act_key", flat=True),
    }


def _fitting(
    new: Sequence[tuple[Award, Order]], row: Envelope, envelopes: Mapping[int, Envelope]
) -> Iterator[tuple[Award, Order]]:
    """The first awards, until one does not fit; none while somebody waits."""
    authority = new[0][1].authority
    if WaitingPlace.objects.of(authority).filter(envelope=row, state=PlaceState.WAITING).exists():
        return
    left = Book(new[0][1], envelopes, KINDS).left(row.pk, Kind.AVAILABLE)
    for award, this in new:
        left -= minor_of(award.amount, row)
        if left < 0:
            return
        yield award, this


def _write(
    fitting: Sequence[tuple[Award, Order]], row: Envelope, envelopes: Mapping[int, Envelope]
) -> dict[str, Receipt]:
    """The awards in one book: their orders follow each other on the same accounts."""
    authority = fitting[0][1].authority
    cases = _cases(authority, row, [award.case for award, _ in fitting])
    book = Book(fitting[0][1], envelopes, KINDS)
    known = _standings(authority, row, cases.values())
    for award, this in fitting:
        pk = cases[award.case.kind, award.case.key]
        book.turn_to(this, {row.pk: pk}, known.get(pk, {}))
        book.draw(row.pk, Kind.AVAILABLE, Kind.RESERVED, minor_of(award.amount, row))
    by_key: dict[str, list[Transfer]] = {}
    for transfer in book.save():
        by_key.setdefault(transfer.act_key, []).append(transfer)
    return {this.key: receipt(this, row, by_key[this.key]) for _, this in fitting}


def _cases(authority: Authority, row: Envelope, asked: Sequence[Ref]) -> dict[tuple[str, str], int]:
    """The id of each case in the envelope, made where it is the first time that it is heard of."""
    found = _cases_in(authority, row, asked)
    new = [
        Case(authority=authority, envelope=row, kind=case.kind, key=case.key)
        for case in asked
        if (case.kind, case.key) not in found
    ]
    if new:
        Case.objects.bulk_create(new)
        found = _cases_in(authority, row, asked)
    return found


def _cases_in(authority: Authority, row: Envelope, asked: Sequence[Ref]) -> dict[tuple[str, str], int]:
    rows = Case.objects.of(authority).filter(
        envelope=row, kind__in={case.kind for case in asked}, key__in=[case.key for case in asked]
    )
    return {(kind, key): pk for kind, key, pk in rows.values_list("kind", "key", "pk")}


def _standings(
    authority: Authority, row: Envelope, cases: Iterable[int]
) -> dict[int, dict[int, tuple[int, int]]]:
    """Where each case stands: its last sequence and balance on each account that has heard of it."""
    standings: dict[int, dict[int, tuple[int, int]]] = {}
    lines = (
        Line.objects.of(authority)
        .filter(case__in=list(cases), account__envelope=row, account__kind=Kind.RESERVED)
        .order_by("case_sequence")
    )
    for case, account, sequence, balance in lines.values_list(
        "case", "account", "case_sequence", "case_balance"
    ):
        standings.setdefault(case or 0, {})[account] = (sequence or 0, balance or 0)
    return standings


def _alone(award: Award, this: Order, envelope: int) -> Receipt:
    """By the ordinary way, which knows the waiting list."""
    return reserve(
        envelope=envelope,
        case=award.case,
        amount=award.amount,
        complete_at=award.complete_at,
        authority=this.authority,
        cause=this.cause,
        on=this.on,
        key=this.key,
        by=this.by,
        at=this.at,
        note=this.note,
    )
