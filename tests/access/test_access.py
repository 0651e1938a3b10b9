"""Every address lets in whom it should, and nobody else. How to add one: see matrix.py."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.access import matrix
from tests.access.matrix import Access, World
from tests.support import once
from tests.support.cast import gather

ENTRIES = matrix.entries()

# Served to whoever comes; every other page of allauth is about the account that is signed in.
ALLAUTH_FOR_EVERYBODY = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    # refused by themselves to whoever has not begun to sign in
    "account_confirm_login_code",
    "mfa_authenticate",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Both towns, furnished once: a knock leaves nothing behind, so that all may share them."""
    with once.a_file(django_db_blocker):
        yield matrix.build(gather())


@pytest.mark.parametrize("name", matrix.addresses())
def test_somebody_said_who_may_open_each_address(name: str) -> None:
    assert name.rpartition(":")[2], f"{matrix.addresses()[name]}: give this address a name"
    app = name.partition(":")[0]
    assert ENTRIES.get(name), f"{name}: say who may open it, in tests/access/{app}.py"


def test_nothing_is_said_of_addresses_that_are_gone() -> None:
    assert set(ENTRIES) - set(matrix.addresses()) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ENTRIES) & set(matrix.addresses())))
def test_an_address_lets_in_whom_it_should(name: str, world: World) -> None:
    accesses: list[Access] = ENTRIES[name]

    wrong = matrix.wrong_cells(name, accesses, world)

    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(matrix.allauth_addresses()) - ALLAUTH_FOR_EVERYBODY))
def test_a_page_about_ones_account_needs_that_one_signs_in(name: str, world: World) -> None:
    path = reverse(name)

    got = matrix.knock(world, world.cast.anonymous, "get", path, {}, None)

    assert got == "refused"
