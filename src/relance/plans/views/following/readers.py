"""Readers of a plan: they subscribe, unsubscribe, write and follow the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.permissions import authority_called
from relance.plans.actions.following import feedback as feedback_actions
from relance.plans.actions.following import subscribing
from relance.plans.forms.following.readers import FeedbackForm, SubscribeForm
from relance.plans.queries import published_measure, published_plan
from relance.plans.queries.following.readers import (
    feedback_called,
    subscription_to_confirm,
    subscription_to_stop,
)
from relance.plans.rules.addresses import plan_path


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Asks for an address; the mail that is sent there confirms it. The answer is the same for all."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.is_a_machine:
            subscribing.subscribe(plan=found, email=form.cleaned_data["email"], at=timezone.now())
        return redirect(f"{request.path}?envoye")
    return render(
        request,
        "plans/following/subscribe.html",
        {"authority": owner, "plan": found, "form": form, "sent": "envoye" in request.GET},
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_confirm(request: HttpRequest, authority: str, token: str) -> HttpResponse:
    """One button: programs that examine mails follow links, and must not subscribe anybody."""
    owner = authority_called(authority)
    found = subscription_to_confirm(owner, token)
    refusal = ""
    if request.method == "POST":
        try:
            subscribing.confirm(subscription=found, at=timezone.now())
        except subscribing.TooLate as late:
            refusal = str(late)
    return render(
        request,
        "plans/following/confirm.html",
        {"authority": owner, "plan": found.plan, "subscription": found, "refusal": refusal},
        status=410 if refusal else 200,
    )


@csrf_exempt  # the mail program posts here by itself (RFC 8058); the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_stop(request: HttpRequest, authority: str, token: str) -> HttpResponse:
    """Ends a subscription: by the button of this page, or by one click of the mail program."""
    owner = authority_called(authority)
    found = subscription_to_stop(owner, token)
    if request.method == "POST":
        subscribing.unsubscribe(subscription=found)
    return render(
        request,
        "plans/following/stop.html",
        {"authority": owner, "plan": found.plan, "over": request.method == "POST"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Write to those who run the plan, about it or about one measure."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    code = request.POST.get("mesure", "") or request.GET.get("mesure", "")
    measure = published_measure(authority=owner, plan=plan, code=code) if code else None
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.is_a_machine:  # it believes that it was heard
            return redirect(f"{reverse('plans:feedback', args=[owner.slug, found.slug])}?envoye")
        row = feedback_actions.receive(
            plan=found,
            measure=measure,
            at=timezone.now(),
            words=form.cleaned_data["words"],
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
        )
        token = feedback_actions.follow_token(row)
        return redirect("plans:feedback_follow", authority=owner.slug, token=token)
    return render(
        request,
        "plans/following/feedback.html",
        {
            "authority": owner,
            "plan": found,
            "measure": measure,
            "form": form,
            "sent": "envoye" in request.GET,
            "kept_days": feedback_actions.KEPT_FOR.days,
        },
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_safe
def feedback_follow(request: HttpRequest, authority: str, token: str) -> HttpResponse:
    """What became of a message, for who wrote it."""
    owner = authority_called(authority)
    found = feedback_called(owner, token)
    return render(
        request,
        "plans/following/feedback_follow.html",
        {
            "authority": owner,
            "plan": found.plan,
            "feedback": found,
            "plan_url": plan_path(owner.slug, found.plan.slug),
        },
    )
