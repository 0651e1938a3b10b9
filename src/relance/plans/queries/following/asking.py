"""The facts that asking for news is decided from, in a number of queries that no plan's size changes."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from relance.kernel.models import Authority, Membership
from relance.kernel.rules import Role
from relance.plans.models import (
    Contributor,
    Measure,
    MeasureRole,
    NewsCadence,
    NewsMail,
    NewsRequest,
    Plan,
    PlanState,
    RoleOnMeasure,
    Running,
    Snooze,
    Status,
    Update,
    UpdateState,
)
from relance.plans.queries.running.leading import standing_for
from relance.plans.rules.following.asking import Asked, Pace, Person, Subject, due_on, is_late

OVER = (Status.DONE, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class Asking:
    """A plan that asks for news: its measures as rules see them, and the last mail to each address."""

    plan: Plan
    subjects: tuple[Subject, ...]
    last_mails: dict[str, date]
    pace: Pace
    measures: dict[int, Measure]


def plans_that_ask() -> list[Plan]:
    """Public plans with a rhythm, of all authorities: for the night."""
    plans = Plan.objects.everywhere("the nightly asking of every authority")
    return list(
        plans.filter(state=PlanState.PUBLISHED, cadences__measure__isnull=True)
        .select_related("authority")
        .distinct()
    )


def today_of(authority: Authority, now: datetime) -> date:
    return now.astimezone(authority.zone).date()


def asking_of(plan: Plan) -> Asking | None:
    """All that asking needs of a plan; None when it has no rhythm."""
    cadences = _cadences(plan)
    rhythm = cadences.get(None)
    if rhythm is None:
        return None
    chains, asked = Chains(plan), _asked(plan)
    measures = {measure.pk: measure for measure in told_measures(plan)}
    mails = NewsMail.objects.of(plan.authority).filter(plan=plan).order_by()
    return Asking(
        plan=plan,
        subjects=tuple(
            replace(_subject(measure, cadences), chain=chains.of(pk), asked=tuple(asked[pk]))
            for pk, measure in measures.items()
        ),
        last_mails=dict(mails.values("email").annotate(last=Max("day")).values_list("email", "last")),
        pace=Pace(patience=rhythm.patience_days, gap=rhythm.gap_days),
        measures=measures,
    )


def late_measures(plan: Plan, today: date, *, only: int | None = None) -> dict[Measure, date]:
    """Measures of which news are late, and since when they were due; of one measure alone with `only`.

    Two queries, without asking who would be asked: what the public reads.
    """
    cadences = _cadences(plan)
    rhythm = cadences.get(None)
    if rhythm is None:
        return {}
    pace = Pace(patience=rhythm.patience_days, gap=rhythm.gap_days)
    measures = told_measures(plan)
    found = {}
    for measure in measures if only is None else measures.filter(pk=only):
        subject = _subject(measure, cadences)
        day = due_on(subject)
        if day is not None and is_late(subject, today, pace):
            found[measure] = day
    return found


def told_measures(plan: Plan) -> QuerySet[Measure]:
    """The measures that the plan holds today, with `news_on`, `snoozed_until` and `state_said` beside."""
    news = (
        Update.objects.everywhere("the last news of the measure of the outer row")
        .filter(measure=OuterRef("pk"))
        .exclude(state=UpdateState.RETURNED)
        .order_by("-as_of")
        .values("as_of")[:1]
    )
    snoozes = (
        Snooze.objects.everywhere("the pause of the measure of the outer row")
        .filter(measure=OuterRef("pk"), ended_at__isnull=True)
        .values("until")[:1]
    )
    return (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, ended_by__isnull=True)
        .only("authority", "plan", "code", "number", "order", "working_title", "paraphrase", "quote")
        .annotate(news_on=Subquery(news), snoozed_until=Subquery(snoozes), state_said=F("work__status"))
        .order_by("order", "pk")
    )


def _cadences(plan: Plan) -> dict[int | None, NewsCadence]:
    """The rhythm of the plan (None), and those that measures have of their own."""
    return {one.measure_id: one for one in NewsCadence.objects.of(plan.authority).filter(plan=plan)}


def _subject(measure: Any, cadences: dict[int | None, NewsCadence]) -> Subject:
    """A measure of `told_measures` as rules see it, without whom to ask."""
    own = cadences.get(measure.pk) or cadences[None]
    return Subject(
        key=measure.pk,
        every_months=own.every_months,
        from_day=own.from_day,
        news_on=measure.news_on,
        snoozed_until=measure.snoozed_until,
        over=measure.state_said in OVER,
    )


class Chains:
    """Lead, then team, then who pilots the plan; those alone who have an address."""

    def __init__(self, plan: Plan) -> None:
        self._tiers: dict[tuple[int, str], list[Person]] = defaultdict(list)
        roles = (
            MeasureRole.objects.of(plan.authority)
            .filter(measure__plan=plan, until__isnull=True)
            .exclude(role=RoleOnMeasure.REFERENT)
            .select_related("contributor__account", "contributor__merged_into__account")
        )
        for role in roles:
            self._add((role.measure_id, role.role), role.contributor)
        running = (
            Running.objects.of(plan.authority)
            .filter(plan=plan)
            .select_related("pilot__account", "pilot__merged_into__account")
            .first()
        )
        if running is not None and running.pilot is not None:
            self._add((0, ""), running.pilot)
        if not self._tiers[0, ""]:  # nobody was named: whoever holds the role
            held = Membership.objects.filter(
                authority=plan.authority, role=Role.PLAN_LEAD, account__is_active=True
            )
            for one in held.select_related("account").order_by("pk"):
                self._tiers[0, ""].append(Person(one.account.email.lower(), str(one.account)))

    def _add(self, place: tuple[int, str], contributor: Contributor) -> None:
        who = standing_for(contributor)
        if who.address:
            self._tiers[place].append(Person(who.address.lower(), who.name))

    def of(self, measure: int) -> tuple[tuple[Person, ...], ...]:
        places = ((measure, RoleOnMeasure.LEAD.value), (measure, RoleOnMeasure.MEMBER.value), (0, ""))
        return tuple(tuple(self._tiers.get(place, ())) for place in places)


def _asked(plan: Plan) -> dict[int, list[Asked]]:
    """The last request of each measure and tier: earlier ones decide nothing."""
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = NewsRequest.objects.of(plan.authority).filter(mail__plan=plan).order_by()
    for measure, tier, day in (
        rows.values("measure", "tier").annotate(last=Max("mail__day")).values_list("measure", "tier", "last")
    ):
        found[measure].append(Asked(day, tier))
    return found
