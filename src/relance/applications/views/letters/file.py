"""The letters of one file, and its decision as anybody may work it out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from relance.applications.actions.errors import ApplicationError
from relance.applications.actions.lettering import How, make_letters, notify
from relance.applications.models import Application, Letter, State
from relance.applications.permissions import acting, application_for, desk_for, visible
from relance.applications.queries.lettering import kinds_for, letters_of
from relance.applications.queries.recomputing import stored_decision
from relance.applications.rules.recomputed import bundle
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.kernel.views.files import file_response
from relance.values.typography import locale_of, long_date


@require_safe
def file_letters(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Every letter of a file, and what may be done now."""
    file = application_for(request.user, authority, number)
    letters = letters_of(file)
    context = {
        "authority": file.authority,
        "file": file,
        "table": _table(file, letters) if letters else None,
        "kinds": [kind.label for kind in kinds_for(file)],
        "may_send": file.state == State.DECIDED and any(not one.superseded_at for one in letters),
        "hows": [(how.value, how.label) for how in How],
    }
    return render(request, "applications/letters/file.html", context)


@require_POST
def make(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    file = application_for(request.user, authority, number)
    try:
        made = make_letters(application=file, by=acting(request.user), at=timezone.now())
    except ApplicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{len(made)} lettre(s) établie(s).")
    return redirect("applications:file_letters", authority, number)


@require_POST
def send(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    file = application_for(request.user, authority, number)
    how = request.POST.get("how", "")
    if how not in list(How):
        raise Missing("Une lettre part par la poste, par courriel ou sur la page de suivi.")
    try:
        told = notify(application=file, how=How(how), by=acting(request.user), at=timezone.now())
    except ApplicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Décision notifiée {told.notified_how}.")
    return redirect("applications:file_letters", authority, number)


@require_safe
def letter_file(request: HttpRequest, authority: str, pk: int) -> HttpResponseBase:
    """One letter as PDF, for the officers who may see its file."""
    owner = desk_for(request.user, authority)
    seen = visible(request.user, owner)
    letter = Letter.objects.of(owner).filter(pk=pk, application__in=seen).select_related("file").first()
    if letter is None or letter.file is None:
        raise Missing("Cette lettre n’existe pas ici, ou son temps de garde est passé.")
    return file_response(letter.file, inline=True)


@require_safe
def export_file(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The decision as a zip that `bareme` alone works out again."""
    file = application_for(request.user, authority, number)
    return bundle_response(file)


def bundle_response(file: Application) -> HttpResponse:
    """The zip itself; who calls has checked the right. Raises Missing while nothing is decided."""
    response = HttpResponse(bundle(stored_decision(file)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="decision-{file.number}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _table(file: Application, letters: list[Letter]) -> Table:
    locale, zone, slug = locale_of(file.authority.locale), file.authority.zone, file.authority.slug
    rows = []
    for one in letters:
        made = long_date(one.created_at.astimezone(zone).date(), locale)
        url = reverse("applications:letter_file", args=[slug, one.pk])
        rows.append(
            Row(
                [
                    Link(one.get_kind_display(), url) if one.file_id else one.get_kind_display(),
                    made,
                    one.created_by_name,
                    f"version {one.template.number}" if one.template else None,
                    one.sent_how or None,
                    _chip(one),
                ]
            )
        )
    columns = [
        Column("Courrier"),
        Column("Établi le"),
        Column("Par"),
        Column("Modèle"),
        Column("Envoi"),
        Column("État"),
    ]
    return Table("Courriers de la demande", columns, rows)


def _chip(letter: Letter) -> Chip:
    if letter.erased_at:
        return Chip("Effacé", "neutral")
    if letter.superseded_at:
        return Chip("Remplacé", "neutral")
    return Chip("Envoyé", "good") if letter.sent_at else Chip("À envoyer", "warning")
