"""The measures of a plan at work as a table, a board and a timeline; cells and lots that change them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel.components import Link
from relance.kernel.errors import Missing, Refused, RelanceError
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.actions.running import keeping
from relance.plans.actions.running.working import CannotWork, change
from relance.plans.forms.running.work import (
    IN_A_CELL,
    BulkForm,
    FilterForm,
    SaveFilterForm,
    WorkForm,
    values_of,
)
from relance.plans.models import Axis, Measure, Plan, SavedFilter, Status
from relance.plans.permissions import acting, work_for, works_for
from relance.plans.queries.running.lists import (
    SANS,
    Counts,
    WorkFilter,
    WorkRow,
    chosen_of,
    counts_of,
    leads_to_choose,
    light,
    rows_of,
)
from relance.plans.queries.running.overview import progress_of
from relance.plans.queries.running.telling import flag_chip, status_chip
from relance.plans.rules.addresses import desk_path, manage_path, plan_path, work_path
from relance.plans.rules.running.standing import EDITORS_ALONE, Standing
from relance.plans.rules.running.timeline import Span
from relance.plans.rules.running.timeline import timeline as drawn
from relance.plans.views.running.work import people_of
from relance.values.typography import NBSP

PAGE = 50
COLUMN = 20
MOST_IN_A_LOT = 500


@require_safe
def work(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The table, chosen, sorted, page by page."""
    found = works_for(request.user, authority, plan)
    context = _listed(request, found)
    page = context["page"]
    rows = rows_of(found, page.object_list, context["today"], request.user)
    context |= {
        "rows": [_row(found, row) for row in rows],
        "heads": _heads(request),
        "bulk": BulkForm() if any(row.edits for row in rows) else None,
        "save": SaveFilterForm(),
        "saved": _saved(request, found),
        "progress": progress_of(found),
        "view": "tableau",
    }
    return render(request, "plans/running/list.html", context)


