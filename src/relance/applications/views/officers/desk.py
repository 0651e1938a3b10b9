"""The queue: who holds what, what waits, and the way to many decisions at once."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from relance.applications.forms.officers import VERDICTS, FilterForm, RunForm
from relance.applications.models import Application, Outcome, State
from relance.applications.permissions import desk_for
from relance.applications.queries import queue as queues
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.models import Authority
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


@require_safe
def desk(request: HttpRequest, authority: str) -> HttpResponse:
    """Files that this officer may see, filtered, sorted, by pages of fifty."""
    owner = desk_for(request.user, authority)
    form = FilterForm(request.GET or None, calls=queues.calls_of(owner), auto_id="filtre_%s")
    without = [one for one in request.GET.getlist("sans") if one in queues.WITHOUT]
    wanted = form.wanted(without)
    sort = request.GET.get("tri", "")
    rows = queues.queue(request.user, owner, wanted, sort)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    context = {
        "authority": owner,
        "form": form,
        "without": [Link(text, key) for key, text in queues.WITHOUT.items()],
        "found": f"{number(total, locale_of(owner.locale))} demande{'s' if total > 1 else ''}",
        "table": _table(owner, list(page.object_list), sort),
        "page": page,
        "counts": _counts(request, owner),
        "run_form": RunForm(auto_id="lot_%s") if wanted.call and total else None,
        "query": request.GET.urlencode(),
        "total": total,
    }
    return render(request, "applications/officers/desk.html", context)


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


def _table(owner: Authority, rows: list[Application], sort: str) -> Table:
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
    return Table("Demandes", columns, [_row(owner, row) for row in rows], sort=sort)


def _row(owner: Authority, row: Application) -> Row:
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
    )
