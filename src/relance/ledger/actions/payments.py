"""Acts by which money leaves: claimed, paid, rejected by the bank."""

from typing import Unpack

from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import minor_of, perform
from relance.ledger.actions.errors import CaseShort
from relance.ledger.actions.order import Asked, Receipt, order, told
from relance.ledger.actions.reversal import take_back
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money

# What was ever committed for a case and not released stands on these together.
COMMITTED_AND_ON = (Kind.COMMITTED, Kind.PAID, Kind.REPAID, Kind.RECOVERED, Kind.WRITTEN_OFF)


def claim(*, envelope: int, case: Ref, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Write down that a payment is asked for a case: MEMO → CLAIMED. Moves no money.

    All claims of a case together never exceed what was committed for it (CaseShort).
    """
    this = order(Act.CLAIM, (envelope,), case=case, says=told(amount), **asked)

    def write(book: Book) -> None:
        row = book.envelopes[envelope]
        minor = minor_of(amount, row)
        committed = sum(book.left(envelope, kind) for kind in COMMITTED_AND_ON)
        already = book.left(envelope, Kind.CLAIMED)
        if already + minor > committed:
            raise CaseShort(
                f"{Money(committed, row.currency)} sont engagés pour le dossier « {case.words} », dont "
                f"{Money(already, row.currency)} déjà demandés en paiement ; l’acte demande {amount}."
            )
        book.draw(envelope, Kind.MEMO, Kind.CLAIMED, minor)

    return perform(this, {Kind.MEMO, Kind.CLAIMED, *COMMITTED_AND_ON}, write)


def pay(*, envelope: int, case: Ref, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """Pay what was committed for a case: COMMITTED → PAID. `cause` is the batch or the mandate."""

    def write(book: Book) -> None:
        book.draw(envelope, Kind.COMMITTED, Kind.PAID, minor_of(amount, book.envelopes[envelope]))

    this = order(Act.PAY, (envelope,), case=case, says=told(amount), **asked)
    return perform(this, {Kind.COMMITTED, Kind.PAID}, write)


def reject(*, payment: str, amount: Money | None = None, **asked: Unpack[Asked]) -> Receipt:
    """The bank sent a payment back: PAID → COMMITTED, so that it can be paid anew or released.

    `payment`: the act key of the payment. Without `amount`, all that is left of it. Never more than
    was paid (BadAct).
    """
    return take_back(Act.REJECT, payment, amount, only=Act.PAY, **asked)
