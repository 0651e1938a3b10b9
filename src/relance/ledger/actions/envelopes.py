"""Acts on the envelope itself: opened, voted, amended, divided, moved, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from relance.directory.models import Organisation
from relance.kernel import audit
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority
from relance.ledger.actions import locks
from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import CLOSING, give_back, hand_over, minor_of, perform
from relance.ledger.actions.errors import ActKeyReused, BadAct, EnvelopeClosed, NotCloseable
from relance.ledger.actions.order import Asked, Order, Receipt, order, told
from relance.ledger.actions.serving import end
from relance.ledger.models import Envelope, Nature, PlaceState, Section, Share, TaxBasis, WaitingPlace
from relance.ledger.permissions import require_act
from relance.ledger.rules.content import digest
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money


def open_envelope(
    *,
    authority: Authority,
    name: str,
    section: Section,
    shares: Mapping[Organisation, int],
    odd_to: Organisation,
    key: str,
    by: Account | None,
    nature: Nature = Nature.GRANT,
    tax_basis: TaxBasis = TaxBasis.NONE,
    year: int | None = None,
    parent: int | None = None,
    purpose: Ref | None = None,
    at: datetime | None = None,
) -> int:
    """Open an envelope, or a sub-envelope of `parent`, with nothing in it yet; its id.

    `shares`: the funders' keys, whole numbers in proportion (60 and 40, or 2 and 1). `odd_to`: which of
    them bears the cent that does not divide. `year`: the budget year, None for several. `purpose`: what
    it is for (a scheme, a call, a commune). Its currency is the authority's. Idempotent by `key`.
    """
    require_act(by, Act.VOTE, authority)
    if odd_to not in shares or min(shares.values()) <= 0:
        raise BadAct("Chaque financeur a une clé d’au moins 1, et le financeur du centime est l’un d’eux.")
    if not name.strip():
        raise BadAct("Une enveloppe porte un intitulé.")
    content = digest(
        "open",
        {
            "name": name,
            "section": section,
            "shares": {str(funder.pk): weight for funder, weight in shares.items()},
            "odd_to": odd_to.pk,
            "nature": nature,
            "tax_basis": tax_basis,
            "year": year,
            "parent": parent,
            "purpose": [purpose.kind, purpose.key] if purpose else None,
        },
    )
    try:
        with transaction.atomic():
            known = _opened(authority, key, content)
            if known:
                return known
            mother = locks.lock(authority=authority, ids=[parent])[parent] if parent else None
            if mother and mother.is_closed:
                raise EnvelopeClosed(f"L’enveloppe « {mother.name} » est close.")
            moment = at or timezone.now()
            envelope = Envelope.objects.create(
                authority=authority,
                parent=mother,
                root_id=mother.top_id if mother else None,
                name=name.strip(),
                currency=authority.currency,
                year=year,
                section=section,
                tax_basis=tax_basis,
                nature=nature,
                purpose_kind=purpose.kind if purpose else "",
                purpose_key=purpose.key if purpose else "",
                odd_to=odd_to,
                act_key=key,
                content=content,
                opened_by=by,
                opened_by_name=str(by) if by else "Relance",
                opened_at=moment,
            )
            Share.objects.bulk_create(
                Share(authority=authority, envelope=envelope, funder=funder, weight=weight)
                for funder, weight in shares.items()
            )
            audit.record(authority=authority, by=by, act="open_envelope", subject=envelope, at=moment)
            return envelope.pk
    except IntegrityError:  # somebody else opened it with this key meanwhile
        known = _opened(authority, key, content)
        if known is None:
            raise
        return known


def _opened(authority: Authority, key: str, content: str) -> int | None:
    envelope = Envelope.objects.of(authority).filter(act_key=key).first()
    if envelope is None:
        return None
    if envelope.content != content:
        raise ActKeyReused(f"La clé d’acte « {key} » a déjà ouvert l’enveloppe « {envelope.name} ».")
    return envelope.pk


def vote(
    *, envelope: int, amount: Money, parts: Mapping[Organisation, Money] | None = None, **asked: Unpack[Asked]
) -> Receipt:
    """Put voted money into an envelope: VOTED → AVAILABLE. `cause` is the deliberation.

    Divided by the funders' keys, or as `parts` says when each funder voted its own sum. A
    sub-envelope is not voted: it receives money from its parent by `allot`.
    """
    given = {funder.pk: money.minor for funder, money in parts.items()} if parts else None

    def write(book: Book) -> None:
        row = book.envelopes[envelope]
        minor = minor_of(amount, row)
        if row.parent_id:
            raise BadAct(
                f"« {row.name} » est une sous-enveloppe : déléguez-lui des crédits au lieu de voter."
            )
        if parts is None or given is None:
            book.draw(envelope, Kind.VOTED, Kind.AVAILABLE, minor)
            return
        if sum(minor_of(money, row) for money in parts.values()) != minor:
            raise BadAct(f"Les parts des financeurs ne font pas {amount}.")
        book.move(envelope, Kind.VOTED, Kind.AVAILABLE, _of_its_funders(book, envelope, given))

    says = told(amount) | {"parts": given}
    return perform(order(Act.VOTE, (envelope,), says=says, **asked), {Kind.VOTED, Kind.AVAILABLE}, write)


def amend(
    *, envelope: int, amount: Money, funder: Organisation | None = None, **asked: Unpack[Asked]
) -> Receipt:
    """Change what was voted: AMENDED → AVAILABLE for more, AVAILABLE → AMENDED for less (below zero).

    By the keys, or for one `funder` alone. Less than what is already used is refused
    (EnvelopeExhausted). `cause` is the deliberation that amends.
    """

    def write(book: Book) -> None:
        minor = minor_of(amount, book.envelopes[envelope], signed=True)
        source, target = Kind.AMENDED, Kind.AVAILABLE
        if minor < 0:
            source, target = target, source
        if funder is None:
            book.draw(envelope, source, target, abs(minor))
            return
        book.move(envelope, source, target, _of_its_funders(book, envelope, {funder.pk: abs(minor)}))

    says = told(amount) | {"funder": funder.pk if funder else None}
    return perform(order(Act.AMEND, (envelope,), says=says, **asked), {Kind.AMENDED, Kind.AVAILABLE}, write)


def allot(*, envelope: int, to: int, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Give money to a sub-envelope of this envelope, divided by the keys of the sub-envelope.

    AVAILABLE → ALLOTTED in the one that gives, RECEIVED → AVAILABLE in the one that receives.
    """

    def write(book: Book) -> None:
        giver, taker = book.envelopes[envelope], book.envelopes[to]
        if taker.parent_id != envelope:
            raise BadAct(
                f"« {taker.name} » n’est pas une sous-enveloppe de « {giver.name} » : faites un virement."
            )
        _give(book, envelope, to, amount)

    return perform(_between(Act.ALLOT, envelope, to, amount, **asked), CLOSING, write)


