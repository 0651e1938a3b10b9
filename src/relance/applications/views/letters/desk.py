"""The way in to letters: the texts of each call, the runs, and a new run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.applications.actions.lettering import prepare_letters
from relance.applications.forms.letters import RunForm
from relance.applications.models import Run, RunKind, RunState
from relance.applications.permissions import acting, desk_for
from relance.applications.queries.lettering import WRITTEN, current_templates
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.models import Authority
from relance.schemes.models import Call
from relance.values.typography import locale_of, long_date

MEANING = {
    RunState.PREPARED: Chip("À confirmer", "warning"),
    RunState.CONFIRMED: Chip("En cours", "info"),
    RunState.DONE: Chip("Terminé", "good"),
    RunState.ABANDONED: Chip("Abandonné", "neutral"),
}
LATEST = 25


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, authority: str) -> HttpResponse:
    """Texts and runs; posted, the choice of files for a new run."""
    owner = desk_for(request.user, authority)
    form = RunForm(request.POST or None, authority=owner)
    if request.method == "POST" and form.is_valid():
        run = prepare_letters(
            call=form.cleaned_data["call"],
            outcome=form.cleaned_data["outcome"],
            again=form.cleaned_data["again"],
            by=acting(request.user),
            at=timezone.now(),
        )
        return redirect("applications:letter_run", owner.slug, run.pk)
    calls = list(Call.objects.of(owner).select_related("scheme", "authority"))
    runs = Run.objects.of(owner).filter(kind=RunKind.LETTERS).select_related("call")[:LATEST]
    context = {
        "authority": owner,
        "form": form,
        "texts": _texts(owner, calls) if calls else None,
        "runs": _runs(owner, list(runs)),
    }
    return render(request, "applications/letters/desk.html", context)


def _texts(owner: Authority, calls: list[Call]) -> Table:
    """One line a call, one column a kind: which version is in use, and whether it was checked."""
    schemes = {call.scheme_id: call.scheme for call in calls}
    known = {pk: current_templates(owner, scheme) for pk, scheme in schemes.items()}
    rows = []
    for call in calls:
        cells: list[object] = [call.title]
        for kind in WRITTEN:
            url = reverse("applications:letter_text", args=[owner.slug, call.slug, kind.value])
            row = known[call.scheme_id].get(kind)
            said = (
                "à écrire"
                if row is None
                else f"version {row.number}" + ("" if row.checked else ", à vérifier")
            )
            cells.append(Link(said, url))
        rows.append(Row(cells))
    return Table("Textes des lettres", [Column("Appel"), *(Column(kind.label) for kind in WRITTEN)], rows)


def _runs(owner: Authority, runs: list[Run]) -> Table | None:
    if not runs:
        return None
    locale = locale_of(owner.locale)
    rows = [
        Row(
            [
                Link(
                    long_date(run.prepared_at.astimezone(owner.zone).date(), locale),
                    reverse("applications:letter_run", args=[owner.slug, run.pk]),
                ),
                run.call.title,
                run.preflight.get("total"),
                run.prepared_by_name,
                MEANING[RunState(run.state)],
            ]
        )
        for run in runs
    ]
    columns = [
        Column("Préparé le"),
        Column("Appel"),
        Column("Dossiers", number=True),
        Column("Par"),
        Column("État"),
    ]
    return Table("Lots de lettres", columns, rows)
