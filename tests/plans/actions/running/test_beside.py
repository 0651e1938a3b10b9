"""Tasks, notes, files, dependencies, team, strategies, parts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.kernel import files
from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.plans.actions.running import beside
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.planning import add_field, add_strategy, run_plan, written
from relance.plans.actions.running.working import CannotWork, change
from relance.plans.models import CustomField, Dependency, Level, Measure, Task
from relance.plans.queries.running import pilot_of
from relance.plans.queries.running.facts import facts_of
from relance.plans.rules.running.circles import path_back
from tests.plans import build
from tests.plans.actions.running.build import AT, led_by, lines, plan, work
from tests.support.cast import Cast


def test_a_task_is_added_done_undone_and_dropped_with_its_reason(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    who = contributor_called(authority=cast.valmont, name="Paul")
    said: dict[str, Any] = {"by": cast.alice, "at": AT}

    task = beside.add_task(measure=fund, title="Choisir", owner=who, due_on=date(2027, 1, 5), **said)
    beside.finish_task(task=task, **said)
    beside.finish_task(task=task, **said)  # twice says it once
    beside.finish_task(task=task, done=False, **said)
    with pytest.raises(CannotWork, match="Dites pourquoi"):
        beside.drop_task(task=task, because=" ", **said)
    beside.drop_task(task=task, because="Sans objet", **said)

    assert [after for _, _, after in lines(fund)] == [
        "Choisir · Paul · 05/01/2027",
        "Choisir\u00a0: faite",
        "Choisir\u00a0: à faire",
        "abandonnée\u00a0: Sans objet",
    ]
    assert facts_of(fund).open_tasks == 0
    assert work(fund).rev == 4


def test_an_open_task_past_its_date_is_the_one_that_is_named(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    for title, due_on in (("Sans date", None), ("Tard", date(2026, 3, 1)), ("Tôt", date(2026, 2, 1))):
        beside.add_task(measure=fund, by=cast.alice, at=AT, title=title, due_on=due_on)

    assert facts_of(fund).overdue == ("Tôt", date(2026, 2, 1))
    assert facts_of(fund).open_tasks == 3


def test_a_task_is_changed_with_its_line(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    task = beside.add_task(measure=fund, by=cast.alice, at=AT, title="Choisir")

    beside.change_task(
        task=task, by=cast.alice, at=AT, title="Choisir deux", owner=None, due_on=date(2027, 2, 1), weight=3
    )

    assert lines(fund)[-1] == ("task", "Choisir", "Choisir deux · 01/02/2027")
    assert Task.objects.of(cast.valmont).get().weight == 3


def test_who_leads_another_measure_touches_nothing_here(cast: Cast) -> None:
    _, (fund, hall, _) = plan(cast.valmont)
    led_by(hall, cast.charlie)
    task = beside.add_task(measure=fund, by=cast.alice, at=AT, title="Choisir")
    said: dict[str, Any] = {"by": cast.charlie, "at": AT}

    for refused in (
        lambda: beside.add_task(measure=fund, title="x", **said),
        lambda: beside.finish_task(task=task, **said),
        lambda: beside.drop_task(task=task, because="x", **said),
        lambda: beside.write_note(measure=fund, text="x", level="team", **said),
        lambda: beside.depend(measure=fund, needs=hall, **said),
        lambda: beside.add_partner(measure=fund, name="x", **said),
        lambda: beside.add_part(measure=hall, wording="x", **said),
    ):
        with pytest.raises(Refused):
            refused()


def test_a_note_is_for_a_circle_that_its_author_is_in(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    led_by(fund, cast.charlie)

    note = beside.write_note(measure=fund, by=cast.charlie, at=AT, text="Vu la banque.", level=Level.TEAM)

    assert (note.by_name, note.level) == ("Charlie", "team")
    with pytest.raises(CannotWork, match="votre propre note"):
        beside.write_note(measure=fund, by=cast.charlie, at=AT, text="x", level=Level.EDITORS)


def test_a_file_of_another_town_is_not_attached(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    ours = files.store(authority=cast.valmont, by=cast.alice, name="bail.txt", content=b"bail", at=AT)
    theirs = files.store(authority=cast.brumes, by=None, name="bail.txt", content=b"leur bail", at=AT)

    made = beside.attach(measure=fund, by=cast.alice, at=AT, file=ours, title="Le bail")

    assert (made.title, made.level) == ("Le bail", "internal")
    with pytest.raises(CannotWork, match="n’est pas de cette collectivité"):
        beside.attach(measure=fund, by=cast.alice, at=AT, file=theirs, title="Le leur")


def test_a_circle_of_dependencies_is_refused_and_shown(cast: Cast) -> None:
    _, (fund, hall, windows) = plan(cast.valmont)
    beside.depend(measure=fund, needs=hall, by=cast.alice, at=AT)
    beside.depend(measure=hall, needs=windows, by=cast.alice, at=AT)

    with pytest.raises(CannotWork, match="Vitrines → Fonds → Halle → Vitrines"):
        beside.depend(measure=windows, needs=fund, by=cast.alice, at=AT)
    with pytest.raises(CannotWork, match="elle-même"):
        beside.depend(measure=fund, needs=fund, by=cast.alice, at=AT)

    assert Dependency.objects.of(cast.valmont).count() == 2


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=9))
def test_whatever_is_asked_the_rows_form_no_circle(pairs: list[tuple[int, int]]) -> None:
    the_plan = build.published(build.authority(f"ville-{next(build._numbers)}"))
    measures = [build.measure(the_plan) for _ in range(4)]
    for one, other in pairs:
        try:
            beside.depend(measure=measures[one], needs=measures[other], by=None, at=AT)
        except CannotWork:
            continue

    edges = list(Dependency.objects.of(the_plan.authority).values_list("measure", "needs"))
    assert not [one for one, other in edges if path_back(edges, one, other) is not None]


test_whatever_is_asked_the_rows_form_no_circle = pytest.mark.django_db(
    test_whatever_is_asked_the_rows_form_no_circle
)


def test_a_measure_depends_on_one_of_its_own_plan(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    _, (other, *_) = plan(cast.valmont)
    _, (theirs, *_) = plan(cast.brumes)

    for needs in (other, theirs):
        with pytest.raises(CannotWork, match="même plan"):
            beside.depend(measure=fund, needs=needs, by=cast.alice, at=AT)


def test_what_a_measure_waits_for_is_named_until_it_is_done(cast: Cast) -> None:
    _, (fund, hall, _) = plan(cast.valmont)
    made = beside.depend(measure=fund, needs=hall, by=cast.alice, at=AT)
    assert list(facts_of(fund).waits_for) == ["Halle"]

    change(measure=hall, by=cast.alice, at=AT, fields={"status": "done"})
    assert not facts_of(fund).waits_for
    beside.depend_no_more(dependency=made, by=cast.alice, at=AT)

    assert lines(fund) == [("dependency", "", "Halle"), ("dependency", "Halle", "")]


def test_a_place_in_the_team_ends_and_is_remembered(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)
    paul = contributor_called(authority=cast.valmont, name="Paul")
    beside.join_team(measure=fund, contributor=paul, by=cast.alice, at=AT)

    beside.leave_team(role=fund.roles.get(), by=cast.alice, at=AT)

    assert fund.roles.get().until == AT
    assert lines(fund) == [("team", "", "Paul"), ("team", "Paul", "")]
    stranger = contributor_called(authority=cast.brumes, name="Paul")
    with pytest.raises(CannotWork, match="de cette collectivité"):
        beside.join_team(measure=fund, contributor=stranger, by=cast.alice, at=AT)


def test_a_partner_of_the_document_stays_until_a_version_says_otherwise(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    ours = beside.add_partner(measure=fund, by=cast.alice, at=AT, name="La Ruche", role="funder")
    source = build.text(build.document(cast.valmont), "la CDÉJ")
    theirs = build.partner(fund, "CDÉJ")
    type(theirs).objects.of(cast.valmont).filter(pk=theirs.pk).delete()
    theirs.pk, theirs.source, theirs.start, theirs.end, theirs.quote = None, source, 3, 7, "CDÉJ"
    theirs.key = ours.measure.key
    theirs.save(force_insert=True)

    beside.remove_partner(partner=ours, by=cast.alice, at=AT)
    with pytest.raises(CannotWork, match="Le document nomme ce partenaire"):
        beside.remove_partner(partner=theirs, by=cast.alice, at=AT)

    assert [str(one) for one in fund.partners.all()] == ["CDÉJ (Partenaire)"]
    assert the_plan.pk == fund.plan_id


def test_a_strategy_of_the_plan_is_served_and_no_more(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    other, _ = plan(cast.valmont)
    climate = add_strategy(plan=the_plan, by=cast.alice, at=AT, title="Plan climat")
    again = add_strategy(plan=the_plan, by=cast.alice, at=AT, title="Plan climat")
    elsewhere = add_strategy(plan=other, by=cast.alice, at=AT, title="Plan climat")

    link = beside.serve(measure=fund, strategy=climate, by=cast.alice, at=AT)
    with pytest.raises(CannotWork, match="n’est pas de ce plan"):
        beside.serve(measure=fund, strategy=elsewhere, by=cast.alice, at=AT)
    beside.serve_no_more(link=link, by=cast.alice, at=AT)

    assert again == climate
    assert not fund.serves.exists()


def test_a_sub_measure_says_that_its_words_are_ours(cast: Cast) -> None:
    _, (fund, *_) = plan(cast.valmont)

    part = beside.add_part(measure=fund, by=cast.alice, at=AT, wording="Instruire les demandes")

    assert (part.parent, part.is_paraphrase, part.plan_id) == (fund, True, fund.plan_id)
    assert Measure.objects.of(cast.valmont).filter(code=part.code).count() == 1
    with pytest.raises(CannotWork, match="pas elle-même de parties"):
        beside.add_part(measure=part, by=cast.alice, at=AT, wording="Encore")


def test_the_plan_says_who_pilots_it_and_how_it_counts(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    paule = contributor_called(authority=cast.valmont, name="Paule")
    stranger = contributor_called(authority=cast.brumes, name="Paule")
    said: dict[str, Any] = {
        "plan": the_plan,
        "by": cast.alice,
        "at": AT,
        "formula": "tasks",
        "stale_after": 30,
    }

    run_plan(pilot=paule, **said)

    pilot = pilot_of(the_plan)
    assert pilot
    assert pilot.address == "paule@example.org"
    assert facts_of(fund).stale_after == 30
    with pytest.raises(CannotWork):
        run_plan(pilot=stranger, **said)
    with pytest.raises(Refused):
        run_plan(pilot=paule, **{**said, "by": cast.holding(Role.READER)})


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("number", "1 200", "1200"),
        ("number", "-3", "-3"),
        ("date", "2026-12-31", "2026-12-31"),
        ("yes_no", "oui", "oui"),
        ("choice", "Nord", "Nord"),
        ("text", "  Ici  ", "Ici"),
        ("number", " ", ""),
    ],
)
def test_a_value_is_kept_as_its_field_writes_it(kind: str, value: str, kept: str) -> None:
    assert written(CustomField(name="Champ", kind=kind, choices=["Nord", "Sud"]), value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "allowed"),
    [
        ("number", "beaucoup", "nombre entier"),
        ("number", "1,5", "nombre entier"),
        ("date", "demain", "2026-12-31"),
        ("yes_no", "peut-être", "oui ou non"),
        ("choice", "Est", r"Nord, Sud"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_what_is_allowed(kind: str, value: str, allowed: str) -> None:
    with pytest.raises(CannotWork, match=allowed):
        written(CustomField(name="Champ", kind=kind, choices=["Nord", "Sud"]), value)


def test_a_list_has_choices_and_a_name_is_taken_once(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)
    said: dict[str, Any] = {
        "plan": the_plan,
        "by": cast.alice,
        "at": AT,
        "seen_by": "public",
        "edited_by": "team",
    }

    with pytest.raises(CannotWork, match="au moins deux choix"):
        add_field(**said, name="Secteur", kind="choice", choices=["Nord", " "])
    add_field(**said, name="Secteur", kind="text")
    with pytest.raises(CannotWork, match="déjà un champ"):
        add_field(**said, name="Secteur", kind="text")
