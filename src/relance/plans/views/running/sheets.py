"""The list as a file, and the file taken in again: first shown cell by cell, then written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel import files, jobs
from relance.kernel.components import Column, Row, Table
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Job, JobState, StoredFile
from relance.kernel.rules import Right
from relance.kernel.sheets import csv_lines
from relance.plans.actions.running.reimporting import apply_rows, check_sheet
from relance.plans.forms.running.sheets import SheetForm
from relance.plans.models import Plan
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.running.export import export_running
from relance.plans.queries.running.lists import WorkFilter, chosen_of
from relance.plans.queries.running.sheet_report import (
    ROW_BY_ROW,
    CellChange,
    RowReport,
    SheetReport,
    report_kept,
    rows_said,
)
from relance.plans.queries.running.sheets import export_of
from relance.plans.rules.addresses import manage_path, work_path
from relance.plans.rules.exchange import BadFile

MEDIA = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    "csv": ("application/zip", "zip"),
}
ALL_OF_IT = "json"  # how the plan is run, whole: for who leaves, so for editors
AT_ONCE = 50
LOOK = "plans.sheet_check"
LARGE = 60_000  # bytes of a file that is looked at in the background: some 700 measures
SHOWN = 300


@require_safe
def export_list(request: HttpRequest, authority: str, plan: str, form: str) -> HttpResponse:
    """The measures that were chosen, as a file that can be taken in again."""
    if form == ALL_OF_IT:
        return _whole(request, authority, plan)
    found = plan_for(request.user, authority, plan)
    if form not in MEDIA:
        raise Missing("Ce format d’export n’existe pas.")
    today = timezone.localtime(timezone=found.authority.zone).date()
    wanted = WorkFilter.from_query(request.GET, request.GET.getlist("sans"))
    keys = None
    if not wanted.is_empty:
        keys = list(chosen_of(found, wanted, today, request.user).values_list("pk", flat=True))
    media_type, extension = MEDIA[form]
    answer = HttpResponse(export_of(found, keys, form=form), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{plan}-mesures-{today}.{extension}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _whole(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    answer = HttpResponse(export_running(found), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{plan}-conduite.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def reimport(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Send the edited file: nothing is written, each difference is shown; of a large one, once it is read."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    sent = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if sent else SheetForm()
    report, stored, number = None, None, request.GET.get("travail", "")
    if number and not sent:
        job = _looked_at(request, found, number)
        report, stored = report_kept(job.cursor or {}), _file(request, found, job.payload["file"])
        if "lignes" in request.GET:
            return _row_by_row(found, report)
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = files.store(
                authority=found.authority,
                by=acting(request.user),
                name=upload.name,
                content=upload,
                at=timezone.now(),
            )
            if stored.size > LARGE:
                return redirect(reverse("kernel:job", args=[_look(request, found, stored).pk]))
            report = check_sheet(plan=found, by=acting(request.user), content=files.read(stored))
        except (BadFile, RelanceError) as error:
            form.add_error("file", str(error))
    context: dict[str, Any] = {
        "authority": found.authority,
        "plan": found,
        "form": form,
        "report": report,
        "stored": stored,
        "row_by_row": f"?travail={number}&lignes=1" if report is not None and number else "",
        "manage": manage_path(authority, plan),
        "list_url": work_path(authority, plan),
    }
    if report is not None:
        context |= tables_of(report)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/running/reimport.html", context, status=status)


@require_POST
def reimported(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Write what the file changes: at once for a few rows, else in the background."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    by = acting(request.user)
    stored = _stored(request, found)
    try:
        report = check_sheet(plan=found, by=by, content=files.read(stored))
    except BadFile as error:
        raise Missing(str(error)) from error
    if len(report.changed) > AT_ONCE:
        job = jobs.enqueue(
            kind="plans.sheet",
            authority=found.authority,
            by=by,
            act_key=f"plans.sheet:{found.pk}:{stored.pk}:{timezone.now():%Y%m%d%H%M%S}",
            payload={"plan": found.pk, "file": stored.pk},
        )
        return redirect(reverse("kernel:job", args=[job.pk]))
    done = apply_rows(plan=found, rows=report.rows, by=by, at=timezone.now())
    messages.success(request, _told(done.rows, done.cells))
    for line in done.refused[:20]:
        messages.warning(request, line)
    return redirect(work_path(authority, plan))


def _stored(request: HttpRequest, plan: Plan) -> StoredFile:
    """The file that this person sent here; no other number finds one."""
    said = request.POST.get("stored", "")
    return _file(request, plan, int(said) if said.isdecimal() and len(said) < 19 else 0)


def _file(request: HttpRequest, plan: Plan, number: int) -> StoredFile:
    mine = StoredFile.objects.of(plan.authority).filter(sent_by=acting(request.user))
    found = mine.filter(pk=number).first()
    if found is None:
        raise Missing("Ce fichier n’est pas ici. Envoyez-le de nouveau.")
    return found


def _look(request: HttpRequest, plan: Plan, stored: StoredFile) -> Job:
    return jobs.enqueue(
        kind=LOOK,
        authority=plan.authority,
        by=acting(request.user),
        act_key=f"{LOOK}:{plan.pk}:{stored.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        payload={"plan": plan.pk, "file": stored.pk},
    )


def _looked_at(request: HttpRequest, plan: Plan, number: str) -> Job:
    """The reading of a file that this person asked for, for this plan, once it is over."""
    job = None
    if number.isdecimal() and len(number) < 19:
        mine = Job.objects.of(plan.authority).filter(asked_by=acting(request.user), kind=LOOK)
        job = mine.filter(pk=int(number), state=JobState.DONE, payload__plan=plan.pk).first()
    if job is None:
        raise Missing("Cette lecture n’est pas ici, ou n’est pas finie. Envoyez de nouveau le fichier.")
    return job


def _row_by_row(plan: Plan, report: SheetReport) -> HttpResponse:
    """What becomes of each row of the file, as a file."""
    answer = HttpResponse(b"".join(csv_lines(ROW_BY_ROW, rows_said(report))), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{plan.slug}-compte-rendu.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _told(rows: int, cells: int) -> str:
    if not rows:
        return "Rien n’a changé."
    of_rows = "une mesure" if rows == 1 else f"{rows} mesures"
    return (
        f"{of_rows.capitalize()}\u00a0: {cells} {'cellule modifiée' if cells == 1 else 'cellules modifiées'}."
    )


def tables_of(report: SheetReport) -> dict[str, Any]:
    """The differences, the conflicts and the faults, each as a table."""
    return {
        "changes": _cells("Ce que le fichier change", report.changed, lambda row: row.changes),
        "conflicts": _cells(
            "Modifiées depuis l’export, donc laissées",
            report.conflicting,
            lambda row: row.conflicts,
            three=True,
        ),
        "faults": Table(
            "Lignes à corriger",
            [Column("Ligne"), Column("Mesure"), Column("Ce qui ne va pas")],
            [Row([row.where, row.title, fault]) for row in report.faulty for fault in row.faults][:SHOWN],
        ),
        "count": len(report.changed),
        "in_background": len(report.changed) > AT_ONCE,
        "cut": max(0, sum(len(row.changes) for row in report.changed) - SHOWN),
    }


def _cells(caption: str, rows: list[RowReport], of: Any, *, three: bool = False) -> Table:
    columns = [Column("Mesure"), Column("Champ"), Column("Aujourd’hui"), Column("Dans le fichier")]
    if three:
        columns.insert(2, Column("À l’export"))

    def cells(row: RowReport, one: CellChange) -> Row:
        said: list[object] = [row.title, one.header, one.current or None, one.sheet or None]
        if three:
            said.insert(2, one.exported or None)
        return Row(said, differs=frozenset({len(said) - 1}))

    return Table(caption, columns, [cells(row, one) for row in rows for one in of(row)][:SHOWN])
