"""Shops from the register: re-runnable, with a dry run and a word on each row."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.text import slugify
from rapidfuzz import fuzz

from relance.directory.actions import organisation_called
from relance.directory.models import Establishment, RegisterState
from relance.exchange.actions.showing import show_shops
from relance.exchange.models import Hours, Purpose, Seller, SellerState
from relance.exchange.rules import hours
from relance.exchange.rules.register import ShopRow
from relance.kernel import audit
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import require
from relance.kernel.rules import Right
from relance.values.typography import NBSP, fold

LIKE = 88  # of 100: two names of one postcode that may be the same shop
SHELVES = ("10.13", "10.71", "47.", "56.", "95.", "96.0", "13.", "14.", "15.", "16.2", "23.4", "32.1", "01.")
FIELDS = ("name", "naf", "street", "postcode", "city", "latitude", "longitude", "phone", "email", "website")


@dataclass
class ShopReport:
    """What becomes of one row: "new", "changed", "same", "kept" (its owner’s), "closed", "ask", "refused"."""

    number: int
    name: str
    outcome: str
    words: str = ""


@dataclass
class RegisterReport:
    """What an import did, or would do."""

    rows: list[ShopReport] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


def rows_of_directory(authority: Authority, *, commune: str) -> list[ShopRow]:
    """Establishments of a commune, by its name, that the shared register has and that sell to people."""
    wanted = fold(commune)
    rows = []
    found = Establishment.objects.filter(country=authority.country, public=True).exclude(name="")
    for number, one in enumerate(found.order_by("number").iterator(), 1):
        if fold(one.commune_name) == wanted and one.activity.startswith(SHELVES):
            rows.append(
                ShopRow(
                    number=number,
                    siret=one.number,
                    name=one.name[:200],
                    naf=one.activity[:6],
                    street=one.address[:200],
                    postcode=one.postcode,
                    city=one.commune_name,
                    open=one.state == RegisterState.OPEN,
                )
            )
    return rows


def import_shops(
    *, authority: Authority, rows: list[ShopRow], by: Account, at: datetime, dry_run: bool
) -> RegisterReport:
    """Take the rows in. Known by SIRET, else by name and postcode; what is only like another is asked about.

    A shop that its owner holds keeps what the owner says. A dry run writes nothing.
    """
    require(by, Right.RUN_EXCHANGE, authority)
    report = RegisterReport()
    with transaction.atomic():
        mine = list(Seller.objects.of(authority))
        book = _Book(mine)
        touched: list[Seller] = []
        for row in rows:
            outcome, words, seller = _take(authority, row, book, at)
            report.rows.append(ShopReport(row.number, row.name, outcome, words))
            if seller is not None:
                touched.append(seller)
        if dry_run:
            transaction.set_rollback(True)
        elif touched:
            show_shops(touched)
            counts = {word: report.count(word) for word in ("new", "changed", "closed", "refused")}
            audit.record(
                authority=authority,
                by=by,
                act="exchange.seller.import",
                subject=authority,
                at=at,
                after={
                    "nouvelles": counts["new"],
                    "modifiées": counts["changed"],
                    "fermées": counts["closed"],
                    "refusées": counts["refused"],
                },
            )
    return report


class _Book:
    """The shops that are known, by what may name them."""

    def __init__(self, sellers: list[Seller]) -> None:
        self.by_siret = {one.siret: one for one in sellers if one.siret}
        self.by_name = {(fold(one.name), one.postcode): one for one in sellers}
        self.by_postcode: dict[str, list[Seller]] = {}
        self.slugs = {one.slug for one in sellers}
        self.told: dict[int, int] = {}
        for one in sellers:
            self.by_postcode.setdefault(one.postcode, []).append(one)

    def add(self, seller: Seller) -> None:
        if seller.siret:
            self.by_siret[seller.siret] = seller
        self.by_name[(fold(seller.name), seller.postcode)] = seller
        self.by_postcode.setdefault(seller.postcode, []).append(seller)

    def like(self, row: ShopRow) -> Seller | None:
        """One that may be the same, known without SIRET or told without."""
        name = fold(row.name)
        for one in self.by_postcode.get(row.postcode, []):
            if (not one.siret or not row.siret) and fuzz.token_sort_ratio(name, fold(one.name)) >= LIKE:
                return one
        return None

    def slug(self, name: str, city: str) -> str:
        base = slugify(name)[:60].strip("-") or "boutique"
        for slug in (base, f"{base}-{slugify(city)}"[:70].strip("-")):
            if slug not in self.slugs:
                break
        else:
            number = 2
            while f"{base}-{number}" in self.slugs:
                number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug


def _take(authority: Authority, row: ShopRow, book: _Book, at: datetime) -> tuple[str, str, Seller | None]:
    problems = [*row.problems, *_wrong(row)]
    if problems:
        return "refused", " ".join(problems), None
    known = book.by_siret.get(row.siret) if row.siret else None
    if known is None:
        same = book.by_name.get((fold(row.name), row.postcode))
        if same is not None and (not same.siret or not row.siret):
            known = same
    if known is None:
        like = book.like(row)
        if like is not None:
            return "ask", f"Ressemble à {like.name} ({like.street}){NBSP}: donnez le SIRET des deux.", None
        return _new(authority, row, book, at) if row.open else ("same", "Fermée, et inconnue ici.", None)
    if known.pk in book.told:
        return "refused", f"Déjà dite à la ligne {book.told[known.pk]}.", None
    book.told[known.pk] = row.number
    return _known(known, row, at)


def _new(authority: Authority, row: ShopRow, book: _Book, at: datetime) -> tuple[str, str, Seller | None]:
    seller = Seller(
        authority=authority,
        slug=book.slug(row.name, row.city),
        organisation=organisation_called(name=row.name, country=str(authority.country)),
        siret=row.siret,
        category=row.category,
        made_at=at,
        changed_at=at,
        **{name: getattr(row, name) for name in FIELDS},
    )
    seller.save()
    book.add(seller)
    book.told[seller.pk] = row.number
    if row.hours:
        Hours.objects.create(
            authority=authority,
            seller=seller,
            purpose=Purpose.OPENING,
            osm=hours.check(row.hours),
            set_at=at,
        )
    return "new", "", seller


def _known(seller: Seller, row: ShopRow, at: datetime) -> tuple[str, str, Seller | None]:
    if seller.state == SellerState.CLOSED:
        return "same", "Fermée définitivement.", None
    if seller.state == SellerState.CLAIMED:
        said = "Le registre la dit fermée\u00a0: vérifiez." if not row.open else "Tenue par son responsable."
        return "kept", said, None
    if not row.open:
        seller.state, seller.closed_at, seller.changed_at = SellerState.CLOSED, at, at
        seller.save(update_fields=["state", "closed_at", "changed_at"])
        return "closed", "Le registre la dit fermée.", seller
    changed = [
        name
        for name in (*FIELDS, "siret")
        if getattr(row, name) not in ("", None) and getattr(row, name) != getattr(seller, name)
    ]
    if not changed:
        return "same", "", None
    for name in changed:
        setattr(seller, name, getattr(row, name))
    seller.changed_at = at
    seller.save(update_fields=[*changed, "changed_at"])
    labels = [str(Seller._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]  # plain fields
    return "changed", ", ".join(labels), seller


def _wrong(row: ShopRow) -> list[str]:
    """What only a validator of the web or of hours can see."""
    out = []
    if row.email:
        try:
            validate_email(row.email)
        except ValidationError:
            out.append(f"«{NBSP}{row.email}{NBSP}» n’est pas un courriel.")
    if row.website:
        try:
            URLValidator(schemes=["http", "https"])(row.website)
        except ValidationError:
            out.append(f"«{NBSP}{row.website}{NBSP}» n’est pas une adresse de site (https://…).")
    if row.hours:
        try:
            hours.check(row.hours)
        except hours.BadHours as error:
            out.append(str(error))
    return out
