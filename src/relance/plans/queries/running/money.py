"""The money of a plan at work: announced, expected, to be found, and what the ledger holds.

An envelope belongs to a measure when it was opened for it: purpose ("plans.measure", its number).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from relance.ledger import queries as ledger
from relance.plans.models import Cost, Forecast, Measure, Plan
from relance.plans.queries.budget import Budget, budget_of
from relance.plans.queries.running.sheet import money_lines
from relance.plans.rules.running.financing import Account, accounts
from relance.values.money import Money

PURPOSE = "plans.measure"
Line = TypeVar("Line", Cost, Forecast)


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds in an envelope that was opened for a measure."""

    measure: int
    envelope: int
    name: str
    voted: Money
    committed: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class MeasureMoney:
    """A measure with its expected costs and funding; its own accounts, never added across bases."""

    measure: Measure
    accounts: tuple[Account, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """`unexplained`: what of the announced total no envelope of the text explains; None without a total."""

    budget: Budget
    accounts: tuple[Account, ...]
    measures: tuple[MeasureMoney, ...]
    without_money: int

    @property
    def unexplained(self) -> Money | None:
        account = self.budget.account
        return None if account.announced is None else account.announced - account.high


def money_of(plan: Plan, today: date) -> PlanMoney:
    """Of the plan and of each of its measures that expects or holds money."""
    owner = plan.authority
    of_plan = {"measure__plan": plan, "measure__ended_by__isnull": True}
    costs = list(Cost.objects.of(owner).filter(**of_plan))
    forecasts = list(Forecast.objects.of(owner).filter(**of_plan).select_related("funder"))
    measures = Measure.objects.of(owner).filter(plan=plan, ended_by__isnull=True)
    held = held_for(plan, set(measures.values_list("pk", flat=True)), today)
    keys = {one.measure_id for one in costs} | {one.measure_id for one in forecasts}
    keys |= {one.measure for one in held}
    costs_of, forecasts_of = _by_measure(costs), _by_measure(forecasts)
    held_of: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        held_of[one.measure].append(one)
    shown = tuple(
        MeasureMoney(
            measure,
            accounts(*money_lines(costs_of.get(measure.pk, []), forecasts_of.get(measure.pk, []))),
            tuple(held_of.get(measure.pk, ())),
        )
        for measure in measures.filter(pk__in=keys)
    )
    announced = measures.filter(amounts__isnull=False, amounts__ended_by__isnull=True)
    return PlanMoney(
        budget=budget_of(plan),
        accounts=accounts(*money_lines(costs, forecasts)),
        measures=shown,
        without_money=measures.exclude(pk__in=keys).exclude(pk__in=announced.values("pk")).count(),
    )


def _by_measure(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for one in lines:
        found[one.measure_id].append(one)
    return found


def held_for(plan: Plan, measures: Collection[int], today: date) -> list[Held]:
    """What the ledger holds for these measures. The caller's reader reads internal papers."""
    wanted = {str(pk) for pk in measures}
    views = [
        one
        for one in ledger.envelopes(plan.authority)
        if one.purpose and one.purpose.kind == PURPOSE and one.purpose.key in wanted
    ]
    figures = ledger.wholes(plan.authority, [view.id for view in views], on=today)
    return [
        Held(
            measure=int(view.purpose.key) if view.purpose else 0,
            envelope=view.id,
            name=view.name,
            voted=Money(figures[view.id].voted + figures[view.id].amended, view.currency),
            committed=Money(figures[view.id].committed, view.currency),
            paid=Money(figures[view.id].paid, view.currency),
        )
        for view in views
    ]
