"""Listings of a shop: one by one, or a whole catalogue from a spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from relance.exchange.actions.buying.prices import note_price
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.actions.showing import show_listings
from relance.exchange.models import (
    Channel,
    Direction,
    Label,
    Listing,
    ListingState,
    Seller,
    Stock,
    Unit,
)
from relance.exchange.permissions import require_task, tasks_of
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules.catalogue import CatalogueRow
from relance.exchange.rules.listings import CheckedListing, Vocabulary, checked_listing
from relance.exchange.rules.staff import Task
from relance.kernel import audit
from relance.kernel.models import Account, StoredFile
from relance.values.typography import NBSP

VALUES = (
    "kind", "direction", "title", "text", "reference", "price", "unit", "tax", "category", "labels", "gtin",
    "state", "fields",
)  # fmt: skip
KNOWN = Vocabulary(
    units=dict(Unit.choices),
    labels=dict(Label.choices),
    states=dict(ListingState.choices),
    directions=dict(Direction.choices),
)


class BadListing(ExchangeRefused):
    """Nothing was kept; `errors` says why: field → sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass
class RowReport:
    """What becomes of one row: "new", "changed", "same" or "refused", and why."""

    number: int
    title: str
    outcome: str
    problems: list[str] = field(default_factory=list)


@dataclass
class CatalogueReport:
    """What an import did, or would do."""

    rows: list[RowReport] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


def check_listing(seller: Seller, said: Mapping[str, Any], fields: Mapping[str, Any]) -> CheckedListing:
    """What a form or a row says, typed, with what is wrong."""
    return checked_listing({**said, "default_category": seller.category}, fields, kinds=kinds(), known=KNOWN)


def save_listing(
    *,
    seller: Seller,
    listing: Listing | None = None,
    said: Mapping[str, Any],
    fields: Mapping[str, Any],
    photo: StoredFile | None = None,
    photo_words: str = "",
    by: Account,
    at: datetime,
) -> Listing:
    """Add a listing, or change one; its stock with it. Raises BadListing.

    Who may only change prices and stocks changes nothing else, and adds nothing.
    """
    require_task(by, seller, *([Task.LISTINGS] if listing is None else [Task.LISTINGS, Task.PRICES]))
    found = check_listing(seller, said, fields)
    if found.errors:
        raise BadListing(found.errors)
    if listing is not None and Task.LISTINGS not in tasks_of(by, seller):
        other = [name for name in VALUES if name != "price" and getattr(listing, name) != found.values[name]]
        if other or photo is not None:
            raise BadListing({"title": "Votre droit\u00a0: changer le prix et le stock, rien d’autre."})
    with transaction.atomic():
        try:
            with transaction.atomic():
                saved = _save(seller, listing, found, photo, photo_words, by, at)
        except IntegrityError as error:
            raise BadListing(_told(error)) from error
        show_listings([saved], today=at.astimezone(seller.authority.zone).date())
    return saved


def withdraw(*, listing: Listing, by: Account, at: datetime) -> None:
    """Take the listing out of the window; orders of it go on."""
    require_task(by, listing.seller, Task.LISTINGS)
    listing.state, listing.changed_at = ListingState.WITHDRAWN, at
    with transaction.atomic():
        listing.save(update_fields=["state", "changed_at"])
        show_listings([listing], today=at.astimezone(listing.authority.zone).date())


