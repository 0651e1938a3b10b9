"""`relance migrate`, which makes a new database in seconds.

Migrations tell how a database that exists becomes what the models say. For an empty one there is
nothing to become: its tables are made from the models at once, and all migrations are written down
as applied. `tests/proof/test_new_database.py` holds that both ways give the same tables.
"""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from relance.kernel import guards


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's, after the tables of an empty database were made. `--prune`, `--fake`… are Django's."""
        plain = not options["app_label"] and not any(
            options[name] for name in ("fake", "fake_initial", "plan", "check_unapplied", "prune")
        )
        if plain and is_empty(options["database"]):
            make_tables(options["database"])
        try:
            super().handle(*args, **options)
        except Exception:  # nothing more is migrated, but the laws of the rows hold again
            guards.install(using=options["database"])
            raise


def is_empty(database: str) -> bool:
    """Whether the database holds no table at all."""
    return not connections[database].introspection.table_names()


def make_tables(database: str) -> None:
    """Make the table of each model of an app that has migrations, all or none, and note these as applied."""
    connection = connections[database]
    loader = MigrationLoader(connection)
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            here = router.allow_migrate_model(database, model)
            if here and model._meta.app_label in loader.migrated_apps and model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(recorder.Migration)
        recorder.migration_qs.bulk_create(
            recorder.Migration(app=app, name=name) for app, name in sorted(loader.disk_migrations)
        )
