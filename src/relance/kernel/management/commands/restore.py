"""`relance restore FILE`: brings a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from relance.kernel import keeping


class Command(BaseCommand):
    help = "Remet en place une sauvegarde. Arrêtez d’abord le serveur et le travailleur."
    requires_system_checks: list[str] = []  # a broken installation is what one restores

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--force", action="store_true", help="remplacer ce qui vit ici")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = keeping.restore(options["fichier"], force=options["force"])
        except keeping.NotKept as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Sauvegarde du {manifest.at} remise en place\u00a0: {len(manifest.members)} éléments. "
            "Vérifiez avec\u00a0: relance doctor"
        )
