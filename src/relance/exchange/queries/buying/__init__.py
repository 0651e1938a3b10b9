"""What buyers and merchants read of baskets, orders, slots and offers, in a constant number of queries."""

from relance.exchange.queries.buying.baskets import (
    BasketLineView,
    BasketPart,
    BasketView,
    basket_called,
    basket_view,
    cookie_of,
)
from relance.exchange.queries.buying.deals import deals_of
from relance.exchange.queries.buying.orders import (
    OrderView,
    PartLine,
    PartView,
    day_of,
    order_called,
    part_of_seller,
    parts_of_day,
    receipt_of,
)
from relance.exchange.queries.buying.slots import slots_of

__all__ = [
    "BasketLineView",
    "BasketPart",
    "BasketView",
    "OrderView",
    "PartLine",
    "PartView",
    "basket_called",
    "basket_view",
    "cookie_of",
    "day_of",
    "deals_of",
    "order_called",
    "part_of_seller",
    "parts_of_day",
    "receipt_of",
    "slots_of",
]
