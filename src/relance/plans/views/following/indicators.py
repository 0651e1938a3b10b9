"""Indicators: what the public reads of them, and the desk where they are defined, fed and approved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel.errors import Missing, RelanceError
from relance.kernel.files import FileRefused
from relance.kernel.permissions import authority_called, may
from relance.kernel.rules import Right
from relance.plans.actions.following import indicators as acts
from relance.plans.forms.following.indicators import (
    EffectForm,
    IndicatorForm,
    PeriodsForm,
    TargetForm,
    ValueForm,
    code_of,
)
from relance.plans.forms.following.news import BecauseForm
from relance.plans.models import Indicator, IndicatorPeriod, IndicatorValue, Plan
from relance.plans.permissions import acting, plan_for
from relance.plans.queries import published_plan
from relance.plans.queries.following.indicators import indicator_of, indicators_of_plan, waiting_values
from relance.plans.rules.addresses import desk_path, manage_path
from relance.plans.rules.following.addresses import indicator_desk_path
from relance.plans.rules.following.periods import Every, periods
from relance.plans.views.following.evidence import kept

SAID = ("name", "definition", "unit", "trend", "source", "method", "public")


@require_safe
def indicators(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The public indicators of a plan, each with its chart and table."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    shown = indicators_of_plan(found, public_only=True)
    return render(
        request, "plans/following/indicators.html", {"authority": owner, "plan": found, "indicators": shown}
    )


@require_safe
def indicator(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """One public indicator with all that is known of it."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    return render(
        request,
        "plans/following/indicator.html",
        {"authority": owner, "plan": found, "shown": indicator_of(found, code, public_only=True)},
    )


