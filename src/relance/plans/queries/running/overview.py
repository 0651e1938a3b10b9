"""The progress of a plan under its formula, with its inputs."""

from dataclasses import dataclass

from relance.plans.models import Formula, Measure, Plan, Running, Status, Work
from relance.plans.queries.running.facts import task_counts
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
    inputs = inputs_of(plan, with_tasks=formula == Formula.TASKS)
    return PlanProgress(progress(formula, inputs), str(Formula(formula).label))


def inputs_of(plan: Plan, *, with_tasks: bool = True) -> list[Input]:
    measures = Measure.objects.of(plan.authority).filter(
        plan=plan, parent__isnull=True, ended_by__isnull=True
    )
    works = {
        measure: (status, weight, declared)
        for measure, status, weight, declared in Work.objects.of(plan.authority)
        .filter(measure__in=measures)
        .values_list("measure_id", "status", "weight", "progress")
    }
    keys = list(measures.values_list("pk", flat=True))
    tasks = task_counts(plan.authority, measures.values("pk")) if with_tasks else {}  # type: ignore[arg-type]  # a subquery
    found = []
    for pk in keys:
        status, weight, declared = works.get(pk, (Status.TO_START.value, None, None))
        count, done = tasks.get(pk, (0, 0))
        found.append(Input(pk, status, count, done, weight, declared))
    return found
