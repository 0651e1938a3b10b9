"""Indicators as pages show them: their periods with what counts in each, drawn and in a table."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from relance.kernel.errors import Missing
from relance.plans.models import (
    Indicator,
    IndicatorEffect,
    IndicatorPeriod,
    IndicatorValue,
    Measure,
    Plan,
    ValueState,
)
from relance.plans.rules.following.drawing import Drawing, Point, drawing_of
from relance.plans.rules.following.figures import Figured
from relance.plans.rules.following.periods import called
from relance.values.typography import Locale, locale_of


@dataclass(frozen=True, slots=True)
class ShownValue:
    """What counts for a period and a territory; `figure` None where nobody could say, and why."""

    value: IndicatorValue
    figure: Figured | None


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """A period with its target, its approved values by territory, and those that wait."""

    period: IndicatorPeriod
    name: str
    target: Figured | None
    approved: tuple[ShownValue, ...]
    waiting: tuple[ShownValue, ...]

    @property
    def whole(self) -> ShownValue | None:
        """The value of the whole territory."""
        return next((one for one in self.approved if not one.value.territory), None)


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with all that is said of it. `latest` is the last period that has a figure."""

    indicator: Indicator
    baseline: Figured | None
    periods: tuple[ShownPeriod, ...]
    effects: tuple[IndicatorEffect, ...]
    drawing: Drawing | None
    latest: ShownPeriod | None
    locale: Locale

    @property
    def words(self) -> str:
        """The finding of its chart in a sentence: "22 % en 2027, pour une cible de 20 %"."""
        if self.latest is None or self.latest.whole is None or self.latest.whole.figure is None:
            return "Pas encore de valeur approuvée"
        said = f"{self.latest.whole.figure.format(self.locale)} ({self.latest.name})"
        if self.latest.target is not None:
            said += f", pour une cible de {self.latest.target.format(self.locale)}"
        if self.baseline is not None:
            said += f" et un départ de {self.baseline.format(self.locale)}"
        return said


def indicators_of_plan(plan: Plan, *, public_only: bool) -> list[ShownIndicator]:
    """All indicators of a plan, in four queries whatever their number."""
    rows = Indicator.objects.of(plan.authority).filter(plan=plan)
    return _shown(plan, list(rows.filter(public=True) if public_only else rows), public_only=public_only)


def indicators_of_measure(measure: Measure, *, public_only: bool) -> list[ShownIndicator]:
    rows = Indicator.objects.of(measure.authority).filter(effects__measure=measure)
    return _shown(
        measure.plan, list(rows.filter(public=True) if public_only else rows), public_only=public_only
    )


def indicator_of(plan: Plan, code: str, *, public_only: bool) -> ShownIndicator:
    """The indicator of this code. Raises Missing."""
    rows = Indicator.objects.of(plan.authority).filter(plan=plan, code=code)
    found = _shown(
        plan,
        list((rows.filter(public=True) if public_only else rows).select_related("finding", "authority")),
        public_only=public_only,
    )
    if not found:
        raise Missing("Cet indicateur n’existe pas dans ce plan.")
    return found[0]


def waiting_values(plan: Plan) -> int:
    """How many values wait for approval."""
    return (
        IndicatorValue.objects.of(plan.authority)
        .filter(period__indicator__plan=plan, state=ValueState.PROPOSED)
        .count()
    )


def counts_of(plan: Plan) -> dict[str, int]:
    """How many indicators there are, how many are public, and how many have no approved value at all."""
    rows = Indicator.objects.of(plan.authority).filter(plan=plan)
    with_value = Count("periods", filter=Q(periods__values__state=ValueState.APPROVED))
    found = list(rows.annotate(known=with_value).values_list("public", "known"))
    return {
        "all": len(found),
        "public": sum(public for public, _ in found),
        "without_value": sum(not known for _, known in found),
    }


def _shown(plan: Plan, indicators: list[Indicator], *, public_only: bool) -> list[ShownIndicator]:
    locale = locale_of(plan.authority.locale)
    periods: dict[int, list[IndicatorPeriod]] = defaultdict(list)
    for period in IndicatorPeriod.objects.of(plan.authority).filter(indicator__in=indicators):
        periods[period.indicator_id].append(period)
    states = (ValueState.APPROVED,) if public_only else (ValueState.APPROVED, ValueState.PROPOSED)
    values: dict[int, list[IndicatorValue]] = defaultdict(list)
    rows = IndicatorValue.objects.of(plan.authority).filter(
        period__indicator__in=indicators, state__in=states
    )
    for value in rows.select_related("evidence_file"):
        values[value.period_id].append(value)
    effects: dict[int, list[IndicatorEffect]] = defaultdict(list)
    for effect in (
        IndicatorEffect.objects.of(plan.authority).filter(indicator__in=indicators).select_related("measure")
    ):
        effects[effect.indicator_id].append(effect)
    return [_one(one, periods[one.pk], values, tuple(effects[one.pk]), locale) for one in indicators]


def _one(
    indicator: Indicator,
    periods: list[IndicatorPeriod],
    values: dict[int, list[IndicatorValue]],
    effects: tuple[IndicatorEffect, ...],
    locale: Locale,
) -> ShownIndicator:
    def of(period: IndicatorPeriod, state: ValueState) -> tuple[ShownValue, ...]:
        return tuple(
            ShownValue(one, indicator.figure(one.minor)) for one in values[period.pk] if one.state == state
        )

    shown = tuple(
        ShownPeriod(
            period=period,
            name=called(period.starts, period.ends, locale),
            target=indicator.figure(period.target),
            approved=of(period, ValueState.APPROVED),
            waiting=of(period, ValueState.PROPOSED),
        )
        for period in periods
    )
    points = [Point(one.name, one.whole.figure if one.whole else None, one.target) for one in shown]
    baseline = indicator.figure(indicator.baseline)
    return ShownIndicator(
        indicator=indicator,
        baseline=baseline,
        periods=shown,
        effects=effects,
        drawing=drawing_of(points, baseline),
        latest=next((one for one in reversed(shown) if one.whole and one.whole.figure), None),
        locale=locale,
    )