@require_safe
def indicator_desk(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """All indicators of a plan, public or not, with what waits."""
    found = plan_for(request.user, authority, plan)
    return render(
        request,
        "plans/following/indicator_desk.html",
        {
            "authority": found.authority,
            "plan": found,
            "indicators": indicators_of_plan(found, public_only=False),
            "waiting": waiting_values(found),
            "edits": may(request.user, Right.EDIT_PLANS, found.authority),
        }
        | _ways(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_add(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Define an indicator."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    form = IndicatorForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said, by, now = form.cleaned_data, acting(request.user), timezone.now()
        made = acts.define(
            plan=found,
            by=by,
            at=now,
            code=code_of(said["name"]),
            places=said["places"],
            fields={name: said[name] for name in SAID},
        )
        if said["finding"] is not None:
            acts.start_from(indicator=made, finding=said["finding"], by=by, at=now)
        messages.success(request, "L’indicateur est défini. Ouvrez maintenant ses périodes.")
        return redirect(indicator_desk_path(authority, plan, made.code))
    return render(
        request,
        "plans/following/indicator_edit.html",
        {"authority": found.authority, "plan": found, "form": form} | _ways(found),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """Change what is said of an indicator."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    known = _indicator(found, code)
    start: dict[str, Any] = {name: getattr(known, name) for name in SAID} | {"finding": known.finding}
    form = IndicatorForm(
        found, request.POST if request.method == "POST" else None, known=known, initial=start
    )
    if request.method == "POST" and form.is_valid():
        said, by, now = form.cleaned_data, acting(request.user), timezone.now()
        acts.redefine(indicator=known, by=by, at=now, fields={name: said[name] for name in SAID})
        if said["finding"] is not None and said["finding"] != known.finding:
            acts.start_from(indicator=known, finding=said["finding"], by=by, at=now)
        messages.success(request, "L’indicateur est modifié.")
        return redirect(indicator_desk_path(authority, plan, code))
    return render(
        request,
        "plans/following/indicator_edit.html",
        {"authority": found.authority, "plan": found, "form": form, "known": known} | _ways(found),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_manage(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """An indicator at the desk: its values, periods and claims; and reporting a value."""
    right = Right.EDIT_PLANS if request.method == "POST" else Right.READ_INTERNAL
    found = plan_for(request.user, authority, plan, right)
    known = _indicator(found, code)
    if request.method != "POST":
        return _manage(request, known)
    form = ValueForm(known, request.POST, request.FILES)
    if form.is_valid():
        said, by, now = form.cleaned_data, acting(request.user), timezone.now()
        try:
            acts.report(
                period=said["period"],
                by=by,
                at=now,
                minor=said["value"],
                missing_because=said["missing_because"],
                territory=said["territory"],
                note=said["note"],
                evidence_url=said["evidence_url"],
                evidence_file=kept(found.authority, said["evidence_file"], by, now),
            )
        except FileRefused as refusal:
            form.add_error("evidence_file", str(refusal))
        except acts.PeriodLocked as refusal:
            form.add_error("period", str(refusal))
        else:
            messages.success(request, "Cette valeur attend l’approbation d’une autre personne.")
            return redirect(indicator_desk_path(authority, plan, code))
    return _manage(request, known, status=422, value_form=form)


@require_POST
def indicator_act(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """Open periods, set a target, claim an effect."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    known = _indicator(found, code)
    act = {"periodes": _periods, "cible": _target, "effet": _effect}.get(request.POST.get("acte", ""))
    if act is None:
        raise Missing("Cet acte n’existe pas ici.")
    wrong = act(request, known)
    return (
        _manage(request, known, status=422, **wrong)
        if wrong
        else redirect(indicator_desk_path(authority, plan, code))
    )


@require_POST
def indicator_decide(request: HttpRequest, authority: str, plan: str, value: int) -> HttpResponse:
    """Approve a value, or send it back."""
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    row = (
        IndicatorValue.objects.of(found.authority)
        .filter(period__indicator__plan=found, pk=value)
        .select_related("period__indicator", "authority")
        .first()
    )
    if row is None:
        raise Missing("Cette valeur n’est pas de ce plan.")
    by, now, known = acting(request.user), timezone.now(), row.period.indicator
    try:
        if request.POST.get("acte") == "approuver":
            acts.approve(value=row, by=by, at=now)
            messages.success(request, "La valeur est approuvée.")
        else:
            form = BecauseForm(request.POST)
            if not form.is_valid():
                return _manage(request, known, status=422, returned={row.pk: form})
            acts.return_value(value=row, by=by, at=now, because=form.cleaned_data["because"])
            messages.success(request, "La valeur est renvoyée.")
    except RelanceError as refusal:
        messages.error(request, str(refusal))
    return redirect(indicator_desk_path(authority, plan, known.code))


@require_POST
def indicator_lock(request: HttpRequest, authority: str, plan: str, period: int) -> HttpResponse:
    """Lock a period, or open it again with a reason."""
    found = plan_for(request.user, authority, plan, Right.PUBLISH_PLANS)
    row = _period(found, period)
    by, now = acting(request.user), timezone.now()
    try:
        if row.locked_at is None:
            acts.lock(period=row, by=by, at=now)
            messages.success(request, "La période est verrouillée.")
        else:
            form = BecauseForm(request.POST)
            if not form.is_valid():
                messages.error(request, "Dites pourquoi vous rouvrez cette période.")
            else:
                acts.unlock(period=row, by=by, at=now, because=form.cleaned_data["because"])
                messages.success(request, "La période est rouverte.")
    except acts.StillWaiting as refusal:
        messages.error(request, str(refusal))
    return redirect(indicator_desk_path(authority, plan, row.indicator.code))


def _periods(request: HttpRequest, known: Indicator) -> dict[str, Any]:
    form = PeriodsForm(request.POST)
    if not form.is_valid():
        return {"periods_form": form}
    said = form.cleaned_data
    made = acts.add_periods(
        indicator=known,
        periods=list(periods(Every(said["every"]), said["first"], said["last"])),
        by=acting(request.user),
        at=timezone.now(),
    )
    messages.success(request, f"{len(made)} période(s) ouverte(s).")
    return {}


def _target(request: HttpRequest, known: Indicator) -> dict[str, Any]:
    number = request.POST.get("periode", "")
    row = _period(known.plan, int(number) if number.isascii() and number.isdigit() else 0)
    if row.indicator_id != known.pk:
        raise Missing("Cette période n’est pas de cet indicateur.")
    form = TargetForm(known, request.POST)
    if not form.is_valid():
        return {"target_form": form}
    try:
        acts.set_target(
            period=row, target=form.cleaned_data["target"], by=acting(request.user), at=timezone.now()
        )
    except acts.PeriodLocked as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La cible est fixée.")
    return {}


def _effect(request: HttpRequest, known: Indicator) -> dict[str, Any]:
    form = EffectForm(known.plan, request.POST)
    if not form.is_valid():
        return {"effect_form": form}
    said = form.cleaned_data
    acts.claim_effect(
        indicator=known,
        measure=said["measure"],
        effect=said["effect"],
        claimed_by=said["claimed_by"],
        by=acting(request.user),
        at=timezone.now(),
    )
    messages.success(request, "Le lien est enregistré.")
    return {}


def _indicator(plan: Plan, code: str) -> Indicator:
    found = (
        Indicator.objects.of(plan.authority)
        .filter(plan=plan, code=code)
        .select_related("plan__authority", "finding", "authority")
        .first()
    )
    if found is None:
        raise Missing("Cet indicateur n’existe pas dans ce plan.")
    return found


def _period(plan: Plan, pk: int) -> IndicatorPeriod:
    found = (
        IndicatorPeriod.objects.of(plan.authority)
        .filter(indicator__plan=plan, pk=pk)
        .select_related("indicator", "authority")
        .first()
    )
    if found is None:
        raise Missing("Cette période n’est pas de ce plan.")
    return found


def _manage(request: HttpRequest, known: Indicator, *, status: int = 200, **forms: Any) -> HttpResponse:
    plan = known.plan
    shown = indicator_of(plan, known.code, public_only=False)
    returned = forms.get("returned", {})
    return render(
        request,
        "plans/following/indicator_manage.html",
        {
            "authority": plan.authority,
            "plan": plan,
            "shown": shown,
            "waiting": [
                (period, one, returned.get(one.value.pk))
                for period in shown.periods
                for one in period.waiting
            ],
            "value_form": forms.get("value_form") or ValueForm(known),
            "periods_form": forms.get("periods_form") or PeriodsForm(),
            "target_form": forms.get("target_form") or TargetForm(known),
            "effect_form": forms.get("effect_form") or EffectForm(plan),
            "edits": may(request.user, Right.EDIT_PLANS, plan.authority),
            "reviews": may(request.user, Right.REVIEW_FACTS, plan.authority),
            "publishes": may(request.user, Right.PUBLISH_PLANS, plan.authority),
            "me": request.user.pk,
        }
        | _ways(plan),
        status=status,
    )


def _ways(plan: Plan) -> dict[str, str]:
    slug = plan.authority.slug
    return {
        "desk": desk_path(slug),
        "manage": manage_path(slug, plan.slug),
        "indicator_desk": indicator_desk_path(slug, plan.slug),
    }