@require_safe
def board(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The same by declared state; a column shows its first measures and says how many it has."""
    found = works_for(request.user, authority, plan)
    context = _listed(request, found)
    chosen = context["chosen"]
    counts = dict(chosen.order_by().values_list("said").annotate(n=Count("pk")))
    first = {status: list(light(chosen.filter(said=status.value))[:COLUMN]) for status in Status}
    together = [one for measures in first.values() for one in measures]
    by_measure = {row.measure.pk: row for row in rows_of(found, together, context["today"], request.user)}
    columns = []
    for status, measures in first.items():
        count = counts.get(status.value, 0)
        columns.append(
            {
                "chip": status_chip(status),
                "count": count,
                "rows": [_row(found, by_measure[one.pk]) for one in measures],
                "more": count - len(measures),
                "url": f"{work_path(authority, plan)}?{urlencode({'etat': status.value})}",
            }
        )
    context |= {"columns": columns, "view": "etats"}
    return render(request, "plans/running/board.html", context)


@require_safe
def timeline(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The same along the months: our own drawing, with its table."""
    found = works_for(request.user, authority, plan)
    context = _listed(request, found)
    rows = rows_of(found, context["page"].object_list, context["today"], request.user)
    spans = [
        Span(
            key=row.measure.code,
            title=row.measure.title,
            starts_on=row.work.starts_on or row.measure.horizon_start,
            ends_on=row.due_on,
            state=row.flags[0].word if row.flags else str(Status(row.work.status).label),
        )
        for row in rows
    ]
    context |= {
        "drawing": drawn(spans, context["today"]),
        "rows": [_row(found, row) for row in rows],
        "view": "frise",
    }
    return render(request, "plans/running/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, authority: str, plan: str, code: str, field: str) -> HttpResponse:
    """One field of one measure: in its cell by htmx, on a page of its own without JavaScript."""
    measure, standing = work_for(request.user, authority, plan, code, edit=True)
    if field not in IN_A_CELL:
        raise Missing("Ce champ ne se change pas ici.")
    if field in EDITORS_ALONE and standing is not Standing.EDITOR:
        raise Refused("Seule la rédaction change ce champ.")
    sent = request.method == "POST"
    names = (field, "reason") if field == "status" else (field,)
    form = WorkForm(measure, standing, request.POST if sent else None, names=names)
    part = bool(request.headers.get("HX-Request"))
    if sent and form.is_valid():
        try:
            change(measure=measure, by=acting(request.user), at=timezone.now(), fields=form.said())
        except CannotWork as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            if not part:
                messages.success(request, "C’est enregistré.")
                return redirect(_back(request, work_path(authority, plan)))
            return _cell_shown(request, measure, field)
    context = {
        "authority": measure.authority,
        "plan": measure.plan,
        "measure": measure,
        "form": form,
        "field": field,
        "label": form.fields[field].label,
        "people": people_of(measure),
        "back": _back(request, work_path(authority, plan)),
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    if part and sent is False and "annuler" in request.GET:
        return _cell_shown(request, measure, field)
    template = "plans/running/cell_form.html" if part else "plans/running/cell.html"
    status = 422 if form.is_bound and form.errors and not part else 200
    return render(request, template, context, status=status)


@require_POST
def bulk(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """One field of the measures that were ticked; each that refuses says why."""
    found = works_for(request.user, authority, plan)
    back = _back(request, work_path(authority, plan))
    form = BulkForm(request.POST)
    keys = [
        int(one) for one in request.POST.getlist("ligne")[:MOST_IN_A_LOT] if one.isdecimal() and len(one) < 19
    ]
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, said)
        return redirect(back)
    if not keys:
        messages.error(request, "Cochez au moins une mesure.")
        return redirect(back)
    # Looked up in this plan: the number of a measure of another one finds nothing.
    measures = list(
        Measure.objects.of(found.authority).filter(plan=found, pk__in=keys, ended_by__isnull=True)
    )
    if len(measures) < len(set(keys)):
        raise Missing("Une de ces mesures n’est pas de ce plan.")
    done, refused = 0, []
    for one in measures:
        try:
            fields = values_of(one, form.said)
            done += bool(change(measure=one, by=acting(request.user), at=timezone.now(), fields=fields))
        except RelanceError as error:
            refused.append(f"{one.title}{NBSP}: {error}")
    if done or not refused:
        messages.success(request, _told(done))
    for line in refused[:20]:
        messages.error(request, line)
    if len(refused) > 20:
        messages.error(request, f"{len(refused) - 20} autres mesures sont refusées.")
    return redirect(back)


@require_POST
def keep_filter(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Keep the choice of now under a name, or forget one of one's own."""
    found = works_for(request.user, authority, plan)
    by, gone = acting(request.user), request.POST.get("oublier", "")
    if gone:
        if not gone.isdecimal() or len(gone) > 18:
            raise Missing("Ce filtre n’est pas à vous, ou n’existe plus.")
        keeping.drop_filter(plan=found, by=by, filter_id=int(gone))
        messages.success(request, "Le filtre est oublié.")
        return redirect(work_path(authority, plan))
    form = SaveFilterForm(request.POST)
    query = request.POST.get("choix", "").lstrip("?")[:1000]
    if form.is_valid():
        shared = form.cleaned_data["is_shared"] and may(request.user, Right.READ_INTERNAL, found.authority)
        keeping.keep_filter(plan=found, by=by, name=form.cleaned_data["name"], query=query, is_shared=shared)
        messages.success(request, "Le filtre est enregistré.")
    else:
        messages.error(request, "Nommez ce filtre.")
    return redirect(f"{work_path(authority, plan)}?{query}" if query else work_path(authority, plan))


def _listed(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What the three views share: the choice, its bar, its page."""
    today = timezone.localtime(timezone=plan.authority.zone).date()
    wanted = WorkFilter.from_query(request.GET, request.GET.getlist("sans"))
    chosen = chosen_of(plan, wanted, today, request.user)
    counts = counts_of(plan, today)
    axes = list(Axis.objects.of(plan.authority).filter(plan=plan))
    pages = Paginator(light(chosen), PAGE)
    if wanted.is_empty:
        pages.count = counts.total  # known: the database need not count them again
    page = pages.get_page(request.GET.get("page"))
    slugs = (plan.authority.slug, plan.slug)
    here = work_path(*slugs)
    query = request.GET.urlencode()
    return {
        "authority": plan.authority,
        "plan": plan,
        "word": plan.words[1],
        "today": today,
        "wanted": wanted,
        "chosen": chosen,
        "counts": counts,
        "page": page,
        "form": FilterForm(plan, request.GET or None, leads=leads_to_choose(plan), axes=axes),
        "without": [
            Link(words, name, counts.sans[name]) for name, words in SANS.items() if counts.sans[name]
        ],
        "found": _found(page.paginator.count, counts, plan),
        "tabs": _tabs(here, query, request.path),
        "query": query,
        "here": here,
        "manage": manage_path(*slugs),
        "desk": desk_path(slugs[0]),
        "public_url": plan_path(*slugs) if plan.is_public else "",
        "is_editor": may(request.user, Right.EDIT_PLANS, plan.authority),
        "publishes": may(request.user, Right.PUBLISH_PLANS, plan.authority),
        "is_internal": may(request.user, Right.READ_INTERNAL, plan.authority),
    }


def _row(plan: Plan, row: WorkRow) -> dict[str, Any]:
    code = row.measure.code
    own = row.standing is Standing.EDITOR
    return {
        "row": row,
        "measure": row.measure,
        "url": work_path(plan.authority.slug, plan.slug, code),
        "status": status_chip(row.work.status),
        "flags": [flag_chip(flag) for flag in row.flags],
        "tasks": f"{row.tasks[1]} sur {row.tasks[0]}" if row.tasks[0] else "–",
        "cells": {name: row.edits and (own or name not in EDITORS_ALONE) for name in IN_A_CELL},
    }


def _cell_shown(request: HttpRequest, measure: Measure, field: str) -> HttpResponse:
    today = timezone.localtime(timezone=measure.authority.zone).date()
    fresh = light(Measure.objects.of(measure.authority).filter(pk=measure.pk))
    (row,) = rows_of(measure.plan, fresh, today, request.user)
    context = {
        "one": _row(measure.plan, row),
        "field": field,
        "authority": measure.authority,
        "plan": measure.plan,
    }
    return render(request, "plans/running/cell_shown.html", context)


def _heads(request: HttpRequest) -> list[dict[str, str]]:
    """The columns that sort, with the address that sorts by each."""
    heads = []
    now = request.GET.get("tri", "")
    for label, order in (
        ("Mesure", "ordre"),
        ("Pilote", ""),
        ("État", "etat"),
        ("Signaux", ""),
        ("Échéance", "echeance"),
        ("Priorité", "priorite"),
        ("Avancement", ""),
        ("Tâches", ""),
    ):
        query = request.GET.copy()
        query["tri"] = f"-{order}" if now == order and order in ("echeance", "etat") else order
        query.pop("page", None)
        sorted_by = "ascending" if now == order else "descending" if now == f"-{order}" else ""
        heads.append(
            {
                "label": label,
                "url": f"?{query.urlencode()}" if order else "",
                "sorted": sorted_by if order else "",
            }
        )
    return heads


def _tabs(here: str, query: str, path: str) -> list[Link]:
    after = f"?{query}" if query else ""
    return [
        Link(text, f"{url}{after}", current=path == url)
        for text, url in (
            ("Tableau", here),
            ("États", f"{here}etats/"),
            ("Frise", f"{here}frise/"),
        )
    ]


def _saved(request: HttpRequest, plan: Plan) -> list[dict[str, Any]]:
    """One's own filters, and those that colleagues share with who reads internal papers."""
    kept = SavedFilter.objects.of(plan.authority).filter(plan=plan).select_related("owner")
    internal = may(request.user, Right.READ_INTERNAL, plan.authority)
    return [
        {
            "id": one.pk,
            "name": one.name,
            "url": f"{work_path(plan.authority.slug, plan.slug)}?{one.query}",
            "own": one.owner_id == request.user.pk,
            "shared": one.is_shared,
            "owner": one.owner,
        }
        for one in kept
        if one.owner_id == request.user.pk or (one.is_shared and internal)
    ]


def _found(shown: int, counts: Counts, plan: Plan) -> str:
    word = plan.words[1]
    words = f"{shown} {word.plural if shown > 1 else word.label}"
    return words if shown == counts.total else f"{words} sur {counts.total}"


def _told(done: int) -> str:
    if not done:
        return "Rien n’a changé."
    return "Une mesure est modifiée." if done == 1 else f"{done} mesures sont modifiées."


def _back(request: HttpRequest, otherwise: str) -> str:
    """The address of the list that was left, of this site alone."""
    said = request.POST.get("retour") or request.GET.get("retour") or ""
    safe = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if safe else otherwise
