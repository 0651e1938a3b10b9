"""Choosing among the measures of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from relance.directory.models import Organisation
from relance.plans.models import Axis, Measure, MeasureKind, MeasurePartner, Plan
from relance.plans.models.amount import AnnouncedAmount

NO_HORIZON = Q(
    horizon_start__isnull=True, horizon_end__isnull=True, horizon_ongoing=False, horizon_wording=""
)
_FIRST_LAST = {"first": Min, "last": Max}
_BOUNDS = tuple((which, field) for which in _FIRST_LAST for field in ("start", "end"))


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What a reader chose. Empty: every measure.

    `year`: the horizon is dated and covers that year (open on the side that the text leaves
    open); measures "en continu" come with `ongoing`. `axis` and `partner` are primary keys;
    `no_axis` keeps measures outside any named group.
    """

    axis: int | None = None
    no_axis: bool = False
    year: int | None = None
    ongoing: bool = False
    partner: int | None = None
    kind: str = ""
    with_amount: bool = False
    without_amount: bool = False
    without_horizon: bool = False
    without_partner: bool = False

    @property
    def is_empty(self) -> bool:
        return self == MeasureFilter()

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "MeasureFilter":
        """From the words of an address (`?axis=3&year=2022&without_horizon=1`); nonsense is left out."""
        chosen: dict[str, int | bool | str] = {}
        for field in fields(cls):
            said = query.get(field.name, "").strip()
            if not said:
                continue
            if field.type is bool or field.type == "bool":
                chosen[field.name] = said not in ("0", "non", "false")
            elif field.name == "kind":
                if said in MeasureKind.values:
                    chosen["kind"] = said
            elif said.isascii() and said.isdigit() and len(said) <= 18:
                chosen[field.name] = int(said)
        if "year" in chosen and not 1900 <= int(chosen["year"]) <= 2200:
            del chosen["year"]
        return cls(**chosen)  # type: ignore[arg-type]  # each value was read by the type of its field


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from in a plan; numbers say how many measures each leaves."""

    axes: tuple[tuple[Axis, int], ...]
    no_axis: int
    years: tuple[int, ...]
    ongoing: int
    partners: tuple[tuple[Organisation, int], ...]
    kinds: tuple[tuple[MeasureKind, int], ...]
    with_amount: int
    without_amount: int
    without_horizon: int
    without_partner: int


def measures_of(plan: Plan, chosen: MeasureFilter | None = None) -> QuerySet[Measure]:
    """The measures of a plan that the reader chose, in the order of the document; none that was ended."""
    chosen = chosen or MeasureFilter()
    measures = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
    if chosen.axis:
        measures = measures.filter(axis=chosen.axis)
    if chosen.no_axis:
        measures = measures.filter(axis__isnull=True)
    if chosen.kind:
        measures = measures.filter(kind=chosen.kind)
    if chosen.partner:
        measures = measures.filter(Exists(_partners().filter(organisation=chosen.partner)))
    if chosen.without_partner:
        measures = measures.filter(~Exists(_partners()))
    if chosen.with_amount:
        measures = measures.filter(Exists(_amounts()))
    if chosen.without_amount:
        measures = measures.filter(~Exists(_amounts()))
    when = Q()
    if chosen.year:
        when |= _covers(chosen.year)
    if chosen.ongoing:
        when |= Q(horizon_ongoing=True)
    if chosen.without_horizon:
        when |= NO_HORIZON
    return measures.filter(when)


def choices_of(plan: Plan) -> Choices:
    """The filters that make sense for a plan, in five queries whatever its size."""
    measures = Measure.objects.of(plan.authority).filter(plan=plan, ended_by__isnull=True)
    kept = {
        "ongoing": Q(horizon_ongoing=True),
        "without_horizon": NO_HORIZON,
        "with_partner": Q(Exists(_partners())),
        "with_amount": Q(Exists(_amounts())),
    }
    # Few kinds of measures, however many there are.
    rows: list[Any] = list(
        measures.order_by()
        .values("axis", "kind")
        .annotate(
            n=Count("pk"),
            **{name: Count("pk", filter=condition) for name, condition in kept.items()},
            **{f"{which}_{field}": _FIRST_LAST[which](f"horizon_{field}") for which, field in _BOUNDS},
        )
    )

    def count(name: str, **of: object) -> int:
        return sum(row[name] for row in rows if all(row[key] == value for key, value in of.items()))

    total, with_amount = count("n"), count("with_amount")
    axes = Axis.objects.of(plan.authority).filter(plan=plan)
    partners = (
        MeasurePartner.objects.of(plan.authority)
        .filter(measure__plan=plan)
        .order_by()
        .values("organisation")
        .annotate(n=Count("measure", distinct=True))
        .values_list("organisation", "n")
    )
    counts: dict[int, int] = dict(partners)
    organisations = Organisation.objects.filter(pk__in=counts)
    kinds = [(kind, count("n", kind=kind.value)) for kind in MeasureKind]
    return Choices(
        axes=tuple((axis, count("n", axis=axis.pk)) for axis in axes),
        no_axis=count("n", axis=None),
        years=_years([row[f"{which}_{field}"] for row in rows for which, field in _BOUNDS]),
        ongoing=count("ongoing"),
        partners=tuple((organisation, counts[organisation.pk]) for organisation in organisations),
        kinds=tuple((kind, n) for kind, n in kinds if n),
        with_amount=with_amount,
        without_amount=total - with_amount,
        without_horizon=count("without_horizon"),
        without_partner=total - count("with_partner"),
    )


def _partners() -> QuerySet[MeasurePartner]:
    return MeasurePartner.objects.everywhere("of the measure of the outer row").filter(measure=OuterRef("pk"))


def _amounts() -> QuerySet[AnnouncedAmount]:
    return AnnouncedAmount.objects.everywhere("of the measure of the outer row").filter(
        measure=OuterRef("pk"), ended_by__isnull=True
    )


def _covers(year: int) -> Q:
    first, last = date(year, 1, 1), date(year, 12, 31)
    dated = Q(horizon_start__isnull=False) | Q(horizon_end__isnull=False)
    return (
        dated
        & (Q(horizon_start__isnull=True) | Q(horizon_start__lte=last))
        & (Q(horizon_end__isnull=True) | Q(horizon_end__gte=first))
    )


def _years(days: list[date | None]) -> tuple[int, ...]:
    """Every year between the first and the last that a measure names."""
    named = [day.year for day in days if day]
    return tuple(range(min(named), max(named) + 1)) if named else ()
