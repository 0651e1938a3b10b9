"""The queue: who holds what, what waits, and the way to many decisions at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.applications import actions
from relance.applications.forms.officers import VERDICTS, FilterForm, RunForm
from relance.applications.models import Application, Outcome, Run, State
from relance.applications.permissions import acting, desk_for
from relance.applications.queries import queue as queues
from relance.applications.queries.clocks import clocks
from relance.applications.queries.queue import Filter
from relance.applications.rules.clock import Clock
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.models import Authority
from relance.kernel.models.authority import Country
from relance.schemes.models import Call
from relance.values.money import Money
from relance.values.typography import locale_of, number, short_date

PER_PAGE = 50
MEANING = {
    State.SUBMITTED: "neutral",
    State.INSTRUCTION: "info",
    State.DECIDED: "good",
    State.NOTIFIED: "good",
}
VERDICT_MEANING = {"eligible": "good", "not eligible": "bad", "to be checked": "warning"}


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, authority: str) -> HttpResponse:
    """Files that this officer may see, filtered, sorted, by pages of fifty; sent, a run is prepared.

    `quoi`: "cochees", the files ticked on the page (`ligne`), or "filtre", all those of the filter.
    """
    owner = desk_for(request.user, authority)
    form = FilterForm(
        request.GET or None,
        calls=queues.calls_of(owner),
        quebec=owner.country == Country.CANADA,
        auto_id="filtre_%s",
    )
    wanted = form.wanted([one for one in request.GET.getlist("sans") if one in queues.WITHOUT])
    posted = request.POST if request.method == "POST" else None
    run_form = RunForm(posted, auto_id="lot_%s")
    picked = frozenset(int(one) for one in (posted or QueryDict()).getlist("ligne") if one.isdecimal())
    if posted is not None and run_form.is_valid():
        if posted.get("quoi") == "cochees":
            wanted_by_run = Filter(
                call=_call_of(request, owner, picked, run_form), picked=tuple(sorted(picked))
            )
        else:
            wanted_by_run = wanted
            if not wanted.call:
                run_form.add_error(None, "Choisissez d’abord un appel dans le filtre.")
        if run_form.is_valid():
            made = _prepared(request, owner, wanted_by_run, run_form)
            if made is not None:
                return redirect("applications:run", authority=owner.slug, pk=made.pk)
    context = _context(request, owner, form, wanted, picked)
    context["run_form"] = run_form if context["total"] else None
    return render(
        request, "applications/officers/desk.html", context, status=422 if posted is not None else 200
    )


def _call_of(request: HttpRequest, owner: Authority, picked: frozenset[int], form: RunForm) -> int | None:
    """The one call of the files that are ticked; what else there is said in the form."""
    if not picked:
        form.add_error(None, "Cochez au moins une demande de la liste.")
        return None
    rows = queues.chosen(request.user, owner, Filter(picked=tuple(picked)))
    calls = set(rows.values_list("call", flat=True).order_by())
    if len(calls) > 1:
        form.add_error(None, "Un lot porte sur un seul appel\u00a0: filtrez d’abord sur un appel.")
    if not calls:
        form.add_error(None, "Les demandes cochées ne sont plus là\u00a0: cochez-les de nouveau.")
    return calls.pop() if len(calls) == 1 else None


def _prepared(request: HttpRequest, owner: Authority, wanted: Filter, form: RunForm) -> Run | None:
    """The run, prepared; None when something stands in its way, said in the form."""
    call = Call.objects.of(owner).filter(pk=wanted.call or 0).select_related("authority", "scheme").first()
    if call is None:
        form.add_error(None, "Choisissez d’abord un appel dans le filtre.")
        return None
    try:
        return actions.prepare_run(
            call=call,
            outcome=Outcome(form.cleaned_data["outcome"]),
            motive=form.cleaned_data["motive"],
            wanted=wanted,
            by=acting(request.user),
            at=timezone.now(),
        )
    except actions.ApplicationError as refusal:
        form.add_error(None, str(refusal))
        return None


def _context(
    request: HttpRequest, owner: Authority, form: FilterForm, wanted: Filter, picked: frozenset[int]
) -> dict[str, Any]:
    sort = request.GET.get("tri", "")
    rows = queues.queue(request.user, owner, wanted, sort)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    return {
        "authority": owner,
        "form": form,
        "without": [Link(text, key) for key, text in queues.WITHOUT.items()],
        "found": f"{number(total, locale_of(owner.locale))} demande{'s' if total > 1 else ''}",
        "table": _table(owner, list(page.object_list), sort, picked),
        "page": page,
        "counts": _counts(request, owner),
        "by_filter": bool(wanted.call),
        "total": total,
    }


def state_chip(row: Application) -> Chip:
    """The state of a file, and once decided what was decided."""
    if row.outcome == Outcome.REFUSED:
        return Chip(row.get_outcome_display(), "bad")
    if row.outcome == Outcome.CLOSED:
        return Chip(row.get_outcome_display(), "neutral")
    if row.outcome:
        return Chip(row.get_outcome_display(), "good")
    return Chip(row.get_state_display(), MEANING[State(row.state)])


def _counts(request: HttpRequest, owner: Authority) -> list[Link]:
    counts = queues.counts(request.user, owner)
    base = reverse("applications:desk", args=[owner.slug])
    asked = request.GET.get("etat", "")
    links = [Link("Toutes", base, sum(counts.values()), current=not asked)]
    return links + [
        Link(State(state).label, f"{base}?etat={state}", count, current=asked == state)
        for state, count in counts.items()
    ]


def _table(owner: Authority, rows: list[Application], sort: str, picked: frozenset[int]) -> Table:
    columns = [
        Column("Demande", sort="numero"),
        Column("Demandeur", sort="demandeur"),
        Column("Déposée le", sort="depot"),
        Column("État"),
        Column("Barème"),
        Column("Montant calculé", number=True, sort="montant"),
        Column("Tenue par", sort="tenue"),
        Column("À savoir"),
    ]
    due = clocks(owner, rows, timezone.now())
    shown = [_row(owner, row, due.get(row.pk), picked=row.pk in picked) for row in rows]
    return Table("Demandes", columns, shown, sort=sort, form="lot")


def _row(owner: Authority, row: Application, due: Clock | None, *, picked: bool) -> Row:
    locale = locale_of(owner.locale)
    identity = getattr(row, "identity", None)
    submitted = row.submitted_at.astimezone(owner.zone).date() if row.submitted_at else None
    known = [
        word
        for there, word in (
            (getattr(row, "is_correcting", False), "correction attendue"),
            (getattr(row, "is_proposed", False) and not row.outcome, "décision proposée"),
            (getattr(row, "has_unread", False), "message à lire"),
            (row.unconfirmed, "registre à confirmer"),
        )
        if there
    ]
    if due is not None and due.standing_still is None:
        known.append(f"réponse {'due depuis' if due.late else 'due'} le {short_date(due.due, locale)}")
    amount = row.assessed_amount
    return Row(
        [
            Link(row.number, reverse("applications:case", args=[owner.slug, row.number])),
            identity.name if identity else "effacé",
            short_date(submitted, locale) if submitted else None,
            state_chip(row),
            Chip(VERDICTS.get(row.assessed_verdict, "?"), VERDICT_MEANING.get(row.assessed_verdict, "info")),
            Money(amount, row.version.currency) if amount is not None else None,
            str(row.holder) if row.holder else None,
            ", ".join(known) or None,
        ],
        key=str(row.pk),
        picked=picked,
    )
