"""The officer's pages of the register."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from relance.directory.models import RegisterImport
from relance.kernel import jobs
from relance.kernel.rules import Role
from tests.directory.conftest import BAKER, PLACE_COLUMNS, place
from tests.support.cast import Cast, sign_in

HOME = "/valmont-sur-ouveze/gestion/registre/"
Bring = Callable[..., RegisterImport]


@pytest.fixture
def anna(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.holding(Role.ADMINISTRATOR))


def sent(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("Stock.csv", content.encode())


def test_an_empty_register_says_what_follows(anna: Client) -> None:
    page = anna.get(HOME).content.decode()

    assert "Le registre est vide" in page
    assert "non vérifié" in page


def test_a_file_is_tried_then_read(anna: Client, cast: Cast) -> None:
    said = {"as_of": "2026-11-01"}
    content = "\n".join([PLACE_COLUMNS, place(), place(number="123")])

    tried = anna.post(HOME + "importer/", {**said, "file": sent(content), "essai": "1"}, follow=True)
    jobs.run_waiting()
    read = anna.post(HOME + "importer/", {**said, "file": sent(content)}, follow=True)
    jobs.run_waiting()

    assert "Rien n’a été changé" in tried.content.decode()
    report = anna.get(read.redirect_chain[-1][0]).content.decode()
    assert "Lignes refusées" in report
    assert "123" in report
    assert "Stock.csv" in anna.get(HOME).content.decode()


def test_a_wrong_file_is_refused_beside_its_field(anna: Client) -> None:
    answer = anna.post(HOME + "importer/", {"as_of": "2026-11-01", "file": sent("a,b\n1,2")})

    assert answer.status_code == 422
    assert "colonnes d’un registre" in answer.content.decode()


def test_refused_rows_are_given_as_a_sheet(anna: Client, brought_in: Bring) -> None:
    asked = brought_in([PLACE_COLUMNS, place(number="=1+1")])

    answer = anna.get(f"{HOME}imports/{asked.pk}/refus.csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    assert lines.startswith("ligne;numéro;cause")
    assert "'=1+1" in lines


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (BAKER, "FOURNIL DU PONT"),
        ("552081317", "n’est pas au registre"),
        ("douze", "Ce n’est pas un numéro"),
    ],
)
def test_a_number_is_looked_up(anna: Client, brought_in: Bring, number: str, words: str) -> None:
    brought_in([PLACE_COLUMNS, place()])

    assert words in anna.get(HOME, {"numero": number}).content.decode()


def test_who_is_hidden_is_not_shown_to_officers_either(anna: Client, brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place(shown="P")])

    page = anna.get(HOME, {"numero": BAKER}).content.decode()

    assert "Non diffusible" in page
    assert "FOURNIL" not in page
    assert "MARCHE" not in page
