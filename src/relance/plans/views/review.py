"""The review: the document on one side, its facts with the decision about each on the other.

Every form works without JavaScript; with htmx the list is refreshed in place and the focus
goes to the next fact that waits.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relance.kernel.components import Chip, Link, Meaning
from relance.kernel.errors import Missing, RelanceError
from relance.kernel.models import Account
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.actions.presence import be_seen
from relance.plans.actions.reviewing import Decision, accept_all
from relance.plans.actions.reviewing import decide as decide_fact
from relance.plans.actions.steps import is_open, last_act
from relance.plans.actions.steps import undo as undo_last
from relance.plans.forms.correction import correction_form
from relance.plans.models import IN_WORDS, Fact, FactKind, FactState, Plan
from relance.plans.permissions import acting, fact_for, plan_for
from relance.plans.queries.coverage import coverage_of
from relance.plans.queries.facing import facing_of
from relance.plans.queries.passages import Passage, around
from relance.plans.queries.review import UNSURE_FIRST, Reviewed, ReviewGroup, review_of
from relance.plans.queries.telling import tell
from relance.plans.rules.addresses import desk_path, left_path, manage_path, passage_path, review_path
from relance.plans.rules.coverage import Coverage
from relance.values.typography import locale_of

CHIPS = {
    FactState.PROPOSED: Chip("À relire", Meaning.INFO),
    FactState.ACCEPTED: Chip("Accepté", Meaning.GOOD),
    FactState.CORRECTED: Chip("Corrigé", Meaning.GOOD),
    FactState.REJECTED: Chip("Écarté", Meaning.NEUTRAL),
}
UNSURE = 70
LIST = "liste"
MOVABLE = (
    FactKind.MEASURE,
    FactKind.FINDING,
    FactKind.AMOUNT,
    FactKind.HORIZON,
    FactKind.PARTNER,
    FactKind.PARAMETER,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the list shows it. `words`: its value said in French; `as_read`: before a correction."""

    reviewed: Reviewed
    words: str
    as_read: str
    quote: str
    url: str
    chip: Chip
    is_next: bool
    can_move: bool

    @property
    def fact(self) -> Fact:
        return self.reviewed.fact

    @property
    def is_words(self) -> bool:
        return self.fact.kind in IN_WORDS

    @property
    def is_unsure(self) -> bool:
        return self.fact.confidence < UNSURE and self.reviewed.waits


