"""Acts of one press: taking a file, ticking, noting, deciding. Each leads back to the file."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from relance.applications import actions
from relance.applications.actions.confirming import confirm_by_hand
from relance.applications.forms.officers import WordsForm
from relance.applications.models import Application, Correction, Proposal
from relance.applications.permissions import acting, application_for
from relance.applications.views.officers.case import back
from relance.kernel.rules import Right
from relance.ledger.actions import LedgerError


def _done(request: HttpRequest, row: Application, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it, say it, go back; a refusal is said there too."""
    try:
        act()
    except (actions.ApplicationError, LedgerError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return back(row)


@require_POST
def take(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    over = "quand-meme" in request.POST
    return _done(
        request,
        row,
        lambda: actions.take(application=row, by=acting(request.user), at=timezone.now(), over=over),
        "Vous tenez ce dossier.",
    )


@require_POST
def release(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    return _done(
        request,
        row,
        lambda: actions.release(application=row, by=acting(request.user), at=timezone.now()),
        "Le dossier est rendu.",
    )


@require_POST
def withdraw_correction(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    found = Correction.objects.of(row.authority).filter(
        application=row, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    correction = found.select_related("application__authority").first()
    if correction is None:
        messages.error(request, "Aucune demande de correction n’est ouverte.")
        return back(row)
    return _done(
        request,
        row,
        lambda: actions.withdraw_correction(
            correction=correction, by=acting(request.user), at=timezone.now()
        ),
        "La demande de correction est retirée.",
    )


@require_POST
def tick(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """`nom` and `rempli` (oui, non, or empty to take it back)."""
    row = application_for(request.user, authority, number)
    met = {"oui": True, "non": False}.get(request.POST.get("rempli", ""))
    return _done(
        request,
        row,
        lambda: actions.tick(
            application=row,
            name=request.POST.get("nom", ""),
            met=met,
            by=acting(request.user),
            at=timezone.now(),
        ),
        "Votre appréciation est enregistrée.",
    )


@require_POST
def note(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    text = _text(request)
    return _done(
        request,
        row,
        lambda: actions.note(application=row, text=text, by=acting(request.user), at=timezone.now()),
        "La note est gardée.",
    )


@require_POST
def message(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    text = _text(request)
    return _done(
        request,
        row,
        lambda: actions.write(application=row, text=text, by=acting(request.user), at=timezone.now()),
        "Le message est écrit au demandeur.",
    )


@require_POST
def confirm(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The applicant was verified otherwise than by the register: how is said, and kept in the journal."""
    row = application_for(request.user, authority, number, Right.INSTRUCT)
    return _done(
        request,
        row,
        lambda: confirm_by_hand(
            application=row,
            why=request.POST.get("pourquoi", "")[:1000],
            by=acting(request.user),
            at=timezone.now(),
        ),
        "L’identité du demandeur est confirmée.",
    )


@require_POST
def withdraw_proposal(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number)
    standing = Proposal.objects.of(row.authority).filter(application=row, withdrawn_at__isnull=True)
    proposal = standing.select_related("application__authority").first()
    if proposal is None:
        messages.error(request, "Aucune décision n’est proposée.")
        return back(row)
    return _done(
        request,
        row,
        lambda: actions.withdraw_proposal(proposal=proposal, by=acting(request.user), at=timezone.now()),
        "La proposition est retirée.",
    )


@require_POST
def decide(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    row = application_for(request.user, authority, number, Right.DECIDE)
    said = "La décision est prise."
    try:
        decided = actions.decide(application=row, by=acting(request.user), at=timezone.now())
    except (actions.ApplicationError, LedgerError) as refusal:
        messages.error(request, str(refusal))
        return back(row)
    if decided.waiting:
        said = "La décision est prise\u00a0; l’enveloppe est épuisée, l’aide est en liste d’attente."
    messages.success(request, said)
    return back(row)


def _text(request: HttpRequest) -> str:
    form = WordsForm(request.POST)
    return str(form.cleaned_data["text"]) if form.is_valid() else ""
