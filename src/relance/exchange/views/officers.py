"""Officers' pages: the register of shops, codes by post and mail, whom to canvass, reports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.exchange.actions import importing, joining, reporting
from relance.exchange.actions import sellers as verbs
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.actions.importing import RegisterReport
from relance.exchange.forms.officer import AnswerForm, LinkForm, RegisterForm, ShopsFilter
from relance.exchange.models import MeasureLink, Report, ReportState, Seller, SellerState, SentBy
from relance.exchange.permissions import authority_to_run
from relance.exchange.queries.council import canvassing, measures_to_link
from relance.exchange.rules import categories
from relance.exchange.rules.register import BadRegister, read_register
from relance.exchange.views.common import account_of
from relance.exchange.views.letters import letters_pdf
from relance.kernel import files
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.kernel.files import FileRefused
from relance.kernel.models import Authority, StoredFile
from relance.kernel.sheets import csv_lines
from relance.plans.models import Measure
from relance.values.typography import fold, locale_of, number

A_PAGE = 50
MOST_LETTERS = 200
STATES = {"listed": "neutral", "claimed": "good", "closed": "bad"}
OUTCOMES = {
    "new": Chip("Nouvelle", "good"),
    "changed": Chip("Modifiée", "info"),
    "closed": Chip("Fermée", "warning"),
    "kept": Chip("Laissée telle", "neutral"),
    "same": Chip("Inchangée", "neutral"),
    "ask": Chip("À vérifier", "warning"),
    "refused": Chip("Refusée", "bad"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk(request: HttpRequest, authority: str) -> HttpResponse:
    """Every shop with its state; its "sans…" filters; the measure that this carries out."""
    who = authority_to_run(request.user, authority)
    choices = measures_to_link(who)
    link = LinkForm(request.POST if request.method == "POST" else None, measures=choices)
    if request.method == "POST" and link.is_valid():
        measure = Measure.objects.of(who).get(pk=int(link.cleaned_data["measure"]))
        joining.link_measure(authority=who, measure=measure, by=account_of(request), at=timezone.now())
        messages.success(request, f"La page de «\u00a0{measure.title}\u00a0» montre le commerce local.")
        return redirect("exchange:desk", authority=authority)
    form = ShopsFilter(request.GET)
    form.full_clean()
    shops = _filtered(who, form, request.GET.getlist("sans"))
    pages = Paginator(shops, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "authority": who,
        "form": form,
        "without": _without(who),
        "found": _found_words(pages.paginator.count, who),
        "pages": pages,
        "table": _shops_table(who, list(pages.object_list)),
        "link": link,
        "choices": choices,
        "linked": MeasureLink.objects.of(who).select_related("measure"),
        "open_reports": Report.objects.of(who).filter(state=ReportState.OPEN).count(),
        "wishes": len(canvassing(who)),
    }
    return render(request, "exchange/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bring_in(request: HttpRequest, authority: str) -> HttpResponse:
    """Shops from a CSV of the register, or from the register already here; dry run first."""
    who = authority_to_run(request.user, authority)
    by, now = account_of(request), timezone.now()
    form = RegisterForm(request.POST if request.FILES else None, request.FILES or None)
    report: RegisterReport | None = None
    kept, doing = _kept_file(request, who), "confirmer" in request.POST
    from_here = "registre" in request.POST
    if request.method == "POST":
        try:
            if kept is None and form.is_valid():
                sent = form.cleaned_data["file"]
                kept = files.store(authority=who, by=by, name=sent.name, content=sent)
            rows = None
            if from_here:
                rows = importing.rows_of_directory(who, commune=who.name)
            elif kept is not None:
                rows = read_register(files.read(kept))
            if rows is not None:
                report = importing.import_shops(authority=who, rows=rows, by=by, at=now, dry_run=not doing)
        except (BadRegister, FileRefused) as refusal:
            form = RegisterForm({})
            form.errors["file"] = form.error_class([str(refusal)])
    if report is not None and doing:
        messages.success(
            request,
            f"{report.count('new')} boutique(s) ajoutée(s), {report.count('changed')} modifiée(s), "
            f"{report.count('closed')} fermée(s).",
        )
    context = {
        "authority": who,
        "form": form,
        "report": report,
        "done": doing,
        "file": kept,
        "from_here": from_here,
        "table": _report_table(report) if report else None,
    }
    wrong = request.method == "POST" and report is None
    return render(request, "exchange/register.html", context, status=422 if wrong else 200)


@require_POST
def letters(request: HttpRequest, authority: str) -> HttpResponse:
    """One letter a chosen shop, with a new code each: the codes stand nowhere else."""
    who = authority_to_run(request.user, authority)
    by, now = account_of(request), timezone.now()
    keys = [
        int(key) for key in request.POST.getlist("ligne") if key.isascii() and key.isdigit() and len(key) < 19
    ]
    chosen = Seller.objects.of(who).filter(pk__in=keys[:MOST_LETTERS], state=SellerState.LISTED)
    pages, refused = [], []
    for seller in chosen:
        try:
            code = joining.make_code(seller=seller, sent_by=SentBy.POST, by=by, at=now)
        except ExchangeRefused as refusal:
            refused.append(str(refusal))
        else:
            link = request.build_absolute_uri(reverse("exchange:claim", args=[authority, seller.slug]))
            pages.append((seller, code, link))
    if not pages:
        messages.error(
            request, " ".join(refused) or "Choisissez des boutiques qui ne sont pas encore tenues."
        )
        return redirect("exchange:desk", authority=authority)
    answer = HttpResponse(letters_pdf(who, pages, at=now), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="codes.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def mail(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """A code to the public mail address of the shop."""
    seller = _shop(authority_to_run(request.user, authority), shop)
    link = request.build_absolute_uri(reverse("exchange:claim", args=[authority, shop]))
    try:
        joining.mail_code(seller=seller, link=link, by=account_of(request), at=timezone.now())
    except ExchangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Le code est parti à {seller.email}.")
    return redirect("exchange:shop", authority=authority, shop=shop)


@require_POST
def release(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The shop is listed again: who held it left, or never should have."""
    seller = _shop(authority_to_run(request.user, authority), shop)
    try:
        joining.release(seller=seller, by=account_of(request), at=timezone.now())
    except ExchangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{seller.name} peut être revendiquée de nouveau.")
    return redirect("exchange:shop", authority=authority, shop=shop)


