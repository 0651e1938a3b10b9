"""`relance doctor`: is this installation well, and if not, what to do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from relance.kernel import doctor


class Command(BaseCommand):
    help = "Examine l’installation, une ligne par sujet. Sort en erreur si quelque chose ne va pas."
    requires_system_checks: list[str] = []  # the first finding says what Django would

    def handle(self, *args: Any, **options: Any) -> None:
        ill = 0
        for finding in doctor.examine():
            mark = "✓" if finding.well else "✗"
            cure = f" → {finding.cure}" if finding.cure else ""
            self.stdout.write(f"{mark} {finding.subject}\u00a0: {finding.said}{cure}")
            ill += not finding.well
        if ill:
            sys.exit(1)
