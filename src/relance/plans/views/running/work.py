"""A measure at work: what is said of it, what follows from the facts, and who changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.plans.actions.running.working import CannotWork, change
from relance.plans.forms.running.work import WorkForm
from relance.plans.models import Contributor, Measure, MeasureRole
from relance.plans.permissions import acting, work_for
from relance.plans.queries.running.sheet import Sheet, sheet_of
from relance.plans.queries.running.telling import because_words, flag_chip, status_chip
from relance.plans.rules.addresses import desk_path, manage_path, measure_path, work_path
from relance.plans.rules.running.standing import Standing
from relance.plans.views.running.pieces import pieces_of
from relance.values.typography import locale_of


@require_http_methods(["GET", "HEAD", "POST"])
def work_measure(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """The working page of a measure; the form of its fields for who writes them."""
    sent = request.method == "POST"
    measure, standing = work_for(request.user, authority, plan, code, edit=sent)
    form = WorkForm(measure, standing, request.POST if sent else None) if standing.edits else None
    if sent and form is not None and form.is_valid():
        try:
            made = change(measure=measure, by=acting(request.user), at=timezone.now(), fields=form.said())
        except CannotWork as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "La fiche est enregistrée." if made else "Rien n’a changé.")
            return redirect(work_path(authority, plan, code))
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return page(request, measure, standing, form=form, status=status)


def page(
    request: HttpRequest,
    measure: Measure,
    standing: Standing,
    *,
    form: WorkForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page; `more` replaces one of its forms by the one that was refused."""
    owner = measure.authority
    today = timezone.localtime(timezone=owner.zone).date()
    sheet = sheet_of(measure, standing, today)
    slugs = (owner.slug, measure.plan.slug)
    context = {
        "authority": owner,
        "plan": measure.plan,
        "measure": measure,
        "sheet": sheet,
        "form": form if form is not None or not standing.edits else WorkForm(measure, standing),
        "status": status_chip(sheet.work.status),
        "flags": _flags(sheet),
        "because": [because_words(one, locale_of(owner.locale)) for one in sheet.because],
        "pieces": pieces_of(sheet),
        "people": people_of(measure),
        "list_url": work_path(*slugs),
        "here": work_path(*slugs, measure.code),
        "public_url": measure_path(*slugs, measure.code),
        "manage": manage_path(*slugs),
        "desk": desk_path(owner.slug),
        "is_editor": standing is Standing.EDITOR,
        **more,
    }
    return render(request, "plans/running/work.html", context, status=status)


def people_of(measure: Measure) -> list[str]:
    """Names to choose from: who works on the plan already, else whom the authority knows."""
    known = Contributor.objects.of(measure.authority).filter(merged_into__isnull=True)
    here = MeasureRole.objects.of(measure.authority).filter(measure__plan=measure.plan_id)
    return list(known.filter(pk__in=here.values("contributor")).values_list("name", flat=True)[:200])


def _flags(sheet: Sheet) -> list[Any]:
    return [flag_chip(flag) for flag in sheet.flags]
