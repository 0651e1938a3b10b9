"""Mails about an account: in French, with their link, and nothing of English left."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import PASSWORD, Cast, sign_in

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"\b(you|your|email|account|please|the)\b", re.IGNORECASE)


def only_mail() -> tuple[str, str]:
    [message] = mail.outbox
    return str(message.subject), str(message.body)


def test_a_new_account_is_asked_to_confirm_its_address(client: Client) -> None:
    secret = "mimosa-1789-ouvèze"
    form = {"email": "odile@valmont.example", "password1": secret, "password2": secret}
    client.post("/compte/signup/", form)

    subject, body = only_mail()

    assert subject == "Relance – Confirmez votre adresse"
    assert "/compte/confirm-email/" in body
    assert not ENGLISH.search(re.sub(r"https?://\S+", "", body))


def test_a_forgotten_password_sends_its_link(client: Client, cast: Cast) -> None:
    client.post("/compte/password/reset/", {"email": cast.alice.email})

    subject, body = only_mail()

    assert subject == "Relance – Choisir un autre mot de passe"
    assert "/compte/password/reset/key/" in body
    assert "votre mot de passe reste le même" in body


def test_an_address_without_account_is_told_so_by_mail_alone(client: Client) -> None:
    answer = client.post("/compte/password/reset/", {"email": "personne@valmont.example"}, follow=True)

    _, body = only_mail()

    assert "Aucun compte n’existe à cette adresse" in body
    assert "Si un compte existe à cette adresse" in answer.content.decode()


def test_a_changed_password_is_told_with_its_day_and_origin(client: Client, cast: Cast) -> None:
    sign_in(client, cast.alice)
    new = "lavande-1848-ouvèze"

    client.post("/compte/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    subject, body = only_mail()
    assert subject == "Relance – Votre mot de passe a été changé"
    assert re.search(r"Fait le \d+(er)? \w+ \d{4} à \d\d:\d\d", body)
    assert not ENGLISH.search(body)
