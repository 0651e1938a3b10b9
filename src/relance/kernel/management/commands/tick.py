"""`relance tick`: what is done every night; called by cron or a systemd timer."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from relance.kernel import nightly
from relance.kernel.jobs import rewake


class Command(BaseCommand):
    help = "Fait le travail de la nuit et réveille les travaux abandonnés. Deux fois ne nuit pas."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        outcomes = nightly.run_all(now)
        for outcome in outcomes:
            said = outcome.said or f"échec, {outcome.error}"
            self.stdout.write(f"{outcome.name} : {said}")
        self.stdout.write(f"travaux réveillés : {rewake(now)}")
        if any(outcome.error for outcome in outcomes):
            sys.exit(1)
