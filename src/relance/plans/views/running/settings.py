"""How a plan is run: set by its editors."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.running import people, planning
from relance.plans.forms.running.settings import CustomFieldForm, PersonForm, PlanStrategyForm, RunningForm
from relance.plans.models import Contributor, CustomField, Plan, Strategy
from relance.plans.permissions import acting, plan_for
from relance.plans.rules.addresses import manage_path, work_path

FORMS: dict[str, Callable[..., Form]] = {
    "conduite": RunningForm,
    "champ": lambda plan, data=None: CustomFieldForm(data),
    "strategie": lambda plan, data=None: PlanStrategyForm(data),
    "personne": PersonForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """One page, four forms; `quoi` says which was sent."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    sent = request.POST.get("quoi", "") if request.method == "POST" else ""
    if request.method == "POST" and sent not in FORMS:
        raise Missing("Cette page n’existe pas.")
    forms = {name: make(found, request.POST) if name == sent else make(found) for name, make in FORMS.items()}
    if sent and forms[sent].is_valid():
        try:
            _save(found, acting(request.user), sent, forms[sent].cleaned_data)
        except RelanceError as error:
            field = getattr(error, "field", "")
            forms[sent].add_error(field if field in forms[sent].fields else None, str(error))
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(f"{reverse('plans:work_settings', args=[authority, plan])}#{sent}")
    owner = found.authority
    context = {
        "authority": owner,
        "plan": found,
        "forms": forms,
        "fields": CustomField.objects.of(owner).filter(plan=found),
        "strategies": Strategy.objects.of(owner).filter(plan=found),
        "people": list(
            Contributor.objects.of(owner)
            .filter(merged_into__isnull=True)
            .values_list("name", flat=True)[:200]
        ),
        "list_url": work_path(authority, plan),
        "manage": manage_path(authority, plan),
    }
    return render(request, "plans/running/settings.html", context, status=422 if sent else 200)


def _save(plan: Plan, by: Account, what: str, said: dict[str, Any]) -> None:
    at = timezone.now()
    if what == "conduite":
        pilot = (
            people.contributor_called(authority=plan.authority, name=said["pilot"]) if said["pilot"] else None
        )
        planning.run_plan(
            plan=plan, by=by, at=at, pilot=pilot, formula=said["formula"], stale_after=said["stale_after"]
        )
    elif what == "champ":
        planning.add_field(
            plan=plan,
            by=by,
            at=at,
            name=said["name"],
            kind=said["kind"],
            choices=said["choices"].splitlines(),
            seen_by=said["seen_by"],
            edited_by=said["edited_by"],
        )
    elif what == "strategie":
        planning.add_strategy(plan=plan, by=by, at=at, **said)
    else:
        one = _person(plan, said["one"])
        if said["account"]:
            # The form offers the accounts of this authority alone.
            account = Account.objects.get(pk=said["account"])
            people.give_account(contributor=one, account=account, by=by, at=at)
        else:
            people.merge(one=one, into=_person(plan, said["into"]), by=by, at=at)


def _person(plan: Plan, key: int) -> Contributor:
    found = Contributor.objects.of(plan.authority).filter(pk=key).first()
    if found is None:
        raise Missing("Cette personne n’est pas connue ici.")
    return found
