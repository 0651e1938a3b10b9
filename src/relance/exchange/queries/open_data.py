"""What the authority publishes of its exchange: shops with their hours, and what they show.

Nothing here says who runs a shop or who buys; the telephone and the mail of a shop are told once its owner
holds its page.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from relance.exchange.models import Hours, Label, Listing, ListingState, Seller, SellerState, Unit
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules import categories
from relance.exchange.rules.kinds import Sight
from relance.exchange.rules.listings import printed_price
from relance.kernel.models import Authority

Address = Callable[[str], str]
"""The full address of a page: of a shop by its slug, of a listing by its key."""

SHOPS: Final = (
    "identifiant", "nom", "siret", "naf", "rayon", "adresse", "code_postal", "commune", "latitude",
    "longitude", "opening_hours", "opening_hours_retrait", "telephone", "courriel", "site", "livraison",
    "paiement", "acces", "labels", "vend_en_ligne", "page",
)  # fmt: skip
LISTINGS: Final = (
    "identifiant", "boutique", "siret", "genre", "sens", "intitule", "prix", "monnaie", "unite", "rayon",
    "labels", "gtin", "reference", "modifiee_le", "page",
)  # fmt: skip


def shops(authority: Authority) -> list[tuple[Seller, dict[str, str]]]:
    """Shops that are not closed, each with its hours by purpose (OSM strings). Two queries."""
    times: dict[int, dict[str, str]] = {}
    for seller, purpose, osm in Hours.objects.of(authority).values_list("seller", "purpose", "osm"):
        times.setdefault(seller, {})[purpose] = osm
    rows = Seller.objects.of(authority).exclude(state=SellerState.CLOSED).order_by("slug")
    return [(row, times.get(row.pk, {})) for row in rows]


def shop_rows(authority: Authority, address: Address) -> Iterator[list[object]]:
    """A row a shop, in the columns of SHOPS; several values are parted by "; "."""
    for row, hours in shops(authority):
        held = row.state == SellerState.CLAIMED
        yield [
            row.slug, row.name, row.siret, row.naf, categories.name_of(row.category), row.street,
            row.postcode, row.city, _degrees(row.latitude), _degrees(row.longitude), hours.get("opening", ""),
            hours.get("service", ""), row.phone if held else "", row.email if held else "", row.website,
            row.get_delivery_display(), "; ".join(row.payments), "; ".join(row.access), _labels(row.labels),
            "non" if row.sells == "none" else "oui", address(row.slug),
        ]  # fmt: skip


def shop_features(authority: Authority, address: Address) -> dict[str, Any]:
    """Shops that have a point, as a FeatureCollection (RFC 7946) whose properties bear OSM's names."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.slug,
                "geometry": {"type": "Point", "coordinates": [row.longitude / 1e6, row.latitude / 1e6]},
                "properties": {
                    key: value
                    for key, value in {
                        "name": row.name,
                        "category": row.category,
                        "ref:FR:SIRET": row.siret,
                        "addr:street": row.street,
                        "addr:postcode": row.postcode,
                        "addr:city": row.city,
                        "opening_hours": hours.get("opening", ""),
                        "phone": row.phone if row.state == SellerState.CLAIMED else "",
                        "website": row.website,
                        "url": address(row.slug),
                    }.items()
                    if value
                },
            }
            for row, hours in shops(authority)
            if row.latitude is not None and row.longitude is not None
        ],
    }


def listing_rows(authority: Authority, address: Address) -> Iterator[list[object]]:
    """A row a listing that everybody may see, in the columns of LISTINGS. One query."""
    known = {code: kind for code, kind in kinds().items() if kind.seen_by is Sight.EVERYBODY}
    units = dict(Unit.choices)
    rows = (
        Listing.objects.of(authority)
        .filter(state=ListingState.SHOWN, kind__in=known)
        .exclude(seller__state=SellerState.CLOSED)
        .select_related("seller")
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=1000):
        yield [
            row.pk, row.seller.slug, row.seller.siret, known[row.kind].one, row.get_direction_display(),
            row.title, printed_price(row.price), row.currency, units[row.unit],
            categories.name_of(row.category), _labels(row.labels), row.gtin, row.reference,
            row.changed_at.astimezone(authority.zone).date().isoformat(), address(str(row.pk)),
        ]  # fmt: skip


def _labels(codes: list[str]) -> str:
    words = dict(Label.choices)
    return "; ".join(str(words.get(code, code)) for code in codes)


def _degrees(value: int | None) -> float | None:
    return None if value is None else value / 1e6