def import_catalogue(
    *, seller: Seller, rows: list[CatalogueRow], by: Account, at: datetime, dry_run: bool
) -> CatalogueReport:
    """Take the rows in: by reference, else by title, a row changes the listing that it names.

    Rows that are wrong are refused and said why; the others are kept. A dry run writes nothing.
    Listings that the file does not name stay as they are.
    """
    require_task(by, seller, Task.LISTINGS)
    report = CatalogueReport()
    mine = list(Listing.objects.of(seller.authority).filter(seller=seller).prefetch_related("stocks"))
    by_reference = {one.reference: one for one in mine if one.reference}
    by_title = {(one.kind, one.title): one for one in mine if not one.reference}
    seen: dict[object, int] = {}
    touched: list[Listing] = []
    with transaction.atomic():
        for row in rows:
            found = check_listing(seller, row.said, row.fields)
            title = str(row.said.get("title", ""))[:80]
            key = found.values.get("reference") or (found.values.get("kind"), found.values.get("title"))
            problems = list(found.errors.values())
            if not problems and key in seen:
                problems = [f"Déjà dit à la ligne {seen[key]}{NBSP}: gardez une seule des deux."]
            if problems:
                report.rows.append(RowReport(row.number, title, "refused", problems))
                continue
            seen[key] = row.number
            known = by_reference.get(key) if isinstance(key, str) else by_title.get(key)  # type: ignore[arg-type]  # a pair of texts once nothing is wrong
            if known is not None and _same(known, found):
                report.rows.append(RowReport(row.number, title, "same"))
                continue
            try:
                with transaction.atomic():
                    saved = _save(seller, known, found, None, "", by, at)
            except IntegrityError as error:
                report.rows.append(RowReport(row.number, title, "refused", list(_told(error).values())))
                continue
            touched.append(saved)
            report.rows.append(RowReport(row.number, title, "changed" if known else "new"))
        if dry_run:
            transaction.set_rollback(True)
        elif touched:
            show_listings(touched, today=at.astimezone(seller.authority.zone).date())
            audit.record(
                authority=seller.authority,
                by=by,
                act="exchange.catalogue.import",
                subject=seller,
                at=at,
                after={"ajoutées": report.count("new"), "modifiées": report.count("changed")},
            )
    return report


def _save(
    seller: Seller,
    listing: Listing | None,
    found: CheckedListing,
    photo: StoredFile | None,
    photo_words: str,
    by: Account,
    at: datetime,
) -> Listing:
    if listing is None:
        saved = Listing(
            authority=seller.authority,
            seller=seller,
            currency=seller.authority.currency,
            made_by=by,
            made_at=at,
        )
    else:
        saved = listing
    for name in VALUES:
        setattr(saved, name, found.values[name])
    saved.changed_at = at
    if photo is not None:
        saved.photo, saved.photo_words = photo, photo_words
    saved.save()
    _set_stock(saved, found.stock)
    note_price(listing=saved, at=at)
    return saved


def _set_stock(listing: Listing, wanted: tuple[bool, int | None] | None) -> None:
    """The stock of the online channel; nothing said: none is left to promise, what is promised stays."""
    mine = Stock.objects.of(listing.authority).filter(listing=listing, channel=Channel.ONLINE)
    known = mine.select_for_update().first()
    if wanted is None:
        if known is not None:
            mine.update(on_demand=False, on_hand=known.allocated + known.reserved)
        return
    on_demand, on_hand = wanted
    if known is None:
        Stock.objects.create(
            authority=listing.authority, listing=listing, on_demand=on_demand, on_hand=on_hand
        )
    else:
        mine.update(on_demand=on_demand, on_hand=on_hand)


def _same(listing: Listing, found: CheckedListing) -> bool:
    stock = next((one for one in listing.stocks.all() if one.channel == Channel.ONLINE), None)
    if found.stock is None:
        held = stock is None or (not stock.on_demand and stock.free == 0)
    else:
        held = stock is not None and (stock.on_demand, stock.on_hand) == found.stock
    return held and all(getattr(listing, name) == found.values[name] for name in VALUES)


def _told(error: IntegrityError) -> dict[str, str]:
    words = str(error)
    if "stock_never_promised_twice" in words:
        return {"stock": "Des commandes attendent déjà davantage que ce stock\u00a0: traitez-les d’abord."}
    if "reference" in words:
        return {"reference": "Une autre annonce de la boutique a déjà cette référence."}
    raise error
