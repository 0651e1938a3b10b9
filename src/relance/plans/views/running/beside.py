"""Adding what stands beside a measure, and acting on one of its rows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.kernel import files
from relance.kernel.errors import Missing, Refused
from relance.kernel.files.store import FileHeld
from relance.kernel.views.files import file_response
from relance.plans.actions.running.working import CannotWork
from relance.plans.forms.running.beside import BesideForm
from relance.plans.permissions import acting, work_for
from relance.plans.rules.addresses import manage_path, work_path
from relance.plans.rules.running.standing import Standing
from relance.plans.views.running.pieces import KINDS
from relance.plans.views.running.work import people_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, authority: str, plan: str, code: str, kind: str) -> HttpResponse:
    """The form that adds a task, a note, a cost…"""
    measure, standing = work_for(request.user, authority, plan, code, edit=True)
    known = KINDS.get(kind)
    if known is None:
        raise Missing("Cette page n’existe pas.")
    if known.editors_alone and standing is not Standing.EDITOR:
        raise Refused("Seule la rédaction ajoute des sous-mesures.")
    sent = request.method == "POST"
    form: BesideForm = (
        known.form(measure, standing, request.POST, request.FILES) if sent else known.form(measure, standing)
    )
    if sent and form.is_valid():
        try:
            known.add(measure, acting(request.user), timezone.now(), form.cleaned_data)
        except (CannotWork, files.FileRefused) as error:
            field = getattr(error, "field", "")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(f"{work_path(authority, plan, code)}#{kind}")
    context = {
        "authority": measure.authority,
        "plan": measure.plan,
        "measure": measure,
        "kind": known,
        "form": form,
        "people": people_of(measure),
        "here": work_path(authority, plan, code),
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/running/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, authority: str, plan: str, code: str, kind: str, row: int) -> HttpResponseBase:
    """An act on one row of the measure of the address; the file itself for an attachment."""
    if request.method != "POST":
        return _file(request, authority, plan, code, kind, row)
    measure, _ = work_for(request.user, authority, plan, code, edit=True)
    known = KINDS.get(kind)
    if known is None or known.rows is None or known.act is None:
        raise Missing("Cette page n’existe pas.")
    found = known.rows(measure).filter(pk=row).first()
    if found is None:
        raise Missing("Cette ligne n’est pas de cette mesure.")
    try:
        known.act(
            found,
            acting(request.user),
            timezone.now(),
            request.POST.get("acte", ""),
            request.POST.get("mots", ""),
        )
    except CannotWork as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "C’est enregistré.")
    return redirect(f"{work_path(authority, plan, code)}#{kind}")


def _file(
    request: HttpRequest, authority: str, plan: str, code: str, kind: str, row: int
) -> HttpResponseBase:
    """An attachment, for who sees its level."""
    measure, standing = work_for(request.user, authority, plan, code)
    found = (
        measure.attachments.filter(pk=row, level__in=standing.levels()).select_related("file").first()
        if kind == "piece"
        else None
    )
    if found is None:
        raise Missing("Cette pièce n’est pas là.")
    try:
        return file_response(found.file)
    except FileHeld as error:
        raise Missing(str(error)) from error
