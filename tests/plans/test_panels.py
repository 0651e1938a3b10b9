"""References to plans and measures lead to their pages, and acts have French names."""

import pytest

from relance.kernel import panels
from relance.kernel.models import AuditLine
from relance.plans.panels import ACTS
from tests.architecture import tree
from tests.plans import build

pytestmark = pytest.mark.django_db


def test_a_measure_and_its_plan_lead_to_their_pages() -> None:
    plan = build.published(build.authority(), slug="relance", title="Plan de relance")
    measure = build.measure(plan, "Ouvrir une halle", code="m1")

    found = panels.addresses_of(
        plan.authority, [("plans.measure", str(measure.pk)), ("plans.plan", str(plan.pk))]
    )

    assert found[("plans.measure", str(measure.pk))].url == "/valmont/plans/relance/mesures/m1/"
    assert found[("plans.measure", str(measure.pk))].label == "Ouvrir une halle"
    assert found[("plans.plan", str(plan.pk))].url == "/valmont/plans/relance/"


def test_references_of_another_authority_lead_nowhere() -> None:
    measure = build.measure(build.plan(build.authority()))
    other = build.authority("autre")

    for key in (str(measure.pk), "0", "x", "9" * 30, "٣"):
        assert panels.address_of(other, "plans.measure", key) is None


def test_every_act_of_ours_has_a_french_name() -> None:
    sources = [path for path in tree.under("src", suffix=".py") if "plans/actions" in str(path)]
    written = "\n".join(line for path in sources for _, line in tree.lines(path))

    for act in ("plans.import", "plans.present", "plans.publish", "plans.withdraw", "plans.restore"):
        assert f'act="{act}"' in written
        assert act in ACTS
    assert not AuditLine.objects.of(build.authority()).exists()
