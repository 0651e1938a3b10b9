"""`relance serve`: the server process for production, once its database is up to date."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from relance.kernel import health, serving


class Command(BaseCommand):
    help = "Sert les pages avec gunicorn. Derrière un proxy qui porte TLS, en production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="adresse et port, ou unix:/chemin")
        parser.add_argument("--processes", type=int, default=serving.processes_for(os.cpu_count()))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pending = health.pending_migrations()
        except DatabaseError as error:
            raise CommandError(f"La base de données ne répond pas\u00a0: {error}") from error
        if pending:
            raise CommandError(
                f"{len(pending)} migration(s) attendent. Lancez d’abord\u00a0: relance migrate"
            )
        if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("Les fichiers statiques manquent. Lancez d’abord\u00a0: relance collectstatic")
        command = serving.gunicorn(bind=options["bind"], processes=options["processes"])
        os.execv(command[0], command)  # noqa: S606  # our own server takes our place
