"""The facts that asking for news is decided from, in a number of queries that no plan's size changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

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
    Work,
)
from relance.plans.rules.following.asking import Asked, Pace, Person, Subject

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
    cadences = {one.measure_id: one for one in NewsCadence.objects.of(plan.authority).filter(plan=plan)}
    rhythm = cadences.get(None)
    if rhythm is None:
        return None
    rows = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
    measures = {measure.pk: measure for measure in rows.order_by("order", "pk")}
    chains, over, snoozed = Chains(plan), _over(plan), _snoozed(plan)
    news, asked = _news(plan), _asked(plan)
    subjects = []
    for pk in measures:
        own = cadences.get(pk)
        subjects.append(
            Subject(
                key=pk,
                every_months=(own or rhythm).every_months,
                from_day=(own or rhythm).from_day,
                news_on=news.get(pk),
                chain=chains.of(pk),
                asked=tuple(asked[pk]),
                snoozed_until=snoozed.get(pk),
                over=pk in over,
            )
        )
    mails = NewsMail.objects.of(plan.authority).filter(plan=plan).order_by()
    return Asking(
        plan=plan,
        subjects=tuple(subjects),
        last_mails=dict(mails.values("email").annotate(last=Max("day")).values_list("email", "last")),
        pace=Pace(patience=rhythm.patience_days, gap=rhythm.gap_days),
        measures=measures,
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
        who = contributor.merged_into or contributor
        if who.address:
            self._tiers[place].append(Person(who.address.lower(), who.name))

    def of(self, measure: int) -> tuple[tuple[Person, ...], ...]:
        places = ((measure, RoleOnMeasure.LEAD.value), (measure, RoleOnMeasure.MEMBER.value), (0, ""))
        return tuple(tuple(self._tiers.get(place, ())) for place in places)


def _over(plan: Plan) -> set[int]:
    works = Work.objects.of(plan.authority).filter(measure__plan=plan, status__in=OVER)
    return set(works.values_list("measure_id", flat=True))


def _snoozed(plan: Plan) -> dict[int, date]:
    snoozes = Snooze.objects.of(plan.authority).filter(measure__plan=plan, ended_at__isnull=True)
    return dict(snoozes.values_list("measure_id", "until"))


def _news(plan: Plan) -> dict[int, date]:
    """The day of the last news of each measure that nobody sent back."""
    kept = Update.objects.of(plan.authority).filter(plan=plan).exclude(state=UpdateState.RETURNED)
    last = kept.order_by().values("measure").annotate(last=Max("written_at")).values_list("measure", "last")
    return {measure: today_of(plan.authority, at) for measure, at in last}


def _asked(plan: Plan) -> dict[int, list[Asked]]:
    """The last request of each measure and tier: earlier ones decide nothing."""
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = NewsRequest.objects.of(plan.authority).filter(mail__plan=plan).order_by()
    for measure, tier, day in (
        rows.values("measure", "tier").annotate(last=Max("mail__day")).values_list("measure", "tier", "last")
    ):
        found[measure].append(Asked(day, tier))
    return found
