"""A plan with its axes and measures, in a number of queries that its size does not change."""

from dataclasses import dataclass

from django.db.models import Prefetch

from relance.plans.models import AnnouncedAmount, Axis, Measure, Plan
from relance.plans.queries.filters import MeasureFilter, measures_of

BESIDE = ("partners__organisation", "findings")


@dataclass(frozen=True, slots=True)
class Group:
    """An axis with those of its measures that are shown; None: measures outside any named group."""

    axis: Axis | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a page of the plan shows. `shown` of `total` measures pass the filter."""

    plan: Plan
    groups: tuple[Group, ...]
    shown: int
    total: int


def plan_page(plan: Plan, chosen: MeasureFilter | None = None) -> PlanPage:
    """The plan in the order of its document. Measures come with partners, amounts and findings.

    An axis of which no measure passes the filter is left out; without a filter all axes are there.
    """
    chosen = chosen or MeasureFilter()
    measures = list(
        measures_of(plan, chosen)
        .select_related("source")
        .defer("source__text")
        .prefetch_related(*BESIDE, _live_amounts(plan))
    )
    axes = list(
        Axis.objects.of(plan.authority).filter(plan=plan).prefetch_related(_live_amounts(plan), "findings")
    )
    by_axis: dict[int | None, list[Measure]] = {}
    for measure in measures:
        measure.plan = plan  # so that no page asks for it again
        by_axis.setdefault(measure.axis_id, []).append(measure)
    groups = [Group(axis, tuple(by_axis.get(axis.pk, ()))) for axis in axes]
    if None in by_axis:
        groups.append(Group(None, tuple(by_axis[None])))
    return PlanPage(
        plan=plan,
        groups=tuple(group for group in groups if group.measures or chosen.is_empty),
        shown=len(measures),
        total=len(measures) if chosen.is_empty else measures_of(plan).count(),
    )


def _live_amounts(plan: Plan) -> "Prefetch[str]":
    """The sums that no amendment has replaced."""
    live = AnnouncedAmount.objects.of(plan.authority).filter(ended_by__isnull=True)
    return Prefetch("amounts", live)
