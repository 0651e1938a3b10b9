"""The progress of a plan under its formula, with its inputs."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from relance.plans.models import Formula, Measure, Plan, Running, Status
from relance.plans.rules.running.progress import Input, Progress, progress


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """`percent` rounded down, so that a plan is never said to be finished before it is."""

    progress: Progress
    label: str

    @property
    def percent(self) -> int | None:
        value = self.progress.value
        return None if value is None else int(value * 100)


def running_of(plan: Plan) -> Running:
    """How the plan is run; the defaults where nobody said."""
    known = Running.objects.of(plan.authority).filter(plan=plan).select_related("pilot").first()
    return known or Running(authority=plan.authority, plan=plan)


def progress_of(plan: Plan) -> PlanProgress:
    """In three queries, whatever the size of the plan. Parts of a measure are not counted beside it."""
    formula = running_of(plan).formula
    return PlanProgress(progress(formula, inputs_of(plan, formula)), str(Formula(formula).label))


# What each formula reads of a measure: the rest would only make more kinds of measures.
READS: dict[str, tuple[str, ...]] = {
    Formula.DONE: ("work__status",),
    Formula.DECLARED: ("work__status", "work__progress"),
    Formula.WEIGHTED: ("work__status", "work__progress", "work__weight"),
    Formula.TASKS: ("work__status",),
}


def inputs_of(plan: Plan, formula: str) -> list[Input]:
    """The inputs of a formula, measures that are alike together: a large plan has few kinds of them."""
    measures = (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, parent__isnull=True, ended_by__isnull=True)
        .order_by()
    )
    alike: Counter[tuple[Any, ...]] = Counter()
    if formula == Formula.TASKS:
        kept = Q(tasks__dropped_because="")
        for status, count, done in measures.annotate(
            n=Count("tasks", filter=kept),
            done=Count("tasks", filter=kept & Q(tasks__done_at__isnull=False)),
        ).values_list("work__status", "n", "done"):
            alike[status, None, None, count, done] += 1
    else:
        for row in measures.values(*READS[formula]).annotate(times=Count("pk")):
            kind = (row["work__status"], row.get("work__weight"), row.get("work__progress"), 0, 0)
            alike[kind] += row["times"]
    return [
        Input(key, status or Status.TO_START.value, count, done, weight, declared, times)
        for key, ((status, weight, declared, count, done), times) in enumerate(alike.items())
    ]
