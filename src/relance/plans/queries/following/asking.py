"""The facts that asking for news is decided from, in a number of queries that no plan's size changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

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
from relance.plans.rules.following.asking import Asked, Pace, Person, Subject, due_on, heard_by

OVER = (Status.DONE, Status.DROPPED)
GOES_ON = Q(work__status__isnull=True) | ~Q(work__status__in=OVER)
LEAD, MEMBER = RoleOnMeasure.LEAD.value, RoleOnMeasure.MEMBER.value


@dataclass(frozen=True, slots=True)
class Asking:
    """A plan that asks for news: its measures as rules see them, and the last mail to each address.

    `subjects` come in the order of the plan; their keys are those of measures. `alone`: keys of the
    measures to be asked about for which the chain has nobody.
    """

    plan: Plan
    subjects: tuple[Subject, ...]
    last_mails: dict[str, date]
    pace: Pace
    alone: tuple[int, ...]


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


def asking_of(plan: Plan, *, due_by: date | None = None) -> Asking | None:
    """All that asking needs of a plan; None when it has no rhythm.

    With `due_by`, its subjects are those alone of which news are due on that day or before.
    """
    cadences = _cadences(plan)
    rhythm = cadences.get(None)
    if rhythm is None:
        return None
    chains, asked = Chains(plan), _asked(plan)
    measures: Any = told_measures(plan) if due_by is None else _due(plan, cadences, due_by)
    told = measures.values_list("pk", "news_on", "snoozed_until", "state_said")
    mails = NewsMail.objects.of(plan.authority).filter(plan=plan).order_by()
    return Asking(
        plan=plan,
        subjects=tuple(
            _subject(cadences, *row, chain=chains.of(row[0]), asked=tuple(asked.get(row[0], ())))
            for row in told
        ),
        last_mails=dict(mails.values("email").annotate(last=Max("day")).values_list("email", "last")),
        pace=Pace(patience=rhythm.patience_days, gap=rhythm.gap_days),
        alone=() if chains.reaches_all else _alone(plan, cadences, chains),
    )


def _alone(plan: Plan, cadences: dict[int | None, NewsCadence], chains: "Chains") -> tuple[int, ...]:
    """Measures to be asked about for which nobody with an address stands."""
    never = [pk for pk, one in cadences.items() if pk is not None and one.every_months == 0]
    asked = told_measures(plan).filter(GOES_ON).exclude(pk__in=never)
    if cadences[None].every_months == 0:
        asked = asked.filter(pk__in=[pk for pk in cadences if pk is not None])
    return tuple(asked.exclude(pk__in=chains.roles.values("measure")).values_list("pk", flat=True))


def late_measures(
    plan: Plan, today: date, *, only: int | None = None, most: int | None = None
) -> dict[Measure, date]:
    """Measures of which news are late, and since when they were due; of one measure alone with `only`.

    Two queries, without asking who would be asked: what the public reads. `most`: the first of them.
    """
    cadences = _cadences(plan)
    late = _late(plan, cadences, today)
    if only is not None:
        late = late.filter(pk=only)
    found = {}
    for measure in late if most is None else late[:most]:
        known: Any = measure  # with what `told_measures` puts beside
        subject = _subject(cadences, measure.pk, known.news_on, known.snoozed_until, known.state_said)
        day = due_on(subject)
        if day is not None:
            found[measure] = day
    return found


def late_count(plan: Plan, today: date) -> int:
    """How many measures `late_measures` finds, in two queries."""
    return _late(plan, _cadences(plan), today).order_by().count()


def _late(plan: Plan, cadences: dict[int | None, NewsCadence], today: date) -> QuerySet[Measure]:
    """What `rules.following.asking.is_late` says, asked of the database; a test holds that both agree."""
    rhythm = cadences.get(None)
    if rhythm is None:
        return told_measures(plan).none()
    paused = Snooze.objects.everywhere("pauses of the measure of the outer row").filter(
        measure=OuterRef("pk"), ended_at__isnull=True, until__gte=today
    )
    return _due(plan, cadences, today - timedelta(days=rhythm.patience_days)).filter(~Exists(paused))


def _due(plan: Plan, cadences: dict[int | None, NewsCadence], day: date) -> QuerySet[Measure]:
    """Those of which news are due on this day or before, of a plan that has a rhythm."""
    rhythm = cadences[None]
    own = {pk: cadence for pk, cadence in cadences.items() if pk is not None}
    silent = ~Q(pk__in=own) & _silent(rhythm, day) if own else _silent(rhythm, day)
    for pk, cadence in own.items():
        silent |= Q(pk=pk) & _silent(cadence, day)
    return told_measures(plan).filter(GOES_ON, silent)


def _silent(cadence: NewsCadence, day: date) -> Q:
    """Nothing was heard since news became due on `day` or before, at this rhythm."""
    if cadence.every_months == 0 or cadence.from_day > day:
        return Q(pk__in=[])
    heard = _news().filter(as_of__gt=heard_by(day, cadence.every_months))
    return ~Q(Exists(heard))


def _news() -> QuerySet[Update]:
    return (
        Update.objects.everywhere("news of the measure of the outer row")
        .filter(measure=OuterRef("pk"))
        .exclude(state=UpdateState.RETURNED)
    )


def told_measures(plan: Plan) -> QuerySet[Measure]:
    """The measures that the plan holds today, with `news_on`, `snoozed_until` and `state_said` beside."""
    news = _news().order_by("-as_of").values("as_of")[:1]
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


def _subject(
    cadences: dict[int | None, NewsCadence],
    key: int,
    news_on: date | None,
    snoozed_until: date | None,
    state_said: str | None,
    *,
    chain: tuple[tuple[Person, ...], ...] = (),
    asked: tuple[Asked, ...] = (),
) -> Subject:
    """A measure of `told_measures` as rules see it."""
    own = cadences.get(key) or cadences[None]
    return Subject(
        key=key,
        every_months=own.every_months,
        from_day=own.from_day,
        news_on=news_on,
        chain=chain,
        asked=asked,
        snoozed_until=snoozed_until,
        over=state_said in OVER,
    )


class Chains:
    """Lead, then team, then who pilots the plan; those alone who have an address.

    `roles`: the roles on measures of those who have one.
    """

    def __init__(self, plan: Plan) -> None:
        self._tiers: dict[tuple[int, str], list[Person]] = defaultdict(list)
        roles = (
            MeasureRole.objects.of(plan.authority)
            .filter(measure__plan=plan, until__isnull=True)
            .exclude(role=RoleOnMeasure.REFERENT)
        )
        # Few people lead thousands of measures: each is read once.
        people = {
            one.pk: self._person(one)
            for one in Contributor.objects.of(plan.authority)
            .filter(pk__in=roles.order_by().values("contributor"))
            .select_related("account", "merged_into__account")
        }
        known = {pk: person for pk, person in people.items() if person is not None}
        self.roles = roles.filter(contributor__in=list(known)).order_by()
        for measure, role, contributor in roles.values_list("measure_id", "role", "contributor_id"):
            if contributor in known:
                self._tiers[measure, role].append(known[contributor])
        running = (
            Running.objects.of(plan.authority)
            .filter(plan=plan)
            .select_related("pilot__account", "pilot__merged_into__account")
            .first()
        )
        if running is not None and running.pilot is not None:
            pilot = self._person(running.pilot)
            if pilot is not None:
                self._tiers[0, ""].append(pilot)
        if not self._tiers[0, ""]:  # nobody was named: whoever holds the role
            held = Membership.objects.filter(
                authority=plan.authority, role=Role.PLAN_LEAD, account__is_active=True
            )
            for one in held.select_related("account").order_by("pk"):
                self._tiers[0, ""].append(Person(one.account.email.lower(), str(one.account)))

    @staticmethod
    def _person(contributor: Contributor) -> Person | None:
        """Who is asked under this name; None without an address."""
        who = standing_for(contributor)
        return Person(who.address.lower(), who.name) if who.address else None

    @property
    def reaches_all(self) -> bool:
        """Whether somebody pilots the plan: then no measure is without anybody."""
        return bool(self._tiers.get((0, "")))

    def of(self, measure: int) -> tuple[tuple[Person, ...], ...]:
        tiers = self._tiers
        return (
            tuple(tiers.get((measure, LEAD), ())),
            tuple(tiers.get((measure, MEMBER), ())),
            tuple(tiers.get((0, ""), ())),
        )


def _asked(plan: Plan) -> dict[int, list[Asked]]:
    """The last request of each measure and tier: earlier ones decide nothing."""
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = NewsRequest.objects.of(plan.authority).filter(mail__plan=plan).order_by()
    for measure, tier, day in (
        rows.values("measure", "tier").annotate(last=Max("mail__day")).values_list("measure", "tier", "last")
    ):
        found[measure].append(Asked(day, tier))
    return found
