"""A published plan of Valmont with measures at work."""

from datetime import UTC, datetime
from typing import Any

from relance.kernel.models import Account, Authority
from relance.plans.actions.running.people import contributor_of
from relance.plans.actions.running.working import change
from relance.plans.models import Measure, Plan, Work, WorkChange
from tests.plans import build

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def plan(of: Authority, *titles: str) -> tuple[Plan, list[Measure]]:
    """A published plan with a measure of each title."""
    made = build.published(of, published_at=AT)
    return made, [build.measure(made, title) for title in titles or ("Fonds", "Halle", "Vitrines")]


def led_by(measure: Measure, account: Account) -> None:
    lead = contributor_of(authority=measure.authority, account=account)
    change(measure=measure, by=None, at=AT, fields={"lead": lead})


def work(measure: Measure) -> Work:
    return Work.objects.of(measure.authority).get(measure=measure)


def lines(measure: Measure) -> list[tuple[Any, ...]]:
    """(field, before, after) as people read them, earliest first."""
    found = WorkChange.objects.of(measure.authority).filter(measure=measure).order_by("pk")
    return [(one.field, one.told_before, one.told_after) for one in found]
