"""Demonstration data: loads once, again without harm, and nowhere but in the demonstration."""

import socket
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relance.kernel.errors import Refused
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role
from relance.ledger.actions import ActKeyReused
from relance.site import demo
from relance.site.demo import DemoWorld
from relance.site.management.commands import demo as demo_command

pytestmark = pytest.mark.django_db

seen: list[DemoWorld] = []


def load_something(world: DemoWorld) -> None:
    seen.append(world)


def test_outside_the_demonstration_nothing_loads() -> None:
    with pytest.raises(Refused, match="mot de passe public"):
        demo.load()

    assert not Account.objects.exists()
    assert not Authority.objects.exists()


@pytest.fixture
def people_alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The town and its people, without the data of the apps: each loader has tests of its own."""
    settings.DEMO = True
    monkeypatch.setattr(demo, "LOADERS", [])


def test_the_town_has_a_person_for_each_role_who_can_sign_in(people_alone: None) -> None:
    world = demo.load()

    assert world.accounts.keys() == set(Role)
    assert all(
        account.is_demo and account.check_password(demo.PASSWORD) for account in world.accounts.values()
    )
    assert world.valmont.is_example


def test_loading_again_changes_nothing(people_alone: None) -> None:
    first = demo.load()
    Account.objects.filter(email="maud@valmont.example").update(name="Maud F.")

    again = demo.load()

    assert again.valmont == first.valmont
    assert Account.objects.count() == len(demo.PEOPLE)
    assert Membership.objects.count() == sum(len(person.roles) for person in demo.PEOPLE)
    assert Account.objects.get(email="maud@valmont.example").name == "Maud F."


def test_other_loaders_get_the_town_and_its_people(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setattr(demo, "LOADERS", ["a_loader_of_a_test:load"])
    monkeypatch.setitem(sys.modules, "a_loader_of_a_test", SimpleNamespace(load=load_something))
    seen.clear()

    world = demo.load()

    assert seen == [world]


@pytest.mark.parametrize("name", demo.LOADERS)
def test_every_loader_exists(name: str) -> None:
    module, _, function = name.partition(":")

    assert callable(getattr(import_module(module), function))


def test_the_command_refuses_in_production(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="pas en production"):
        call_command("demo")


def test_a_taken_port_gives_a_sentence(settings: Any) -> None:
    settings.DEMO = True
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris"):
            call_command("demo", port=port)


def test_a_number_that_is_no_port_gives_a_sentence(settings: Any) -> None:
    settings.DEMO = True

    with pytest.raises(CommandError, match="entre 1 et 65535"):
        call_command("demo", port=99999)


def test_the_data_of_an_older_version_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**asked: object) -> None:
        raise ActKeyReused("La clé d’acte a déjà servi.")

    monkeypatch.setattr("relance.site.management.commands.demo.call_command", lambda *a, **b: None)
    monkeypatch.setattr("relance.site.demo.load", refused)

    with pytest.raises(CommandError, match="version plus ancienne"):
        demo_command.Command()._prepare(None)
