"""Decisions for many files, prepared from the queue: the preflight, the confirmation, each result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from relance.applications import actions
from relance.applications.models import ItemState, Run, RunItem, RunKind, RunState
from relance.applications.permissions import acting, desk_for, run_for, visible
from relance.applications.rules.deciding import SAID, Why
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Refused
from relance.kernel.models import Job
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.values.money import Money
from relance.values.typography import locale_of, short_date

PER_PAGE = 100
STATES = {
    RunState.PREPARED: "neutral",
    RunState.CONFIRMED: "info",
    RunState.DONE: "good",
    RunState.ABANDONED: "bad",
}
ITEMS = {ItemState.WAITING: "neutral", ItemState.DONE: "good", ItemState.REFUSED: "warning"}


@require_safe
def runs(request: HttpRequest, authority: str) -> HttpResponse:
    """Every run of the authority, the latest first."""
    owner = desk_for(request.user, authority)
    rows = Run.objects.of(owner).filter(kind=RunKind.DECISIONS).select_related("call")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    locale = locale_of(owner.locale)
    table = Table(
        "Lots de décisions",
        [Column("Lot"), Column("Appel"), Column("Décision"), Column("État"), Column("Préparé par")],
        [
            Row(
                [
                    Link(
                        f"Lot du {short_date(one.prepared_at.astimezone(owner.zone).date(), locale)}",
                        reverse("applications:run", args=[owner.slug, one.pk]),
                    ),
                    one.call.title,
                    one.get_outcome_display(),
                    Chip(one.get_state_display(), STATES[RunState(one.state)]),
                    one.prepared_by_name,
                ]
            )
            for one in page.object_list
        ],
    )
    context = {"authority": owner, "table": table if page.paginator.count else None, "page": page}
    return render(request, "applications/officers/runs.html", context)


@require_safe
def run(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """The preflight before, the result of each file after."""
    row = run_for(request.user, authority, pk)
    owner = row.authority
    items = RunItem.objects.of(owner).filter(
        run=row, application__in=visible(request.user, owner).values("pk")
    )
    asked = request.GET.get("etat", "")
    shown = items.filter(state=asked) if asked in ItemState.values else items
    page = Paginator(shown.select_related("application__identity"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    reasons = row.preflight.get("reasons", {})
    job = Job.objects.of(owner).filter(act_key=row.job_key).first() if row.job_key else None
    whole = Money(row.preflight.get("whole", 0), row.preflight.get("currency") or row.call.scheme.currency)
    context = {
        "authority": owner,
        "run": row,
        "chip": Chip(row.get_state_display(), STATES[RunState(row.state)]),
        "ready": reasons.get("ready", 0),
        "whole": whole,
        "blocked": [
            (SAID[Why(why)], count)
            for why, count in sorted(reasons.items(), key=lambda one: -one[1])
            if why != "ready"
        ],
        "table": _items(row, list(page.object_list)),
        "page": page,
        "tabs": _tabs(row, asked),
        "job": job,
        "may_confirm": row.state == RunState.PREPARED and may(request.user, Right.DECIDE, owner),
        "may_abandon": row.state == RunState.PREPARED,
        "own": row.prepared_by == request.user,
    }
    return render(request, "applications/officers/run.html", context)


@require_POST
def confirm(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """Start the job; its page says how far it is."""
    row = run_for(request.user, authority, pk)
    if not may(request.user, Right.DECIDE, row.authority):
        raise Refused("Confirmer un lot demande le droit de décider.")
    try:
        job = actions.confirm_run(run=row, by=acting(request.user), at=timezone.now())
    except actions.ApplicationError as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:run", authority=row.authority.slug, pk=row.pk)
    return redirect("kernel:job", pk=job.pk)


@require_POST
def abandon(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    row = run_for(request.user, authority, pk)
    try:
        actions.abandon_run(run=row, by=acting(request.user), at=timezone.now())
    except actions.ApplicationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Le lot est abandonné\u00a0: rien n’est décidé.")
    return redirect("applications:run", authority=row.authority.slug, pk=row.pk)


def _tabs(row: Run, asked: str) -> list[Link]:
    base = reverse("applications:run", args=[row.authority.slug, row.pk])
    return [
        Link("Tous les dossiers", base, current=not asked),
        *(
            Link(state.label, f"{base}?etat={state.value}", current=asked == state.value)
            for state in ItemState
        ),
    ]


def _items(row: Run, items: list[RunItem]) -> Table:
    rows = []
    for one in items:
        identity = getattr(one.application, "identity", None)
        url = reverse("applications:case", args=[row.authority.slug, one.application.number])
        rows.append(
            Row(
                [
                    Link(one.application.number, url),
                    identity.name if identity else "effacé",
                    Chip(one.get_state_display(), ITEMS[ItemState(one.state)]),
                    one.reason or one.result or None,
                ]
            )
        )
    columns = [Column("Demande"), Column("Demandeur"), Column("Traitement"), Column("Résultat ou motif")]
    return Table("Dossiers du lot", columns, rows)
