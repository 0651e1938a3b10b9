"""What becomes of an amount: co-funders' shares, instalments, repayments, due dates. To the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from bareme.arithmetic import add_months, round_fraction
from bareme.errors import TermsError
from bareme.loader.rules import CURRENCY_DECIMALS
from bareme.model import Due, Scheme
from bareme.values import EXACT

if TYPE_CHECKING:
    from bareme.decision import Decision

EVERY = {"month": 1, "quarter": 3, "year": 12}
MOST_MONTHS = 1200  # a century: beyond it a schedule is a mistake


@dataclass(frozen=True, slots=True)
class DueAmount:
    """One payment: `due` is None while its event has not happened."""

    name: str
    amount: Decimal
    due: date | None


def cent(scheme: Scheme) -> Decimal:
    """The smallest amount of the scheme's currency."""
    return Decimal(1).scaleb(-CURRENCY_DECIMALS.get(scheme.currency, 2))


def split(scheme: Scheme, amount: Decimal) -> dict[str, Decimal]:
    """Each funder's part by its key, down to the cent; who takes the odd cent takes what is left.

    The sum is the amount, exactly. Raises TermsError: no funders, or an amount finer than the cent.
    """
    envelope = scheme.envelope
    if envelope is None or not envelope.funders:
        raise TermsError(f"{scheme.name} ne nomme aucun financeur (envelope, funders)")
    with localcontext(EXACT):
        step = _whole_cents(scheme, amount)
        keys = sum((funder.key for funder in envelope.funders), Decimal(0))
        parts = {f.name: round_fraction(amount * f.key, keys, step, "floor") for f in envelope.funders}
        odd = envelope.odd_cent or envelope.funders[0].name
        parts[odd] += amount - sum(parts.values(), Decimal(0))
    return parts


def instalments(scheme: Scheme, amount: Decimal, events: Mapping[str, date]) -> tuple[DueAmount, ...]:
    """How the award is paid: each share down to the cent, the last one takes what is left.

    `events`: the day of each event that has happened (award, payment…). Without instalments in the scheme:
    one payment, at the award. Raises TermsError.
    """
    with localcontext(EXACT):
        step = _whole_cents(scheme, amount)
        if not scheme.instalments:
            return (DueAmount("amount", amount, events.get("award")),)
        found: list[DueAmount] = []
        left = amount
        for index, part in enumerate(scheme.instalments):
            last = index == len(scheme.instalments) - 1
            share = left if last else round_fraction(amount * part.share, Decimal(1), step, "floor")
            left -= share
            found.append(DueAmount(part.name, share, due_date(part.due, events)))
    return tuple(found)


def repayments(decision: Decision, amount: Decimal, *, paid: date) -> tuple[DueAmount, ...]:
    """The schedule of an advance paid on a day: equal parts after the grace, one takes the odd cents.

    Term and grace are those of the decision (they may depend on facts). A due day that a month does not have
    is its last one. Raises TermsError: no repayment in the scheme, an unknown term, a part of a period.
    """
    scheme = decision.program.scheme
    terms = scheme.repayment
    if terms is None:
        raise TermsError(f"{scheme.name} ne dit rien du remboursement (repayment)")
    with localcontext(EXACT):
        step = _whole_cents(scheme, amount)
        term = decision.program.run(terms.term)(decision.env)
        grace = decision.program.run(terms.grace)(decision.env) if terms.grace is not None else Decimal(0)
        if not isinstance(term, Decimal) or not isinstance(grace, Decimal):
            raise TermsError("la durée ou le différé est inconnu")
        size = EVERY[terms.every]
        months = int(term - grace)
        if months <= 0 or months % size:
            raise TermsError(
                f"{months} mois à rembourser ne font pas un nombre entier de périodes de {size} mois"
            )
        if months > MOST_MONTHS:
            raise TermsError(f"{months} mois à rembourser : au plus {MOST_MONTHS}")
        count = months // size
        part = round_fraction(amount, Decimal(count), step, "floor")
        amounts = [part] * count
        amounts[0 if terms.odd_cent == "first" else -1] += amount - part * count
    days = [add_months(paid, int(grace) + size * (index + 1), up=False) for index in range(count)]
    return tuple(DueAmount(str(i), a, d) for i, (a, d) in enumerate(zip(amounts, days, strict=True), 1))


def due_date(due: Due, events: Mapping[str, date]) -> date | None:
    """The day something is due; None while its event has not happened. Months end on their last day."""
    if due.day is not None:
        return due.day
    start = events.get(due.event or "")
    if start is None:
        return None
    try:
        if due.unit in ("day", "week"):
            return start + timedelta(days=due.count * (7 if due.unit == "week" else 1))
        return add_months(start, due.count * (12 if due.unit == "year" else 1), up=False)
    except (OverflowError, ValueError):
        raise TermsError("l’échéance sort du calendrier (an 9999)") from None


def _whole_cents(scheme: Scheme, amount: Decimal) -> Decimal:
    step = cent(scheme)
    if not amount.is_finite() or amount < 0 or amount % step:
        raise TermsError(f"{amount} n’est pas un montant en {scheme.currency}")
    return step
