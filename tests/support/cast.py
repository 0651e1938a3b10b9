"""The people of every test.

Alice edits and Bob reviews for Valmont-sur-Ouvèze (France, euros). Dora administers
Rivière-aux-Brumes (Québec, dollars). Charlie has an account and belongs nowhere. For what
one role alone may do there is one person a role at Valmont: `cast.holding(Role.TREASURER)`.
Both towns and all of them are invented.
"""

from dataclasses import dataclass, field
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role

PASSWORD = "ouvèze-brumes-2026"

NAMES: dict[Role, str] = {
    Role.READER: "Lise",
    Role.EDITOR: "Alice",
    Role.REVIEWER: "Bob",
    Role.PLAN_LEAD: "Paule",
    Role.INSTRUCTOR: "Inès",
    Role.DECIDER: "Denis",
    Role.TREASURER: "Théo",
    Role.ADMINISTRATOR: "Anna",
}

Who = Account | AnonymousUser


@dataclass(frozen=True)
class Cast:
    """Everybody, once a test."""

    valmont: Authority
    brumes: Authority
    charlie: Account
    dora: Account
    anonymous: AnonymousUser
    by_role: dict[Role, Account] = field(repr=False)

    @property
    def alice(self) -> Account:
        """Editor of Valmont."""
        return self.by_role[Role.EDITOR]

    @property
    def bob(self) -> Account:
        """Reviewer of Valmont: Alice's team-mate."""
        return self.by_role[Role.REVIEWER]

    def holding(self, role: Role) -> Account:
        """Who holds this role, and no other, at Valmont."""
        return self.by_role[role]


def gather() -> Cast:
    """Save both authorities and everybody."""
    valmont = Authority.objects.create(
        slug="valmont-sur-ouveze",
        name="Valmont-sur-Ouvèze",
        country="FR",
        currency="EUR",
        time_zone="Europe/Paris",
        languages=["fr"],
    )
    brumes = Authority.objects.create(
        slug="riviere-aux-brumes",
        name="Rivière-aux-Brumes",
        country="CA",
        currency="CAD",
        time_zone="America/Toronto",
        languages=["fr-ca"],
    )
    *staff, dora, charlie = persons(*NAMES.values(), "Dora", "Charlie")
    by_role = dict(zip(NAMES, staff, strict=True))
    Membership.objects.bulk_create(
        [
            *(Membership(account=who, authority=valmont, role=role) for role, who in by_role.items()),
            Membership(account=dora, authority=brumes, role=Role.ADMINISTRATOR),
        ]
    )
    return Cast(
        valmont=valmont,
        brumes=brumes,
        charlie=charlie,
        dora=dora,
        anonymous=AnonymousUser(),
        by_role=by_role,
    )


def person(name: str) -> Account:
    """An account whose address is proved, with the password of the cast."""
    (account,) = persons(name)
    return account


def persons(*names: str) -> list[Account]:
    """The same, many at once: two statements for a whole cast, which nearly every test gathers."""
    accounts = Account.objects.bulk_create(
        Account(email=address(name), password=hashed(), name=name) for name in names
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=who, email=who.email, verified=True, primary=True) for who in accounts
    )
    return accounts


def address(name: str) -> str:
    return f"{name.lower().translate(str.maketrans('éè', 'ee'))}@example.org"


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def sign_in(client: Client, who: Who) -> Client:
    """The same browser with this person signed in; signed out for nobody."""
    client.logout()
    if isinstance(who, Account):
        client.force_login(who)
    return client
