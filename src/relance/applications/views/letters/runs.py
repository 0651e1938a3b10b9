"""One run of letters: what its check found, how far it is, its print file, how it went."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from relance.applications.actions.lettering import How, abandon_letters, confirm_letters, send_letters
from relance.applications.actions.lettering.runs import CHECK, SEND
from relance.applications.forms.letters import SendForm
from relance.applications.models import ItemState, Run, RunKind, RunState, State
from relance.applications.permissions import acting, run_for, visible
from relance.applications.views.letters.desk import MEANING
from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.kernel.models import Job, JobState
from relance.kernel.views.files import file_response

STATES = {
    ItemState.WAITING: Chip("À faire", "neutral"),
    ItemState.DONE: Chip("Lettres faites", "info"),
    ItemState.REFUSED: Chip("Sans lettre", "warning"),
}
NOTIFIED = Chip("Notifié", "good")
PAGE = 50


def letter_run_for(request: HttpRequest, authority: str, pk: int) -> Run:
    """A run of letters, for who examines or decides."""
    run = run_for(request.user, authority, pk)
    if run.kind != RunKind.LETTERS:
        raise Missing("Ce lot n’est pas un lot de lettres.")
    return run


@require_safe
def run_page(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    return _page(request, letter_run_for(request, authority, pk), None)


@require_POST
def confirm(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    run = letter_run_for(request, authority, pk)
    job = confirm_letters(run=run, by=acting(request.user), at=timezone.now())
    return redirect("kernel:job", job.pk)


@require_POST
def abandon(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    run = letter_run_for(request, authority, pk)
    abandon_letters(run=run, by=acting(request.user), at=timezone.now())
    messages.success(request, "Le lot est abandonné. Aucune lettre n’a été faite.")
    return redirect("applications:letters", authority)


@require_POST
def send_run(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    run = letter_run_for(request, authority, pk)
    form = SendForm(
        request.POST, authority=run.authority, now=timezone.now(), since=run.confirmed_at or run.prepared_at
    )
    if not form.is_valid():
        return _page(request, run, form)
    job = send_letters(run=run, how=How(form.cleaned_data["how"]), by=acting(request.user), at=form.at)
    return redirect("kernel:job", job.pk)


@require_safe
def print_file(request: HttpRequest, authority: str, pk: int) -> HttpResponseBase:
    """Every letter of the run in one PDF."""
    run = letter_run_for(request, authority, pk)
    if run.file is None:
        raise Missing("Ce lot n’a pas de fichier à imprimer, ou son temps de garde est passé.")
    return file_response(run.file)


def _page(request: HttpRequest, run: Run, form: SendForm | None) -> HttpResponse:
    now = timezone.now()
    # A conflict of interest removes the file from every view of the person, this one included.
    seen = visible(request.user, run.authority)
    items = run.items.filter(application__in=seen).select_related("application").order_by("place")
    state = request.GET.get("etat", "")
    if state in ItemState.values:
        items = items.filter(state=state)
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    done = run.items.filter(state=ItemState.DONE)
    told = done.filter(application__state=State.NOTIFIED).count()
    if run.state == RunState.DONE and form is None:
        form = SendForm(authority=run.authority, now=now, since=run.confirmed_at or now)
    keys = [f"{CHECK}:{run.pk}", run.job_key]
    jobs = Job.objects.of(run.authority).filter(
        Q(act_key__in=filter(None, keys)) | Q(act_key__startswith=f"{SEND}:{run.pk}:")
    )
    slug = run.authority.slug
    here = reverse("applications:letter_run", args=[slug, run.pk])
    context = {
        "authority": run.authority,
        "run": run,
        "chip": MEANING[RunState(run.state)] if run.preflight or run.state != RunState.PREPARED else None,
        "page": page,
        "table": Table(
            "Dossiers du lot",
            [Column("Demande"), Column("Décision"), Column("État"), Column("Motif")],
            [
                Row(
                    [
                        Link(
                            item.application.number,
                            reverse("applications:file_letters", args=[slug, item.application.number]),
                        ),
                        item.application.get_outcome_display(),
                        NOTIFIED
                        if item.application.state == State.NOTIFIED
                        else STATES[ItemState(item.state)],
                        item.reason or item.result,
                    ]
                )
                for item in page.object_list
            ],
        ),
        "without": [
            Link("Tous", here, current=not state),
            *(
                Link(chip.word, f"{here}?etat={one.value}", run.items.filter(state=one).count(), state == one)
                for one, chip in STATES.items()
            ),
        ],
        "blocked": run.preflight.get("blocked", {}).items(),
        "ready": run.preflight.get("ready", 0),
        "told": told,
        "left": done.count() - told,
        "jobs": [job for job in jobs.order_by("-pk") if job.state != JobState.DONE],
        "reports": [line for job in jobs.order_by("pk") for line in job.report],
        "form": form,
    }
    return render(
        request, "applications/letters/run.html", context, status=422 if form and form.errors else 200
    )
