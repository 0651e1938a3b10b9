"""A plan with its axes and measures, in a number of queries that its size does not change."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch

from relance.plans.models import AnnouncedAmount, Axis, Measure, Plan
from relance.plans.queries.filters import MeasureFilter, measures_of

A_SHEET = 100
BESIDE = ("partners__organisation", "findings")


@dataclass(frozen=True, slots=True)
class Group:
    """An axis with those of its measures that this page shows; None: measures outside any named group.

    `count`: how many of its measures pass the filter, on this page and on the others.
    """

    axis: Axis | None
    measures: tuple[Measure, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a page of the plan shows. `shown` of `total` measures pass the filter, on all `sheets`."""

    plan: Plan
    groups: tuple[Group, ...]
    shown: int
    total: int
    sheets: "Page[Measure]"


def plan_page(plan: Plan, chosen: MeasureFilter | None = None, *, sheet: str | None = "all") -> PlanPage:
    """The plan in the order of its document. Measures come with partners, amounts and findings.

    An axis of which no measure passes the filter is left out; without a filter all axes are there.
    `sheet`: the number of a part of `A_SHEET` measures, as an address says it; "all": the whole plan.
    """
    chosen = chosen or MeasureFilter()
    found = measures_of(plan, chosen)
    counts: dict[int | None, int] = dict(found.order_by().values_list("axis").annotate(n=Count("pk")))
    shown = sum(counts.values())
    by_place = found.order_by(F("axis__order").asc(nulls_last=True), "axis", "order", "pk")
    rows = by_place.select_related("source").defer("source__text")
    pages = Paginator(
        rows.prefetch_related(*BESIDE, _live_amounts(plan)), max(shown, 1) if sheet == "all" else A_SHEET
    )
    pages.count = shown  # known: the database need not count them again
    here = pages.get_page(1 if sheet == "all" else sheet)
    by_axis: dict[int | None, list[Measure]] = {}
    for measure in here.object_list:
        measure.plan = plan  # so that no page asks for it again
        by_axis.setdefault(measure.axis_id, []).append(measure)
    return PlanPage(
        plan=plan,
        groups=_groups(plan, by_axis, counts, first=here.number == 1, whole=chosen.is_empty),
        shown=shown,
        total=shown if chosen.is_empty else measures_of(plan).count(),
        sheets=here,
    )


def _groups(
    plan: Plan,
    by_axis: dict[int | None, list[Measure]],
    counts: dict[int | None, int],
    *,
    first: bool,
    whole: bool,
) -> tuple[Group, ...]:
    """The axes of a sheet; where the plan is shown `whole`, one without measures follows its neighbour."""
    groups, follows = [], first
    axes = Axis.objects.of(plan.authority).filter(plan=plan)
    for axis in axes.prefetch_related(_live_amounts(plan), "findings"):
        count = counts.get(axis.pk, 0)
        if count:
            follows = axis.pk in by_axis
        if axis.pk in by_axis or (whole and follows and not count):
            groups.append(Group(axis, tuple(by_axis.get(axis.pk, ())), count))
    if None in by_axis:
        groups.append(Group(None, tuple(by_axis[None]), counts[None]))
    return tuple(groups)


def _live_amounts(plan: Plan) -> "Prefetch[str]":
    """The sums that no amendment has replaced."""
    live = AnnouncedAmount.objects.of(plan.authority).filter(ended_by__isnull=True)
    return Prefetch("amounts", live)
