"""What anybody may read: published plans, and the documents that they come from."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import Axis, Measure, Plan, PlanState, SourceDocument


def published_plans(*, authority: Authority | None = None) -> QuerySet[Plan]:
    """Published plans, of one authority or of all, with `axis_count` and `measure_count`."""
    plans = (
        Plan.objects.of(authority)
        if authority
        else Plan.objects.everywhere("the public list of the plans of all authorities")
    )
    return (
        plans.filter(state=PlanState.PUBLISHED)
        .select_related("authority", "document")
        .annotate(axis_count=_count(Axis), measure_count=_count(Measure))
    )


def published_plan(*, authority: Authority, slug: str) -> Plan:
    """The published plan at this address. Raises Missing, also for drafts."""
    plan = published_plans(authority=authority).filter(slug=slug).first()
    if plan is None:
        raise Missing("Ce plan n’existe pas, ou n’est pas publié.")
    return plan


def published_documents(*, authority: Authority | None = None) -> QuerySet[SourceDocument]:
    """The documents of published plans, and those that they were amended from."""
    documents = (
        SourceDocument.objects.of(authority)
        if authority
        else SourceDocument.objects.everywhere("the documents of published plans, of all authorities")
    )
    return documents.filter(
        Q(plans__state=PlanState.PUBLISHED) | Q(texts__followed_by__plan__state=PlanState.PUBLISHED)
    ).distinct()


def _count(model: type[Axis] | type[Measure]) -> Coalesce:
    """How many rows of the model the plan has, counted apart so that joins do not multiply."""
    rows = (
        model.objects.everywhere("counted for the plan of the outer row alone")
        .filter(plan=OuterRef("pk"), **({"ended_by__isnull": True} if model is Measure else {}))
        .order_by()
        .values("plan")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)
