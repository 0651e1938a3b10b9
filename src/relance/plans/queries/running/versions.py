"""The plan as published and each of its amendments: what they change, in words and in money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relance.plans.models import (
    Becoming,
    Measure,
    MeasureVersion,
    Plan,
    PlanVersion,
    Succession,
)
from relance.plans.queries.telling import horizon_of
from relance.plans.rules.running.differences import Piece, Shift, money_apart, words_apart
from relance.values.money import Money
from relance.values.typography import Locale, locale_of


@dataclass(frozen=True, slots=True)
class Touched:
    """A measure in a version, beside how the version before left it."""

    now: MeasureVersion
    before: MeasureVersion | None
    horizons: tuple[str, str]
    sums: tuple[str, str]
    becomes: tuple[Measure, ...] = ()
    how: str = ""

    @property
    def words(self) -> tuple[Piece, ...]:
        """The difference of the wordings; empty when they are the same."""
        if self.before is None or self.before.wording == self.now.wording:
            return ()
        return words_apart(self.before.wording, self.now.wording)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        before = [] if self.before is None or self.before.becoming == Becoming.ENDED else self.before.money
        return money_apart(before, [] if self.now.becoming == Becoming.ENDED else self.now.money)


@dataclass(frozen=True, slots=True)
class Told:
    """A version with what it touches and how envelopes move. The plan as published tells no list."""

    version: PlanVersion
    touched: tuple[Touched, ...]
    shifts: tuple[Shift, ...]
    count: int


def versions_of(plan: Plan) -> list[Told]:
    """Every version, latest first, in four queries."""
    locale = locale_of(plan.authority.locale)
    versions = list(
        PlanVersion.objects.of(plan.authority).filter(plan=plan).select_related("amendment__text__document")
    )
    rows = (
        MeasureVersion.objects.of(plan.authority).filter(version__plan=plan).order_by("version__number", "pk")
    )
    by_version: dict[int, list[MeasureVersion]] = {}
    for row in rows:
        by_version.setdefault(row.version_id, []).append(row)
    follows: dict[tuple[int, Any], list[Succession]] = {}
    for one in (
        Succession.objects.of(plan.authority)
        .filter(version__plan=plan)
        .select_related("earlier", "later", "later__plan")
    ):
        follows.setdefault((one.version_id, one.earlier.key), []).append(one)
    known: dict[Any, MeasureVersion] = {}
    found = []
    for version in versions:
        touched = []
        for row in by_version.get(version.pk, []):
            if version.number:
                touched.append(
                    _touched(
                        row,
                        known.get(row.measure_key),
                        follows.get((version.pk, row.measure_key), []),
                        locale,
                    )
                )
            known[row.measure_key] = row
        shifts = _together(touched)
        found.append(Told(version, tuple(touched), shifts, len(by_version.get(version.pk, []))))
    return found[::-1]


def touched_by(version: PlanVersion) -> list[Touched]:
    """The measures that one version touches, each beside how it stood before, in three queries."""
    locale = locale_of(version.authority.locale)
    rows = list(MeasureVersion.objects.of(version.authority).filter(version=version).order_by("pk"))
    earlier = MeasureVersion.objects.of(version.authority).filter(
        version__plan=version.plan_id,
        version__number__lt=version.number,
        measure_key__in=[row.measure_key for row in rows],
    )
    before = {row.measure_key: row for row in earlier.order_by("version__number")}
    follows: dict[Any, list[Succession]] = {}
    for one in version.successions.select_related("earlier", "later"):
        follows.setdefault(one.earlier.key, []).append(one)
    return [
        _touched(row, before.get(row.measure_key), follows.get(row.measure_key, []), locale) for row in rows
    ]


def past_of(measure: Measure) -> list[Touched]:
    """How each version left one measure, latest first."""
    locale = locale_of(measure.authority.locale)
    rows = (
        MeasureVersion.objects.of(measure.authority)
        .filter(version__plan=measure.plan_id, measure_key=measure.key)
        .select_related("version")
        .order_by("version__number")
    )
    found, before = [], None
    for row in rows:
        found.append(_touched(row, before, [], locale))
        before = row
    return found[::-1]


def successors_of(measure: Measure) -> list[Succession]:
    """Where a measure that was taken out goes on."""
    return list(measure.succeeded_by.select_related("later__plan", "version"))


def predecessors_of(measure: Measure) -> list[Succession]:
    return list(measure.succeeds.select_related("earlier__plan", "version"))


def _touched(
    now: MeasureVersion, before: MeasureVersion | None, follows: Sequence[Succession], locale: Locale
) -> Touched:
    return Touched(
        now=now,
        before=before,
        horizons=(_horizon(before, locale), _horizon(now, locale)),
        sums=(_sums(before, locale), _sums(now, locale)),
        becomes=tuple(one.later for one in follows),
        how=str(follows[0].get_kind_display()) if follows else "",
    )


def _horizon(row: MeasureVersion | None, locale: Locale) -> str:
    if row is None:
        return ""
    horizon = horizon_of({**row.horizon, "relative": row.horizon.get("wording")})
    return horizon.format(locale) if horizon else ""


def _sums(row: MeasureVersion | None, locale: Locale) -> str:
    if row is None:
        return ""
    said = []
    for one in row.money:
        if one["role"] != "envelope" or one["per"] != "total":
            continue
        said.append(Money(one["high"], one["currency"]).format(locale))
    return " et ".join(said)


def _together(touched: Sequence[Touched]) -> tuple[Shift, ...]:
    """How the envelopes of all measures move together, one shift a currency."""
    sums: dict[str, list[int]] = {}
    for one in touched:
        for shift in one.shifts:
            before, after = sums.setdefault(shift.before.currency, [0, 0])
            sums[shift.before.currency] = [before + shift.before.minor, after + shift.after.minor]
    return tuple(
        Shift(Money(before, currency), Money(after, currency))
        for currency, (before, after) in sorted(sums.items())
        if before != after
    )
