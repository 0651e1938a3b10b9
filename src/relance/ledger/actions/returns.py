"""Acts by which money comes back, or never will."""

from typing import Literal, Unpack

from relance.ledger.actions.book import Book
from relance.ledger.actions.engine import minor_of, perform
from relance.ledger.actions.order import Asked, Receipt, order, told
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref
from relance.values.money import Money


def repay(*, envelope: int, case: Ref, amount: Money, reuse: bool = False, **asked: Unpack[Asked]) -> Receipt:
    """A beneficiary pays an advance back as agreed: PAID → REPAID. `cause` is the instalment.

    In France such a receipt goes to the budget's investment section, not back to the envelope; for a
    fund that lends its returns again, `reuse` adds REUSED → AVAILABLE and serves the waiting list.
    """
    return _return(Act.REPAY, envelope, case, amount, Kind.PAID, Kind.REPAID, reuse, **asked)


def recover(
    *,
    envelope: int,
    case: Ref,
    amount: Money,
    after: Literal["paid", "written_off"] = "paid",
    reuse: bool = False,
    **asked: Unpack[Asked],
) -> Receipt:
    """Money that was not due, or no longer hoped for, is collected: PAID or WRITTEN_OFF → RECOVERED.

    `cause` is the order to pay (titre de recettes). `reuse` as in `repay`.
    """
    source = Kind.PAID if after == "paid" else Kind.WRITTEN_OFF
    return _return(Act.RECOVER, envelope, case, amount, source, Kind.RECOVERED, reuse, **asked)


def write_off(*, envelope: int, case: Ref, amount: Money, **asked: Unpack[Asked]) -> Receipt:
    """What will not come back is given up: PAID → WRITTEN_OFF. `cause` is the deliberation."""
    return _return(Act.WRITE_OFF, envelope, case, amount, Kind.PAID, Kind.WRITTEN_OFF, False, **asked)


def _return(
    act: Act,
    envelope: int,
    case: Ref,
    amount: Money,
    source: Kind,
    target: Kind,
    reuse: bool,
    **asked: Unpack[Asked],
) -> Receipt:
    def write(book: Book) -> None:
        minor = minor_of(amount, book.envelopes[envelope])
        parts = book.divide(envelope, source, minor, by=envelope)
        legs = book.move(envelope, source, target, parts)
        if reuse:
            book.move(envelope, Kind.REUSED, Kind.AVAILABLE, parts, mirrors=legs)

    says = told(amount) | {"from": source.value, "reuse": reuse}
    kinds = {source, target} | ({Kind.REUSED, Kind.AVAILABLE} if reuse else set())
    return perform(order(act, (envelope,), case=case, says=says, **asked), kinds, write)
