"""Who runs the server opens an authority; its own people do the rest."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from relance.kernel.authorities import BadAuthority, Described, open_authority
from relance.kernel.models import Account, AuditLine, Authority, Membership
from relance.kernel.rules import RESERVED_SLUGS, Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def opened(**fields: str) -> Authority:
    described = Described(**{"slug": "ma-ville", "name": "Ma Ville", **fields})
    return open_authority(described=described, administrator="Maire@ville.example", at=NOW)


def test_an_authority_has_the_money_and_hours_of_its_country() -> None:
    france, quebec = opened(), opened(slug="ma-mrc", country="CA")

    assert (france.currency, france.time_zone, france.locale) == ("EUR", "Europe/Paris", "fr")
    assert (quebec.currency, quebec.time_zone, quebec.locale) == ("CAD", "America/Toronto", "fr-ca")


def test_its_administrator_has_no_password_yet_and_can_ask_for_one() -> None:
    authority = opened()

    account = Account.objects.get(email="maire@ville.example")
    assert not account.has_usable_password()
    assert Membership.objects.get(account=account).role == Role.ADMINISTRATOR
    assert EmailAddress.objects.get(user=account).verified
    assert AuditLine.objects.of(authority).count() == 2


def test_opening_it_again_changes_nothing() -> None:
    first = opened()

    again = opened(name="Autre nom")

    assert again == first
    assert again.name == "Ma Ville"
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slug": "Ma Ville"}, "des minuscules sans accent"),
        ({"slug": "x" * 61}, "60 signes au plus"),
        ({"slug": "compte"}, "est une adresse de Relance"),
        ({"name": " "}, "Le nom de la collectivité est attendu"),
        ({"country": "BE"}, "FR, CA"),
        ({"time_zone": "Paris"}, "n’est pas un fuseau horaire"),
        ({"identifier": "123456789"}, "SIREN"),
        ({"country": "CA", "identifier": "123"}, "NEQ"),
    ],
)
def test_what_cannot_be_is_said_with_what_is_allowed(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadAuthority, match=sentence):
        opened(**fields)

    assert not Authority.objects.exists()


def test_an_address_that_is_none_opens_nothing() -> None:
    with pytest.raises(BadAuthority, match="n’est pas une adresse de courriel"):
        open_authority(described=Described("ma-ville", "Ma Ville"), administrator="maire", at=NOW)

    assert not Authority.objects.exists()


def test_the_database_refuses_an_address_of_ours() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.create(slug="recherche", name="R", country="FR", currency="EUR")


def test_every_first_word_of_our_addresses_is_reserved() -> None:
    firsts = {
        str(pattern[1]).lstrip("^").partition("/")[0]
        for patterns in get_resolver().reverse_dict.lists()
        for possibilities, *_ in patterns[1]
        for pattern in [(None, possibilities[0][0])]
    }
    ours = {first for first in firsts if first and "%" not in first}

    assert ours <= RESERVED_SLUGS


def test_the_command_says_where_to_go_on() -> None:
    said = StringIO()

    call_command("authority", "ma-ville", name="Ma Ville", administrator="maire@ville.example", stdout=said)

    assert "/ma-ville/" in said.getvalue()
    assert "/compte/password/reset/" in said.getvalue()


def test_the_command_refuses_in_one_sentence() -> None:
    with pytest.raises(CommandError, match="est une adresse de Relance"):
        call_command("authority", "design", name="D", administrator="a@b.example")
