"""Who leads a measure today, and who pilots the plan: a name that a mail may reach or not."""

from collections.abc import Iterable

from django.db.models import Count

from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader
from relance.plans.models import Contributor, Measure, MeasureRole, Plan, RoleOnMeasure, Running
from relance.plans.permissions import roles_held


def lead_of(measure: Measure) -> Contributor | None:
    """The lead of today; a name that was merged into another is that other."""
    return leads_of([measure]).get(measure.pk)


def leads_of(measures: Iterable[Measure]) -> dict[int, Contributor]:
    """Leads of today by measure, in one query; measures without one are left out. One authority."""
    given = list(measures)
    if not given:
        return {}
    roles = (
        MeasureRole.objects.of(given[0].authority)
        .filter(measure__in=[one.pk for one in given], role=RoleOnMeasure.LEAD, until__isnull=True)
        .select_related("contributor__account", "contributor__merged_into__account")
    )
    return {role.measure_id: standing_for(role.contributor) for role in roles}


def plans_led_by(reader: Reader, authority: Authority) -> list[tuple[Plan, int]]:
    """The plans of which this account leads or works on measures today, with how many, in two queries."""
    if not isinstance(reader, Account) or not reader.is_active:
        return []
    held = roles_held(reader, authority).filter(measure__ended_by__isnull=True)
    counted = held.order_by().values("measure__plan").annotate(n=Count("measure", distinct=True))
    counts = {row["measure__plan"]: row["n"] for row in counted}
    plans = Plan.objects.of(authority).filter(pk__in=counts) if counts else ()
    return [(plan, counts[plan.pk]) for plan in plans]


def pilot_of(plan: Plan) -> Contributor | None:
    """Who pilots the whole plan: the one to ask when a measure has no lead."""
    running = (
        Running.objects.of(plan.authority)
        .filter(plan=plan)
        .select_related("pilot__account", "pilot__merged_into__account")
        .first()
    )
    return standing_for(running.pilot) if running and running.pilot else None


def standing_for(contributor: Contributor) -> Contributor:
    """Who a name stands for today: itself, or the one that it was merged into."""
    return contributor.merged_into or contributor


def referent_of(measure: Measure) -> Contributor | None:
    """The elected referent of today."""
    role = (
        MeasureRole.objects.of(measure.authority)
        .filter(measure=measure, role=RoleOnMeasure.REFERENT, until__isnull=True)
        .select_related("contributor__account", "contributor__merged_into__account")
        .first()
    )
    return standing_for(role.contributor) if role else None


def team_of(measure: Measure) -> list[MeasureRole]:
    """Who else works on it today."""
    return list(
        MeasureRole.objects.of(measure.authority)
        .filter(measure=measure, role=RoleOnMeasure.MEMBER, until__isnull=True)
        .select_related("contributor__account", "contributor__merged_into__account")
    )
