"""The demonstration runs its plan."""

from typing import Any

import pytest

from relance.kernel.models import Authority
from relance.plans.models import Contributor, Forecast, Plan, PlanVersion, Task, Work, WorkChange
from relance.plans.queries.running import pilot_of
from relance.plans.queries.running.overview import progress_of
from relance.site import demo
from relance.site.demo import plans, running


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Authority:
    settings.DEMO, settings.FILES_ROOT = True, tmp_path
    world = demo._town_and_people()
    plans.load_valmont(world)
    running.load(world)
    running.load(world)
    return world.valmont


def test_valmont_runs_its_plan_and_loading_again_changes_nothing(town: Authority) -> None:
    plan = Plan.objects.of(town).get(running__isnull=False)
    pilot = pilot_of(plan)

    assert pilot
    assert pilot.address == "helene@valmont.example"
    works = Work.objects.of(town)
    assert works.count() == plan.measures.filter(ended_by__isnull=True).count()
    assert set(works.values_list("status", flat=True)) >= {"to_start", "under_way", "done"}
    assert progress_of(plan).percent
    assert Task.objects.of(town).filter(done_at__isnull=True).exists()
    assert set(Forecast.objects.of(town).values_list("state", flat=True)) >= {
        "notified",
        "promised",
        "sought",
    }
    assert list(PlanVersion.objects.of(town).values_list("number", flat=True)) == [0, 1]
    assert Contributor.objects.of(town).filter(account__isnull=True).exists()
    assert (
        WorkChange.objects.of(town).filter(field="status").count() == works.exclude(status="to_start").count()
    )
