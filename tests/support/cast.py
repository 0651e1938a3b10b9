"""The people of every test.

Alice edits and Bob reviews for Valmont-sur-Ouvèze (France, euros). Dora administers
Rivière-aux-Brumes (Québec, dollars). Charlie has an account and belongs nowhere. For what
one role alone may do there is one person a role at Valmont: `cast.holding(Role.TREASURER)`.
Both towns and all of them are invented.
"""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
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
    by_role = {role: person(name) for role, name in NAMES.items()}
    for role, account in by_role.items():
        Membership.objects.create(account=account, authority=valmont, role=role)
    dora = person("Dora")
    Membership.objects.create(account=dora, authority=brumes, role=Role.ADMINISTRATOR)
    return Cast(
        valmont=valmont,
        brumes=brumes,
        charlie=person("Charlie"),
        dora=dora,
        anonymous=AnonymousUser(),
        by_role=by_role,
    )


def person(name: str) -> Account:
    """An account whose address is proved, with the password of the cast."""
    email = f"{name.lower().translate(str.maketrans('éè', 'ee'))}@example.org"
    account = Account.objects.create_user(email=email, password=PASSWORD, name=name)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def sign_in(client: Client, who: Who) -> Client:
    """The same browser with this person signed in; signed out for nobody."""
    client.logout()
    if isinstance(who, Account):
        client.force_login(who)
    return client
