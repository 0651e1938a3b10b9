"""Whether this installation is well: asked by the health page, `relance doctor` and supervisors."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from relance.kernel.jobs import workers

ROOM = 500 * 1024 * 1024  # octets that must stay free where files and a SQLite database grow


@dataclass(frozen=True)
class Health:
    """True is well. Pages can be served when the database answers and has this version's tables."""

    database: bool
    migrations: bool
    worker: bool
    disk: bool

    @property
    def serves(self) -> bool:
        return self.database and self.migrations

    @property
    def well(self) -> bool:
        return self.serves and self.worker and self.disk


def examine() -> Health:
    """The state at this moment; never raises."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = not pending_migrations()
        alive = migrated and workers.alive(timezone.now()) > 0
    except (DatabaseError, OSError):
        return Health(database=False, migrations=False, worker=False, disk=free_room() >= ROOM)
    return Health(database=True, migrations=migrated, worker=alive, disk=free_room() >= ROOM)


def pending_migrations() -> list[str]:
    """Migrations of this version that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def free_room() -> int:
    """Free octets on the disk of the data folder (0 when it is not there)."""
    folder: Path = settings.DATA
    return shutil.disk_usage(folder).free if folder.exists() else 0


def loose_keys() -> list[str]:
    """Files of the data folder that hold secrets and that others on the machine may read."""
    folder: Path = settings.DATA
    found = [path for path in folder.glob("*.key") if path.is_file()]
    return [str(path) for path in found if path.stat().st_mode & 0o077]
