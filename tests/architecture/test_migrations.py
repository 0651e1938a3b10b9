"""Migrations follow the models, and are named by what they do."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_migration_is_named_by_a_person() -> None:
    loader = MigrationLoader(None)
    ours = [
        name
        for app, name in loader.disk_migrations
        if loader.disk_migrations[app, name].__module__.startswith("relance.")
    ]

    assert ours
    assert not [name for name in ours if re.search(r"_auto_\d|_and_more$", name)]


def test_each_app_ends_in_one_migration() -> None:
    assert not MigrationLoader(None).detect_conflicts()
