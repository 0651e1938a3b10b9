"""The draft of a scheme that a measure's aid parameters allow."""

from datetime import date

from relance.plans.models import Measure
from relance.plans.rules.scheme_draft import Stated, scheme_draft


def draft_of(measure: Measure) -> str:
    """A scheme in the language of `bareme`, as YAML; its values hold from when the plan does."""
    plan = measure.plan
    stated = [
        Stated(one.kind, one.low, one.high, one.unit, one.passage or one.wording)
        for one in measure.parameters.all()
    ]
    document = plan.document.title if plan.document else plan.title
    return scheme_draft(
        title=measure.title,
        code=measure.code,
        currency=plan.currency,
        since=_since(measure),
        source=f"{document}, mesure {measure.number or measure.code}",
        stated=stated,
    )


def _since(measure: Measure) -> date:
    plan = measure.plan
    return plan.adopted_on or measure.horizon_start or plan.created_at.astimezone(plan.authority.zone).date()
