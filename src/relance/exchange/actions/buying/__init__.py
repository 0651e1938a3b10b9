"""Every verb of buying: baskets that hold stock for a while, orders of a part a seller, offers, cycles.

Rows are locked in one order, whoever asks: basket, sellers, stocks, slots, offers. The constraints of
the models are what holds if somebody forgets.
"""

from relance.exchange.actions.buying.baskets import empty, new_basket, put, set_quantity
from relance.exchange.actions.buying.cycles import add_to_cycle, make_cycle, take_from_cycle
from relance.exchange.actions.buying.errors import (
    BadBuyer,
    BadOffer,
    BuyingError,
    CycleClosed,
    NotEnough,
    NotForSale,
    PriceMoved,
    SlotGone,
    WrongStep,
)
from relance.exchange.actions.buying.forgetting import forget_baskets, forget_buyers
from relance.exchange.actions.buying.holding import free_ended
from relance.exchange.actions.buying.offers import make_offer, withdraw_offer
from relance.exchange.actions.buying.placing import Buyer, place
from relance.exchange.actions.buying.prices import note_price
from relance.exchange.actions.buying.steps import (
    cancel,
    confirm,
    hand_over,
    miss,
    ready,
    remove_line,
    replace_receipt,
    substitute,
)

__all__ = [
    "BadBuyer",
    "BadOffer",
    "Buyer",
    "BuyingError",
    "CycleClosed",
    "NotEnough",
    "NotForSale",
    "PriceMoved",
    "SlotGone",
    "WrongStep",
    "add_to_cycle",
    "cancel",
    "confirm",
    "empty",
    "forget_baskets",
    "forget_buyers",
    "free_ended",
    "hand_over",
    "make_cycle",
    "make_offer",
    "miss",
    "new_basket",
    "note_price",
    "place",
    "put",
    "ready",
    "remove_line",
    "replace_receipt",
    "set_quantity",
    "substitute",
    "take_from_cycle",
    "withdraw_offer",
]
