"""Makes a backup, while the installation goes on working."""

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from relance.kernel.keeping.archive import FORMAT, MANIFEST, Manifest, NotKept, digest
from relance.kernel.keeping.databases import copy_out


def backup(target: Path, *, at: datetime, force: bool = False) -> Manifest:
    """Write everything to `target`, readable by us alone; it appears only once it is whole.

    The database first, the files after: a file is on disk before its row says so, and is never
    changed, so that every row of the copy finds its file. Raises NotKept.
    """
    if target.exists() and not force:
        raise NotKept(f"{target} existe déjà. Donnez un autre nom, ou ajoutez --force.")
    if not target.parent.is_dir():
        raise NotKept(f"Le dossier {target.parent} n’existe pas.")
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file, tempfile.TemporaryDirectory() as folder:
            manifest = _write(file, Path(folder), at)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return manifest


def _write(file: io.BufferedIOBase, folder: Path, at: datetime) -> Manifest:
    manifest = Manifest(FORMAT, at.isoformat(), connection.vendor, sorted(applied()), {})
    copy = folder / manifest.database
    copy_out(copy)
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        for name, path in [(manifest.database, copy), *_files(), *_keys()]:
            manifest.members[name] = digest(path)
            archive.add(path, arcname=name, recursive=False)
        content = manifest.as_json()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(content), 0o600
        archive.addfile(member, io.BytesIO(content))
    return manifest


def applied() -> list[str]:
    """The migrations that this database has seen."""
    return [f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()]


def _files() -> Iterator[tuple[str, Path]]:
    root: Path = settings.FILES_ROOT
    for path in sorted(root.glob("??/*")):
        if path.is_file() and not path.name.startswith("."):
            yield f"files/{path.relative_to(root).as_posix()}", path


def _keys() -> Iterator[tuple[str, Path]]:
    for path in sorted(settings.DATA.glob("*.key")):
        yield f"keys/{path.name}", path
