"""The nouns of the exchange, one subject per file."""

from relance.exchange.models.cycle import CycleListing, OrderCycle
from relance.exchange.models.hours import Closure, Hours, Purpose
from relance.exchange.models.joining import ClaimCode, JoinRequest, MeasureLink, SentBy
from relance.exchange.models.listing import Direction, Listing, ListingState, Unit
from relance.exchange.models.offer import Offer, OfferRule, PriceHistory
from relance.exchange.models.order import (
    Basket,
    BasketLine,
    LineState,
    Order,
    OrderLine,
    OrderPart,
    PartEvent,
    PartState,
    PickUp,
    Receipt,
)
from relance.exchange.models.report import Report, ReportState, Wrong
from relance.exchange.models.seller import (
    Access,
    Delivery,
    Grant,
    GrantedRight,
    Label,
    Language,
    PaymentMeans,
    Seller,
    SellerState,
    Sells,
)
from relance.exchange.models.showcase import Showcase, Shown, Word
from relance.exchange.models.staff import Staff, StaffRight
from relance.exchange.models.stock import Channel, Reservation, Stock

__all__ = [
    "Access",
    "Basket",
    "BasketLine",
    "Channel",
    "ClaimCode",
    "Closure",
    "CycleListing",
    "Delivery",
    "Direction",
    "Grant",
    "GrantedRight",
    "Hours",
    "JoinRequest",
    "Label",
    "Language",
    "LineState",
    "Listing",
    "ListingState",
    "MeasureLink",
    "Offer",
    "OfferRule",
    "Order",
    "OrderCycle",
    "OrderLine",
    "OrderPart",
    "PartEvent",
    "PartState",
    "PaymentMeans",
    "PickUp",
    "PriceHistory",
    "Purpose",
    "Receipt",
    "Report",
    "ReportState",
    "Reservation",
    "Seller",
    "SellerState",
    "Sells",
    "SentBy",
    "Showcase",
    "Shown",
    "Staff",
    "StaffRight",
    "Stock",
    "Unit",
    "Word",
    "Wrong",
]
