"""Keeps the showcase: what the public search finds, written again whenever its subject changes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TypeVar

from relance.exchange.models import Listing, ListingState, Offer, Seller, SellerState, Showcase, Shown, Word
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules import categories
from relance.exchange.rules.kinds import Kind, Sight, seen
from relance.kernel.models import Authority
from relance.kernel.search.words import words
from relance.values.typography import fold

CHUNK = 200
BODY_WORDS = 400


def show_shops(sellers: Collection[Seller]) -> None:
    """Write the rows of these shops again; a shop closed for good has none, nor have its listings."""
    for chunk in _chunks(sellers):
        keys = [one.pk for one in chunk]
        mine = Showcase.objects.everywhere("a shop has one row, whoever owns it").filter(seller__in=keys)
        mine.filter(what=Shown.SHOP).delete()
        closed = [one.pk for one in chunk if one.state == SellerState.CLOSED]
        mine.filter(seller__in=closed).delete()
        _write([_shop_row(one) for one in chunk if one.state != SellerState.CLOSED])


def show_listings(listings: Collection[Listing], *, today: date) -> None:
    """Write the rows of these listings again (each with its `seller`); what nobody may see has none."""
    known = kinds()
    for chunk in _chunks(listings):
        keys = [one.pk for one in chunk]
        Showcase.objects.everywhere("a listing has one row, whoever owns it").filter(
            listing__in=keys
        ).delete()
        offers = _offers(keys, today)
        _write(
            [
                _listing_row(one, known[one.kind], offers.get(one.pk))
                for one in chunk
                if is_public(one, known.get(one.kind))
            ]
        )


def show_again(*, authority: Authority, today: date) -> int:
    """Write every row of a town again, and forget words that no window uses; how many rows there are."""
    show_shops(list(Seller.objects.of(authority)))
    rows = Listing.objects.of(authority).select_related("seller").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:2000]):
        show_listings(chunk, today=today)
        last = chunk[-1].pk
    used: set[str] = set()
    for heading, body in Showcase.objects.of(authority).values_list("heading", "body").iterator(2000):
        used.update(heading.split(), body.split())
    known = dict(Word.objects.of(authority).values_list("word", "pk"))
    gone = [pk for word, pk in known.items() if word not in used]
    for start in range(0, len(gone), CHUNK):
        Word.objects.of(authority).filter(pk__in=gone[start : start + CHUNK]).delete()
    return Showcase.objects.of(authority).count()


def is_public(listing: Listing, kind: Kind | None) -> bool:
    """Whether anybody may see the listing: shown, of a kind for everybody, in a shop that is not closed."""
    return (
        kind is not None
        and kind.seen_by is Sight.EVERYBODY
        and listing.state == ListingState.SHOWN
        and listing.seller.state != SellerState.CLOSED
    )


def _offers(listings: list[int], today: date) -> dict[int, Offer]:
    """The offer that runs on each listing, else the next one."""
    out: dict[int, Offer] = {}
    rows = Offer.objects.everywhere("offers of listings that one holds").filter(
        listing__in=listings, withdrawn_at__isnull=True, ends_on__gte=today
    )
    for offer in rows.order_by("starts_on", "pk"):
        out.setdefault(offer.listing_id, offer)
    return out


def _shop_row(seller: Seller) -> Showcase:
    shelf = categories.name_of(seller.category)
    return Showcase(
        authority_id=seller.authority_id,
        what=Shown.SHOP,
        seller=seller,
        title=seller.name,
        category=seller.category,
        labels=_labels(seller.labels),
        place=_place(seller),
        latitude=seller.latitude,
        longitude=seller.longitude,
        heading=" ".join(words(f"{seller.name} {shelf}")),
        body=_body(seller.text, seller.street, seller.city),
        order=fold(seller.name)[:200],
    )


def _listing_row(listing: Listing, kind: Kind, offer: Offer | None) -> Showcase:
    seller = listing.seller
    fields = " ".join(said.words for said in seen(kind, listing.fields, by=Sight.EVERYBODY))
    return Showcase(
        authority_id=listing.authority_id,
        what=Shown.LISTING,
        seller=seller,
        listing=listing,
        title=listing.title,
        kind=listing.kind,
        direction=listing.direction,
        category=listing.category,
        labels=_labels([*seller.labels, *listing.labels]),
        place=_place(seller),
        latitude=seller.latitude,
        longitude=seller.longitude,
        offer_from=offer.starts_on if offer else None,
        offer_until=offer.ends_on if offer else None,
        heading=" ".join(words(listing.title)),
        body=_body(listing.text, fields, kind.one, categories.name_of(listing.category), seller.name),
        order=fold(listing.title)[:200],
    )


def _labels(codes: Iterable[str]) -> str:
    kept = " ".join(dict.fromkeys(codes))
    return f" {kept} "[:200] if kept else ""


def _place(seller: Seller) -> str:
    return fold(f"{seller.street} {seller.postcode} {seller.city}")[:400]


def _body(*texts: str) -> str:
    return " ".join(words(" ".join(texts))[:BODY_WORDS])


def _write(rows: list[Showcase]) -> None:
    Showcase.objects.bulk_create(rows, batch_size=CHUNK)
    used: dict[int, set[str]] = {}
    for row in rows:
        used.setdefault(row.authority_id, set()).update(row.heading.split(), row.body.split())
    for authority, found in used.items():
        same = Word.objects.everywhere("a town's words, by its key").filter(authority=authority)
        known = set(same.filter(word__in=found).values_list("word", flat=True))
        new = [Word(authority_id=authority, word=word) for word in sorted(found - known)]
        Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=CHUNK)


T = TypeVar("T")


def _chunks(rows: Collection[T]) -> Iterator[list[T]]:
    kept = list(rows)
    for start in range(0, len(kept), CHUNK):
        yield kept[start : start + CHUNK]
