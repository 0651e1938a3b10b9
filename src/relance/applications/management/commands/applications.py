"""`relance applications`: hand out a decision, work every decision out again, say what will be erased."""

import json
import sys
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from relance.applications.models import Application
from relance.applications.queries import keeping
from relance.applications.queries.recomputing import count, recomputed, stored_decision
from relance.applications.rules.recomputed import as_json, bundle
from relance.kernel.errors import Missing
from relance.kernel.models import Authority

EVERY = 1000  # decisions between two signs of life


class Command(BaseCommand):
    help = "Refaire les décisions, les remettre à qui veut les refaire, dire ce qui sera effacé."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True, metavar="COMMANDE")
        export = commands.add_parser("export-file", help="remet une décision, à refaire avec bareme seul")
        export.add_argument("number", metavar="NUMÉRO")
        export.add_argument("--json", action="store_true", help="un objet JSON au lieu d’un zip")
        export.add_argument(
            "--to", metavar="FICHIER", help="par défaut decision-NUMÉRO.zip, ou un tiret pour la sortie"
        )
        again = commands.add_parser("recompute", help="refait chaque décision gardée et dit ce qui diffère")
        again.add_argument(
            "--after", type=int, default=0, metavar="CLÉ", help="reprendre après cette décision"
        )
        due = commands.add_parser("retention", help="dit ce qui sera effacé, sans rien effacer")
        due.add_argument("--days", type=int, default=60, metavar="JOURS", help="d’ici tant de jours (60)")
        for one in (export, again, due):
            one.add_argument("--authority", metavar="ADRESSE", help="la collectivité, par son adresse")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = None
        if slug := options["authority"]:
            authority = Authority.objects.filter(slug=slug).first()
            if authority is None:
                raise CommandError(f"Aucune collectivité n’a l’adresse {slug}.")
        getattr(self, f"_{options['what'].replace('-', '_')}")(authority, options)

    def _export_file(self, authority: Authority | None, options: dict[str, Any]) -> None:
        rows = (
            Application.objects.of(authority)
            if authority
            else Application.objects.everywhere("an operator names a file")
        )
        found = list(rows.filter(number=options["number"]).select_related("authority")[:2])
        if not found:
            raise CommandError(f"Aucune demande n’a le numéro {options['number']}.")
        if len(found) > 1:
            raise CommandError("Plusieurs collectivités ont une demande de ce numéro, dites --authority.")
        try:
            stored = stored_decision(found[0])
        except Missing as missing:
            raise CommandError(str(missing)) from missing
        if options["json"]:
            content = (
                json.dumps(as_json(stored), ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
            )
        else:
            content = bundle(stored)
        to = options["to"] or f"decision-{stored.number}.{'json' if options['json'] else 'zip'}"
        if to == "-":
            sys.stdout.buffer.write(content)
            return
        Path(to).write_bytes(content)
        self.stdout.write(to)

    def _recompute(self, authority: Authority | None, options: dict[str, Any]) -> None:
        whole, seen, differing = count(authority), 0, 0
        for pk, stored, found in recomputed(authority, after=options["after"]):
            seen += 1
            if found:
                differing += 1
                for one in found:
                    self.stdout.write(f"{stored.authority} · {stored.number} · {one}")
            if seen % EVERY == 0:
                self.stderr.write(f"{seen} / {whole} (jusqu’à --after {pk})")
        self.stdout.write(f"{seen} décision(s) refaite(s), {differing} qui diffère(nt).")
        if differing:
            raise CommandError("Des décisions ne se refont pas à l’identique.")

    def _retention(self, authority: Authority | None, options: dict[str, Any]) -> None:
        now = timezone.now()
        towns = [authority] if authority else list(Authority.objects.order_by("name"))
        for town in towns:
            for line in keeping.due(town, now, within=timedelta(days=options["days"])):
                self.stdout.write(
                    f"{town.name} · {line.scheme} · {line.what} · {line.files} dossier(s), "
                    f"le premier le {line.first:%d/%m/%Y}"
                )
