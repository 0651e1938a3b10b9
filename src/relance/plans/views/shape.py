"""Moving a fact, merging two measures, cutting one in two, and taking the last act back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.kernel.errors import Missing, RelanceError
from relance.kernel.rules import Right
from relance.plans.actions.shaping import merge, move, split
from relance.plans.forms.shaping import MergeForm, MoveForm, SplitForm
from relance.plans.models import Fact, FactKind
from relance.plans.permissions import acting, fact_for
from relance.plans.queries.review import group_of
from relance.plans.rules.addresses import desk_path, manage_path, review_path

Shape = MoveForm | MergeForm | SplitForm
FORMS: dict[str, type[Shape]] = {"deplacer": MoveForm, "reunir": MergeForm, "couper": SplitForm}
MOVED = (FactKind.MEASURE, FactKind.FINDING, FactKind.AMOUNT, FactKind.HORIZON, FactKind.PARTNER)


@require_http_methods(["GET", "HEAD", "POST"])
def shape(request: HttpRequest, authority: str, plan: str, fact: int) -> HttpResponse:
    """What a fact belongs to and where it begins and ends; `acte` says which of three is done."""
    found = fact_for(request.user, authority, plan, fact, Right.EDIT_PLANS)
    offered = _offered(found)
    if not offered:
        raise Missing("Ce fait ne se déplace pas.")
    act = request.POST.get("acte", "")
    if request.method == "POST" and act not in offered:
        raise Missing("Cet acte n’existe pas pour ce fait.")
    forms: dict[str, Shape] = {
        name: FORMS[name](found, request.POST if name == act else None) for name in offered
    }
    form = forms.get(act)
    if form is not None and form.is_valid():
        try:
            changed = _do(request, found, form)
        except RelanceError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(review_path(authority, plan, group_of(changed), changed.pk))
    return render(
        request,
        "plans/shape.html",
        {
            "authority": found.authority,
            "plan": found.plan,
            "fact": found,
            "move": forms.get("deplacer"),
            "merge": forms.get("reunir"),
            "split": forms.get("couper"),
            "back": review_path(authority, plan, group_of(found), found.pk),
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _offered(fact: Fact) -> list[str]:
    if fact.kind == FactKind.MEASURE:
        return list(FORMS)
    return ["deplacer"] if fact.kind in (*MOVED, FactKind.PARAMETER) else []


def _do(request: HttpRequest, fact: Fact, form: Shape) -> Fact:
    by, at = acting(request.user), timezone.now()
    match form:
        case MoveForm():
            changed = move(fact=fact, to=form.home, by=by, at=at)
            messages.success(request, "Fait déplacé.")
        case MergeForm():
            changed = merge(first=fact, second=form.neighbour, by=by, at=at)
            messages.success(request, "Deux mesures réunies en une.")
        case SplitForm():
            changed, _ = split(fact=fact, at_place=form.place or 0, by=by, at=at)
            messages.success(request, "Mesure coupée en deux.")
    return changed
