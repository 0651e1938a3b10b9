"""What no fact represents: the sentences left, each marked “pas un fait” or turned into a fact."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from relance.kernel.errors import Missing, RelanceError
from relance.kernel.permissions import may, require
from relance.kernel.rules import Right
from relance.plans.actions.omitting import omit
from relance.plans.actions.omitting import take_back as take_back_omission
from relance.plans.actions.shaping import add_fact
from relance.plans.actions.steps import is_open
from relance.plans.forms.adding import TO_COMPLETE, AddForm
from relance.plans.models import Omission
from relance.plans.permissions import acting, plan_for
from relance.plans.queries.coverage import coverage_of, text_of
from relance.plans.queries.passages import Passage, around
from relance.plans.queries.review import group_of
from relance.plans.rules.addresses import (
    correct_path,
    desk_path,
    left_path,
    manage_path,
    passage_path,
    review_path,
)
from relance.values.typography import NBSP

AT_ONCE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def left(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """The sentences of nobody; those that are ticked are marked as no facts."""
    found = plan_for(request.user, authority, plan)
    owner = found.authority
    if request.method == "POST":
        require(request.user, Right.REVIEW_FACTS, owner)
        return _mark(request, authority, plan)
    covered = coverage_of(found)
    page = Paginator(covered.counts.left, AT_ONCE).get_page(request.GET.get("page"))
    first = page.start_index() - 1 if covered.counts.left else 0
    decides = is_open(found) and may(request.user, Right.REVIEW_FACTS, owner)
    return render(
        request,
        "plans/left.html",
        {
            "authority": owner,
            "plan": found,
            "covered": covered,
            "sentences": covered.sentences(first, first + AT_ONCE),
            "page": page,
            "decides": decides,
            "adds": decides and may(request.user, Right.EDIT_PLANS, owner),
            "desk": desk_path(owner.slug),
            "manage": manage_path(owner.slug, found.slug),
            "review_url": review_path(owner.slug, found.slug),
        },
    )


def _mark(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    text = text_of(found)
    places = [Passage.from_query(said) for said in request.POST.getlist("passage")]
    if text is None or None in places:
        raise Missing("Ce passage n’est pas dans le document.")
    try:
        marked = omit(
            plan=found,
            source=text,
            places=[(place.start, place.end) for place in places if place],
            by=acting(request.user),
            at=timezone.now(),
        )
    except RelanceError as refusal:
        messages.error(request, str(refusal))
    else:
        if not places:
            messages.error(request, "Cochez au moins une phrase.")
        elif marked:
            said = "Une phrase mise" if marked == 1 else f"{marked} phrases mises"
            messages.success(request, f"{said} de côté.")
    return redirect(left_path(authority, plan))


@require_POST
def take_back(request: HttpRequest, authority: str, plan: str, omission: int) -> HttpResponse:
    """A passage that was set aside is to be looked at again."""
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    row = Omission.objects.of(found.authority).filter(plan=found, pk=omission).select_related("plan").first()
    if row is None:
        raise Missing("Ce passage n’est pas mis de côté.")
    try:
        take_back_omission(omission=row, by=acting(request.user), at=timezone.now())
    except RelanceError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{left_path(authority, plan)}#cote")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Makes a fact of words of the document, chosen as `?passage=120-180`."""
    found = plan_for(request.user, authority, plan, Right.EDIT_PLANS)
    text, place = text_of(found), Passage.from_query(request.GET.get("passage", ""))
    if text is None or place is None or place.end > len(text.text):
        raise Missing("Ce passage n’est pas dans le document.")
    form = AddForm(found, text, (place.start, place.end), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.place:
        try:
            fact = add_fact(
                plan=found,
                source=text,
                by=acting(request.user),
                at=timezone.now(),
                kind=form.cleaned_data["kind"],
                start=form.place[0],
                end=form.place[1],
                value=form.read,
                parent=form.parent_fact,
            )
        except RelanceError as refusal:
            form.add_error(None, str(refusal))
        else:
            group = group_of(fact)
            messages.success(request, f"Fait ajouté{NBSP}: {fact.get_kind_display().lower()}.")
            if fact.kind in TO_COMPLETE:
                return redirect(f"{correct_path(authority, plan, fact.pk)}?partie={group}")
            return redirect(review_path(authority, plan, group, fact.pk))
    before, after = around(text.text, place)
    return render(
        request,
        "plans/add.html",
        {
            "authority": found.authority,
            "plan": found,
            "form": form,
            "before": before,
            "quote": text.text[place.start : place.end],
            "after": after,
            "url": passage_path(authority, text.document_id, place.start, place.end, text.reader_version),
            "back": left_path(authority, plan),
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
        },
        status=422 if form.is_bound and form.errors else 200,
    )
