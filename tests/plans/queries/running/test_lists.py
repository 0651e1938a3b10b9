"""The list of measures at work: what the database chooses is what the rules say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.kernel.rules import Role
from relance.plans.actions.running import beside, funding
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.working import change
from relance.plans.models import Dependency, Measure, Task, Update, Work
from relance.plans.queries.running.lists import (
    SANS,
    WorkFilter,
    chosen_of,
    counts_of,
    light,
    rows_of,
)
from relance.plans.queries.running.overview import progress_of
from relance.values.money import Money
from tests.plans import build
from tests.plans.actions.running.build import AT, led_by, plan
from tests.support.cast import Cast

TODAY = AT.date()
near = st.none() | st.integers(-120, 120).map(lambda days: TODAY + timedelta(days=days))


def titles(the_plan: Any, reader: Any, **said: Any) -> list[str]:
    return [one.title for one in chosen_of(the_plan, WorkFilter(**said), TODAY, reader)]


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["to_start", "under_way", "paused", "done", "dropped"]),
            near,
            near,
            near,
            st.integers(-120, 0),
            st.none() | st.integers(-120, 0),
            st.booleans(),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_the_database_and_the_rules_agree_on_what_is_late_stale_and_blocked(
    drawn: list[tuple[Any, ...]],
) -> None:
    owner = build.authority(f"ville-{next(build._numbers)}")
    the_plan = build.published(owner, published_at=AT - timedelta(days=60))
    measures = [build.measure(the_plan) for _ in drawn]
    for rank, (one, (status, starts, due, task, said, news, waits)) in enumerate(
        zip(measures, drawn, strict=True)
    ):
        starts, due = (due, starts) if starts and due and due < starts else (starts, due)
        Work.objects.create(
            authority=owner,
            measure=one,
            status=status,
            reason="x",
            starts_on=starts,
            due_on=due,
            said_at=None if status == "to_start" else AT + timedelta(days=said),
            said_by_name="Alice",
        )
        if task:
            Task.objects.create(authority=owner, measure=one, title="Choisir", due_on=task)
        if news is not None:
            Update.objects.create(
                authority=owner,
                plan=the_plan,
                measure=one,
                status="under_way",
                as_of=TODAY + timedelta(days=news),
                written_at=AT,
                written_by_name="Alice",
            )
        if waits and rank:
            Dependency.objects.create(authority=owner, measure=one, needs=measures[rank - 1])

    rows = rows_of(the_plan, light(chosen_of(the_plan, WorkFilter(), TODAY, _nobody())), TODAY, _nobody())
    for flag in ("late", "stale", "blocked"):
        by_rule = {row.measure.pk for row in rows if flag in [one.value for one in row.flags]}
        by_database = {one.pk for one in chosen_of(the_plan, WorkFilter(flag=flag), TODAY, _nobody())}
        assert by_database == by_rule, flag


def _nobody() -> Any:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_each_sans_keeps_what_lacks_it_and_its_count_says_how_many(cast: Cast) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)
    who = contributor_called(authority=cast.valmont, name="Paul")
    change(
        measure=fund,
        by=cast.alice,
        at=AT,
        fields={"lead": who, "referent": who, "due_on": date(2027, 1, 1), "status": "under_way"},
    )
    change(measure=hall, by=cast.alice, at=AT, fields={"weight": 3})
    change(measure=windows, by=cast.alice, at=AT, fields={"progress": 0})
    build.amount(fund, 100)
    beside.add_task(measure=fund, by=cast.alice, at=AT, title="Choisir")
    beside.add_partner(measure=fund, by=cast.alice, at=AT, name="Région", role="funder")
    funding.add_cost(
        measure=hall,
        by=cast.alice,
        at=AT,
        year=2027,
        money=Money.of(5, "EUR"),
        basis="net",
        spending="operating",
    )
    Measure.objects.of(cast.valmont).filter(pk=windows.pk).update(horizon_ongoing=True)

    counts = counts_of(the_plan, TODAY)

    kept = {name: titles(the_plan, cast.alice, sans=frozenset({name})) for name in SANS}
    assert kept["pilote"] == kept["elu"] == kept["tache"] == kept["financeur"] == ["Halle", "Vitrines"]
    assert kept["partenaire"] == ["Halle", "Vitrines"]
    assert kept["avancement"] == ["Fonds", "Halle"]
    assert kept["poids"] == ["Fonds", "Vitrines"]
    assert kept["echeance"] == ["Halle"]
    assert kept["budget"] == ["Vitrines"]
    assert kept["indicateur"] == ["Fonds", "Halle", "Vitrines"]
    assert kept["nouvelles"] == []
    assert {name: len(found) for name, found in kept.items()} == counts.sans
    assert counts.total == 3


def test_a_choice_is_by_words_state_lead_and_oneself(cast: Cast) -> None:
    the_plan, (fund, hall, _) = plan(cast.valmont, "Créer un fonds", "Rénover la halle", "Vitrines")
    led_by(hall, cast.charlie)
    change(measure=fund, by=cast.alice, at=AT, fields={"status": "under_way", "priority": 3})
    lead = hall.roles.get().contributor_id

    assert titles(the_plan, cast.alice, words="RENOVER") == ["Rénover la halle"]
    assert titles(the_plan, cast.alice, status="under_way") == ["Créer un fonds"]
    assert titles(the_plan, cast.alice, priority=3) == ["Créer un fonds"]
    assert titles(the_plan, cast.alice, lead=lead) == ["Rénover la halle"]
    assert titles(the_plan, cast.charlie, mine=True) == ["Rénover la halle"]
    assert titles(the_plan, _nobody(), mine=True) == []
    assert titles(the_plan, cast.alice, order="priorite")[0] == "Créer un fonds"


def test_nonsense_in_an_address_is_left_out() -> None:
    said = {
        "etat": "late",
        "signal": "x",
        "axe": "-1",
        "pilote": "9" * 30,
        "priorite": "haute",
        "tri": "rand()",
    }

    assert WorkFilter.from_query(said, ["pilote", "x"]) == WorkFilter(sans=frozenset({"pilote"}))


def test_a_page_takes_as_many_queries_for_two_measures_as_for_forty(cast: Cast) -> None:
    def cost_of(number: int) -> int:
        the_plan, measures = plan(cast.valmont, *(f"Mesure {n}" for n in range(number)))
        for one in measures[:10]:
            beside.add_task(measure=one, by=cast.alice, at=AT, title="Choisir")
            led_by(one, cast.charlie)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows_of(
                the_plan, light(chosen_of(the_plan, WorkFilter(), TODAY, cast.charlie)), TODAY, cast.charlie
            )
            counts_of(the_plan, TODAY)
            progress_of(the_plan)
        return len(seen)

    cost_of(1)  # what a reader may is read once
    assert cost_of(2) == cost_of(40)


def test_a_reader_edits_no_row_and_a_lead_theirs_alone(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    led_by(fund, cast.charlie)

    def edited(reader: Any) -> list[bool]:
        found = light(chosen_of(the_plan, WorkFilter(), TODAY, reader))
        return [row.edits for row in rows_of(the_plan, found, TODAY, reader)]

    assert edited(cast.alice) == [True, True, True]
    assert edited(cast.charlie) == [True, False, False]
    assert edited(cast.holding(Role.READER)) == [False, False, False]


def test_words_are_found_within_one_measure_across_its_lines_and_never_from_one_to_the_next(
    cast: Cast,
) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)
    for one, title in ((fund, "Un fonds\n pour  les Épiceries"), (hall, "La halle"), (windows, "Vitrines")):
        one.working_title = title
        one.save()

    def found(words: str) -> list[int]:
        chosen = WorkFilter.from_query({"q": words})
        return [one.pk for one in chosen_of(the_plan, chosen, TODAY, cast.alice)]

    assert found("pour les epiceries") == [fund.pk]
    assert found("HALLE") == [hall.pk]
    assert found("epiceries la halle") == []
    assert found(f"halle {hall.code}"[:5]) == [hall.pk]