def move(*, envelope: int, to: int, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Transfer money between two envelopes of the same authority, whatever their kinship.

    The same accounts as `allot`; divided by the keys of the one that receives. Serves too to give
    back a part of what was allotted.
    """

    def write(book: Book) -> None:
        _give(book, envelope, to, amount)

    return perform(_between(Act.MOVE, envelope, to, amount, **asked), CLOSING, write)


def close(*, envelope: int, **asked: Unpack[Asked]) -> Receipt:
    """Close an envelope; what is left goes back to its parent, or to the budget.

    AVAILABLE → RETURNED, or AVAILABLE → ALLOTTED and RECEIVED → AVAILABLE in the parent. Refused
    (NotCloseable) while money is reserved or committed, or a sub-envelope is open. Who still waits in
    line is told so (their place ends as closed). Later returns of money follow the same way at once.
    """
    this = order(Act.CLOSE, (envelope,), **asked)
    row = Envelope.objects.of(this.authority).filter(pk=envelope).first()
    if row is None:
        raise Missing("Cette enveloppe n’existe pas ici.")

    def write(book: Book) -> None:
        closing = book.envelopes[envelope]
        _check_closeable(book, closing)
        give_back(book, closing)
        moment = this.at or timezone.now()
        places = WaitingPlace.objects.of(this.authority)
        for place in places.filter(envelope=envelope, state=PlaceState.WAITING):
            end(place, state=PlaceState.CLOSED, order=this, at=moment)
        closing.closed_on, closing.closed_at = this.on, moment
        closing.closed_by_name, closing.closed_key = this.by_name, this.key
        closing.closed_content = this.content
        closing.save(
            update_fields=["closed_on", "closed_at", "closed_by_name", "closed_key", "closed_content"]
        )
        audit.record(authority=this.authority, by=this.by, act="close_envelope", subject=closing, at=moment)

    kinds = CLOSING | {Kind.RESERVED, Kind.COMMITTED}
    return perform(this, kinds, write, also=[row.parent_id] if row.parent_id else [])


def _check_closeable(book: Book, envelope: Envelope) -> None:
    for kind in (Kind.RESERVED, Kind.COMMITTED):
        held = Money(book.whole(envelope.pk, kind), envelope.currency)
        if held:
            raise NotCloseable(
                f"L’enveloppe « {envelope.name} » a encore {held} sur « {kind.label} » : "
                "payez-les ou désengagez-les avant de clore."
            )
    children = Envelope.objects.of(envelope.authority).filter(parent=envelope, closed_at__isnull=True)
    child = children.first()
    if child:
        raise NotCloseable(f"La sous-enveloppe « {child.name} » est encore ouverte : closez-la d’abord.")


def _between(act: Act, envelope: int, to: int, amount: Money, **asked: Unpack[Asked]) -> Order:
    if envelope == to:
        raise BadAct("L’enveloppe qui donne et celle qui reçoit sont la même.")
    return order(act, (envelope, to), says=told(amount), **asked)


def _give(book: Book, giver: int, taker: int, amount: Money) -> None:
    minor = minor_of(amount, book.envelopes[giver])
    minor_of(amount, book.envelopes[taker])
    hand_over(book, giver, taker, book.divide(giver, Kind.AVAILABLE, minor, by=taker))


def _of_its_funders(book: Book, envelope: int, parts: Mapping[int, int]) -> Mapping[int, int]:
    if set(parts) - set(book.keys[envelope]):
        raise BadAct("Seul un financeur de l’enveloppe y met ou en reprend des crédits.")
    return parts
