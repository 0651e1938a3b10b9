"""Pages of letters: texts are refused beside their line, tried on a real file, and applicants get theirs."""

import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from relance.applications import actions
from relance.applications.actions.lettering import How, make_letters, notify, prepare_letters
from relance.applications.models import Application, Letter, LetterTemplate, Outcome
from relance.applications.views.public.trail import keep_key
from relance.kernel.jobs import run_waiting
from tests.applications.build import given
from tests.applications.lettered import Lettered
from tests.support.cast import sign_in


@pytest.fixture
def officer(office: Lettered) -> Client:
    return sign_in(Client(), office.instructor)


def url(office: Lettered, name: str, *more: object) -> str:
    return reverse(f"applications:{name}", args=[office.authority.slug, *more])


def holder(office: Lettered, file: Application, token: str) -> Client:
    """A browser that holds the key of a file."""
    client, answer = Client(), HttpResponse()
    keep_key(answer, RequestFactory().get("/"), file, token)
    client.cookies.update(answer.cookies)
    return client


def text(office: Lettered, kind: str = "acceptance") -> str:
    return url(office, "letter_text", office.call.slug, kind)


def preview(officer: Client, office: Lettered, **said: str) -> Any:
    words = {"title": "Demande {numero}", "body": "Bonjour {demandeur}.", **said}
    return officer.post(url(office, "letter_preview", office.call.slug, "acceptance"), words)


def test_the_desk_shows_texts_runs_and_a_new_run(officer: Client, office: Lettered) -> None:
    prepare_letters(call=office.call, by=office.instructor, at=office.later())

    page = officer.get(url(office, "letters")).content.decode()

    assert "version 1" in page
    assert "À confirmer" in page
    assert "Contrôler les dossiers" in page


def test_a_text_is_kept_as_the_next_version(officer: Client, office: Lettered) -> None:
    answer = officer.post(text(office), {"title": "Bravo", "body": "Bonjour {demandeur}.", "checked": "on"})

    assert answer.status_code == 302
    last = LetterTemplate.objects.of(office.authority).filter(kind="acceptance").latest("number")
    assert (last.number, last.title, last.checked) == (2, "Bravo", True)


def test_a_wrong_text_comes_back_with_its_line_and_nothing_is_lost(officer: Client, office: Lettered) -> None:
    answer = officer.post(text(office), {"title": "Bravo", "body": "Bonjour\n\n{inconnu}."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 3" in page
    assert "{inconnu}." in page


def test_a_preview_is_of_a_real_file_and_keeps_nothing(officer: Client, office: Lettered) -> None:
    office.decided(applicant="Boulangerie Amblard")

    answer = preview(officer, office)

    with pypdfium2.PdfDocument(io.BytesIO(answer.content)) as pdf:
        page = pdf[0].get_textpage().get_text_range()
    assert "Boulangerie Amblard" in page
    assert "Aperçu" in page
    assert not Letter.objects.of(office.authority).exists()
    assert LetterTemplate.objects.of(office.authority).filter(kind="acceptance").count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"body": "Écart : {motivation}."}, "Sans valeur"),
        ({"body": "{rien}"}, "existe pas"),
        ({"number": "2020-NONE"}, "Aucun dossier"),
    ],
)
def test_what_keeps_a_preview_from_being_made_is_said(
    officer: Client, office: Lettered, said: dict[str, str], words: str
) -> None:
    office.decided()

    answer = preview(officer, office, **said)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_run_says_what_is_missing_before_it_is_confirmed(officer: Client, office: Lettered) -> None:
    office.decided().identity.delete()
    run = prepare_letters(call=office.call, by=office.instructor, at=office.later())
    run_waiting()

    page = officer.get(url(office, "letter_run", run.pk)).content.decode()

    assert "identité du demandeur" in page
    assert "Faire les lettres" not in page


def test_a_conflict_of_interest_hides_the_file_in_a_run(officer: Client, office: Lettered) -> None:
    file = office.decided()
    run = prepare_letters(call=office.call, by=office.decider, at=office.later())
    run_waiting()
    actions.declare_conflict(
        application=file, account=office.instructor, why="parente", by=office.instructor, at=office.later()
    )

    page = officer.get(url(office, "letter_run", run.pk)).content.decode()

    assert file.number not in page


def test_an_officer_makes_and_sends_the_letters_of_one_file(officer: Client, office: Lettered) -> None:
    file = office.decided(Outcome.REFUSED, headcount=30)

    officer.post(url(office, "file_letters_make", file.number))
    officer.post(url(office, "file_letters_send", file.number), {"how": "post"})

    page = officer.get(url(office, "file_letters", file.number)).content.decode()
    assert "Notification de refus" in page
    assert "par courrier postal" in page


def test_the_file_of_a_decided_request_speaks_to_its_officer(officer: Client, office: Lettered) -> None:
    file = office.decided()
    officer.post(url(office, "file_letters_make", file.number))
    officer.post(url(office, "file_letters_send", file.number), {"how": "post"})

    page = officer.get(url(office, "case", file.number)).content.decode()

    assert '<p class="lead">Ce que la décision dit au demandeur\u00a0: «' in page
    assert "Notifiée par courrier postal" in page


def test_an_applicant_gets_letters_and_calculation_once_notified(office: Lettered) -> None:
    draft, token = actions.start(call=office.call, applicant_kind="organisation", at=office.later())
    actions.answer(application=draft, facts=given(office.name), at=office.later())
    actions.identify_applicant(application=draft, at=office.now, name="Amblard", mail="a@example.org")
    file = actions.deposit(application=draft, at=office.later())
    actions.take(application=file, by=office.instructor, at=office.later())
    actions.propose(application=file, outcome=Outcome.ACCEPTED, by=office.instructor, at=office.later())
    actions.decide(application=file, by=office.decider, at=office.later())
    (letter,) = make_letters(
        application=Application.objects.of(office.authority).get(pk=file.pk),
        by=office.instructor,
        at=office.later(),
    )
    applicant = holder(office, file, token)
    own, bundle = url(office, "own_letter", file.number, letter.pk), url(office, "own_bundle", file.number)
    assert [applicant.get(own).status_code, applicant.get(bundle).status_code] == [404, 404]

    notify(application=file, how=How.PAGE, by=office.instructor, at=office.later())

    answer = applicant.get(own)
    assert answer["Content-Type"] == "application/pdf"
    list(answer)  # a file that is served stays open until it is read
    names = zipfile.ZipFile(io.BytesIO(applicant.get(bundle).content)).namelist()
    assert "bareme.yaml" in names
    assert Client().get(own).status_code in (302, 404)


def test_what_will_be_erased_is_on_its_page(officer: Client, office: Lettered) -> None:
    page = officer.get(url(office, "keeping")).content.decode()

    assert "Durées" in page
    assert office.scheme.title in page
