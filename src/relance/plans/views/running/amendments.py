"""Amendments: for anybody to read, for who publishes to make."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.errors import Missing
from relance.kernel.permissions import authority_called, may
from relance.kernel.rules import Right
from relance.plans.actions.running import amending
from relance.plans.actions.running.amending import CannotAmendByHand, Deed
from relance.plans.forms.running import amending as forms
from relance.plans.models import Measure, Plan, PlanVersion
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.published import published_plan
from relance.plans.queries.running.versions import versions_of
from relance.plans.rules.addresses import changes_path, manage_path, plan_path, work_path

Run = Callable[[Deed, Measure, dict[str, Any]], PlanVersion]


@dataclass(frozen=True)
class Act:
    word: str
    title: str
    button: str
    form: type[forms.DeedForm]
    run: Run


def _merge(deed: Deed, measure: Measure, said: dict[str, Any]) -> PlanVersion:
    others = [_measure(deed.plan, key) for key in said["others"]]
    return amending.merge(deed, measures=others, into=measure)


ACTS = {
    one.word: one
    for one in (
        Act(
            "montant",
            "Changer l’enveloppe d’une mesure",
            "Enregistrer la nouvelle enveloppe",
            forms.RepriceForm,
            lambda deed, measure, said: amending.reprice(deed, measure=measure, money=said["money"]),
        ),
        Act(
            "dates",
            "Changer les dates d’une mesure",
            "Enregistrer les nouvelles dates",
            forms.RedateForm,
            lambda deed, measure, said: amending.redate(
                deed, measure=measure, starts_on=said["starts_on"], ends_on=said["ends_on"]
            ),
        ),
        Act("reunir", "Réunir des mesures", "Réunir ces mesures", forms.MergeForm, _merge),
        Act(
            "diviser",
            "Diviser une mesure",
            "Diviser cette mesure",
            forms.SplitForm,
            lambda deed, measure, said: amending.split(
                deed, measure=measure, wordings=said["wordings"].splitlines()
            ),
        ),
        Act(
            "remplacer",
            "Remplacer une mesure",
            "Remplacer cette mesure",
            forms.ReplaceForm,
            lambda deed, measure, said: amending.replace(deed, measure=measure, wording=said["wording"]),
        ),
        Act(
            "retirer",
            "Retirer une mesure du plan",
            "Retirer cette mesure",
            forms.TakeOutForm,
            lambda deed, measure, said: amending.take_out(deed, measure=measure),
        ),
    )
}


@require_safe
def amendments(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The plan as published and each amendment, with what it changes and why."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    publishes = may(request.user, Right.PUBLISH_PLANS, owner)
    context = {
        "authority": owner,
        "plan": found,
        "word": found.words[1],
        "versions": versions_of(found),
        "acts": list(ACTS.values()) if publishes else [],
        "plan_url": plan_path(authority, plan),
        "work_url": work_path(authority, plan) if publishes else "",
    }
    return render(request, "plans/running/amendments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, authority: str, plan: str, act: str) -> HttpResponse:
    """One act of amendment."""
    found = plan_for(request.user, authority, plan, Right.PUBLISH_PLANS)
    known = ACTS.get(act)
    if known is None:
        raise Missing("Cette page n’existe pas.")
    sent = request.method == "POST"
    today = timezone.localtime(timezone=found.authority.zone).date()
    initial = {"on": today, "measure": _asked(found, request.GET.get("mesure", ""))}
    form = known.form(found, request.POST) if sent else known.form(found, initial=initial)
    if sent and form.is_valid():
        said = form.cleaned_data
        deed = Deed(
            plan=found,
            by=acting(request.user),
            at=timezone.now(),
            on=said["on"],
            because=said["because"],
            reference=said["reference"],
        )
        try:
            version = known.run(deed, _measure(found, said["measure"]), said)
        except CannotAmendByHand as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{version}\u00a0: c’est enregistré, et public.")
            return redirect(f"{changes_path(authority, plan)}#v{version.number}")
    context = {
        "authority": found.authority,
        "plan": found,
        "act": known,
        "form": form,
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    return render(
        request, "plans/running/amend.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _measure(plan: Plan, key: int) -> Measure:
    """A measure of this plan; the number of another one finds nothing."""
    found = (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, pk=key)
        .select_related("authority", "parent")
        .first()
    )
    if found is None:
        raise Missing("Cette mesure n’est pas de ce plan.")
    return found


def _asked(plan: Plan, code: str) -> int | None:
    return (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, code=code, ended_by__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )
