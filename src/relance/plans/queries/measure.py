"""One measure with all that the plan says of it."""

from dataclasses import dataclass

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
    """All about a measure that the caller may read, in six queries."""
    others = Measure.objects.of(measure.authority).filter(plan=measure.plan, ended_by__isnull=True)
    others = others.exclude(pk=measure.pk).order_by("order", "pk")
    words = fold(measure.wording)
    parts, same, previous, following = [], [], None, None
    # Words alone of all of them; rows of the few that the page names.
    for pk, parent, order, paraphrase, quote in others.values_list(
        "pk", "parent", "order", "paraphrase", "quote"
    ):
        if order < measure.order:
            previous = pk
        elif following is None:
            following = pk
        if parent == measure.pk:
            parts.append(pk)
        if fold(paraphrase or quote) == words:
            same.append(pk)
    named = others.select_related("axis").in_bulk(
        [*parts, *same, *(pk for pk in (previous, following) if pk is not None)]
    )
    return MeasurePage(
        measure=measure,
        partners=tuple(measure.partners.select_related("organisation")),
        amounts=tuple(measure.amounts.filter(ended_by__isnull=True)),
        parameters=tuple(measure.parameters.all()),
        findings=tuple(measure.findings.all()),
        parts=tuple(named[pk] for pk in parts),
        same_words=tuple(named[pk] for pk in same),
        previous=None if previous is None else named[previous],
        next=None if following is None else named[following],
    )
