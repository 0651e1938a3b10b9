"""A shop's catalogue as rows: for its page, and for a spreadsheet that comes back without loss."""

from relance.exchange.models import Label, Listing, ListingState, Seller, Unit
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules import categories
from relance.exchange.rules.catalogue import header, printed_fields, write_csv, write_xlsx
from relance.exchange.rules.listings import ON_DEMAND, printed_price, printed_tax


def listings_of(seller: Seller) -> list[Listing]:
    """Every listing of the shop, whatever its state; two queries."""
    return list(Listing.objects.of(seller.authority).filter(seller=seller).prefetch_related("stocks"))


def export_catalogue(seller: Seller, form: str) -> bytes:
    """The catalogue as "xlsx" or "csv"; what is read back from it changes nothing."""
    known = kinds()
    used = [known[code] for code in known]
    columns = header(used)
    rows = [row_of(one) for one in listings_of(seller)]
    return write_xlsx(columns, rows) if form == "xlsx" else write_csv(columns, rows)


def row_of(listing: Listing) -> dict[str, str]:
    """One listing as the texts of its cells."""
    known = kinds()
    kind = known.get(listing.kind)
    labels = dict(Label.choices)
    stock = next((one for one in listing.stocks.all() if one.channel == "online"), None)
    said = ""
    if stock is not None and (stock.on_demand or stock.free):
        said = ON_DEMAND if stock.on_demand else str(stock.on_hand)
    elif stock is not None:
        said = str(stock.on_hand) if stock.on_hand else "0"
    return {
        "reference": listing.reference,
        "kind": kind.one if kind else listing.kind,
        "direction": listing.get_direction_display(),
        "title": listing.title,
        "text": listing.text,
        "price": printed_price(listing.price),
        "unit": str(Unit(listing.unit).label),
        "tax": printed_tax(listing.tax),
        "category": categories.name_of(listing.category),
        "labels": ", ".join(labels.get(code, code) for code in listing.labels),
        "gtin": listing.gtin,
        "stock": said,
        "state": str(ListingState(listing.state).label),
        **printed_fields(kind, listing.fields),
    }
