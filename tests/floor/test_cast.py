"""The people of the tests are who they are said to be."""

import pytest
from django.test import Client

from relance.kernel.permissions import rights_in
from relance.kernel.rules import ROLE_RIGHTS, Role
from tests.support.cast import PASSWORD, Cast, Who, sign_in


@pytest.mark.parametrize("role", list(Role))
def test_one_person_holds_each_role_and_no_other(cast: Cast, role: Role) -> None:
    account = cast.holding(role)

    held = rights_in(account, cast.valmont)

    assert held == ROLE_RIGHTS[role]


def test_strangers_hold_nothing_at_valmont(cast: Cast) -> None:
    strangers: list[Who] = [cast.charlie, cast.dora, cast.anonymous]

    held = [rights_in(who, cast.valmont) for who in strangers]

    assert held == [frozenset()] * 3
    assert rights_in(cast.dora, cast.brumes) == ROLE_RIGHTS[Role.ADMINISTRATOR]


def test_somebody_of_the_cast_signs_in_with_the_password_of_the_cast(cast: Cast, client: Client) -> None:
    assert client.login(username=cast.alice.email, password=PASSWORD)


def test_signing_in_as_nobody_signs_out(cast: Cast, client: Client) -> None:
    sign_in(client, cast.alice)

    sign_in(client, cast.anonymous)

    assert "_auth_user_id" not in client.session
