"""The price shown from a moment on, kept: what the 30 days before a reduction are read in."""

from datetime import datetime

from relance.exchange.models import Channel, Listing, PriceHistory, Stock


def price_of(stock: Stock, listing: Listing) -> int | None:
    """The price of one unit in this channel: its own, else the listing's; None: not said."""
    return listing.price if stock.price is None else stock.price


def note_price(*, listing: Listing, at: datetime, channel: str = Channel.ONLINE) -> None:
    """Write down the price that is shown from now on, if it is another than before.

    Called by whoever changes a price, in the same transaction.
    """
    stock = Stock.objects.of(listing.authority).filter(listing=listing, channel=channel).first()
    price = listing.price if stock is None else price_of(stock, listing)
    if price is None:
        return
    last = (
        PriceHistory.objects.of(listing.authority)
        .filter(listing=listing, channel=channel, since__lte=at)
        .order_by("-since", "-pk")
        .first()
    )
    if last is None or last.price != price:
        PriceHistory.objects.create(
            authority=listing.authority, listing=listing, channel=channel, price=price, since=at
        )
