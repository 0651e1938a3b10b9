"""The pages of a plan at work answer, show what they should, and write what was asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relance.kernel.models import Account
from relance.kernel.rules import Role
from relance.plans.actions.running import beside
from relance.plans.models import Cost, Forecast, Measure, Plan, SavedFilter, Task, WorkNote
from tests.plans.actions.running.build import AT, led_by, lines, plan, work
from tests.support.cast import Cast, sign_in

Page = Callable[..., Any]


@pytest.fixture
def world(cast: Cast) -> tuple[Plan, list[Measure]]:
    return plan(cast.valmont)


def url(name: str, the_plan: Plan, *more: object) -> str:
    return reverse(f"plans:{name}", args=[the_plan.authority.slug, the_plan.slug, *more])


def opened(who: Account, address: str) -> Any:
    return sign_in(Client(), who).get(address)


def sent(who: Account, address: str, **data: Any) -> Any:
    return sign_in(Client(), who).post(address, data)


@pytest.mark.parametrize("name", ["work", "work_board", "work_timeline", "work_money", "work_calendars"])
def test_every_view_answers_a_reader(cast: Cast, world: Any, name: str) -> None:
    answer = opened(cast.holding(Role.READER), url(name, world[0]))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["work_settings", "work_reimport"])
def test_what_changes_the_plan_is_for_editors(cast: Cast, world: Any, name: str) -> None:
    assert opened(cast.alice, url(name, world[0])).status_code == 200
    assert opened(cast.holding(Role.READER), url(name, world[0])).status_code == 403


def test_a_lead_who_belongs_nowhere_sees_the_plan_and_writes_theirs(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    assert opened(cast.charlie, url("work", the_plan)).status_code == 403
    led_by(fund, cast.charlie)

    listed = opened(cast.charlie, url("work", the_plan))
    own = sent(
        cast.charlie, url("work_measure", the_plan, fund.code), status="under_way", priority="3", reason=""
    )
    other = sent(cast.charlie, url("work_measure", the_plan, hall.code), status="under_way", priority="3")

    assert listed.status_code == 200
    assert own.status_code == 302
    assert work(fund).status == "under_way"
    assert other.status_code == 403
    page = opened(cast.charlie, url("work_measure", the_plan, fund.code)).content.decode()
    assert "État déclaré" in page
    assert "Poids dans l’avancement" not in page
    assert opened(cast.charlie, url("work_measure", the_plan, hall.code)).status_code == 403


def test_an_error_stands_beside_its_field_and_nothing_is_lost(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world

    answer = sent(
        cast.alice,
        url("work_measure", the_plan, fund.code),
        status="paused",
        priority="2",
        reason="",
        weight="7",
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dites pourquoi la mesure est en pause" in page
    assert 'value="7"' in page
    assert lines(fund) == []


def test_a_cell_changes_with_and_without_javascript(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    address = url("work_cell", the_plan, fund.code, "priority")
    client = sign_in(Client(), cast.alice)

    form = client.get(address, headers={"HX-Request": "true"})
    shown = client.post(address, {"priority": "3"}, headers={"HX-Request": "true"})
    plain = client.post(address, {"priority": "1", "retour": url("work_board", the_plan)})

    assert "<form" in form.content.decode()
    assert "<html" not in form.content.decode()
    assert "Haute" in shown.content.decode()
    assert plain.headers["Location"] == url("work_board", the_plan)
    assert [line[2] for line in lines(fund)] == ["Haute", "Basse"]


def test_a_cell_never_leads_to_another_site(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world

    for elsewhere in ("https://ailleurs.example/", "//ailleurs.example/"):
        answer = sent(
            cast.alice, url("work_cell", the_plan, fund.code, "priority"), priority="3", retour=elsewhere
        )
        assert answer.headers["Location"] == url("work", the_plan)


def test_a_lot_changes_what_it_may_and_says_what_refuses(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, windows) = world
    beside.add_task(measure=hall, by=cast.alice, at=AT, title="Choisir")

    answer = sign_in(Client(), cast.alice).post(
        url("work_bulk", the_plan),
        {"champ": "status", "status": "done", "ligne": [fund.pk, hall.pk, windows.pk]},
        follow=True,
    )

    page = answer.content.decode()
    assert [work(fund).status, work(windows).status] == ["done", "done"]
    assert "2 mesures sont modifiées" in page
    assert "des tâches restent à faire" in page


def test_a_lot_of_another_plan_is_not_there(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    other, (theirs, *_) = plan(cast.valmont)

    answer = sent(
        cast.alice, url("work_bulk", other), champ="priority", priority="3", ligne=[fund.pk, theirs.pk]
    )

    assert answer.status_code == 404
    assert lines(fund) == lines(theirs) == []
    assert the_plan.pk != other.pk


def test_a_lead_changes_in_a_lot_only_what_they_lead(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    led_by(fund, cast.charlie)

    sent(cast.charlie, url("work_bulk", the_plan), champ="priority", priority="3", ligne=[fund.pk, hall.pk])

    assert work(fund).priority == 3
    assert lines(hall) == []


PIECES: list[tuple[str, dict[str, str], Callable[[Measure], int]]] = [
    ("tache", {"name": "Choisir"}, lambda one: Task.objects.of(one.authority).count()),
    ("note", {"text": "Vu.", "level": "internal"}, lambda one: WorkNote.objects.of(one.authority).count()),
    (
        "cout",
        {"year": "2027", "amount": "12 500,50", "basis": "net", "spending": "investment"},
        lambda one: Cost.objects.of(one.authority).filter(amount=1_250_050).count(),
    ),
    (
        "financement",
        {
            "funder": "Région",
            "year": "2027",
            "amount": "5000",
            "basis": "net",
            "spending": "investment",
            "state": "sought",
        },
        lambda one: Forecast.objects.of(one.authority).filter(amount=500_000).count(),
    ),
    ("equipe", {"name": "Paul"}, lambda one: one.roles.count()),
    ("partenaire", {"name": "La Ruche", "role": "partner"}, lambda one: one.partners.count()),
    ("partie", {"wording": "Instruire"}, lambda one: one.parts.count()),
]


@pytest.mark.parametrize(("kind", "data", "count"), PIECES, ids=[one[0] for one in PIECES])
def test_each_piece_is_added_by_its_page(
    cast: Cast, world: Any, kind: str, data: dict[str, str], count: Callable[[Measure], int]
) -> None:
    the_plan, (fund, *_) = world
    address = url("work_add", the_plan, fund.code, kind)

    assert opened(cast.alice, address).status_code == 200
    assert sent(cast.alice, address).status_code == 422
    assert sent(cast.alice, address, **data).status_code == 302

    assert count(fund) == 1
    assert opened(cast.alice, url("work_measure", the_plan, fund.code)).status_code == 200


def test_a_dependency_is_chosen_among_measures_of_the_plan(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    _, (elsewhere, *_) = plan(cast.valmont)
    address = url("work_add", the_plan, fund.code, "dependance")

    refused = sent(cast.alice, address, needs=elsewhere.pk)
    taken = sent(cast.alice, address, needs=hall.pk)

    assert refused.status_code == 422
    assert taken.status_code == 302
    assert [one.needs for one in fund.dependencies.all()] == [hall]


def test_a_sum_that_is_none_is_refused_with_an_example(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    said = {"year": "2027", "basis": "net", "spending": "investment"}

    for amount in ("beaucoup", "-3", "1e99", "nan", "0", "1,005"):
        answer = sent(cast.alice, url("work_add", the_plan, fund.code, "cout"), amount=amount, **said)
        assert answer.status_code == 422
        assert "n’est pas une somme" in answer.content.decode()


def test_a_row_of_another_measure_is_not_there(cast: Cast, world: Any) -> None:
    the_plan, (fund, hall, _) = world
    task = beside.add_task(measure=hall, by=cast.alice, at=AT, title="Choisir")
    _, (elsewhere, *_) = plan(cast.brumes)
    theirs = beside.add_task(measure=elsewhere, by=None, at=AT, title="Choisir")

    for row in (task, theirs):
        answer = sent(cast.alice, url("work_act", the_plan, fund.code, "tache", row.pk), acte="faite")
        assert answer.status_code == 404
    assert not Task.objects.everywhere("both towns").filter(done_at__isnull=False).exists()


KINDS_OF_ROWS = ("tache", "dependance", "equipe", "partenaire", "cout", "financement", "strategie", "piece")


@pytest.mark.parametrize("kind", KINDS_OF_ROWS)
def test_no_number_finds_a_row_that_is_not_of_the_measure(cast: Cast, world: Any, kind: str) -> None:
    the_plan, (fund, *_) = world
    other, (theirs, their_hall, _) = plan(cast.brumes)
    beside.add_task(measure=theirs, by=None, at=AT, title="x")
    beside.depend(measure=theirs, needs=their_hall, by=None, at=AT)
    beside.add_partner(measure=theirs, by=None, at=AT, name="x")

    for row in range(1, 12):
        answer = sent(cast.alice, url("work_act", the_plan, fund.code, kind, row), acte="retirer", mots="x")
        assert answer.status_code == 404
    assert theirs.tasks.count() == theirs.dependencies.count() == theirs.partners.count() == 1
    assert other.pk != the_plan.pk


def test_a_task_is_marked_done_from_the_page(cast: Cast, world: Any) -> None:
    the_plan, (fund, *_) = world
    task = beside.add_task(measure=fund, by=cast.alice, at=AT, title="Choisir")
    address = url("work_act", the_plan, fund.code, "tache", task.pk)

    assert sent(cast.alice, address, acte="faite").status_code == 302
    assert sent(cast.alice, address, acte="abandonner", mots="").status_code == 302

    task.refresh_from_db()
    assert task.done_by_name == "Alice"


def test_a_file_is_given_to_those_of_its_circle(cast: Cast, world: Any) -> None:
    from relance.kernel import files

    the_plan, (fund, *_) = world
    stored = files.store(authority=cast.valmont, by=cast.alice, name="bail.txt", content=b"bail", at=AT)
    made = beside.attach(measure=fund, by=cast.alice, at=AT, file=stored, title="Bail", level="editors")
    address = url("work_act", the_plan, fund.code, "piece", made.pk)

    assert b"".join(opened(cast.alice, address).streaming_content) == b"bail"
    assert opened(cast.holding(Role.READER), address).status_code == 404


def test_a_filter_is_kept_shared_and_forgotten_by_its_owner(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    address = url("work_filters", the_plan)
    sent(cast.alice, address, name="En retard", choix="signal=late", is_shared="on")
    sent(cast.alice, address, name="À moi", choix="pilote=moi")

    seen = opened(cast.bob, url("work", the_plan)).content.decode()
    kept = SavedFilter.objects.of(cast.valmont).get(is_shared=True)
    theirs = sent(cast.bob, address, oublier=kept.pk)
    mine = sent(cast.alice, address, oublier=kept.pk)

    assert "signal=late" in seen
    assert "À moi" not in seen
    assert theirs.status_code == 404
    assert mine.status_code == 302
    assert SavedFilter.objects.of(cast.valmont).count() == 1


def test_settings_are_saved_form_by_form(cast: Cast, world: Any) -> None:
    the_plan, _ = world
    address = url("work_settings", the_plan)

    assert (
        sent(
            cast.alice, address, quoi="conduite", formula="tasks", stale_after="30", pilot="Paul"
        ).status_code
        == 302
    )
    assert (
        sent(
            cast.alice,
            address,
            quoi="champ",
            name="Secteur",
            kind="choice",
            choices="Nord\nSud",
            seen_by="public",
            edited_by="team",
        ).status_code
        == 302
    )
    refused = sent(cast.alice, address, quoi="conduite", formula="au doigt mouillé", stale_after="0")

    assert refused.status_code == 422
    assert the_plan.running.pilot.name == "Paul"
    assert the_plan.custom_fields.get().choices == ["Nord", "Sud"]
    assert sent(cast.alice, address, quoi="autre").status_code == 404


def test_two_names_are_merged_from_the_settings(cast: Cast, world: Any) -> None:
    from relance.plans.actions.running.people import contributor_called

    the_plan, _ = world
    one, into = (contributor_called(authority=cast.valmont, name=name) for name in ("P. Roche", "Paul Roche"))
    stranger = contributor_called(authority=cast.brumes, name="Paul Roche")
    address = url("work_settings", the_plan)

    assert sent(cast.alice, address, quoi="personne", one=one.pk, into=stranger.pk).status_code == 422
    assert sent(cast.alice, address, quoi="personne", one=one.pk, into=into.pk).status_code == 302

    one.refresh_from_db()
    assert one.merged_into == into
