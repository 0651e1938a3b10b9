"""Triggers that compare a new row with others are registered, installed, and missed when gone."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import IntegrityError, connection, transaction

from relance.kernel import guards
from relance.kernel.models import Authority


@pytest.fixture
def one_town_a_country() -> Iterator[str]:
    rule = (
        "this country has a town already",
        "EXISTS (SELECT 1 FROM kernel_authority a WHERE a.country = NEW.country)",
    )
    guards.register("kernel_authority", [rule])
    yield "guard_kernel_authority"
    del guards._guards["kernel_authority"]


@pytest.mark.django_db
def test_a_row_that_breaks_a_rule_is_refused(one_town_a_country: str) -> None:
    guards.install()
    Authority.objects.create(slug="un", name="Un", country="FR", currency="EUR")

    with pytest.raises(IntegrityError, match="this country has a town already"), transaction.atomic():
        Authority.objects.create(slug="deux", name="Deux", country="FR", currency="EUR")

    Authority.objects.create(slug="trois", name="Trois", country="CA", currency="CAD")


@pytest.mark.django_db
def test_a_trigger_that_is_not_there_is_named(one_town_a_country: str) -> None:
    assert guards.missing() == [one_town_a_country]

    guards.install()

    assert guards.missing() == []


@pytest.mark.django_db
def test_installing_twice_leaves_one(one_town_a_country: str) -> None:
    guards.install()
    guards.install()

    assert guards.missing() == []


@pytest.mark.django_db
def test_triggers_step_aside_on_sqlite_while_there_is_something_to_migrate(one_town_a_country: str) -> None:
    guards.install()

    guards.before_migrate(using="default", plan=[])
    assert guards.missing() == []
    guards.before_migrate(using="default", plan=["a migration"])

    away = guards.missing()
    assert (one_town_a_country in away) == (connection.vendor == "sqlite")
    guards.after_migrate(using="default")
    assert guards.missing() == []


@pytest.mark.django_db
def test_a_migration_that_fails_leaves_the_triggers_in_place(
    one_town_a_country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards.install()

    def fails(*args: object, **options: object) -> None:
        guards.before_migrate(using="default", plan=["a migration"])
        raise RuntimeError("no such column")

    monkeypatch.setattr(migrate.Command, "handle", fails)
    with pytest.raises(RuntimeError):
        call_command("migrate", verbosity=0)

    assert guards.missing() == []


@pytest.mark.parametrize("rule", [("100 % wrong", "1 = 1"), ("it's wrong", "1 = 1"), ("wrong", "a LIKE '%'")])
def test_signs_that_a_trigger_cannot_hold_are_refused(rule: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="holds a sign"):
        guards.register("kernel_authority", [rule])


@pytest.mark.django_db
def test_all_registered_guards_stand_after_migrate() -> None:
    assert guards.missing() == []


@pytest.mark.django_db
def test_a_guard_on_changes_refuses_a_change_too() -> None:
    rule = ("this name is taken by another", "NEW.name = 'Interdit'")
    guards.register("kernel_authority", [rule], updates=True)
    try:
        assert len(guards.missing()) in (1, 2)
        guards.install()
        assert guards.missing() == []
        town = Authority.objects.create(slug="un", name="Un", country="FR", currency="EUR")

        with pytest.raises(IntegrityError, match="taken by another"), transaction.atomic():
            Authority.objects.filter(pk=town.pk).update(name="Interdit")
    finally:
        del guards._guards["kernel_authority"]
        guards._updates.discard("kernel_authority")
