"""Takes an act back by transfers the other way, each naming the one it reverses."""

from collections.abc import Iterable
from typing import Unpack

from django.db.models import Sum

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import CLOSING, minor_of, perform
from relance.ledger.actions.errors import BadAct
from relance.ledger.actions.order import Asked, Receipt, order, told
from relance.ledger.models import Envelope, Transfer
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.ledger.rules.split import NoRoom, split
from relance.values.money import Money

Flow = tuple[int, Kind, Kind]  # envelope, source, target


def reverse(*, of: str, amount: Money | None = None, **asked: Unpack[Asked]) -> Receipt:
    """Take back an act written by mistake, wholly or in part; `of`: its act key.

    Without `amount`, all that is left of it. Money already used further cannot be taken back where it
    no longer stands (EnvelopeExhausted, CaseShort); a reversal is not itself reversed (BadAct).
    """
    return take_back(Act.REVERSE, of, amount, only=None, **asked)


def take_back(
    act: Act, of: str, amount: Money | None, *, only: Act | None, **asked: Unpack[Asked]
) -> Receipt:
    """The transfers of the act `of`, the other way. `only`: which kind of act it must be."""
    first = _read(asked["authority"], of)[0]
    if only and first.act != only:
        raise BadAct(
            f"« {of} » n’est pas un acte « {only.label} » : c’est un acte « {first.get_act_display()} »."
        )
    if first.reverses_id or first.act == Act.CLOSE:
        raise BadAct(
            f"Un acte « {first.get_act_display()} » ne se contre-passe pas : écrivez un nouvel acte."
        )
    envelopes = tuple(dict.fromkeys(row.envelope_id for row in _read(asked["authority"], of)))
    case = Ref(first.case.kind, first.case.key) if first.case else None
    says = {"of": of, **(told(amount) if amount else {"amount": None})}

    def write(book: Book) -> None:
        rows = _read(asked["authority"], of)  # again, now that its envelopes are locked
        _reverse(book, of, rows, amount)

    kinds = {
        Kind(kind) for row in _read(asked["authority"], of) for kind in (row.source.kind, row.target.kind)
    }
    return perform(order(act, envelopes, case=case, says=says, **asked), kinds | CLOSING, write)


def _reverse(book: Book, of: str, rows: list[Transfer], amount: Money | None) -> None:
    left = _left(rows)
    flows: dict[Flow, dict[int, Transfer]] = {}
    for row in rows:
        flow = (row.envelope_id, Kind(row.source.kind), Kind(row.target.kind))
        flows.setdefault(flow, {})[row.source.funder_id] = row
    # the legs that answer others come after them and take the same parts
    ordered = sorted(flows.items(), key=lambda item: any(row.mirrors_id for row in item[1].values()))
    (envelope, *_), by_funder = ordered[0]
    room = {funder: left[row.pk] for funder, row in by_funder.items()}
    parts = _parts(book.envelopes[envelope], of, room, amount)
    legs: dict[int, int] | None = None
    for (where, source, target), by_funder in ordered:
        reversed_rows = {funder: by_funder[funder] for funder in parts}
        done = book.move(where, target, source, parts, mirrors=legs, reverses=reversed_rows)
        legs = legs or done


def _parts(envelope: Envelope, of: str, room: dict[int, int], amount: Money | None) -> dict[int, int]:
    if not any(room.values()):
        raise BadAct(f"L’acte « {of} » est déjà entièrement repris.")
    if amount is None:
        return {funder: left for funder, left in room.items() if left}
    odd_to = envelope.odd_to_id if room.get(envelope.odd_to_id) else max(room, key=lambda one: room[one])
    try:
        return split(minor_of(amount, envelope), room, odd_to=odd_to, room=room)
    except NoRoom:
        raise BadAct(
            f"Il reste {Money(sum(room.values()), envelope.currency)} de l’acte « {of} » ; "
            f"{amount} ne peuvent pas être repris."
        ) from None


def _left(rows: Iterable[Transfer]) -> dict[int, int]:
    """What of each transfer has not been reversed yet."""
    left = {row.pk: row.amount for row in rows}
    taken = (
        Transfer.objects.everywhere("the reversals of transfers that are of one authority")
        .filter(reverses__in=list(left))
        .values_list("reverses")
        .annotate(total=Sum("amount"))
    )
    for pk, total in taken:
        left[pk] -= total
    return left


def _read(authority: Authority, of: str) -> list[Transfer]:
    rows = list(
        Transfer.objects.of(authority)
        .filter(act_key=of)
        .select_related("source", "target", "case")
        .order_by("leg")
    )
    if not rows:
        raise Missing(f"Aucun acte n’a la clé « {of} ».")
    return rows