@require_POST
def close(request: HttpRequest, authority: str, shop: str) -> HttpResponse:
    """The shop exists no more."""
    seller = _shop(authority_to_run(request.user, authority), shop)
    try:
        verbs.close_for_good(seller=seller, by=account_of(request), at=timezone.now())
    except ExchangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{seller.name} n’apparaît plus dans la recherche.")
    return redirect("exchange:shop", authority=authority, shop=shop)


@require_safe
@never_cache
def wishes(request: HttpRequest, authority: str) -> HttpResponse:
    """Shops that residents wish would join, the most wished for first."""
    who = authority_to_run(request.user, authority)
    columns = [Column("Boutique"), Column("Rayon"), Column("Souhaits", number=True), Column("Adresse")]
    rows = [
        Row(
            [
                _link(who, seller),
                categories.name_of(seller.category),
                count,
                f"{seller.street}, {seller.city}",
            ]
        )
        for seller, count in canvassing(who)
    ]
    context = {"authority": who, "table": Table("Boutiques à démarcher", columns, rows), "any": bool(rows)}
    return render(request, "exchange/wishes.html", context)


@require_safe
def wishes_csv(request: HttpRequest, authority: str) -> StreamingHttpResponse:
    """The same, for a spreadsheet."""
    who = authority_to_run(request.user, authority)
    rows = [
        [s.name, s.siret, count, s.street, s.postcode, s.city, s.phone, s.email]
        for s, count in canvassing(who)
    ]
    header = ["Boutique", "SIRET", "Souhaits", "Adresse", "Code postal", "Commune", "Téléphone", "Courriel"]
    answer = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="a-demarcher.csv"'
    return answer


