"""Exporting a plan, and taking it in again: checked first, written once somebody agrees."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel import files
from relance.kernel.components import Chip, Column, Meaning, Row, Table
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Authority, StoredFile
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right
from relance.plans.actions.exchange import ExchangeReport, Outcome
from relance.plans.actions.exchange import restore as restore_plan
from relance.plans.forms.plan import RestoreForm
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.exchange import export_plan
from relance.plans.queries.exchange.export import FORMS
from relance.plans.rules.addresses import desk_path, manage_path
from relance.plans.rules.exchange import BadFile

CHIPS = {
    Outcome.CREATED: Chip("Ajoutée", Meaning.GOOD),
    Outcome.UPDATED: Chip("Mise à jour", Meaning.INFO),
}


@require_safe
def export(request: HttpRequest, authority: str, plan: str, form: str) -> HttpResponse:
    """The whole plan as a file: "json", "xlsx", or "csv" in a zip."""
    found = plan_for(request.user, authority, plan)
    if form not in FORMS:
        raise Missing("Ce format d’export n’existe pas.")
    media_type, extension = FORMS[form]
    day = timezone.localtime(timezone=found.authority.zone).date().isoformat()
    response = HttpResponse(export_plan(found, form=form), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{authority}-{plan}-{day}.{extension}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, authority: str) -> HttpResponse:
    """A file is checked and kept; the second post, of its number, takes it in."""
    owner = authority_for(request.user, authority, Right.EDIT_PLANS)
    if request.method == "POST" and "stored" in request.POST:
        return _take_in(request, owner)
    sent = request.method == "POST"
    form = RestoreForm(request.POST, request.FILES) if sent else RestoreForm()
    report, stored = None, None
    if sent and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            stored = files.store(
                authority=owner, by=acting(request.user), name=upload.name, content=upload, at=timezone.now()
            )
            report = _restored(request, owner, stored, dry_run=True)
        except (BadFile, RelanceError) as refusal:
            form.add_error("file", str(refusal))
    return _page(request, owner, form, report, stored)


def _take_in(request: HttpRequest, owner: Authority) -> HttpResponse:
    said = request.POST["stored"]
    mine = StoredFile.objects.of(owner).filter(sent_by=acting(request.user))
    stored = mine.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 19 else None
    if stored is None:
        raise Missing("Ce fichier n’est pas ici. Envoyez-le de nouveau.")
    try:
        report = _restored(request, owner, stored, dry_run=False)
    except BadFile as refusal:
        raise Missing(str(refusal)) from refusal
    if report.is_refused or report.plan is None:
        return _page(request, owner, RestoreForm(), report, stored)
    messages.success(request, _told(report))
    return redirect(manage_path(owner.slug, report.plan.slug))


def _told(report: ExchangeReport) -> str:
    created, updated = report.count(Outcome.CREATED), report.count(Outcome.UPDATED)
    said = []
    if created:
        said.append("1 ligne ajoutée" if created == 1 else f"{created} lignes ajoutées")
    if updated:
        said.append(f"{updated} mise à jour" if updated == 1 else f"{updated} mises à jour")
    return f"Plan repris\u00a0: {', '.join(said) or 'rien n’a changé'}."


def _restored(request: HttpRequest, owner: Authority, stored: StoredFile, *, dry_run: bool) -> ExchangeReport:
    return restore_plan(
        authority=owner,
        by=acting(request.user),
        name=stored.name,
        content=files.read(stored),
        at=timezone.now(),
        dry_run=dry_run,
    )


def _page(
    request: HttpRequest,
    owner: Authority,
    form: RestoreForm,
    report: ExchangeReport | None,
    stored: StoredFile | None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "authority": owner,
        "form": form,
        "report": report,
        "stored": stored,
        "desk": desk_path(owner.slug),
    }
    if report is not None:
        context |= {
            "created": report.count(Outcome.CREATED),
            "updated": report.count(Outcome.UPDATED),
            "same": report.count(Outcome.SAME),
            "faults": faults_table(report),
            "changes": changes_table(report),
        }
    refused = (form.is_bound and form.errors) or (report is not None and report.is_refused)
    return render(request, "plans/restore.html", context, status=422 if refused else 200)


def faults_table(report: ExchangeReport) -> Table:
    """One line a fault: the cell and the cause."""
    rows = [Row([fault.where, fault.cause]) for fault in report.faults]
    return Table("Fautes du fichier", [Column("Cellule"), Column("Cause")], rows)


def changes_table(report: ExchangeReport) -> Table:
    """One line a row that is new or changes; a changed one says each field before and after."""
    columns = [Column("Ligne"), Column("Table"), Column("Sort"), Column("Avant"), Column("Après")]
    rows = []
    for row in report.rows:
        if row.outcome not in CHIPS:
            continue
        before = " · ".join(f"{one.header}\u00a0: {one.before or '—'}" for one in row.changes)
        after = " · ".join(f"{one.header}\u00a0: {one.after or '—'}" for one in row.changes)
        rows.append(Row([row.label, row.table, CHIPS[row.outcome], before or None, after or None]))
    return Table("Lignes ajoutées ou mises à jour", columns, rows)
