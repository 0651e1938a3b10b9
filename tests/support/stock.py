"""A migrated SQLite file, kept between runs: migrating takes five seconds, copying none.

It stands in `var/tests`, under the digest of everything that shapes it: migrations, the kernel
(its triggers and search tables) and the pinned libraries. Django still runs `migrate` over
the copy, so a wrong copy costs time and never truth. Remove the folder whenever in doubt.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from tests.support.shared import ROOT

FOLDER = ROOT / "var" / "tests"
SHAPING = ("src/relance/**/migrations/*.py", "src/relance/kernel/**/*.py", "requirements.txt")


def digest(root: Path = ROOT) -> str:
    """Changes whenever the migrated file might."""
    known = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted(path for pattern in SHAPING for path in root.glob(pattern)):
        known.update(str(path.relative_to(root)).encode())
        known.update(path.read_bytes())
    return known.hexdigest()[:20]


def take(into: Path, folder: Path = FOLDER) -> bool:
    """Copy the file of today's digest there; False when nobody has made it yet."""
    kept = folder / f"{digest()}.sqlite3"
    if not kept.exists():
        return False
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, into)
    return True


def put(made: Path, folder: Path = FOLDER) -> None:
    """Keep a freshly migrated file, in place of those of other days."""
    kept = folder / f"{digest()}.sqlite3"
    with contextlib.suppress(OSError):  # a folder that cannot be written only costs the next run its time
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f"{os.getpid()}.half"
        with (
            contextlib.closing(sqlite3.connect(made)) as source,
            contextlib.closing(sqlite3.connect(half)) as copy,
        ):
            source.backup(copy)
        half.replace(kept)
        for old in folder.glob("*.sqlite3"):
            if old != kept:
                old.unlink(missing_ok=True)