@require_safe
def review(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """One group of the review at a time; `?partie=` names it, else the first that waits."""
    found = plan_for(request.user, authority, plan)
    context = _context(request, found, request.GET.get("partie", ""))
    group = context["group"]
    context["facing"] = facing_of(found, group) if group and context["view"] != LIST else None
    counts = coverage_of(found).counts
    context["covered"] = counts
    context["tabs"] = _tabs(
        found.authority.slug, found, request.GET.get("partie", ""), context["view"], counts
    )
    context["others"] = []
    if group and context["decides"]:
        context["others"] = be_seen(plan=found, by=acting(request.user), at=timezone.now(), part=group.name)
    return render(request, "plans/review.html", context)


@require_POST
def decide(request: HttpRequest, authority: str, plan: str, fact: int) -> HttpResponse:
    """Accepts, rejects or reopens one fact; corrections have their own page."""
    found = fact_for(request.user, authority, plan, fact, Right.REVIEW_FACTS)
    said, seen = request.POST.get("decision", ""), request.POST.get("seen", "")
    if said not in (Decision.ACCEPT, Decision.REJECT, Decision.REOPEN) or seen not in FactState.values:
        raise Missing("Cette décision n’existe pas.")
    error = ""
    try:
        decide_fact(
            fact=found,
            by=acting(request.user),
            at=timezone.now(),
            decision=Decision(said),
            reason=request.POST.get("reason", ""),
            seen=FactState(seen),
        )
    except RelanceError as refusal:
        error = str(refusal)
    return _answer(request, found.plan, request.POST.get("partie", ""), found.pk, error)


@require_POST
def accept(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Accepts every fact of a group that still waits."""
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    name, error = request.POST.get("partie", ""), ""
    group = review_of(found).group(name)
    if group is None or not name:
        raise Missing("Cette partie n’est pas dans la relecture.")
    waiting = [reviewed.fact for reviewed in group.facts if reviewed.waits]
    try:
        accept_all(facts=waiting, plan=found, by=acting(request.user), at=timezone.now())
    except RelanceError as refusal:
        error = str(refusal)
    return _answer(request, found, name, None, error)


@require_POST
def undo(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """Takes back the last act of whoever asks; the focus returns to what it was about."""
    found = plan_for(request.user, authority, plan, Right.REVIEW_FACTS)
    error, place = "", None
    try:
        act = undo_last(plan=found, by=acting(request.user), at=timezone.now())
    except RelanceError as refusal:
        error = str(refusal)
    else:
        place = act.before[0]["pk"] if act.before else None
    group = request.POST.get("partie", "")
    return _answer(request, found, group, place, error, again=True)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, authority: str, plan: str, fact: int) -> HttpResponse:
    """Says what the document says, where the reader read it wrong."""
    found = fact_for(request.user, authority, plan, fact, Right.EDIT_PLANS)
    form = correction_form(found, request.POST if request.method == "POST" else None)
    group = request.GET.get("partie", "")
    back = review_path(authority, plan, group, found.pk)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and form.is_valid():
        try:
            decide_fact(
                fact=found,
                by=acting(request.user),
                at=timezone.now(),
                decision=Decision.CORRECT,
                value=form.value(),
                reason=request.POST.get("reason", ""),
                seen=FactState(seen) if seen in FactState.values else None,
            )
        except RelanceError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    locale = locale_of(found.authority.locale)
    before, after = around(found.source.text, Passage(found.start, found.end))
    return render(
        request,
        "plans/correct.html",
        {
            "authority": found.authority,
            "plan": found.plan,
            "fact": found,
            "form": form,
            "seen": seen or found.state,
            "read": tell(found.kind, found.value, locale),
            "before": before,
            "after": after,
            "back": back,
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
            "url": passage_path(
                authority, found.source.document_id, found.start, found.end, found.source.reader_version
            ),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _answer(
    request: HttpRequest, plan: Plan, group: str, fact: int | None, error: str, *, again: bool = False
) -> HttpResponse:
    """The refreshed list for htmx, else back to the page, near the fact decided.

    `again`: the fact itself takes the focus, not the one after it.
    """
    if getattr(request, "htmx", False):
        context = _context(request, plan, group, fact, error, again=again)
        return render(request, "plans/review/zone.html", context)
    if error:
        messages.error(request, error)
    return redirect(review_path(plan.authority.slug, plan.slug, group, fact))


def _context(
    request: HttpRequest,
    plan: Plan,
    name: str,
    decided: int | None = None,
    error: str = "",
    *,
    again: bool = False,
) -> dict[str, Any]:
    owner, whole = plan.authority, review_of(plan)
    group = whole.group(name)
    if group is None and name:
        raise Missing("Cette partie n’est pas dans la relecture.")
    opened = is_open(plan)
    decides = opened and may(request.user, Right.REVIEW_FACTS, owner)
    view = LIST if LIST in (request.GET.get("vue"), request.POST.get("vue")) else ""
    kept = f"&vue={view}" if view else ""
    return {
        "authority": owner,
        "plan": plan,
        "review": whole,
        "group": group,
        "lines": _lines(plan, group, decided, again=again) if group else [],
        "following": whole.after(group) if group else None,
        "groups": [(one, review_path(owner.slug, plan.slug, one.name) + kept) for one in whole.groups],
        "unsure_url": review_path(owner.slug, plan.slug, UNSURE_FIRST) + kept,
        "by_confidence": group is not None and group.name == UNSURE_FIRST,
        "view": view,
        "undoable": last_act(plan=plan, by=request.user)
        if decides and isinstance(request.user, Account)
        else None,
        "left_url": left_path(owner.slug, plan.slug),
        "decides": decides,
        "corrects": decides and may(request.user, Right.EDIT_PLANS, owner),
        "publishes": opened and may(request.user, Right.PUBLISH_PLANS, owner),
        "error": error,
        "erred": decided if error and group and any(decided == one.fact.pk for one in group.facts) else None,
        "desk": desk_path(owner.slug),
        "manage": manage_path(owner.slug, plan.slug),
    }


def _tabs(authority: str, plan: Plan, group: str, view: str, counts: Coverage) -> list[Link]:
    here = review_path(authority, plan.slug, group)
    as_list = f"{here}{'&' if group else '?'}vue={LIST}"
    return [
        Link("Face au document", here, current=not view),
        Link("Liste", as_list, current=bool(view)),
        Link("Reste à voir", left_path(authority, plan.slug), count=len(counts.left)),
    ]


def _lines(plan: Plan, group: ReviewGroup, decided: int | None, *, again: bool) -> list[Line]:
    places = [reviewed.fact.pk for reviewed in group.facts]
    here = places.index(decided) + (0 if again else 1) if decided in places else 0
    in_turn = (*group.facts[here:], *group.facts[:here])
    following = next((reviewed.fact.pk for reviewed in in_turn if reviewed.waits), None)
    return [_line(plan, reviewed, following) for reviewed in group.facts]


def _line(plan: Plan, reviewed: Reviewed, following: int | None) -> Line:
    fact, locale = reviewed.fact, locale_of(plan.authority.locale)
    start, end = fact.place
    return Line(
        reviewed=reviewed,
        words=tell(fact.kind, fact.current, locale),
        as_read=tell(fact.kind, fact.value, locale) if fact.corrected else "",
        quote=fact.passage,
        url=passage_path(
            plan.authority.slug, fact.source.document_id, start, end, fact.source.reader_version
        ),
        chip=CHIPS[FactState(fact.state)],
        is_next=fact.pk == following,
        can_move=fact.kind in MOVABLE,
    )
