"""What the computed state of measures is decided from, in a number of queries that stays the same."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Max, Q

from relance.kernel.models import Authority
from relance.plans.models import Dependency, Measure, Plan, Running, Status, Task, Update, UpdateState, Work
from relance.plans.rules.running.states import Facts

STALE_AFTER = 90


def facts_of(measure: Measure) -> Facts:
    """The facts of one measure, as its rows stand."""
    fresh = Measure.objects.of(measure.authority).select_related("work", "plan").get(pk=measure.pk)
    return facts_of_many(fresh.plan, [fresh])[fresh.pk]


def facts_of_many(plan: Plan, measures: Collection[Measure]) -> dict[int, Facts]:
    """The facts of these measures of a plan, in four queries. They come with `work` loaded."""
    owner, keys = plan.authority, [one.pk for one in measures]
    overdue, open_tasks = _tasks(owner, keys)
    waits = _waits(owner, keys)
    stale_after = stale_after_of(plan)
    news = news_of(plan, keys)
    found = {}
    for one in measures:
        work: Work | None = getattr(one, "work", None)
        found[one.pk] = Facts(
            status=work.status if work else Status.TO_START.value,
            starts_on=(work and work.starts_on) or one.horizon_start,
            due_on=(work and work.due_on) or one.horizon_end,
            news_on=_latest(plan, one, work, news.get(one.pk)),
            stale_after=stale_after,
            overdue=overdue.get(one.pk),
            open_tasks=open_tasks.get(one.pk, 0),
            waits_for=waits.get(one.pk, ()),
        )
    return found


def stale_after_of(plan: Plan) -> int:
    """After how many days without news a measure of the plan is stale."""
    said = Running.objects.of(plan.authority).filter(plan=plan).values_list("stale_after", flat=True).first()
    return said or STALE_AFTER


def news_of(plan: Plan, measures: Collection[int]) -> Mapping[int, date]:
    """The day of the latest update of each measure; those without one are left out."""
    told = (
        Update.objects.of(plan.authority)
        .filter(measure__in=measures)
        .exclude(state=UpdateState.RETURNED)
        .order_by()
        .values("measure")
        .annotate(latest=Max("as_of"))
    )
    return {row["measure"]: row["latest"] for row in told}


def _latest(plan: Plan, measure: Measure, work: Work | None, update: date | None) -> date | None:
    """When something was last heard: an update or a declared state; else since the plan is public."""
    zone = plan.authority.zone
    heard = [update] if update else []
    if work and work.said_at:
        heard.append(work.said_at.astimezone(zone).date())
    if heard:
        return max(heard)
    return plan.published_at.astimezone(zone).date() if plan.published_at else None


def _tasks(owner: Authority, measures: Collection[int]) -> tuple[dict[int, tuple[str, date]], dict[int, int]]:
    open_tasks = Task.objects.of(owner).filter(measure__in=measures, done_at__isnull=True, dropped_because="")
    earliest: dict[int, tuple[str, date]] = {}
    count: dict[int, int] = {}
    for measure, title, due_on in open_tasks.order_by("due_on", "pk").values_list(
        "measure_id", "title", "due_on"
    ):
        count[measure] = count.get(measure, 0) + 1
        if due_on is not None:
            earliest.setdefault(measure, (title, due_on))
    return earliest, count


def _waits(owner: Authority, measures: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    needs = (
        Dependency.objects.of(owner)
        .filter(measure__in=measures, needs__ended_by__isnull=True)
        .exclude(needs__work__status__in=[Status.DONE, Status.DROPPED])
        .select_related("needs")
        .defer("needs__quote")
    )
    for one in needs:
        found.setdefault(one.measure_id, []).append(one.needs.title)
    return found


def task_counts(owner: Authority, measures: Collection[int]) -> dict[int, tuple[int, int]]:
    """(tasks, done) of each measure; dropped tasks are not counted."""
    counted = (
        Task.objects.of(owner)
        .filter(measure__in=measures, dropped_because="")
        .order_by()
        .values("measure")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return {row["measure"]: (row["n"], row["done"]) for row in counted}
