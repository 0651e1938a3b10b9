"""One measure with all that the plan says of it."""

from dataclasses import dataclass

from django.db.models import Q

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import (
    AidParameter,
    AnnouncedAmount,
    Finding,
    Measure,
    MeasurePartner,
    PlanState,
)
from relance.values.typography import fold


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """`same_words`: other measures of the plan with the same wording (one reply, many priorities)."""

    measure: Measure
    partners: tuple[MeasurePartner, ...]
    amounts: tuple[AnnouncedAmount, ...]
    parameters: tuple[AidParameter, ...]
    findings: tuple[Finding, ...]
    parts: tuple[Measure, ...]
    same_words: tuple[Measure, ...]
    previous: Measure | None
    next: Measure | None


def published_measure(*, authority: Authority, plan: str, code: str) -> Measure:
    """The measure at this address, of a published plan. Raises Missing."""
    measure = (
        Measure.objects.of(authority)
        .filter(plan__slug=plan, plan__state=PlanState.PUBLISHED, code=code)
        .select_related("authority", "plan__document", "axis", "parent", "source__document", "ended_by")
        .defer("source__text")
        .first()
    )
    if measure is None:
        raise Missing("Cette mesure n’existe pas, ou n’est pas publiée.")
    return measure


def measure_page(measure: Measure) -> MeasurePage:
    """All about a measure that the caller may read, in seven queries."""
    siblings = list(
        Measure.objects.of(measure.authority)
        .filter(Q(ended_by__isnull=True) | Q(pk=measure.pk), plan=measure.plan)
        .select_related("axis")
        .order_by("order", "pk")
    )
    place = next(i for i, other in enumerate(siblings) if other.pk == measure.pk)
    words = fold(measure.wording)
    return MeasurePage(
        measure=measure,
        partners=tuple(measure.partners.select_related("organisation")),
        amounts=tuple(measure.amounts.filter(ended_by__isnull=True)),
        parameters=tuple(measure.parameters.all()),
        findings=tuple(measure.findings.all()),
        parts=tuple(other for other in siblings if other.parent_id == measure.pk),
        same_words=tuple(
            other for other in siblings if other.pk != measure.pk and fold(other.wording) == words
        ),
        previous=siblings[place - 1] if place else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )
