"""What the search knows of plans: the plan and each of its measures, public when the plan is."""

from relance.kernel import search
from relance.plans.models import Measure, Plan
from relance.plans.rules.addresses import measure_path, plan_path

EXCERPT = 300


def show_in_search(plan: Plan) -> None:
    """Write the entries of a plan anew, and remove those of measures that are gone.

    Call it in the transaction of the act. Drafts are found by those who read internal papers.
    """
    measures = list(
        Measure.objects.of(plan.authority)
        .filter(plan=plan, ended_by__isnull=True)
        .select_related("axis")
        .prefetch_related("partners__organisation")
    )
    slug = plan.authority.slug
    entries = [
        search.Entry(
            authority=plan.authority,
            kind="plans.plan",
            key=str(plan.pk),
            title=plan.title,
            text=" ".join((plan.territory, plan.summary)),
            excerpt=plan.summary[:EXCERPT],
            address=plan_path(slug, plan.slug),
            is_public=plan.is_public,
        )
    ]
    for measure in measures:
        beside = [partner.organisation.name for partner in measure.partners.all()]
        entries.append(
            search.Entry(
                authority=plan.authority,
                kind="plans.measure",
                key=str(measure.pk),
                title=measure.title[:500],
                text=" ".join((measure.wording, measure.objective, str(measure.axis or ""), *beside)),
                excerpt=measure.wording[:EXCERPT],
                address=measure_path(slug, plan.slug, measure.code),
                is_public=plan.is_public,
            )
        )
    search.put_many(entries)


def forget_in_search(measures: list[int]) -> None:
    """Remove the entries of measures that are about to go."""
    search.remove(kind="plans.measure", keys=[str(pk) for pk in measures])
