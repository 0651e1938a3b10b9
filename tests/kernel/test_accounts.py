"""Demonstration accounts, whose password is published, open nothing outside the demonstration."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from relance.kernel.models import Account
from tests.support.cast import PASSWORD, Cast

LOGIN = "/compte/login/"


@pytest.fixture
def example(cast: Cast) -> Account:
    cast.alice.is_demo = True
    cast.alice.save()
    return cast.alice


def sign_in(client: Client, account: Account) -> bool:
    client.post(LOGIN, {"login": account.email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_address_and_password(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.alice)


def test_a_demonstration_account_signs_in_where_it_belongs(
    client: Client, example: Account, settings: Any
) -> None:
    settings.DEMO = True

    assert sign_in(client, example)


def test_elsewhere_its_password_opens_nothing(client: Client, example: Account) -> None:
    assert not sign_in(client, example)


def test_elsewhere_its_session_opens_nothing(client: Client, example: Account, settings: Any) -> None:
    settings.DEMO = True
    sign_in(client, example)
    settings.DEMO = False

    assert client.get("/compte/email/").status_code == 302


def test_elsewhere_a_mailed_link_opens_nothing(client: Client, example: Account) -> None:
    client.post("/compte/password/reset/", {"email": example.email})
    links = [word for message in mail.outbox for word in message.body.split() if "/key/" in word]
    for link in links:
        page = client.get(link, follow=True)
        client.post(page.request["PATH_INFO"], {"password1": "un autre mot", "password2": "un autre mot"})

    assert not sign_in(client, example)
    assert "_auth_user_id" not in client.session


def test_a_closed_account_opens_nothing(client: Client, cast: Cast) -> None:
    cast.alice.is_active = False
    cast.alice.save()

    assert not sign_in(client, cast.alice)
