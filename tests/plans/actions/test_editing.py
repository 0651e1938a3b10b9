"""What officers say about a plan, and the trace that it leaves."""

import pytest

from relance.kernel import search
from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.plans.actions.editing import present
from tests.plans import build

pytestmark = pytest.mark.django_db


def test_what_changes_is_written_with_what_it_was() -> None:
    plan = build.plan(build.authority(), title="PLAN", summary="")
    alice = build.officer(plan.authority, Role.EDITOR)

    present(plan=plan, by=alice, at=build.AT, fields={"title": "Plan de relance", "summary": ""})

    assert plan.title == "Plan de relance"
    line = AuditLine.objects.of(plan.authority).get()
    assert (line.before, line.after) == ({"title": "PLAN"}, {"title": "Plan de relance"})


def test_a_field_that_is_not_of_the_presentation_is_refused() -> None:
    plan = build.plan(build.authority())
    alice = build.officer(plan.authority, Role.EDITOR)

    with pytest.raises(ValueError, match="state"):
        present(plan=plan, by=alice, at=build.AT, fields={"state": "published"})


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_only_editors_present(role: Role) -> None:
    plan = build.plan(build.authority())
    somebody = build.officer(plan.authority, role)

    with pytest.raises(Refused):
        present(plan=plan, by=somebody, at=build.AT, fields={"title": "x"})


def test_a_public_plan_is_found_by_its_new_title_at_once() -> None:
    plan = build.published(build.authority(), title="Ancien intitulé")
    alice = build.officer(plan.authority, Role.EDITOR)

    present(plan=plan, by=alice, at=build.AT, fields={"title": "Relance des halles"})

    nobody = build.officer(plan.authority, name="personne")
    assert [hit.title for hit in search.find("halles", reader=nobody, authority=None).hits] == [
        "Relance des halles"
    ]
