"""The page of a file, and the pages where its officer says something about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.applications import actions
from relance.applications.forms.officers import (
    ConflictForm,
    CorrectionForm,
    PriorAidForm,
    ProposeForm,
    WordsForm,
)
from relance.applications.models import Application, CorrectionReason, Outcome, Piece, State
from relance.applications.permissions import acting, application_for
from relance.applications.queries.rooms import WARNING
from relance.applications.queries.whole import WholeFile, whole_file
from relance.applications.views.officers import shown
from relance.applications.views.officers.desk import state_chip
from relance.kernel.components import Figure
from relance.kernel.errors import Missing
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.kernel.views.files import file_response
from relance.values.money import Money
from relance.values.typography import locale_of, long_date

BOTH = ["GET", "HEAD", "POST"]
ANSWERS = {
    "eligible": "Toutes les conditions du barème sont remplies.",
    "not eligible": "Une condition du barème au moins n’est pas remplie.",
    "to be checked": "Le barème répondra quand le service aura apprécié ce qui reste à apprécier.",
    "undetermined": "Il manque un fait au barème pour répondre.",
}


@require_safe
def case(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """A file whole: who, facts, reasons, pieces, alerts, ceilings, what was said, what may be done."""
    row = application_for(request.user, authority, number)
    return render(request, "applications/officers/case.html", context_of(request, row))


def context_of(request: HttpRequest, row: Application) -> dict[str, Any]:
    """What the page of a file needs."""
    whole = whole_file(row, request.user, timezone.now())
    me = request.user
    proposal = whole.proposal
    examined = row.state in (State.SUBMITTED, State.INSTRUCTION)
    decider = may(me, Right.DECIDE, row.authority)
    return {
        "authority": row.authority,
        "row": row,
        "whole": whole,
        "chip": state_chip(row),
        "facts": shown.facts_table(row),
        "reasons": shown.reasons_of(whole.rules_answer, whole.sources(row)),
        "amounts": shown.amounts_of(whole.rules_answer, whole.sources(row)),
        "answer": _answer(whole, row),
        "delay": whole.clock.words(locale_of(row.authority.locale)) if whole.clock else "",
        "pieces": shown.pieces_table(row, whole.pieces, lambda piece: _piece_url(row, piece)),
        "room": whole.room,
        "room_table": shown.room_table(whole.room, row.authority) if whole.room else None,
        "room_warning": WARNING,
        "ties": [one for one in whole.ties if one.own and one.holds],
        "may_lift": may(me, Right.ADMINISTER, row.authority),
        "history": shown.history(
            row, corrections=whole.corrections, proposals=whole.proposals, decision=whole.decision
        ),
        "notes": shown.words(row, whole.notes),
        "talk": shown.words(row, whole.messages),
        "note_form": WordsForm(auto_id="note_%s"),
        "message_form": WordsForm(auto_id="message_%s"),
        "figures": _figures(row, whole),
        "may_take": examined and row.holder != me,
        "may_release": examined and row.holder == me,
        "may_examine": row.state == State.INSTRUCTION,
        "may_decide": decider and proposal is not None and proposal.by != me and not whole.open_correction,
        "own_proposal": proposal is not None and proposal.by == me,
        "proposed": Money(proposal.amount, row.version.currency) if proposal and proposal.amount else None,
    }


@require_http_methods(BOTH)
def correction(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Ask the applicant to complete or correct."""
    row = application_for(request.user, authority, number)
    form = CorrectionForm(request.POST or None, application=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_correction(
                application=row,
                reason=CorrectionReason(data["reason"]),
                message=data["message"],
                facts=data["facts"],
                pieces=data.get("pieces", []),
                answer_by=data["answer_by"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except actions.ApplicationError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La correction est demandée.")
            return back(row)
    return _page(request, row, form, "correction")


@require_http_methods(BOTH)
def propose(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Propose a decision; somebody else takes it."""
    row = application_for(request.user, authority, number)
    form = ProposeForm(request.POST or None, currency=row.version.currency)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.propose(
                application=row,
                outcome=Outcome(data["outcome"]),
                amount=data["amount"],
                manual_reason=data["manual_reason"],
                motive=data["motive"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except actions.NotComplete as refusal:
            form.add_error("manual_reason" if data["amount"] else "motive", str(refusal))
        except actions.ApplicationError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La décision est proposée\u00a0: quelqu’un d’autre la prendra.")
            return back(row)
    whole = whole_file(row, request.user, timezone.now())
    reasons = shown.reasons_of(whole.rules_answer, whole.sources(row))
    return _page(request, row, form, "propose", answer=_answer(whole, row), reasons=reasons)


@require_http_methods(BOTH)
def conflict(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Declare one's own conflict of interest: the file leaves one's view."""
    row = application_for(request.user, authority, number)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        me = acting(request.user)
        actions.declare_conflict(
            application=row,
            account=me,
            why=form.cleaned_data["why"],
            whole_applicant=form.cleaned_data["whole_applicant"],
            by=me,
            at=timezone.now(),
        )
        messages.success(
            request, "Votre conflit d’intérêts est déclaré\u00a0: ce dossier n’est plus visible."
        )
        return redirect("applications:desk", authority=row.authority.slug)
    return _page(request, row, form, "conflict")


@require_http_methods(BOTH)
def prior_aid(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Enter an aid that the applicant had from somebody else."""
    row = application_for(request.user, authority, number)
    form = PriorAidForm(request.POST or None, currency=row.version.currency)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_prior_aid(
                application=row, by=acting(request.user), at=timezone.now(), **form.cleaned_data
            )
        except actions.ApplicationError as refusal:
            form.add_error("amount", str(refusal))
        else:
            messages.success(request, "L’aide compte désormais sous le plafond.")
            return back(row)
    return _page(request, row, form, "prior_aid")


@require_safe
def piece(request: HttpRequest, authority: str, number: str, pk: int) -> HttpResponseBase:
    """A piece of the file, once the antivirus lets it through."""
    row = application_for(request.user, authority, number)
    found = Piece.objects.of(row.authority).filter(application=row, pk=pk).select_related("file").first()
    if found is None or found.file is None:
        raise Missing("Cette pièce n’est plus là.")
    return file_response(found.file, inline="voir" in request.GET)


def back(row: Application) -> HttpResponse:
    """To the page of the file."""
    return redirect("applications:case", authority=row.authority.slug, number=row.number)


def _page(request: HttpRequest, row: Application, form: Any, name: str, **more: Any) -> HttpResponse:
    context = {"authority": row.authority, "row": row, "form": form, "applicant": name_of(row), **more}
    status = 422 if request.method == "POST" else 200
    return render(request, f"applications/officers/{name}.html", context, status=status)


def name_of(row: Application) -> str:
    """Who applies, until they are erased."""
    identity = getattr(row, "identity", None)
    return identity.name if identity else "demandeur effacé"


def _piece_url(row: Application, piece: Piece) -> str:
    return reverse("applications:piece", args=[row.authority.slug, row.number, piece.pk])


def _answer(whole: WholeFile, row: Application) -> str:
    """What the scheme answers, as one officer would tell another."""
    if whole.decision is not None:
        told = " ".join(whole.decision.sentences[:2])
        return f"Ce que la décision dit au demandeur\u00a0: «\u00a0{told}\u00a0»"
    if whole.answer is None:
        return whole.problem or "Le mois aidé n’est pas dit\u00a0: le barème ne peut pas répondre."
    if whole.answer.verdict == "eligible" and whole.answer.amount is not None:
        amount = whole.answer.amount.format(locale_of(row.authority.locale))
        return f"Toutes les conditions du barème sont remplies\u00a0: {amount}."
    return ANSWERS[whole.answer.verdict]


def _figures(row: Application, whole: WholeFile) -> list[Figure]:
    """Awarded, committed, paid, recovered: each a sum of lines of the ledger."""
    if not whole.standing or whole.decision is None:
        return []
    (standing, *_) = whole.standing
    locale = locale_of(row.authority.locale)
    day = f"Au {long_date(timezone.localdate(), locale)}"
    url = reverse("ledger:rows", args=[row.authority.slug, standing.envelope])
    sums = [
        ("Accordé", standing.figures.awarded),
        ("Engagé", standing.figures.committed),
        ("Payé", standing.figures.paid),
        ("En liste d’attente", standing.waiting),
    ]
    return [
        Figure(Money(minor, standing.currency).format(locale), what, day, url, link="Voir les écritures")
        for what, minor in sums
        if minor or what == "Accordé"
    ]
