"""The announced money of a plan, and what its text leaves without a figure."""

from dataclasses import dataclass

from relance.plans.models import AmountPer, AmountRole, AnnouncedAmount, Measure, Plan
from relance.plans.rules.budget import Aside, Breakdown, Line, breakdown


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A row behind the figure; `aside` says why it is not added, None when it is."""

    amount: AnnouncedAmount
    aside: Aside | None


@dataclass(frozen=True, slots=True)
class Budget:
    """`total` is the row that announces the plan's budget; `added` make up what is explained."""

    account: Breakdown
    total: AnnouncedAmount | None
    added: tuple[BudgetLine, ...]
    aside: tuple[BudgetLine, ...]
    without_figure: int


def budget_of(plan: Plan) -> Budget:
    """Computed from its rows each time, in two queries. `without_figure` counts measures without a sum."""
    amounts = list(
        AnnouncedAmount.objects.of(plan.authority)
        .filter(plan=plan, ended_by__isnull=True)
        .select_related("axis", "measure")
        .order_by("measure__order", "order", "pk")
    )
    measures = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
    places = {pk: (axis, parent) for pk, axis, parent in measures.values_list("pk", "axis", "parent")}
    account = breakdown(
        [_line(amount) for amount in amounts],
        currency=plan.currency,
        homes={pk: axis for pk, (axis, _) in places.items()},
        parents={pk: parent for pk, (_, parent) in places.items()},
    )
    lines = {amount.pk: BudgetLine(amount, account.aside.get(amount.pk)) for amount in amounts}
    added = set(account.added)
    return Budget(
        account=account,
        total=next((amount for amount in amounts if amount.role == AmountRole.TOTAL), None),
        added=tuple(line for pk, line in lines.items() if pk in added),
        aside=tuple(line for line in lines.values() if line.aside),
        without_figure=len(set(places) - {amount.measure_id for amount in amounts}),
    )


def _line(amount: AnnouncedAmount) -> Line:
    return Line(
        key=amount.pk,
        low=amount.low,
        high=amount.high,
        currency=amount.currency,
        is_total=amount.role == AmountRole.TOTAL,
        is_envelope=amount.role == AmountRole.ENVELOPE,
        in_all=amount.per == AmountPer.TOTAL,
        axis=amount.axis_id,
        measure=amount.measure_id,
    )
