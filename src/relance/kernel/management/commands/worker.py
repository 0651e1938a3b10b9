"""`relance worker`: runs jobs, until it is asked to end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from relance.kernel.jobs import workers


class Command(BaseCommand):
    help = "Exécute les travaux en arrière-plan, et reprend ceux que personne n’exécute plus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="exécuter ce qui attend, puis s’arrêter")

    def handle(self, *args: Any, **options: Any) -> None:
        workers.work(once=options["once"])
