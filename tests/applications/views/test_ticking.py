"""Files ticked one by one in the queue go into a run; the others of the filter do not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import Application, Outcome, Run, RunItem
from relance.applications.queries.queue import Filter, chosen
from tests.applications.build import Fund, fund, many
from tests.support.cast import Cast, sign_in


def desk(where: Fund) -> str:
    return reverse("applications:desk", args=[where.authority.slug])


def sent(where: Fund, query: str = "", **data: Any) -> tuple[int, str]:
    answer = sign_in(Client(), where.instructor).post(desk(where) + query, data, follow=True)
    return answer.status_code, answer.content.decode()


def chosen_by(run: Run) -> list[int]:
    return list(RunItem.objects.of(run.authority).filter(run=run).values_list("application", flat=True))


def test_only_the_files_that_are_ticked_go_into_the_run(rent: Fund) -> None:
    first, _, third = many(rent, 3)

    _, shown = sent(rent, quoi="cochees", ligne=[first.pk, third.pk], outcome="accepted")

    assert "Contrôle préalable" in shown
    run = Run.objects.of(rent.authority).get()
    assert chosen_by(run) == [first.pk, third.pk]
    assert run.wanted["picked"] == [first.pk, third.pk]


def test_ticks_do_not_narrow_the_filter_when_all_of_it_is_asked(rent: Fund) -> None:
    first, second = many(rent, 2)

    sent(rent, f"?appel={rent.call.pk}", quoi="filtre", ligne=[first.pk], outcome="accepted")

    assert chosen_by(Run.objects.of(rent.authority).get()) == [first.pk, second.pk]


def test_the_boxes_belong_to_the_form_and_both_ways_are_buttons(rent: Fund) -> None:
    (row,) = many(rent, 1)
    client = sign_in(Client(), rent.instructor)

    shown = client.get(f"{desk(rent)}?appel={rent.call.pk}").content.decode()
    plain = client.get(desk(rent)).content.decode()

    assert f'name="ligne" value="{row.pk}" form="lot"' in shown
    assert 'id="lot"' in shown
    assert "Vérifier les demandes cochées" in shown
    assert "Vérifier la demande du filtre" in shown
    assert "Vérifier les demandes cochées" in plain
    assert 'value="filtre"' not in plain


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"quoi": "cochees", "outcome": "accepted"}, "Cochez au moins une demande"),
        ({"quoi": "cochees", "ligne": ["999999"], "outcome": "accepted"}, "ne sont plus là"),
        ({"quoi": "cochees", "ligne": ["x²"], "outcome": "accepted"}, "Cochez au moins une demande"),
        ({"quoi": "filtre", "outcome": "accepted"}, "Choisissez d’abord un appel"),
        ({"quoi": "cochees", "outcome": "rien"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_prepared_is_said_in_the_form(rent: Fund, data: dict[str, Any], words: str) -> None:
    many(rent, 1)

    status, shown = sent(rent, **data)

    assert status == 422
    assert words in shown
    assert not Run.objects.of(rent.authority).exists()


def test_a_closing_without_its_reason_keeps_what_was_ticked(rent: Fund) -> None:
    first, second = many(rent, 2)

    status, shown = sent(rent, quoi="cochees", ligne=[second.pk], outcome="closed", motive=" ")

    assert status == 422
    assert "Dites le motif que les demandeurs liront." in shown
    assert re.search(rf'value="{second.pk}" form="lot" checked', shown)
    assert not re.search(rf'value="{first.pk}" form="lot" checked', shown)
    assert "Classée sans suite" in shown


def test_files_of_two_calls_are_not_decided_together(rent: Fund, cast: Cast) -> None:
    grant = fund(cast, "subvention-association", now=rent.now.replace(year=2025))
    one, other = many(rent, 1)[0], grant.submitted()

    status, shown = sent(rent, quoi="cochees", ligne=[one.pk, other.pk], outcome="accepted")

    assert status == 422
    assert "un seul appel" in shown


def test_a_file_that_one_may_not_see_is_not_ticked_by_its_key(rent: Fund, cast: Cast) -> None:
    seen, hidden = many(rent, 2)
    actions.declare_conflict(
        application=hidden, account=rent.instructor, why="", by=rent.instructor, at=rent.later()
    )
    elsewhere = fund(cast, "supplement-loyer", now=rent.now.replace(year=2022)).submitted()

    sent(rent, quoi="cochees", ligne=[seen.pk, hidden.pk, elsewhere.pk], outcome="accepted")

    assert chosen_by(Run.objects.of(rent.authority).get()) == [seen.pk]


def test_what_was_ticked_is_read_again_as_it_was_kept(rent: Fund) -> None:
    first, second = many(rent, 2)
    wanted = Filter(call=rent.call.pk, picked=(second.pk,))

    again = Filter.read(wanted.as_json())

    assert again == wanted
    assert list(chosen(rent.instructor, rent.authority, again)) == [second]
    run = actions.prepare_run(
        call=rent.call, outcome=Outcome.ACCEPTED, wanted=again, by=rent.instructor, at=rent.later()
    )
    assert chosen_by(run) == [second.pk]
    assert Application.objects.of(rent.authority).filter(pk=first.pk, state="submitted").exists()
