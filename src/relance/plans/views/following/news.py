"""The desk of news: who is late, what is to be read, what leaves next, what left."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel.components import Column, Row, Table
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.actions.following import asking, writing
from relance.plans.actions.running.working import CannotWork
from relance.plans.forms.following.news import BecauseForm, NewsForm, RhythmForm, SnoozeForm
from relance.plans.models import Measure, Plan, Status, Update
from relance.plans.permissions import acting, plan_for, work_for
from relance.plans.queries.following.asking import today_of
from relance.plans.queries.following.news import news_desk, sent_log, updates_to_read
from relance.plans.rules.addresses import desk_path, manage_path, measure_path
from relance.plans.rules.following.addresses import news_desk_path
from relance.plans.rules.running.standing import Standing

A_PAGE = 50
EXPECTED = 30
TO_READ = 10


@require_safe
def news(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Everything about the news of a plan, on one page."""
    found = plan_for(request.user, authority, plan)
    return _desk(request, found)


@require_POST
def news_act(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Remind the late, set a rhythm, pause a measure or take it up again."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    act, now = request.POST.get("acte", ""), timezone.now()
    done = {"relancer": _remind, "rythme": _rhythm, "pause": _snooze, "reprendre": _rearm}.get(act)
    if done is None:
        raise Missing("Cet acte n’existe pas ici.")
    forms = done(request, found, now)
    if forms:
        return _desk(request, found, status=422, **forms)
    return redirect(news_desk_path(authority, plan))


@require_POST
def news_moderate(request: HttpRequest, authority: str, plan: str, update: int) -> HttpResponse:
    """Say that news were read, publish them, or send them back."""
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    row = (
        Update.objects.of(found.authority)
        .filter(plan=found, pk=update)
        .select_related("authority", "measure")
        .first()
    )
    if row is None:
        raise Missing("Ces nouvelles ne sont pas de ce plan.")
    by, now, act = acting(request.user), timezone.now(), request.POST.get("acte", "")
    try:
        if act == "relire":
            writing.review(update=row, by=by, at=now)
            messages.success(request, "Relu. Ces nouvelles peuvent être publiées.")
        elif act == "publier":
            writing.publish(update=row, by=by, at=now)
            messages.success(request, "Publié.")
        elif act == "renvoyer":
            form = BecauseForm(request.POST)
            if not form.is_valid():
                return _desk(request, found, status=422, returned={row.pk: form})
            writing.send_back(update=row, by=by, at=now, because=form.cleaned_data["because"])
            messages.success(request, "Renvoyé.")
        else:
            raise Missing("Cet acte n’existe pas ici.")
    except (writing.NotInThatState, CannotWork) as refusal:
        messages.error(request, str(refusal))
    return redirect(news_desk_path(authority, plan))


@require_http_methods(["GET", "HEAD", "POST"])
def news_write(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """News of a measure, by its lead or an editor."""
    measure, standing = work_for(request.user, authority, plan, code, edit=True)
    form = NewsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        writing.write(
            measure=measure,
            by=acting(request.user),
            at=timezone.now(),
            status=Status(form.cleaned_data["etat"]),
            words=form.cleaned_data["words"],
        )
        messages.success(request, "Merci. Ces nouvelles seront relues, puis publiées.")
        if standing is Standing.EDITOR:
            return redirect(news_desk_path(authority, plan))
        return redirect(measure_path(authority, plan, code) if measure.plan.is_public else request.path)
    return render(
        request,
        "plans/following/news_write.html",
        {"authority": measure.authority, "plan": measure.plan, "measure": measure, "form": form}
        | _ways(measure.plan),
        status=422 if form.is_bound else 200,
    )


@require_safe
def news_log(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Every mail that asked for news: to whom, when, about what, and what came of it."""
    found = plan_for(request.user, authority, plan)
    page = Paginator(sent_log(found), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        Row(
            [
                mail.name or mail.email,
                mail.day,
                "à la main" if mail.by_hand else "la nuit",
                mail.sent_at.astimezone(found.authority.zone).date() if mail.sent_at else "part bientôt",
                ", ".join(one.measure.title for one in mail.requests.all()),
                sum(one.answered_at is not None for one in mail.requests.all()),
            ]
        )
        for mail in page
    ]
    columns = [
        Column("À"),
        Column("Préparé le"),
        Column("Comment"),
        Column("Envoyé le"),
        Column("Mesures"),
        Column("Réponses", number=True),
    ]
    table = Table("Demandes envoyées", columns, rows) if rows else None
    context = {"authority": found.authority, "plan": found, "table": table, "page": page}
    return render(request, "plans/following/news_log.html", context | _ways(found))


def _remind(request: HttpRequest, plan: Plan, now: datetime) -> dict[str, Any]:
    try:
        count = asking.remind_all_late(plan=plan, by=acting(request.user), at=now)
    except asking.NoRhythm as refusal:
        messages.error(request, str(refusal))
        return {}
    if count:
        messages.success(request, f"{count} courriel{'s' if count > 1 else ''} en route.")
    else:
        messages.info(request, "Personne à relancer aujourd’hui.")
    return {}


def _rhythm(request: HttpRequest, plan: Plan, now: datetime) -> dict[str, Any]:
    form = RhythmForm(plan, request.POST)
    if not form.is_valid():
        return {"rhythm_form": form}
    said = form.cleaned_data
    asking.set_rhythm(
        plan=plan,
        by=acting(request.user),
        at=now,
        every_months=said["every_months"],
        patience_days=said["patience_days"],
        gap_days=said["gap_days"],
        measure=said["measure"],
    )
    messages.success(request, "Le rythme est enregistré.")
    return {}


def _snooze(request: HttpRequest, plan: Plan, now: datetime) -> dict[str, Any]:
    form = SnoozeForm(plan, today_of(plan.authority, now), request.POST)
    if not form.is_valid():
        return {"snooze_form": form}
    said = form.cleaned_data
    asking.snooze(
        measure=said["measure"],
        by=acting(request.user),
        at=now,
        until=said["until"],
        reason=said["reason"],
        is_public=said["is_public"],
    )
    messages.success(request, "Personne ne sera interrogé sur cette mesure d’ici là.")
    return {}


def _rearm(request: HttpRequest, plan: Plan, now: datetime) -> dict[str, Any]:
    code = request.POST.get("mesure", "")
    measure = Measure.objects.of(plan.authority).filter(plan=plan, code=code).first()
    if measure is None:
        raise Missing("Cette mesure n’existe pas dans ce plan.")
    try:
        asking.rearm(measure=measure, by=acting(request.user), at=now)
    except RelanceError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Les demandes reprennent.")
    return {}


def _desk(request: HttpRequest, plan: Plan, *, status: int = 200, **forms: Any) -> HttpResponse:
    now = timezone.now()
    desk = news_desk(plan, now)
    edits = may(request.user, Right.EDIT_PLANS, plan.authority)
    returned = forms.get("returned", {})
    to_read = Paginator(updates_to_read(plan), TO_READ).get_page(request.GET.get("lire"))
    return render(
        request,
        "plans/following/news.html",
        {
            "authority": plan.authority,
            "plan": plan,
            "desk_of_news": desk,
            "to_read_page": to_read,
            "expected": Paginator(desk.expected, EXPECTED).get_page(request.GET.get("page")),
            "to_read": [(one, returned.get(one.pk)) for one in to_read],
            "rhythm_form": forms.get("rhythm_form") or RhythmForm(plan),
            "snooze_form": forms.get("snooze_form") or SnoozeForm(plan, today_of(plan.authority, now)),
            "edits": edits,
            "reviews": may(request.user, Right.REVIEW_FACTS, plan.authority),
            "publishes": may(request.user, Right.PUBLISH_PLANS, plan.authority),
        }
        | _ways(plan),
        status=status,
    )


def _ways(plan: Plan) -> dict[str, str]:
    """The addresses of the breadcrumb."""
    slug = plan.authority.slug
    return {
        "desk": desk_path(slug),
        "manage": manage_path(slug, plan.slug),
        "news_desk": news_desk_path(slug, plan.slug),
    }
