"""What a backup holds: a tar.gz with `manifest.json`, which names every other member and its digest.

database.sqlite3 or database.dump     the database (SQLite file, or pg_dump's custom format)
files/ab/abcdef…                      stored files, under their own digest
keys/secret.key                       keys made by this installation
"""

import hashlib
import json
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from relance.kernel.errors import RelanceError

FORMAT = 1
MANIFEST = "manifest.json"


class NotKept(RelanceError):
    pass


class NotABackup(NotKept):
    pass


class NotEmpty(NotKept):
    pass


@dataclass(frozen=True)
class Manifest:
    """`members`: name in the archive → SHA-256. `migrations`: those that its database has seen."""

    format: int
    at: str
    vendor: str
    migrations: list[str]
    members: dict[str, str]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True).encode()

    @property
    def database(self) -> str:
        return "database.sqlite3" if self.vendor == "sqlite" else "database.dump"


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpacked(source: Path, into: Path) -> Manifest:
    """Unpack an archive beside its destination, and check that every member is there and whole."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(into, filter="data")  # refuses what would leave the folder
        manifest = Manifest(**json.loads((into / MANIFEST).read_bytes()))
    except (tarfile.TarError, OSError, EOFError, ValueError, TypeError) as error:
        raise NotABackup(f"{source} n’est pas une sauvegarde de Relance, ou elle est incomplète.") from error
    if manifest.format != FORMAT:
        raise NotABackup(f"{source}\u00a0: forme {manifest.format}, cette version lit la forme {FORMAT}.")
    for name, wanted in manifest.members.items():
        member = into / name
        if not member.is_file() or digest(member) != wanted:
            raise NotABackup(
                f"{source} est abîmée\u00a0: {name} manque ou a changé. Prenez une autre sauvegarde."
            )
    if manifest.database not in manifest.members:
        raise NotABackup(f"{source} ne contient pas de base de données.")
    return manifest
