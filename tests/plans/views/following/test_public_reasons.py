"""Readers see what is late and why: by its dates, by its news, paused on purpose, or said otherwise."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relance.plans.actions.following import asking
from relance.plans.actions.running import beside
from relance.plans.actions.running.working import change
from relance.plans.models import Measure, Plan, Snooze
from tests.plans import build
from tests.plans.actions.running.build import AT, plan
from tests.support.cast import Cast, sign_in

PAST = date(2026, 1, 31)


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


def ahead(the_plan: Plan) -> date:
    return timezone.localtime(timezone=the_plan.authority.zone).date() + timedelta(days=30)


def changes(the_plan: Plan) -> str:
    address = reverse("plans:changes", args=[the_plan.authority.slug, the_plan.slug])
    return str(Client().get(address).content.decode())


def public(measure: Measure) -> str:
    slugs = [measure.authority.slug, measure.plan.slug, measure.code]
    return str(Client().get(reverse("site:measure", args=slugs)).content.decode())


def test_what_is_late_by_its_dates_is_listed_with_its_reason(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    late = {"status": "under_way", "reason": "Le marché est infructueux.", "due_on": PAST}
    change(measure=fund, by=cast.alice, at=AT, fields=late)
    change(measure=hall, by=cast.alice, at=AT, fields={"due_on": date(2999, 1, 1)})

    page = changes(the_plan).split("En retard sur leurs dates")[1]

    assert "1 mesure est en retard" in page
    assert "Son échéance était le 31 janvier 2026." in page
    assert "Le marché est infructueux." in page
    assert hall.title not in page.split("</ul>")[0]
    assert windows.title not in page.split("</ul>")[0]


def test_a_task_that_is_late_is_told_without_its_name_and_missing_reasons_are_said(
    cast: Cast, world: Any
) -> None:
    the_plan, (fund, *_) = world
    beside.add_task(measure=fund, by=cast.alice, at=AT, title="Appeler le notaire", due_on=PAST)

    page = changes(the_plan)

    assert "Une étape attendue le 31 janvier 2026" in page
    assert "Personne n’a encore dit pourquoi." in page
    assert "notaire" not in page


def test_nothing_late_says_nothing(world: Any) -> None:
    page = changes(world[0])

    assert "En retard sur leurs dates" not in page
    assert "Nouvelles en pause" not in page


def test_the_list_of_what_is_late_costs_no_more_queries_with_more_measures(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            changes(the_plan)
        return len(seen)

    change(measure=fund, by=cast.alice, at=AT, fields={"due_on": PAST})
    few = queries()
    for number in range(8):
        more = build.measure(the_plan, f"Autre {number}", code=f"o{number}")
        change(measure=more, by=cast.alice, at=AT, fields={"due_on": PAST})

    assert queries() == few


@pytest.mark.parametrize("is_public", [True, False])
def test_the_reason_of_a_pause_is_read_where_its_writer_chose_so(
    cast: Cast, world: Any, is_public: bool
) -> None:
    the_plan, (fund, *_) = world
    said = {"acte": "pause", "measure": fund.pk, "until": ahead(the_plan), "reason": "Le juge est saisi."}
    if is_public:
        said["is_public"] = "on"

    address = reverse("plans:news_act", args=[the_plan.authority.slug, the_plan.slug])
    answer = sign_in(Client(), cast.alice).post(address, said)

    assert answer.status_code == 302
    assert Snooze.objects.of(cast.valmont).get().is_public is is_public
    for page in (changes(the_plan), public(fund)):
        assert "Nouvelles en pause" in page
        assert ("Le juge est saisi." in page) is is_public


def test_a_pause_that_ended_is_told_no_more(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    said: dict[str, Any] = {"measure": fund, "by": cast.alice, "at": AT}
    asking.snooze(until=ahead(the_plan), reason="Le juge est saisi.", is_public=True, **said)
    asking.rearm(**said)

    assert "Nouvelles en pause" not in changes(the_plan)
    assert "Nouvelles en pause" not in public(fund)


def test_a_state_that_disagrees_with_the_dates_is_told_with_its_explanation(cast: Cast, world: Any) -> None:
    _, (fund, *_) = world
    said = {"status": "under_way", "reason": "Le permis a été attaqué.", "due_on": PAST}
    change(measure=fund, by=cast.alice, at=AT, fields=said)

    page = public(fund)

    assert "ne vont pas ensemble" in page
    assert "elle est en retard selon ses dates" in page
    assert "Le permis a été attaqué." in page
    assert "Personne n’a encore dit pourquoi" not in page


def test_a_state_that_disagrees_without_a_word_says_so(cast: Cast, world: Any) -> None:
    _, (fund, *_) = world
    change(measure=fund, by=cast.alice, at=AT, fields={"due_on": PAST})

    assert "Personne n’a encore dit pourquoi." in public(fund)
