"""An account opened for somebody: proved by the mail that reaches them, with no password of ours."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from relance.kernel.members import account_at, password_path
from relance.kernel.models import Account
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_new_address_opens_an_account_without_password() -> None:
    account = account_at(email=" Iris@Chambre.example ")

    assert account.email == "iris@chambre.example"
    assert not account.has_usable_password()
    assert EmailAddress.objects.get(user=account).verified


def test_a_known_address_is_its_account_and_invites_nobody(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    invited: list[Account] = []

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        account = account_at(email=cast.alice.email.upper(), invite=invited.append)

    assert account == cast.alice
    assert invited == []


def test_a_new_person_is_invited_once_all_is_saved(django_capture_on_commit_callbacks: object) -> None:
    invited: list[Account] = []

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        account = account_at(email="iris@chambre.example", invite=invited.append)

    assert invited == [account]


def test_the_link_lets_choose_a_password(client: Client) -> None:
    account = account_at(email="iris@chambre.example")

    page = client.get(password_path(account), follow=True)

    assert page.status_code == 200
    assert "password1" in page.content.decode()
