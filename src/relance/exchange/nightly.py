"""What the exchange does every night."""

from datetime import datetime

from relance.exchange.actions import buying
from relance.kernel.nightly import nightly


@nightly("exchange.baskets")
def end_baskets(now: datetime) -> str:
    freed, gone = buying.free_ended(now), buying.forget_baskets(now)
    return f"{freed} réservations rendues, {gone} paniers oubliés"


@nightly("exchange.buyers")
def forget_buyers(now: datetime) -> str:
    return f"{buying.forget_buyers(now)} acheteurs oubliés"
