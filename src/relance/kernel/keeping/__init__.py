"""Backup and restore of a whole installation: database, files and keys in one archive.

    keeping.backup(target, at=…) -> Manifest
    keeping.restore(source, force=False) -> Manifest

NotKept              a sentence for who operates; nothing was changed
├── NotABackup       the archive is none, or not whole
└── NotEmpty         something lives here already, and nobody said that it may go
"""

from relance.kernel.keeping.archive import Manifest, NotABackup, NotEmpty, NotKept
from relance.kernel.keeping.backing import backup
from relance.kernel.keeping.restoring import restore

__all__ = ["Manifest", "NotABackup", "NotEmpty", "NotKept", "backup", "restore"]
