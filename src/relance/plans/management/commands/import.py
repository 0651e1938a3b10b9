"""`relance import FILE --authority SLUG [--dry-run]`: a published document becomes a draft plan."""  # noqa: N999  # Django names a command by its module

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from relance.kernel.files import FileRefused
from relance.kernel.models import Account, Authority
from relance.plans.actions.importing import ImportReport, ImportRow, import_document
from relance.plans.models import FactKind
from relance.reading.document import ReadingError
from relance.values.typography import NBSP, NNBSP

QUOTE = 90


class Command(BaseCommand):
    help = "Lit un document publié et en propose les faits à relire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="le document publié")
        parser.add_argument("--authority", required=True, metavar="ADRESSE", help="la collectivité")
        parser.add_argument("--by", metavar="COURRIEL", help="le compte qui importe")
        parser.add_argument("--dry-run", action="store_true", help="lire et rapporter sans rien garder")
        parser.add_argument("--brief", action="store_true", help="les totaux, sans une ligne par fait")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = Authority.objects.filter(slug=options["authority"]).first()
        if authority is None:
            known = ", ".join(Authority.objects.values_list("slug", flat=True)) or "aucune"
            raise CommandError(
                f"Pas de collectivité «{NBSP}{options['authority']}{NBSP}». Connues{NBSP}: {known}."
            )
        path: Path = options["file"]
        try:
            report = import_document(
                authority=authority,
                by=_account(options["by"]),
                name=path.name,
                content=path.read_bytes(),
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{path}{NBSP}: ce fichier ne s’ouvre pas ({error.strerror}).") from error
        except (ReadingError, FileRefused) as error:
            raise CommandError(f"{path.name}{NBSP}: {error}") from error
        for line in lines_of(report, brief=options["brief"]):
            self.stdout.write(line)


def _account(email: str | None) -> Account | None:
    if email is None:
        return None
    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        raise CommandError(f"Pas de compte «{NBSP}{email}{NBSP}».")
    return account


def lines_of(report: ImportReport, *, brief: bool = False) -> list[str]:
    """The report as lines of French: one a fact, then the totals."""
    lines = [] if brief else [_line(row) for row in report.rows]
    lines += [f"Attention{NBSP}: {warning}" for warning in report.warnings]
    counts = Counter(row.kind for row in report.rows)
    found = ", ".join(f"{counts[kind]} {_plural(kind, counts[kind])}" for kind in FactKind if counts[kind])
    size = f"{report.characters:,}".replace(",", NNBSP)
    lines.append(f"{report.name}{NBSP}: {size} caractères lus ({report.format}), {found or 'aucun fait'}.")
    if report.dry_run:
        lines.append(f"Essai à blanc{NBSP}: rien n’est gardé.")
    elif report.new:
        lines.append(f"{report.new} faits à relire dans «{NBSP}{report.plan}{NBSP}».")
    else:
        lines.append(f"Tout était déjà connu{NBSP}: rien n’a changé.")
    return lines


def _line(row: ImportRow) -> str:
    quote = row.quote if len(row.quote) <= QUOTE else f"{row.quote[: QUOTE - 1]}…"
    mark = "+" if row.is_new else "="
    indent = "  " * row.depth
    return (
        f"{mark} {indent}{row.kind.label} «{NBSP}{quote}{NBSP}» "
        f"({row.start}–{row.end}, confiance {row.confidence}{NBSP}%)"
    )


def _plural(kind: FactKind, count: int) -> str:
    label = kind.label.lower()
    first, _, rest = label.partition(" ")
    return f"{first}s {rest}".strip() if count > 1 and not first.endswith(("s", "x")) else label
