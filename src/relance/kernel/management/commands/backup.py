"""`relance backup FILE`: database, files and keys together."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from relance.kernel import keeping


class Command(BaseCommand):
    help = "Sauvegarde la base, les fichiers et les clés dans un seul fichier, sans arrêter le service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--force", action="store_true", help="remplacer le fichier s’il existe")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["fichier"]
        try:
            manifest = keeping.backup(target, at=timezone.now(), force=options["force"])
        except keeping.NotKept as refusal:
            raise CommandError(str(refusal)) from refusal
        size = target.stat().st_size
        self.stdout.write(f"{target}\u00a0: {len(manifest.members)} éléments, {size} octets.")
        if settings.PRODUCTION:
            self.stdout.write(
                "RELANCE_SECRET_KEY n’y est pas\u00a0: gardez-la à part, et ce fichier sous clé."
            )
