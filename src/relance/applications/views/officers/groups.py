"""The single undertaking of an applicant: link firms whose aids count together, end a link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.applications import actions
from relance.applications.forms.officers import EndForm, GroupForm
from relance.applications.models import Application, GroupLink
from relance.applications.permissions import acting, application_for, visible
from relance.applications.queries.groups import ties
from relance.applications.views.officers.case import name_of
from relance.kernel.errors import Missing

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def group(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The links of this applicant, and a form for one more."""
    row = application_for(request.user, authority, number)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        typed = said["number"].strip().upper()
        other = visible(request.user, row.authority).filter(number=typed).select_related("authority").first()
        if other is None:
            form.add_error(
                "number", f"Aucune demande ne porte le numéro {typed}, ou elle ne vous est pas ouverte."
            )
        else:
            try:
                actions.link_applicants(
                    first=row,
                    second=other,
                    ground=f"{said['ground']} ({said['source'].strip()})",
                    since=said["since"],
                    by=acting(request.user),
                    at=timezone.now(),
                )
            except actions.ApplicationError as refusal:
                form.add_error("number", str(refusal))
            else:
                messages.success(request, "Les aides des deux entreprises comptent désormais ensemble.")
                return _here(row)
    return _page(request, row, form)


@require_http_methods(BOTH)
def end(request: HttpRequest, authority: str, number: str, pk: int) -> HttpResponse:
    """The last day of one link."""
    row = application_for(request.user, authority, number)
    link = GroupLink.objects.of(row.authority).filter(pk=pk).first()
    if link is None or row.applicant_key not in (link.first_key, link.second_key):
        raise Missing("Ce lien n’est pas de ce demandeur.")
    form = EndForm(request.POST or None, initial={"until": _today(row)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_link(
                link=link,
                application=row,
                until=form.cleaned_data["until"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except actions.ApplicationError as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, "Le lien a une fin\u00a0: après elle, les aides se comptent à part.")
            return _here(row)
    context = {"authority": row.authority, "row": row, "applicant": name_of(row), "link": link, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/officers/group_end.html", context, status=status)


def _page(request: HttpRequest, row: Application, form: GroupForm) -> HttpResponse:
    context: dict[str, Any] = {
        "authority": row.authority,
        "row": row,
        "applicant": name_of(row),
        "ties": ties(row, request.user, _today(row)),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/officers/group.html", context, status=status)


def _here(row: Application) -> HttpResponse:
    return redirect(reverse("applications:group", args=[row.authority.slug, row.number]))


def _today(row: Application) -> Any:
    return timezone.now().astimezone(row.authority.zone).date()
