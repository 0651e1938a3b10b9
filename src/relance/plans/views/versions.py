"""Two versions of a plan's document side by side, and what a person settles between them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from relance.kernel.errors import Missing, RelanceError
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.actions.amending import resolve
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import Amendment
from relance.plans.permissions import acting, fact_for, plan_for
from relance.plans.queries.comparison import GONE_BECAUSE, comparison_of
from relance.plans.rules.addresses import desk_path, manage_path, review_path, versions_path

SETTLED = ("meme", "autre", "retirer", "garder")


@require_safe
def versions(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """What the last version changes: to settle what is unsure, then to review as any fact."""
    found = plan_for(request.user, authority, plan)
    owner = found.authority
    amendment = (
        Amendment.objects.of(owner)
        .filter(plan=found)
        .select_related("plan__authority", "text__document", "earlier__document")
        .first()
    )
    return render(
        request,
        "plans/versions.html",
        {
            "authority": owner,
            "plan": found,
            "amendment": amendment,
            "comparison": comparison_of(amendment) if amendment else None,
            "decides": amendment is not None
            and amendment.applied_at is None
            and may(request.user, Right.REVIEW_FACTS, owner),
            "desk": desk_path(owner.slug),
            "manage": manage_path(owner.slug, found.slug),
            "review_url": review_path(owner.slug, found.slug),
        },
    )


@require_POST
def settle(request: HttpRequest, authority: str, plan: str, fact: int) -> HttpResponse:
    """The same measure or another one; what is gone is taken out of the plan, or stays."""
    found = fact_for(request.user, authority, plan, fact, Right.REVIEW_FACTS)
    said = request.POST.get("choix", "")
    if said not in SETTLED:
        raise Missing("Ce choix n’existe pas.")
    by, at = acting(request.user), timezone.now()
    try:
        if said in ("meme", "autre"):
            resolve(fact=found, same=said == "meme", by=by, at=at)
        elif said == "retirer":
            decide(fact=found, by=by, at=at, decision=Decision.REJECT, reason=GONE_BECAUSE)
        else:
            decide(fact=found, by=by, at=at, decision=Decision.ACCEPT)
    except RelanceError as refusal:
        messages.error(request, str(refusal))
    return redirect(versions_path(authority, plan))
