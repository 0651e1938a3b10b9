"""`relance flush`: empties every table. Refused where real rows live."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush

from relance.kernel import immutable


class Command(DjangoFlush):
    help = "Vide toutes les tables (refusé en production)."

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "flush efface tout, journal compris : refusé en production. "
                "Pour repartir d’une sauvegarde : relance restore FICHIER --force"
            )
        with immutable.lifted(using=options["database"]):
            super().handle(**options)
