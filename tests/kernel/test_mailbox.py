"""The demonstration's mailbox: reads what Django's own file backend wrote, in demo mode alone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from relance.kernel.mailbox import mails


def write(folder: Path, subject: str, body: str = "Bonjour,\n\nVoici un lien.", html: str = "") -> None:
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    message = EmailMultiAlternatives(
        subject, body, "Relance <relance@example.org>", ["maud@valmont.example"], connection=connection
    )
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def test_mails_are_read_as_their_reader_would_see_them(tmp_path: Path) -> None:
    write(tmp_path, "Réinitialisez votre mot de passe", "Été comme hiver :\nhttps://relance.example/x/")

    (mail,) = mails(tmp_path)

    assert mail.to == "maud@valmont.example"
    assert mail.subject == "Réinitialisez votre mot de passe"
    assert mail.text == "Été comme hiver :\nhttps://relance.example/x/"
    assert mail.at


def test_the_text_is_shown_rather_than_the_html(tmp_path: Path) -> None:
    write(tmp_path, "Deux formes", "le texte", "<p>la page</p>")

    assert [mail.text for mail in mails(tmp_path)] == ["le texte"]


def test_several_mails_of_one_connection_are_told_apart_latest_first(tmp_path: Path) -> None:
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
    connection.send_messages(
        [EmailMultiAlternatives(f"n° {n}", "x", "a@example.org", ["b@example.org"]) for n in (1, 2, 3)]
    )

    assert [mail.subject for mail in mails(tmp_path)] == ["n° 3", "n° 2", "n° 1"]
    assert len(mails(tmp_path, most=2)) == 2


def test_an_empty_or_absent_folder_holds_no_mail(tmp_path: Path) -> None:
    assert mails(tmp_path) == []
    assert mails(tmp_path / "absent") == []


@pytest.mark.django_db
def test_the_page_shows_mails_with_links_and_no_markup_of_theirs(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    write(tmp_path, "Lien", "<script>x</script> http://localhost:8000/compte/")

    page = client.get("/demo/courrier/").content.decode()

    assert 'href="http://localhost:8000/compte/"' in page
    assert "<script>x" not in page


@pytest.mark.django_db
def test_outside_the_demonstration_there_is_no_such_page(client: Client) -> None:
    assert client.get("/demo/courrier/").status_code == 404
