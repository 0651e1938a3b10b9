"""The desk: the plans of an authority, in whatever state, and what one does to each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.components import Chip, Column, Link, Meaning, Row, Table
from relance.kernel.errors import RelanceError
from relance.kernel.permissions import authority_for, may, require
from relance.kernel.rules import Right
from relance.plans.actions.amending import import_amendment
from relance.plans.actions.editing import present as present_plan
from relance.plans.actions.importing import ImportReport, ImportRow, import_document
from relance.plans.actions.steps import is_open
from relance.plans.forms.plan import ImportForm, PresentationForm
from relance.plans.models import FactKind, Plan, PlanState
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.desk import desk_of, holdings_of
from relance.plans.queries.review import review_of
from relance.plans.rules.addresses import desk_path, manage_path, plan_path, review_path, versions_path
from relance.reading.document import ReadingError
from relance.values.typography import NBSP

MEANINGS = {
    PlanState.DRAFT: Meaning.NEUTRAL,
    PlanState.PUBLISHED: Meaning.GOOD,
    PlanState.WITHDRAWN: Meaning.WARNING,
}


def state_chip(plan: Plan) -> Chip:
    """The state of a plan as its pages show it."""
    return Chip(plan.get_state_display(), MEANINGS[PlanState(plan.state)])


@require_safe
def desk(request: HttpRequest, authority: str) -> HttpResponse:
    """The plans of the authority, drafts included."""
    owner = authority_for(request.user, authority, Right.READ_INTERNAL)
    rows = [
        Row(
            [
                Link(line.plan.title, manage_path(owner.slug, line.plan.slug)),
                state_chip(line.plan),
                line.plan.document.name or line.plan.document.title if line.plan.document else None,
                line.measures,
                f"{line.decided} sur {line.facts}" if line.facts else None,
                line.plan.created_at.astimezone(owner.zone).date(),
            ]
        )
        for line in desk_of(owner)
    ]
    columns = [
        Column("Plan"),
        Column("État"),
        Column("Document"),
        Column("Mesures", number=True),
        Column("Faits relus", number=True),
        Column("Créé le"),
    ]
    return render(
        request,
        "plans/desk.html",
        {
            "authority": owner,
            "table": Table("Plans de la collectivité", columns, rows),
            "edits": may(request.user, Right.EDIT_PLANS, owner),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def send_document(request: HttpRequest, authority: str) -> HttpResponse:
    """Sends a document to be read: a dry run reports what it says, else the review begins."""
    owner = authority_for(request.user, authority, Right.EDIT_PLANS)
    sent = request.method == "POST"
    form = ImportForm(owner, request.POST, request.FILES) if sent else ImportForm(owner)
    report = None
    if sent and form.is_valid():
        file, amended = form.cleaned_data["document"], form.cleaned_data["amends"]
        try:
            if amended and "essai" not in request.POST:
                import_amendment(
                    plan=amended,
                    by=acting(request.user),
                    name=file.name,
                    content=file.read(),
                    at=timezone.now(),
                )
                return redirect(versions_path(owner.slug, amended.slug))
            report = import_document(
                authority=owner,
                by=acting(request.user),
                name=file.name,
                content=file.read(),
                at=timezone.now(),
                dry_run="essai" in request.POST,
            )
        except (ReadingError, RelanceError) as error:
            form.add_error("document", str(error))
        else:
            if report.plan and not report.dry_run:
                messages.success(request, _told(report))
                return redirect(review_path(owner.slug, report.plan.slug))
    context = {
        "authority": owner,
        "form": form,
        "report": report,
        "table": report and report_table(report),
        "counts": report and _counts(report),
        "desk": desk_path(owner.slug),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/import.html", context, status=status)


@require_safe
def manage(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """A plan and what one does to it: review, present, publish, export."""
    found = plan_for(request.user, authority, plan)
    owner, holdings = found.authority, holdings_of(found)
    return render(
        request,
        "plans/manage.html",
        {
            "authority": owner,
            "plan": found,
            "chip": state_chip(found),
            "review": review_of(found),
            "holdings": holdings,
            "under_way": found.is_public and is_open(found),
            "amended": found.amendments.exists(),
            "aids": found.measures.filter(parameters__isnull=False).distinct(),
            "holds": any(count for _, count in holdings),
            "public_url": plan_path(owner.slug, found.slug),
            "desk": desk_path(owner.slug),
            "edits": may(request.user, Right.EDIT_PLANS, owner),
            "publishes": may(request.user, Right.PUBLISH_PLANS, owner),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def present(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """What officers say about a plan: title, summary, the words it uses."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    if found.is_public:
        require(request.user, Right.PUBLISH_PLANS, found.authority)
    title = found.title  # the form writes on its instance even when it is not valid
    form = PresentationForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        present_plan(plan=found, by=acting(request.user), at=timezone.now(), fields=fields)
        messages.success(request, "La présentation du plan est enregistrée.")
        return redirect(manage_path(found.authority.slug, found.slug))
    return render(
        request,
        "plans/present.html",
        {
            "authority": found.authority,
            "plan": found,
            "title": title,
            "form": form,
            "desk": desk_path(found.authority.slug),
            "manage": manage_path(found.authority.slug, found.slug),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _told(report: ImportReport) -> str:
    if not report.new:
        return f"Ce document était déjà connu{NBSP}: rien n’a changé."
    if report.was_known:
        return f"{report.new} faits nouveaux à relire. Vos décisions sont gardées."
    return f"{report.new} faits lus, à relire."


def _counts(report: ImportReport) -> list[tuple[str, int]]:
    return [(kind.label, report.count(kind)) for kind in FactKind if report.count(kind)]


def _known(row: ImportRow) -> str | None:
    return None if row.is_new else "oui"


def report_table(report: ImportReport) -> Table:
    """One line a fact: what it is, its words, where they stand, how sure the reader is."""
    columns = [
        Column("Fait"),
        Column("Passage"),
        Column("Place"),
        Column("Confiance", unit="%", number=True),
        Column("Déjà connu"),
    ]
    rows = [
        Row(
            [
                row.kind.label,
                row.quote,
                f"{row.start}–{row.end}",
                row.confidence,
                None if row.is_new else "oui",
            ]
        )
        for row in report.rows
    ]
    return Table("Faits lus dans le document", columns, rows)
