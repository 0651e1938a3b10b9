"""The one conversion from what `bareme` works out to the integers of everywhere else."""

from decimal import Decimal

from bareme import Decision
from relance.values.money import Money, UnevenMoney


class Unrounded(ValueError):
    """The scheme gives a fraction of a cent: it does not say how to round. The message is French."""


def money_of(decision: Decision) -> Money | None:
    """The amount of an answer; None while it is unknown or not applicable. Raises Unrounded."""
    if not isinstance(decision.amount, Decimal):
        return None
    currency = decision.program.scheme.currency
    try:
        return Money.of(decision.amount, currency)
    except UnevenMoney:
        raise Unrounded(
            f"Le barème donne {decision.amount} {currency}, qui n’est pas un nombre entier de centimes\u00a0"
            ": il doit dire comment il arrondit."
        ) from None
