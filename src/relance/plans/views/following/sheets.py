"""Values of indicators by spreadsheet: the workbook, and taking it back with a trial first."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.components import Chip, Column, Row, Table
from relance.kernel.rules import Right
from relance.plans.actions.following.sheets import Outcome, SheetReport, take_values
from relance.plans.forms.following.indicators import WorkbookForm
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.following.sheets import values_workbook
from relance.plans.rules.addresses import manage_path
from relance.plans.rules.exchange.book import BadFile
from relance.plans.rules.following.addresses import indicator_desk_path

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEANING = {Outcome.NEW: "info", Outcome.SAME: "neutral", Outcome.EMPTY: "neutral", Outcome.WRONG: "bad"}


@require_safe
def indicator_values(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The workbook of all values, to keep or to fill in."""
    found = plan_for(request.user, authority, plan)
    answer = HttpResponse(values_workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="indicateurs-{found.slug}.xlsx"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_import(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Takes a workbook back; "essai" only says what would become of each row."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    sent = request.method == "POST"
    form = WorkbookForm(request.POST if sent else None, request.FILES if sent else None)
    report: SheetReport | None = None
    if sent and form.is_valid():
        try:
            report = take_values(
                plan=found,
                content=form.cleaned_data["file"].read(settings.UPLOAD_LIMIT),
                by=acting(request.user),
                at=timezone.now(),
                dry_run="essai" in request.POST,
            )
        except BadFile as refusal:
            form.add_error("file", str(refusal))
        else:
            if report.written and not report.count(Outcome.WRONG):
                messages.success(request, f"{report.written} valeur(s) attendent une approbation.")
                return redirect(indicator_desk_path(authority, plan))
    return render(
        request,
        "plans/following/indicator_import.html",
        {
            "authority": found.authority,
            "plan": found,
            "form": form,
            "report": report,
            "counts": [(one.value, report.count(one)) for one in Outcome] if report else [],
            "table": _table(report) if report else None,
            "trial": "essai" in request.POST,
            "manage": manage_path(authority, plan),
            "indicator_desk": indicator_desk_path(authority, plan),
        },
        status=422 if form.errors else 200,
    )


def _table(report: SheetReport) -> Table:
    rows = [
        Row([row.where, row.about, Chip(row.outcome.value, MEANING[row.outcome]), row.message or None])
        for row in report.rows
        if row.outcome is not Outcome.EMPTY
    ]
    columns = [Column("Cellule"), Column("Valeur de"), Column("Ce qu’elle devient"), Column("Pourquoi")]
    return Table("Ligne par ligne", columns, rows)
