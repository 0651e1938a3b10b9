"""A merchant's listings: one in under a minute, or all of them from a spreadsheet and back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.exchange.actions import cataloguing
from relance.exchange.actions.cataloguing import BadListing, CatalogueReport, RowReport
from relance.exchange.forms.listing import ListingForm
from relance.exchange.forms.officer import CatalogueForm
from relance.exchange.models import Listing, Seller
from relance.exchange.permissions import seller_to_run
from relance.exchange.queries.catalogue import export_catalogue, listings_of
from relance.exchange.queries.kinds import kind_of, kinds
from relance.exchange.rules.catalogue import BadCatalogue, read_rows
from relance.exchange.rules.photos import BadPhoto
from relance.exchange.rules.staff import Task
from relance.exchange.views.common import account_of, sent_in, stored_photo
from relance.kernel import files
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.kernel.files import FileRefused
from relance.kernel.models import StoredFile
from relance.values.money import Money

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
OUTCOMES = {
    "new": Chip("Nouvelle", "good"),
    "changed": Chip("Modifiée", "info"),
    "same": Chip("Inchangée", "neutral"),
    "refused": Chip("Refusée", "bad"),
}
STATES = {"shown": "good", "draft": "neutral", "withdrawn": "neutral"}


@require_safe
@never_cache
def catalogue(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """Every listing of the shop, and the ways in and out of a spreadsheet."""
    seller = _seller(request, authority, shop, Task.PRICES)
    known = kinds()
    rows = []
    for one in listings_of(seller):
        stock = next((s for s in one.stocks.all() if s.channel == "online"), None)
        left = None if stock is None else ("sur commande" if stock.on_demand else stock.free)
        rows.append(
            Row(
                [
                    Link(one.title, f"../annonces/{one.pk}/"),
                    known[one.kind].one.capitalize() if one.kind in known else one.kind,
                    Money(one.price, one.currency) if one.price is not None else None,
                    left,
                    Chip(one.get_state_display(), STATES[one.state]),
                ]
            )
        )
    columns = [
        Column("Annonce"),
        Column("Genre"),
        Column("Prix", number=True),
        Column("Reste", number=True),
        Column("État"),
    ]
    context = {
        "authority": seller.authority,
        "seller": seller,
        "table": Table("Annonces", columns, rows),
        "kinds": sorted(known.values(), key=lambda kind: kind.code != "product"),
        "form": CatalogueForm(),
    }
    return render(request, "exchange/catalogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """A new listing of a kind (`?genre=`): photo, name, price, and it is in the window."""
    seller = _seller(request, authority, shop)
    return _edit(request, seller, None, request.GET.get("genre", "product"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    seller = _seller(request, authority, shop, Task.PRICES)
    found = _listing(seller, pk)
    return _edit(request, seller, found, found.kind)


@require_POST
def withdraw(request: HttpRequest, authority: str, shop: str, pk: int) -> HttpResponse:
    """Out of the window; orders of it go on."""
    seller = _seller(request, authority, shop)
    found = _listing(seller, pk)
    cataloguing.withdraw(listing=found, by=account_of(request), at=timezone.now())
    messages.success(request, f"«\u00a0{found.title}\u00a0» n’est plus en vitrine.")
    return redirect("exchange:catalogue", authority=authority, shop=shop)


@require_http_methods(["POST"])
@never_cache
def bring_in(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """First what the file would do, row by row; then, once confirmed, it is done."""
    seller = _seller(request, authority, shop)
    by, now = account_of(request), timezone.now()
    kept = _confirmed(request, seller)
    form = CatalogueForm(request.POST, request.FILES)
    report: CatalogueReport | None = None
    if kept is None and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            kept = files.store(authority=seller.authority, by=by, name=sent.name, content=sent)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    doing = "confirmer" in request.POST
    if kept is not None:
        try:
            rows = read_rows(files.read(kept), kept.name, kinds())
            report = cataloguing.import_catalogue(seller=seller, rows=rows, by=by, at=now, dry_run=not doing)
        except BadCatalogue as refusal:
            form = CatalogueForm({})
            form.errors["file"] = form.error_class([str(refusal)])
    if report is not None and doing:
        messages.success(
            request,
            f"{report.count('new')} annonce(s) ajoutée(s), {report.count('changed')} modifiée(s), "
            f"{report.count('refused')} ligne(s) refusée(s).",
        )
        if not report.count("refused"):
            return redirect("exchange:catalogue", authority=authority, shop=shop)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "form": form,
        "report": report,
        "done": doing,
        "file": kept,
        "table": _table(report) if report else None,
        "counts": _counts(report) if report else "",
    }
    wrong = report is None or bool(report.count("refused"))
    return render(request, "exchange/bring_in.html", context, status=422 if wrong else 200)


@require_safe
@never_cache
def take_away(request: HttpRequest, authority: str, shop: str, form: str) -> HttpResponse:
    """The catalogue as a spreadsheet, which comes back without loss."""
    seller = _seller(request, authority, shop)
    answer = HttpResponse(export_catalogue(seller, form), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="catalogue-{seller.slug}.{form}"'
    return answer


def _edit(request: HttpRequest, seller: Seller, listing: Listing | None, code: str) -> HttpResponse:
    kind = kind_of(code)
    form = ListingForm(*sent_in(request), kind=kind, category=seller.category, listing=listing)
    by = account_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data.get("photo")
            photo = stored_photo(sent, authority=seller.authority, by=by) if sent else None
            saved = cataloguing.save_listing(
                seller=seller,
                listing=listing,
                said=form.said,
                fields=form.kind_fields,
                photo=photo,
                photo_words=form.cleaned_data.get("photo_words") or form.cleaned_data["title"],
                by=by,
                at=timezone.now(),
            )
        except (BadPhoto, FileRefused) as refusal:
            form.add_error("photo", str(refusal))
        except BadListing as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, f"«\u00a0{saved.title}\u00a0» est enregistrée.")
            if "encore" in request.POST:
                return redirect(f"{request.path}?genre={kind.code}")
            return redirect("exchange:listing", authority=seller.authority.slug, pk=saved.pk)
    context = {
        "authority": seller.authority,
        "seller": seller,
        "listing": listing,
        "kind": kind,
        "kinds": list(kinds().values()),
        "form": form,
    }
    return render(request, "exchange/listing_form.html", context, status=422 if form.errors else 200)


def _seller(request: HttpRequest, authority: str, shop: str, *or_else: Task) -> Seller:
    return seller_to_run(request.user, authority, shop, Task.LISTINGS, *or_else)


def _listing(seller: Seller, pk: int) -> Listing:
    found = (
        Listing.objects.of(seller.authority)
        .filter(seller=seller, pk=pk)
        .select_related("seller", "seller__authority")
        .prefetch_related("stocks")
        .first()
    )
    if found is None:
        raise Missing("Cette annonce n’existe pas dans cette boutique.")
    return found


def _confirmed(request: HttpRequest, seller: Seller) -> StoredFile | None:
    """The file of the dry run that is being confirmed: one that this person sent."""
    asked = request.POST.get("fichier", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return StoredFile.objects.of(seller.authority).filter(pk=int(asked), sent_by=account_of(request)).first()


def _told(row: RowReport) -> str:
    return " · ".join(filter(None, [row.title, *row.problems]))


def _counts(report: CatalogueReport) -> str:
    """“1 nouvelle, 3 refusées”: what there is none of is not said."""
    said = {"new": "nouvelle", "changed": "modifiée", "same": "inchangée", "refused": "refusée"}
    counts = [(report.count(outcome), word) for outcome, word in said.items()]
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count) + "."


def _table(report: CatalogueReport) -> Table:
    columns = [Column("Ligne"), Column("Sort"), Column("Annonce, et pourquoi")]
    order = {"refused": 0, "new": 1, "changed": 2, "same": 3}
    rows = [
        Row(
            [
                f"Ligne {row.number}",
                OUTCOMES[row.outcome],
                " · ".join(filter(None, [row.title, *row.problems])),
            ]
        )
        for row in sorted(report.rows, key=lambda row: (order[row.outcome], row.number))
    ]
    return Table("Lignes du fichier", columns, rows)
