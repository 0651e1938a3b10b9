"""The pages of officers, from the queue to a decision, as they come to a browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import Application, Decision, Outcome, Run
from relance.kernel import jobs
from relance.kernel.models import Account
from tests.applications.build import Fund, fund, many
from tests.support.cast import Cast, sign_in


def at(rent: Fund, name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=[rent.authority.slug, *args])


def page(who: Account, address: str, status: int = 200) -> str:
    answer = sign_in(Client(), who).get(address)
    assert answer.status_code == status
    return answer.content.decode()


def press(who: Account, address: str, **data: object) -> str:
    answer = sign_in(Client(), who).post(address, data, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def test_the_queue_shows_who_holds_what(rent: Fund) -> None:
    waiting, held = rent.submitted(applicant="Au bon pain"), rent.taken()

    shown = page(rent.instructor, at(rent, "desk"))

    assert waiting.number in shown
    assert "Au bon pain" in shown
    assert held.number in shown
    assert "Inès" in shown
    assert "2 demandes" in shown


def test_an_empty_queue_says_what_will_come(rent: Fund) -> None:
    assert "Aucune demande ici" in page(rent.instructor, at(rent, "desk"))


@pytest.mark.parametrize(
    "query", ["q=zzz", "appel=x", "etat=rien", "tri=x", "page=99", "sans=x", "tenue=me&bareme=eligible"]
)
def test_a_strange_address_breaks_nothing(rent: Fund, query: str) -> None:
    many(rent, 1)

    page(rent.instructor, f"{at(rent, 'desk')}?{query}")


def test_the_queue_costs_the_same_however_long(rent: Fund, django_assert_max_num_queries: Any) -> None:
    many(rent, 30)
    client = sign_in(Client(), rent.instructor)

    with django_assert_max_num_queries(12):
        client.get(at(rent, "desk"))


def test_the_page_of_a_file_shows_facts_sources_reasons_and_what_may_be_done(rent: Fund) -> None:
    row = rent.proposed()

    shown = page(rent.decider, at(rent, "case", row.number))

    for words in (
        "Effectif salarié",
        "déclaré",
        "juin 2020",
        "Décision proposée",
        "Décider ainsi",
        "1\u202f230,30\u00a0€",
        "Aucune pièce reçue",
    ):
        assert words in shown, words
    assert "Décider ainsi" not in page(rent.instructor, at(rent, "case", row.number))


def test_the_page_of_a_file_costs_a_bounded_number_of_queries(
    rent: Fund, django_assert_max_num_queries: Any
) -> None:
    row = rent.proposed()
    client = sign_in(Client(), rent.decider)

    with django_assert_max_num_queries(40):
        client.get(at(rent, "case", row.number))


def test_a_file_goes_from_the_queue_to_its_decision(rent: Fund) -> None:
    row = rent.submitted()

    press(rent.instructor, at(rent, "take", row.number))
    press(rent.instructor, at(rent, "note", row.number), text="Tout est là.")
    press(rent.instructor, at(rent, "propose", row.number), outcome="accepted")
    shown = press(rent.decider, at(rent, "decide", row.number))

    assert "La décision est prise." in shown
    assert Decision.objects.of(rent.authority).get().awarded == 1230_30


def test_a_refusal_is_said_where_it_was_pressed(rent: Fund) -> None:
    row = rent.taken()
    actions.propose(application=row, outcome=Outcome.ACCEPTED, by=rent.decider, at=rent.later())

    shown = press(rent.decider, at(rent, "decide", row.number))

    assert "quelqu’un d’autre la prend" in shown


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("correction", {"reason": "incomplete", "message": ""}, "Dites au demandeur ce qui est attendu."),
        ("propose", {"outcome": "accepted", "amount": "mille"}, "n’est pas un montant"),
        ("propose", {"outcome": "accepted", "amount": "1000"}, "demande un motif"),
        ("propose", {"outcome": "closed"}, "Dites le motif que le demandeur lira."),
        ("prior_aid", {"regime": "de_minimis", "giver": "Région", "amount": "-1"}, "granted_on"),
    ],
)
def test_what_is_badly_filled_in_is_said_beside_it(
    rent: Fund, name: str, data: dict[str, str], words: str
) -> None:
    row = rent.taken()

    assert words in press(rent.instructor, at(rent, name, row.number), **data)


def test_a_correction_is_asked_and_shown(rent: Fund) -> None:
    row = rent.taken()

    shown = press(
        rent.instructor,
        at(rent, "correction", row.number),
        reason="incorrect",
        message="Revoyez le loyer.",
        facts=["monthly_rent"],
    )

    assert "Correction attendue" in shown
    assert "Proposer une décision" not in shown


def test_the_room_under_the_ceilings_is_shown_with_its_warning(cast: Cast) -> None:
    rent = fund(cast, regime="de_minimis")
    row = rent.taken()

    shown = page(rent.instructor, at(rent, "case", row.number))

    assert "Données incomplètes" in shown
    assert "Plafonds d’aides publiques" in shown


def test_a_conflict_of_interest_closes_the_page_behind_oneself(rent: Fund) -> None:
    row = rent.taken()

    press(rent.instructor, at(rent, "conflict", row.number), why="Mon frère.", whole_applicant="on")

    page(rent.instructor, at(rent, "case", row.number), status=404)
    assert row.number not in page(rent.instructor, at(rent, "desk"))


def test_many_are_decided_from_the_queue(rent: Fund) -> None:
    many(rent, 3)
    many(rent, 1, headcount=12)

    shown = press(
        rent.instructor, f"{at(rent, 'desk')}?appel={rent.call.pk}", quoi="filtre", outcome="accepted"
    )
    run = Run.objects.of(rent.authority).get()
    assert "1 écartée" in shown
    assert "Décider 3" not in shown
    confirmed = page(rent.decider, at(rent, "run", run.pk))
    assert "Décider 3 demandes" in confirmed
    press(rent.decider, at(rent, "run_confirm", run.pk))
    jobs.run_waiting()

    after = page(rent.instructor, f"{at(rent, 'run', run.pk)}?etat=done")
    assert after.count("Accordée") >= 3
    assert "Lot du" in page(rent.instructor, at(rent, "runs"))
    assert Application.objects.of(rent.authority).filter(state="decided").count() == 3


def test_a_run_without_a_call_asks_for_one(rent: Fund) -> None:
    many(rent, 1)

    shown = press(rent.instructor, at(rent, "desk"), quoi="filtre", outcome="accepted")

    assert "Choisissez d’abord un appel" in shown


def test_a_run_is_given_up(rent: Fund) -> None:
    many(rent, 1)
    press(rent.instructor, f"{at(rent, 'desk')}?appel={rent.call.pk}", quoi="filtre", outcome="accepted")
    run = Run.objects.of(rent.authority).get()

    assert "rien n’est décidé" in press(rent.instructor, at(rent, "run_abandon", run.pk))
