"""Brings a backup back, into an empty installation or, on demand, over another one."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from relance.kernel.keeping.archive import Manifest, NotEmpty, NotKept, unpacked
from relance.kernel.keeping.databases import copy_in
from relance.kernel.search import index

VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Replace this installation's database, files and keys by the backup's.

    Everything is checked before anything is changed. Files come first (they only add), the
    database last and at once. A backup of an older version is then brought up to this one.
    Raises NotKept.
    """
    if not force:
        _refuse_to_overwrite()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        unpacked_into = Path(folder)
        manifest = unpacked(source, unpacked_into)
        _refuse_strangers(manifest)
        _bring_files(unpacked_into / "files")
        _bring_keys(unpacked_into / "keys")
        copy_in(unpacked_into / manifest.database)
    call_command("migrate", interactive=False, verbosity=0)
    index.rebuild()
    return manifest


def _refuse_to_overwrite() -> None:
    try:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            for table in ("kernel_account", "kernel_authority"):
                if table in tables:
                    cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608  # ours
                    if cursor.fetchone():
                        raise NotEmpty(
                            "Des comptes ou des collectivités vivent déjà ici. Sauvegardez-les d’abord "
                            "(relance backup), puis recommencez avec --force pour les remplacer."
                        )
    except DatabaseError as error:
        raise NotKept(f"La base de données ne répond pas\u00a0: {error}") from error


def _refuse_strangers(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise NotKept(
            f"Cette sauvegarde vient de {VENDORS.get(manifest.vendor, manifest.vendor)}, "
            f"cette installation est sur {VENDORS[connection.vendor]}. Changez RELANCE_DATABASE_URL."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {
        name for name in manifest.migrations if name.split(".")[0] in {one.split(".")[0] for one in known}
    }
    if unknown := sorted(ours - known):
        raise NotKept(
            f"Cette sauvegarde vient d’une version plus récente de Relance ({unknown[0]}). "
            "Installez cette version-là d’abord."
        )


def _bring_files(source: Path) -> None:
    for path in sorted(source.glob("??/*")):
        target: Path = settings.FILES_ROOT / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        shutil.move(path, target)


def _bring_keys(source: Path) -> None:
    for path in sorted(source.glob("*.key")):
        target = settings.DATA / path.name
        path.chmod(0o600)
        path.replace(target)
