"""Migrations follow the models, and are named by what they do."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)

    with translation.override(None):  # labels as they are written
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        missing = detector.changes(loader.graph)

    assert not missing, "run `relance makemigrations`"


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