@require_safe
@never_cache
def reports(request: HttpRequest, authority: str) -> HttpResponse:
    """What readers say is wrong, the oldest open ones first."""
    who = authority_to_run(request.user, authority)
    found = Report.objects.of(who).select_related("seller").order_by("answered_at", "at")
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    columns = [Column("Signalement"), Column("Boutique"), Column("Reçu le"), Column("État")]
    rows = [
        Row(
            [
                Link(one.get_wrong_display(), reverse("exchange:answer", args=[authority, one.pk])),
                one.seller.name,
                one.at.astimezone(who.zone).date(),
                Chip(one.get_state_display(), "warning" if one.state == ReportState.OPEN else "good"),
            ]
        )
        for one in pages.object_list
    ]
    context = {
        "authority": who,
        "pages": pages,
        "table": Table("Signalements", columns, rows),
        "any": bool(rows),
    }
    return render(request, "exchange/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """One report, and its answer."""
    who = authority_to_run(request.user, authority)
    found = Report.objects.of(who).filter(pk=pk).select_related("seller", "listing", "authority").first()
    if found is None:
        raise Missing("Ce signalement n’existe pas ici.")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.answer(
                report=found,
                state=ReportState(form.cleaned_data["state"]),
                words=form.cleaned_data["words"],
                by=account_of(request),
                at=timezone.now(),
            )
        except ExchangeRefused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "La réponse est enregistrée.")
            return redirect("exchange:reports", authority=authority)
    context = {"authority": who, "report": found, "form": form}
    return render(request, "exchange/answer.html", context, status=422 if form.errors else 200)


def _found_words(count: int, who: Authority) -> str:
    return f"{number(count, locale_of(who.locale))} boutique{'s' if count > 1 else ''}"


def _filtered(who: Authority, form: ShopsFilter, without: list[str]) -> list[Seller]:
    shops = Seller.objects.of(who)
    said = form.cleaned_data
    if said.get("etat"):
        shops = shops.filter(state=said["etat"])
    if said.get("rayon"):
        shops = shops.filter(category=said["rayon"])
    if "horaires" in without:
        shops = shops.filter(hours__isnull=True)
    if "annonces" in without:
        shops = shops.filter(listings__isnull=True)
    if "adresse" in without:
        shops = shops.filter(Q(street="") | Q(latitude__isnull=True))
    rows = list(shops.distinct())
    words = fold(said.get("q") or "")
    return [one for one in rows if words in fold(one.name)] if words else rows


def _without(who: Authority) -> list[Link]:
    shops = Seller.objects.of(who).exclude(state=SellerState.CLOSED)
    counts = shops.aggregate(
        hours=Count("pk", filter=Q(hours__isnull=True), distinct=True),
        place=Count("pk", filter=Q(street="") | Q(latitude__isnull=True), distinct=True),
    )
    empty = shops.filter(listings__isnull=True).count()
    return [
        Link("sans horaires", "horaires", counts["hours"]),
        Link("sans annonce", "annonces", empty),
        Link("sans adresse ou sans point", "adresse", counts["place"]),
    ]


def _shops_table(who: Authority, shops: list[Seller]) -> Table:
    columns = [Column("Boutique"), Column("Rayon"), Column("Adresse"), Column("État")]
    rows = [
        Row(
            [
                _link(who, one),
                categories.name_of(one.category),
                f"{one.street}, {one.city}".strip(", "),
                Chip(one.get_state_display(), STATES[one.state]),
            ],
            str(one.pk),
        )
        for one in shops
    ]
    return Table("Boutiques", columns, rows, form="boutiques")


def _report_table(report: RegisterReport) -> Table:
    columns = [Column("Ligne", number=True), Column("Boutique"), Column("Sort"), Column("Pourquoi")]
    order = list(OUTCOMES)
    rows = [
        Row([row.number, row.name, OUTCOMES[row.outcome], row.words])
        for row in sorted(report.rows, key=lambda row: (-order.index(row.outcome), row.number))[:500]
    ]
    return Table("Lignes du fichier", columns, rows)


def _link(who: Authority, seller: Seller) -> Link:
    return Link(seller.name, reverse("exchange:shop", args=[who.slug, seller.slug]))


def _shop(who: Authority, slug: str) -> Seller:
    found = Seller.objects.of(who).filter(slug=slug).select_related("authority").first()
    if found is None:
        raise Missing("Cette boutique n’existe pas ici.")
    return found


def _kept_file(request: HttpRequest, who: Authority) -> StoredFile | None:
    asked = request.POST.get("fichier", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return StoredFile.objects.of(who).filter(pk=int(asked), sent_by=account_of(request)).first()
