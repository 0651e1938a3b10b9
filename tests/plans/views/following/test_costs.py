"""What the pages that follow a plan cost: as many queries for many rows as for few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relance.plans.actions.following import feedback
from relance.plans.models import Feedback, Measure, Plan
from tests.plans import build, follow
from tests.plans.build import AT
from tests.support.cast import Cast


def cost_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(seen)


def changed(plan: Plan, measure: Measure, cast: Cast) -> None:
    """A public change, a measure whose news are late, and an answer that everybody reads."""
    follow.public_update(measure, by=cast.alice, words="La halle ouvre.")
    build.measure(plan, "Silencieuse")
    follow.written(plan, measure=measure)
    row = Feedback.objects.of(plan.authority).latest("pk")
    feedback.answer(feedback=row, by=cast.alice, at=AT, words="En juin.", public=True)


def written(plan: Plan, measure: Measure, cast: Cast) -> None:
    follow.written(plan, measure=measure)


def asked(plan: Plan, measure: Measure, cast: Cast) -> None:
    """A mail to somebody else about this measure and another one."""
    number = measure.pk
    who = follow.contributor(plan.authority, f"Pilote {number}", f"p{number}@x.example")
    for one in (measure, build.measure(plan)):
        follow.leads(who, one)
    follow.asked(plan, AT + timedelta(days=200))


@pytest.mark.parametrize(
    ("page", "add"),
    [
        ("/{town}/plans/{plan}/nouvelles/", changed),
        ("/{town}/gestion/plan/{plan}/avis/", written),
        ("/{town}/gestion/plan/{plan}/nouvelles/envois/", asked),
    ],
)
def test_a_page_costs_as_many_queries_for_many_rows_as_for_few(
    alice: Client, cast: Cast, plan: Plan, page: str, add: Callable[[Plan, Measure, Cast], None]
) -> None:
    address = page.format(town=plan.authority.slug, plan=plan.slug)
    add(plan, build.measure(plan), cast)
    cost_of(alice, address)  # what a reader may is read once
    few = cost_of(alice, address)

    for _ in range(8):
        add(plan, build.measure(plan), cast)

    assert cost_of(alice, address) == few
