"""The working fields: one door, a line of history for each change, a lead who edits theirs alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.plans.actions.running.beside import add_task, depend
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.planning import add_field
from relance.plans.actions.running.working import CannotWork, change
from relance.plans.models import CustomValue, Status, Work, WorkChange
from tests.plans import build
from tests.plans.actions.running.build import AT, led_by, lines, plan, work
from tests.support.cast import Cast


def test_each_change_leaves_a_line_and_another_revision(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    change(measure=fund, by=cast.alice, at=AT, fields={"status": "under_way", "due_on": date(2027, 6, 30)})
    change(measure=fund, by=cast.alice, at=AT, fields={"due_on": date(2027, 6, 30), "priority": 3})

    assert lines(fund) == [
        ("due_on", "", "30/06/2027"),
        ("status", "À lancer", "En cours"),
        ("priority", "Normale", "Haute"),
    ]
    assert (work(fund).rev, work(fund).said_by_name) == (2, "Alice")
    assert AuditLine.objects.of(cast.valmont).filter(act="plans.work.change").count() == 2


def test_saying_the_same_again_leaves_nothing(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    assert change(measure=fund, by=cast.alice, at=AT, fields={"priority": 2, "reason": ""}) == []
    assert work(fund).rev == 0


def test_a_history_is_never_rewritten(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    change(measure=fund, by=cast.alice, at=AT, fields={"priority": 3})

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkChange.objects.of(cast.valmont).update(told_after="Basse")


def test_a_lead_without_a_role_edits_what_they_lead_and_nothing_else(cast: Cast) -> None:
    _, (fund, hall, _) = plan(cast.valmont)
    led_by(fund, cast.charlie)

    change(measure=fund, by=cast.charlie, at=AT, fields={"status": "under_way"})

    assert work(fund).status == Status.UNDER_WAY
    with pytest.raises(Refused):
        change(measure=hall, by=cast.charlie, at=AT, fields={"status": "under_way"})
    for field, value in (("weight", 9), ("lead", None), ("working_title", "À moi")):
        with pytest.raises(Refused, match="rédaction"):
            change(measure=fund, by=cast.charlie, at=AT, fields={field: value})


def test_a_former_lead_edits_no_more(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    led_by(fund, cast.charlie)
    led_by(fund, cast.holding(Role.READER))

    with pytest.raises(Refused):
        change(measure=fund, by=cast.charlie, at=AT, fields={"priority": 3})


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.TREASURER, Role.ADMINISTRATOR])
def test_who_neither_edits_nor_leads_is_kept_out(cast: Cast, role: Role) -> None:
    _, (fund, *_) = plan(cast.valmont)

    with pytest.raises(Refused):
        change(measure=fund, by=cast.holding(role), at=AT, fields={"priority": 3})


@pytest.mark.parametrize("status", ["paused", "dropped"])
def test_stopping_a_measure_says_why(cast: Cast, status: str) -> None:
    _, (fund, *_) = plan(cast.valmont)

    with pytest.raises(CannotWork) as caught:
        change(measure=fund, by=cast.alice, at=AT, fields={"status": status})

    assert caught.value.field == "reason"
    assert not Work.objects.of(cast.valmont).filter(measure=fund).exclude(status="to_start").exists()


def test_the_database_itself_asks_why(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.create(
            authority=cast.valmont, measure=fund, status="dropped", said_at=AT, said_by_name="Alice"
        )


def test_done_with_open_tasks_asks_for_a_reason(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    add_task(measure=fund, by=cast.alice, at=AT, title="Choisir la banque")

    with pytest.raises(CannotWork, match="des tâches restent à faire"):
        change(measure=fund, by=cast.alice, at=AT, fields={"status": "done"})
    change(
        measure=fund, by=cast.alice, at=AT, fields={"status": "done", "reason": "La tâche n’a plus d’objet."}
    )

    assert work(fund).status == Status.DONE


def test_done_before_what_it_needs_asks_for_a_reason(cast: Cast) -> None:
    _, (fund, hall, _) = plan(cast.valmont)
    depend(measure=fund, needs=hall, by=cast.alice, at=AT)

    with pytest.raises(CannotWork, match="qu’elle attend"):
        change(measure=fund, by=cast.alice, at=AT, fields={"status": "done"})


def test_late_and_said_under_way_asks_for_a_reason(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    yesterday = AT.date() - timedelta(days=1)

    with pytest.raises(CannotWork, match="en retard"):
        change(measure=fund, by=cast.alice, at=AT, fields={"status": "under_way", "due_on": yesterday})

    assert not Work.objects.of(cast.valmont).filter(measure=fund, due_on=yesterday).exists()


def test_a_date_before_the_start_is_refused_beside_its_field(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    with pytest.raises(CannotWork, match="avant le début") as caught:
        change(
            measure=fund,
            by=cast.alice,
            at=AT,
            fields={"starts_on": date(2027, 1, 2), "due_on": date(2027, 1, 1)},
        )

    assert caught.value.field == "due_on"


def test_a_measure_that_left_the_plan_keeps_its_last_state(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    from relance.plans.actions.running.amending import Deed, take_out

    take_out(Deed(the_plan, cast.alice, AT, AT.date(), "Sans objet."), measure=fund)
    fund.refresh_from_db()

    with pytest.raises(CannotWork, match="n’est plus au plan"):
        change(measure=fund, by=cast.alice, at=AT, fields={"priority": 3})


def test_a_field_that_is_none_of_them_is_a_programming_error(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    with pytest.raises(ValueError, match="not working fields: quote"):
        change(measure=fund, by=cast.alice, at=AT, fields={"quote": "x"})


def test_a_field_of_the_plan_is_written_by_those_whom_it_names(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    led_by(fund, cast.charlie)
    said: dict[str, Any] = {"plan": the_plan, "by": cast.alice, "at": AT, "kind": "text", "seen_by": "public"}
    quartier = add_field(**said, name="Quartier", edited_by="team")
    avis = add_field(**said, name="Avis", edited_by="editors")

    change(measure=fund, by=cast.charlie, at=AT, fields={f"custom:{quartier.pk}": "Centre"})
    with pytest.raises(CannotWork, match="rédaction"):
        change(measure=fund, by=cast.charlie, at=AT, fields={f"custom:{avis.pk}": "Bon"})
    change(measure=fund, by=cast.alice, at=AT, fields={f"custom:{quartier.pk}": ""})

    assert not CustomValue.objects.of(cast.valmont).exists()
    assert lines(fund)[-1] == (f"custom:{quartier.pk}", "Centre", "")


def test_a_field_of_another_plan_is_refused(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    other, _ = plan(cast.valmont)
    field = add_field(
        plan=other, by=cast.alice, at=AT, name="Quartier", kind="text", seen_by="public", edited_by="team"
    )

    with pytest.raises(CannotWork, match="n’est pas de ce plan"):
        change(measure=fund, by=cast.alice, at=AT, fields={f"custom:{field.pk}": "Centre"})


def test_a_lead_may_be_a_plain_name(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    service = contributor_called(authority=cast.valmont, name="Service commerce")

    change(measure=fund, by=cast.alice, at=AT, fields={"lead": service})
    change(measure=fund, by=cast.alice, at=AT, fields={"lead": None})

    assert lines(fund) == [("lead", "", "Service commerce"), ("lead", "Service commerce", "")]
    assert fund.roles.count() == 1
    assert AT.date() > build.TODAY
