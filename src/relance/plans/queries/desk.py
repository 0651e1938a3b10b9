"""What the desk of an authority shows of its plans, drafts included."""

from dataclasses import dataclass

from django.db.models import Count, Q

from relance.kernel.models import Authority
from relance.plans.models import (
    AidParameter,
    AnnouncedAmount,
    Axis,
    Fact,
    FactState,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A plan with its counts: measures it holds, facts read and facts decided."""

    plan: Plan
    measures: int
    facts: int
    decided: int


def desk_of(authority: Authority) -> list[DeskLine]:
    """Every plan of the authority, newest first, in three queries."""
    plans = Plan.objects.of(authority).select_related("document").order_by("-created_at", "-pk")
    facts = {
        plan: (total, decided)
        for plan, total, decided in Fact.objects.of(authority)
        .order_by()
        .values("plan")
        .annotate(total=Count("pk"), decided=Count("pk", filter=~Q(state=FactState.PROPOSED)))
        .values_list("plan", "total", "decided")
    }
    measures: dict[int, int] = dict(
        Measure.objects.of(authority)
        .filter(ended_by__isnull=True)
        .order_by()
        .values("plan")
        .annotate(n=Count("pk"))
        .values_list("plan", "n")
    )
    return [DeskLine(plan, measures.get(plan.pk, 0), *facts.get(plan.pk, (0, 0))) for plan in plans]


def holdings_of(plan: Plan) -> list[tuple[str, int]]:
    """How many rows of each kind a plan holds: what it shows once published."""
    owner, axis, measure = plan.authority, *plan.words
    return [
        (axis.plural, Axis.objects.of(owner).filter(plan=plan).count()),
        (measure.plural, Measure.objects.of(owner).filter(plan=plan, ended_by__isnull=True).count()),
        ("partenaires cités", MeasurePartner.objects.of(owner).filter(measure__plan=plan).count()),
        (
            "sommes annoncées",
            AnnouncedAmount.objects.of(owner).filter(plan=plan, ended_by__isnull=True).count(),
        ),
        ("paramètres d’aide", AidParameter.objects.of(owner).filter(measure__plan=plan).count()),
        ("constats", Finding.objects.of(owner).filter(plan=plan).count()),
    ]
