"""Members: roles are given and taken away by who administers, never down to nobody."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from relance.kernel import members
from relance.kernel.models import Account, AuditLine, Authority, Membership
from relance.kernel.rules import Role
from tests.support.cast import Cast, sign_in

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PAGE = "/valmont-sur-ouveze/membres/"


@pytest.fixture
def browser(client: Client, anna: Account) -> Client:
    return sign_in(client, anna)


def roles_of(account: Account, authority: Authority) -> set[str]:
    return set(Membership.objects.filter(account=account, authority=authority).values_list("role", flat=True))


def test_a_known_person_gets_the_role_and_no_mail(browser: Client, cast: Cast) -> None:
    answer = browser.post(PAGE, {"email": " CHARLIE@example.org ", "role": "editor"}, follow=True)

    assert "Charlie a le rôle «\u00a0Rédaction\u00a0»." in answer.content.decode()
    assert roles_of(cast.charlie, cast.valmont) == {"editor"}
    assert mail.outbox == []


def test_an_unknown_person_is_invited_and_comes_in_by_the_mailed_link(
    browser: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(PAGE, {"email": "rosa@example.org", "role": "reviewer"})
    (message,) = mail.outbox
    assert message.to == ["rosa@example.org"]
    assert "Anna vous invite à travailler sur le plan de relance de Valmont-sur-Ouvèze" in message.body
    link = re.search(r"https?://\S+", str(message.body))
    assert link

    person = Client()
    form = person.get(link[0], follow=True)
    chosen = "un-long-mot-de-rosa"
    person.post(form.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    person.post("/compte/login/", {"login": "rosa@example.org", "password": chosen})

    assert person.session["_auth_user_id"]
    assert roles_of(Account.objects.get(email="rosa@example.org"), cast.valmont) == {"reviewer"}


def test_an_invited_account_has_no_password_to_guess(cast: Cast, anna: Account) -> None:
    given = members.give_role(
        authority=cast.valmont, email="rosa@example.org", role=Role.READER, by=anna, at=NOW
    )

    assert not given.account.has_usable_password()


def test_a_role_held_already_is_said_beside_the_field(browser: Client, cast: Cast) -> None:
    answer = browser.post(PAGE, {"email": cast.alice.email, "role": "editor"})

    assert answer.status_code == 422
    assert "Alice a déjà le rôle «\u00a0Rédaction\u00a0»." in answer.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"email": "pas une adresse", "role": "editor"}, {"email": "a@b.fr", "role": "x"}]
)
def test_a_wrong_form_changes_nothing(browser: Client, data: dict[str, str]) -> None:
    before = Membership.objects.count()

    assert browser.post(PAGE, data).status_code == 422
    assert Membership.objects.count() == before


def test_a_role_is_taken_away(browser: Client, cast: Cast) -> None:
    held = Membership.objects.get(account=cast.alice)

    answer = browser.post(f"{PAGE}{held.pk}/retirer/", follow=True)

    assert "Alice n’a plus le rôle «\u00a0Rédaction\u00a0»." in answer.content.decode()
    assert roles_of(cast.alice, cast.valmont) == set()


def test_the_last_administrator_stays(browser: Client, cast: Cast, anna: Account) -> None:
    held = Membership.objects.get(account=anna)

    answer = browser.post(f"{PAGE}{held.pk}/retirer/", follow=True)

    assert "Anna est la dernière personne à administrer Valmont-sur-Ouvèze." in answer.content.decode()
    assert roles_of(anna, cast.valmont) == {"administrator"}


def test_a_closed_account_does_not_count_as_an_administrator(cast: Cast, anna: Account) -> None:
    members.give_role(
        authority=cast.valmont, email=cast.charlie.email, role=Role.ADMINISTRATOR, by=anna, at=NOW
    )
    Account.objects.filter(pk=cast.charlie.pk).update(is_active=False)

    with pytest.raises(members.LastAdministrator):
        members.take_role_away(membership=Membership.objects.get(account=anna), by=anna, at=NOW)


def test_one_of_two_administrators_may_go_and_other_roles_of_the_last_one_too(
    cast: Cast, anna: Account
) -> None:
    second = members.give_role(
        authority=cast.valmont, email=cast.charlie.email, role=Role.ADMINISTRATOR, by=anna, at=NOW
    )
    reader = members.give_role(authority=cast.valmont, email=anna.email, role=Role.READER, by=anna, at=NOW)

    members.take_role_away(membership=second, by=anna, at=NOW)
    members.take_role_away(membership=reader, by=anna, at=NOW)

    assert roles_of(anna, cast.valmont) == {"administrator"}


def test_each_act_leaves_its_line(cast: Cast, anna: Account) -> None:
    held = members.give_role(
        authority=cast.valmont, email=cast.charlie.email, role=Role.EDITOR, by=anna, at=NOW
    )
    members.take_role_away(membership=held, by=anna, at=NOW)

    taken, given = AuditLine.objects.of(cast.valmont)
    assert (given.act, given.by, given.subject_label, given.after) == (
        "kernel.member.add", anna, "Charlie", {"role": "Rédaction"},
    )  # fmt: skip
    assert (taken.act, taken.before) == ("kernel.member.remove", {"role": "Rédaction"})


def test_the_list_takes_as_many_queries_for_one_as_for_many(
    browser: Client, cast: Cast, anna: Account, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        members.give_role(
            authority=cast.valmont, email=f"p{number}@example.org", role=Role.READER, by=anna, at=NOW
        )

    with django_assert_num_queries(5):
        browser.get(PAGE)
