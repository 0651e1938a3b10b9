"""The officer's inbox: what readers wrote, taken up, answered or closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.errors import Missing
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.actions.following import feedback as acts
from relance.plans.forms.following.readers import CloseForm, ReplyForm
from relance.plans.models import Feedback, FeedbackState
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.following.readers import inbox as inbox_of
from relance.plans.queries.following.readers import subscriber_count
from relance.plans.rules.addresses import desk_path, manage_path
from relance.plans.rules.following.addresses import inbox_path

A_PAGE = 50
MEANING = {
    FeedbackState.RECEIVED: "warning",
    FeedbackState.UNDER_WAY: "info",
    FeedbackState.ANSWERED: "good",
    FeedbackState.CLOSED: "neutral",
}


@require_safe
def inbox(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """What readers wrote about a plan."""
    found = plan_for(request.user, authority, plan)
    state = request.GET.get("etat", "")
    page = Paginator(inbox_of(found, state), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        Row(
            [
                Link(one.words[:90], inbox_path(authority, plan, one.pk)),
                one.measure.title if one.measure else "Le plan",
                Chip(one.get_state_display(), MEANING[FeedbackState(one.state)]),
                one.received_at.astimezone(found.authority.zone).date(),
            ]
        )
        for one in page
    ]
    columns = [Column("Message"), Column("Sur"), Column("État"), Column("Reçu le")]
    return render(
        request,
        "plans/following/inbox.html",
        {
            "authority": found.authority,
            "plan": found,
            "table": Table("Messages reçus", columns, rows) if rows else None,
            "page": page,
            "states": [
                Link(label, f"?etat={value}", current=value == state)
                for value, label in [("", "Tous"), *FeedbackState.choices]
            ],
            "subscribers": subscriber_count(found),
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def inbox_one(request: HttpRequest, authority: str, plan: str, feedback: int) -> HttpResponse:
    """One message, and what is done about it."""
    right = Right.EDIT_PLANS if request.method == "POST" else Right.READ_INTERNAL
    found = plan_for(request.user, authority, plan, right)
    row = (
        Feedback.objects.of(found.authority)
        .filter(plan=found, pk=feedback)
        .select_related("measure", "authority", "plan")
        .first()
    )
    if row is None:
        raise Missing("Ce message n’est pas de ce plan.")
    reply, closing = ReplyForm(), CloseForm()
    if request.method == "POST":
        by, now, act = acting(request.user), timezone.now(), request.POST.get("acte", "")
        try:
            if act == "prendre":
                acts.take_up(feedback=row, by=by, at=now)
                return redirect(inbox_path(authority, plan, row.pk))
            if act == "repondre":
                reply = ReplyForm(request.POST)
                if reply.is_valid():
                    said = reply.cleaned_data
                    acts.answer(feedback=row, by=by, at=now, words=said["answer"], public=said["public"])
                    messages.success(request, "Votre réponse est enregistrée.")
                    return redirect(inbox_path(authority, plan))
            else:
                closing = CloseForm(request.POST)
                if closing.is_valid():
                    acts.close(feedback=row, by=by, at=now, because=closing.cleaned_data["because"])
                    messages.success(request, "Le message est classé.")
                    return redirect(inbox_path(authority, plan))
        except acts.AlreadyOver as refusal:
            messages.error(request, str(refusal))
            return redirect(inbox_path(authority, plan))
    return render(
        request,
        "plans/following/inbox_one.html",
        {
            "authority": found.authority,
            "plan": found,
            "feedback": row,
            "chip": Chip(row.get_state_display(), MEANING[FeedbackState(row.state)]),
            "reply": reply,
            "closing": closing,
            "open": row.state in acts.OPEN and may(request.user, Right.EDIT_PLANS, found.authority),
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
            "inbox": inbox_path(authority, plan),
        },
        status=422 if reply.errors or closing.errors else 200,
    )
