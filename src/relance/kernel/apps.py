from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules

from relance.kernel import guards, immutable


def _make_cache_table(*, using: str, **_: Any) -> None:
    """The table of the database cache, which no migration makes; one that stands is left alone."""
    call_command("createcachetable", database=using, verbosity=0)


class KernelConfig(AppConfig):
    name = "relance.kernel"
    label = "kernel"
    verbose_name = "Noyau"

    def ready(self) -> None:
        # Django's own signal, sent once all migrations have run: triggers may have gone with a table.
        pre_migrate.connect(guards.before_migrate, sender=self, dispatch_uid="relance.guards.away")
        post_migrate.connect(immutable.after_migrate, sender=self, dispatch_uid="relance.immutable")

        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="relance.cache")

        from relance.kernel.search import index, tables  # its models are not ready before this moment

        post_migrate.connect(index.after_migrate, sender=self, dispatch_uid="relance.search")
        post_migrate.connect(tables.after_migrate, sender=self, dispatch_uid="relance.search.tables")
        autodiscover_modules("jobs", "nightly")  # each app's, so that the worker knows them
