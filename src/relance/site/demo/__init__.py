"""The demonstration: its town, its accounts, and who loads its data.

An app adds its own data by a function that may run again without harm; it stands here by its
name ("relance.plans.actions:load_demo"), and is called with what the one before it made:

    def load_demo(world: DemoWorld) -> None: …
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from relance.kernel.errors import Refused
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role

PASSWORD = "valmont-demonstration"  # noqa: S105  # published on purpose; see kernel.accounts.may_sign_in

LOADERS: list[str] = [
    "relance.site.demo.plans:load",
    "relance.site.demo.running:load",
    "relance.site.demo.ledger:load",
    "relance.site.demo.following:load",
    "relance.site.demo.casework:load",
    "relance.site.demo.casework_quebec:load",
    "relance.site.demo.exchange:load",
]
"""Functions that load demo data after the town and its accounts, in order."""


@dataclass(frozen=True)
class DemoWorld:
    """What every loader may count on."""

    valmont: Authority
    accounts: dict[Role, Account]
    files: int = 240  # applications to the rent fund; 13,333 spend its 20 M€ (`make demo-large`)


@dataclass(frozen=True)
class Person:
    """Somebody invented, of Valmont-sur-Ouvèze: its town hall, a partner, two merchants."""

    name: str
    email: str
    roles: tuple[Role, ...]
    does: str


PEOPLE = (
    Person("Hélène Aubanel", "helene@valmont.example", (Role.PLAN_LEAD,), "pilote le plan"),
    Person("Karim Bessière", "karim@valmont.example", (Role.EDITOR,), "rédige et importe"),
    Person("Maud Fontanille", "maud@valmont.example", (Role.REVIEWER,), "relit les faits"),
    Person("Simon Teyssèdre", "simon@valmont.example", (Role.INSTRUCTOR,), "instruit les demandes"),
    Person("Agathe Rocheblave", "agathe@valmont.example", (Role.DECIDER,), "décide"),
    Person("Lucien Peyrol", "lucien@valmont.example", (Role.TREASURER,), "paie et recouvre"),
    Person("Nora Vidalenc", "nora@valmont.example", (Role.ADMINISTRATOR,), "administre les comptes"),
    Person("Gaston Malaval", "gaston@valmont.example", (Role.READER,), "lit, comme élu"),
    Person("Iris Montagard", "iris@chambre.example", (), "répond pour la Chambre de métiers"),
    Person("Ivan Roustan", "ivan@valmont.example", (), "tient une boulangerie"),
    Person("Flora Chabran", "flora@valmont.example", (), "tient une ferme"),
)


def load(*, files: int | None = None) -> DemoWorld:
    """Make whatever is not there yet, with so many applications. Raises Refused outside demo mode."""
    if not settings.DEMO:
        raise Refused(
            "Les comptes de démonstration ont un mot de passe public\u00a0: "
            "ils ne se chargent qu’en mode démonstration."
        )
    with transaction.atomic():
        world = _town_and_people()
    if files is not None:
        world = replace(world, files=files)
    for name in LOADERS:
        module, _, function = name.partition(":")
        getattr(import_module(module), function)(world)
    return world


def _town_and_people() -> DemoWorld:
    valmont, _ = Authority.objects.get_or_create(
        slug="valmont-sur-ouveze",
        defaults={
            "name": "Valmont-sur-Ouvèze",
            "country": "FR",
            "currency": "EUR",
            "time_zone": "Europe/Paris",
            "languages": ["fr"],
            "is_example": True,
        },
    )
    return DemoWorld(valmont, accounts_of(valmont, PEOPLE))


def accounts_of(authority: Authority, people: Iterable[Person]) -> dict[Role, Account]:
    """The accounts of invented people, made where they are not there, with their roles in this town."""
    accounts = {}
    for person in people:
        account = Account.objects.filter(email=person.email).first()
        if account is None:
            account = Account.objects.create_user(person.email, PASSWORD, name=person.name, is_demo=True)
            EmailAddress.objects.create(user=account, email=person.email, verified=True, primary=True)
        for role in person.roles:
            Membership.objects.get_or_create(account=account, authority=authority, role=role)
            accounts[role] = account
    return accounts
