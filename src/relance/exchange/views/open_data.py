"""Files of the exchange for everybody: shops, listings, and a shop for an address book."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from relance.exchange.models import SellerState
from relance.exchange.permissions import seller_to_read
from relance.exchange.queries import open_data
from relance.exchange.rules.vcard import Card, vcard
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.permissions import authority_called
from relance.kernel.sheets import csv_lines


@require_safe
def shops_geojson(request: HttpRequest, authority: str) -> HttpResponse:
    """Every shop that has a point, with its hours, for maps of others."""
    who = authority_called(authority)
    answer = JsonResponse(open_data.shop_features(who, _page(request, who, "shop")))
    answer["Content-Type"] = "application/geo+json"
    return answer


@require_safe
def shops_csv(request: HttpRequest, authority: str) -> StreamingHttpResponse:
    """Every shop, with its hours as OSM writes them."""
    who = authority_called(authority)
    rows = open_data.shop_rows(who, _page(request, who, "shop"))
    return _csv(csv_lines(open_data.SHOPS, rows), f"boutiques-{who.slug}.csv")


@require_safe
def listings_csv(request: HttpRequest, authority: str) -> StreamingHttpResponse:
    """Every listing that everybody may see."""
    who = authority_called(authority)
    rows = open_data.listing_rows(who, _page(request, who, "listing"))
    return _csv(csv_lines(open_data.LISTINGS, rows), f"annonces-{who.slug}.csv")


@require_safe
def shop_vcard(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The shop for the address book of a phone."""
    seller = seller_to_read(authority, shop)
    if seller.state == SellerState.CLOSED:
        raise Missing("Cette boutique est fermée définitivement.")
    card = Card(
        name=seller.name,
        url=request.build_absolute_uri(reverse("exchange:shop", args=[authority, shop])),
        street=seller.street,
        postcode=seller.postcode,
        city=seller.city,
        country=seller.authority.country,
        phone=seller.phone,
        email=seller.email,
        website=seller.website,
        latitude=seller.latitude,
        longitude=seller.longitude,
    )
    answer = HttpResponse(vcard(card), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{seller.slug}.vcf"'
    return answer


def _page(request: HttpRequest, who: Authority, name: str) -> Callable[[str], str]:
    return lambda key: request.build_absolute_uri(reverse(f"exchange:{name}", args=[who.slug, key]))


def _csv(lines: Iterator[bytes], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
