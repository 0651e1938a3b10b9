"""Publishing a plan after checking it, and withdrawing it."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.kernel.components import Answer
from relance.kernel.errors import RelanceError
from relance.kernel.rules import Right
from relance.plans.actions.publishing import obstacles
from relance.plans.actions.publishing import publish as publish_plan
from relance.plans.actions.publishing import withdraw as withdraw_plan
from relance.plans.forms.plan import WithdrawForm
from relance.plans.models import FactKind, Plan
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.coverage import coverage_of
from relance.plans.queries.desk import holdings_of
from relance.plans.queries.review import Review, review_of
from relance.plans.queries.telling import tell
from relance.plans.rules.addresses import desk_path, left_path, manage_path, review_path
from relance.values.typography import locale_of


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Shows what will be public, then makes it so."""
    found = plan_for(request.user, authority, plan, Right.PUBLISH_PLANS)
    error = ""
    if request.method == "POST":
        try:
            publish_plan(
                plan=found,
                by=acting(request.user),
                at=timezone.now(),
                because=request.POST.get("because", "")[:2000],
                reference=request.POST.get("reference", "")[:300],
            )
        except RelanceError as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Le plan est publié.")
            return redirect(manage_path(authority, plan))
    review = review_of(found)
    return render(
        request,
        "plans/publish.html",
        {
            "authority": found.authority,
            "plan": found,
            "answers": _answers(found, review),
            "obstacles": obstacles(review),
            "error": error,
            "amends": found.published_at is not None,
            "covered": coverage_of(found),
            "left_url": left_path(authority, plan),
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
            "review_url": review_path(authority, plan),
        },
        status=409 if error else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Takes a plan from the public, with a reason."""
    found = plan_for(request.user, authority, plan, Right.PUBLISH_PLANS)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_plan(
                plan=found,
                by=acting(request.user),
                at=timezone.now(),
                because=form.cleaned_data["because"],
            )
        except RelanceError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le plan n’est plus public.")
            return redirect(manage_path(authority, plan))
    return render(
        request,
        "plans/withdraw.html",
        {
            "authority": found.authority,
            "plan": found,
            "form": form,
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _answers(plan: Plan, review: Review) -> list[Answer]:
    """What will be public, each line with the page that changes it."""
    at_present = f"{manage_path(plan.authority.slug, plan.slug)}presentation/"
    at_review = review_path(plan.authority.slug, plan.slug)
    kept = {fact.kind: fact for fact in review.kept}
    locale = locale_of(plan.authority.locale)

    def said(kind: FactKind) -> str:
        return tell(kind, kept[kind].current, locale) if kind in kept else ""

    answers = [
        Answer("Titre", said(FactKind.TITLE) or plan.title, at_present),
        Answer("Territoire", said(FactKind.TERRITORY) or plan.territory, at_present),
    ]
    if review.is_empty:
        return [*answers, *(Answer(label.capitalize(), str(count)) for label, count in holdings_of(plan))]
    counts = Counter(fact.kind for fact in review.kept)
    answers += [
        Answer("Statut du document", said(FactKind.STATUS), at_review),
        Answer("Adopté le", said(FactKind.DATE), at_review),
        Answer("Budget annoncé", said(FactKind.BUDGET), at_review),
        *(
            Answer(label.capitalize(), str(counts[kind]), at_review)
            for label, kind in (
                (plan.words[0].plural, FactKind.AXIS),
                (plan.words[1].plural, FactKind.MEASURE),
                ("sommes", FactKind.AMOUNT),
                ("partenaires", FactKind.PARTNER),
                ("paramètres d’aide", FactKind.PARAMETER),
                ("constats", FactKind.FINDING),
            )
        ),
        Answer("Faits écartés", str(review.progress.rejected), at_review),
        Answer("Relu par", ", ".join(f"{name} ({count})" for name, count in review.by_person), ""),
    ]
    return answers
