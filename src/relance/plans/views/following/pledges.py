"""Pledges: the public's list, the officer's desk, and the page where a body answers for its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.directory.actions import organisation_called
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Authority
from relance.kernel.permissions import authority_called, may, require
from relance.kernel.rules import Right
from relance.plans.actions.following import partners as partner_actions
from relance.plans.actions.following import pledging
from relance.plans.forms.following.news import BecauseForm
from relance.plans.forms.following.pledges import AnswerForm, InviteForm, PledgeForm
from relance.plans.models import PartnerAccount, Plan, Pledge, PledgeAnswer, PledgeKind, PledgeState
from relance.plans.permissions import acting, partner_of, plan_for
from relance.plans.queries import published_plan
from relance.plans.queries.following.asking import today_of
from relance.plans.queries.following.pledges import ShownPledge, pledges_of_plan, pledges_to_answer
from relance.plans.rules.addresses import desk_path, manage_path
from relance.plans.rules.following.addresses import partner_path, pledge_desk_path
from relance.plans.views.following.evidence import kept


@require_safe
def pledges(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """What bodies undertook towards a public plan, and where each stands."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    shown = pledges_of_plan(found, today_of(owner, timezone.now()), public_only=True)
    return render(
        request, "plans/following/pledges.html", {"authority": owner, "plan": found, "pledges": shown}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pledge_desk(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """All pledges of a plan with the answers that wait; and noting another one."""
    right = Right.EDIT_PLANS if request.method == "POST" else Right.READ_INTERNAL
    found = plan_for(request.user, authority, plan, right)
    form = PledgeForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            pledging.add_pledge(
                plan=found,
                organisation=organisation_called(name=said["body"], country=found.authority.country),
                by=acting(request.user),
                at=timezone.now(),
                words=said["words"],
                measures=list(said["measures"]),
                axes=list(said["axes"]),
                kind=PledgeKind(said["kind"]),
                state=PledgeState(said["state"]),
                due_on=said["due_on"],
            )
        except pledging.NoTarget as refusal:
            form.add_error("measures", str(refusal))
        else:
            messages.success(request, "L’engagement est inscrit.")
            return redirect(pledge_desk_path(authority, plan))
    return _desk(request, found, form, {})


@require_POST
def pledge_replies(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Make the published replies of a body its pledges."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    name = request.POST.get("body", "").strip()
    if not name:
        messages.error(request, "Nommez l’organisme dont le document rapporte les réponses.")
        return redirect(pledge_desk_path(authority, plan))
    body = organisation_called(name=name, country=found.authority.country)
    made = pledging.pledges_from_replies(
        plan=found, organisation=body, by=acting(request.user), at=timezone.now()
    )
    messages.success(request, f"{len(made)} engagement(s) inscrit(s) pour {body}.")
    return redirect(pledge_desk_path(authority, plan))


@require_POST
def pledge_decide(request: HttpRequest, authority: str, plan: str, answer: int) -> HttpResponse:
    """Accept the answer of a body, or send it back."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    row = (
        PledgeAnswer.objects.of(found.authority)
        .filter(pledge__plan=found, pk=answer)
        .select_related("authority")
        .first()
    )
    if row is None:
        raise Missing("Cette réponse n’est pas de ce plan.")
    by, now = acting(request.user), timezone.now()
    try:
        if request.POST.get("acte") == "accepter":
            pledging.accept_answer(answer=row, by=by, at=now)
            messages.success(request, "La réponse compte, et le public la lit.")
        else:
            form = BecauseForm(request.POST)
            if not form.is_valid():
                return _desk(request, found, PledgeForm(found), {row.pk: form})
            pledging.return_answer(answer=row, by=by, at=now, because=form.cleaned_data["because"])
            messages.success(request, "Renvoyé à l’organisme, avec votre motif.")
    except pledging.AlreadyDecided as refusal:
        messages.error(request, str(refusal))
    return redirect(pledge_desk_path(authority, plan))


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, authority: str) -> HttpResponse:
    """Who answers for which body; and inviting one more."""
    owner = authority_called(authority)
    acting_for(request, owner)
    bodies = frozenset(
        Pledge.objects.of(owner).order_by().values_list("organisation_id", flat=True).distinct()
    )
    form = InviteForm(owner, bodies, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = partner_actions.invite_partner(
                authority=owner,
                organisation=form.cleaned_data["body"],
                email=form.cleaned_data["email"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except partner_actions.AlreadyInvited as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{row.account} peut répondre pour {row.organisation}.")
            return redirect(request.path)
    rows = PartnerAccount.objects.of(owner).select_related("account", "organisation")
    return render(
        request,
        "plans/following/partners.html",
        {
            "authority": owner,
            "partners": rows.order_by("organisation__folded", "account__email"),
            "form": form,
            "desk": desk_path(authority),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def partner_remove(request: HttpRequest, authority: str, partner: int) -> HttpResponse:
    """Take a person's access away."""
    owner = authority_called(authority)
    acting_for(request, owner)
    rows = PartnerAccount.objects.of(owner).filter(pk=partner)
    row = rows.select_related("account", "organisation", "authority").first()
    if row is None:
        raise Missing("Cette personne n’a plus d’accès.")
    partner_actions.remove_partner(partner=row, by=acting(request.user), at=timezone.now())
    messages.success(request, f"{row.account} ne répond plus pour {row.organisation}.")
    return redirect("plans:partners", authority=owner.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, authority: str) -> HttpResponse:
    """A body's own pledges, all on one page and answered together."""
    owner = partner_of(request.user, authority)
    now = timezone.now()
    shown = pledges_to_answer(request.user, owner, today_of(owner, now))
    posted = request.method == "POST"
    forms = [
        (
            one,
            AnswerForm(
                request.POST if posted else None,
                request.FILES if posted else None,
                prefix=f"e{one.pledge.pk}",
            ),
        )
        for one in shown
    ]
    wrong = [form for _, form in forms if posted and not form.is_valid()]
    if posted and not wrong:
        said = [(one, form) for one, form in forms if form.cleaned_data["state"]]
        try:
            count = _answer(request, owner, said)
        except RelanceError as refusal:
            messages.error(request, str(refusal))
        else:
            if count:
                messages.success(request, _thanks(count))
            else:
                messages.info(request, "Rien n’a été envoyé\u00a0: aucune réponse n’était choisie.")
            return redirect(partner_path(authority))
    return render(
        request,
        "plans/following/partner.html",
        {"authority": owner, "forms": forms, "wrong": wrong},
        status=422 if posted else 200,
    )


def _answer(request: HttpRequest, owner: Authority, said: list[tuple[ShownPledge, AnswerForm]]) -> int:
    by, now = acting(request.user), timezone.now()
    answers = [
        pledging.Said(
            pledge=one.pledge,
            state=PledgeState(form.cleaned_data["state"]),
            words=form.cleaned_data["words"],
            due_on=form.cleaned_data["due_on"],
            file=kept(owner, form.cleaned_data["file"], by, now),
        )
        for one, form in said
    ]
    return len(pledging.answer_pledges(said=answers, by=by, at=now))


def _thanks(count: int) -> str:
    many = f"Vos {count} réponses sont envoyées" if count > 1 else "Votre réponse est envoyée"
    return f"{many}. Elles comptent une fois relues." if count > 1 else f"{many}. Elle compte une fois relue."


def acting_for(request: HttpRequest, owner: Authority) -> None:
    """Whoever invites partners edits plans here."""
    require(request.user, Right.EDIT_PLANS, owner)


def _desk(
    request: HttpRequest, plan: Plan, form: PledgeForm, returned: dict[int, BecauseForm]
) -> HttpResponse:
    shown = pledges_of_plan(plan, today_of(plan.authority, timezone.now()), public_only=False)
    return render(
        request,
        "plans/following/pledge_desk.html",
        {
            "authority": plan.authority,
            "plan": plan,
            "pledges": shown,
            "waiting": [
                (one, one.waiting, returned.get(one.waiting.pk)) for one in shown if one.waiting is not None
            ],
            "form": form,
            "edits": may(request.user, Right.EDIT_PLANS, plan.authority),
            "desk": desk_path(plan.authority.slug),
            "manage": manage_path(plan.authority.slug, plan.slug),
        },
        status=422 if form.is_bound or returned else 200,
    )
