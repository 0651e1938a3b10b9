"""A whole installation goes into a backup and comes back elsewhere, on both databases.

Real processes on real databases: what is brought back is compared row by row and file by file.
"""

import json
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import left_out, postgres

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.proof

FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from relance.kernel import audit, files, search
from relance.kernel.models import *
town = Authority.objects.create(slug="valmont", name="Valmont", country="FR", currency="EUR")
anna = Account.objects.create_user("anna@example.org", "un long mot de passe", name="Anna")
Membership.objects.create(account=anna, authority=town, role="administrator")
for n in range(30):
    files.store(authority=town, by=anna, name=f"pièce {n}.txt", content=f"contenu {n}".encode())
    search.put(authority=town, kind="k", key=str(n), title=f"Loyer numéro {n}", address="/", is_public=True)
    audit.record(authority=town, by=anna, act="essai", subject=town, at=timezone.now(), after={"n": n})
"""

TELL = """
import hashlib, json
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core import serializers
from relance.kernel import files, immutable, search
from relance.kernel.models import *
from relance.kernel.scope import unguarded
with unguarded():
    rows = {m._meta.label: serializers.serialize("json", m._base_manager.order_by("pk"))
            for m in apps.get_models() if m._meta.app_label in ("kernel", "account")}
    every = StoredFile.objects.everywhere("a proof")
    stored = {file.sha256: hashlib.sha256(files.read(file)).hexdigest() for file in every}
print(json.dumps({"rows": rows, "files": stored, "triggers": immutable.missing(),
    "found": search.find("loyer", reader=AnonymousUser()).total}))
"""


class Installation:
    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.environment = {
            n: v for n, v in os.environ.items() if not n.startswith(("RELANCE_", "DJANGO_"))
        } | {
            "PYTHONPATH": str(ROOT / "src"),
            "RELANCE_MODE": "demo",
            "RELANCE_DATA": str(folder),
            "RELANCE_DATABASE_URL": database,
        }

    def relance(self, *words: str, refused: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "relance", *words],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode != 0) is refused, done.stdout + done.stderr
        return done.stderr if refused else done.stdout

    def tell(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.relance("shell", "--verbosity=0", "-c", TELL))
        return told


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """A filled installation, and an empty one."""
    here, there = tmp_path / "here", tmp_path / "there"
    with ExitStack() as stack:
        if request.param == "sqlite":
            addresses = [f"sqlite:///{here / 'db.sqlite3'}", f"sqlite:///{there / 'db.sqlite3'}"]
            here.mkdir()
            there.mkdir()
        else:
            try:
                addresses = [stack.enter_context(postgres.cluster()) for _ in range(2)]
            except postgres.PostgresqlMissing as missing:
                left_out.leave_out("PostgreSQL absent", str(missing))
        full = Installation(here, addresses[0])
        full.relance("shell", "--verbosity=0", "-c", FILL)
        yield full, Installation(there, addresses[1])


def test_what_was_saved_comes_back_whole_elsewhere(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    full, empty = two
    archive = tmp_path / "sauvegarde.tar.gz"

    said = full.relance("backup", str(archive))
    assert "éléments" in said
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert len([name for name in names if name.startswith("files/")]) == 30
    assert "keys/secret.key" in names

    empty.relance("restore", str(archive))

    told = empty.tell()
    assert told == full.tell()
    assert (told["triggers"], told["found"]) == ([], 30)
    key = "secret.key"
    assert (empty.folder / key).read_text() == (full.folder / key).read_text()
    assert stat.S_IMODE((empty.folder / key).stat().st_mode) == 0o600

    refusal = empty.relance("restore", str(archive), refused=True)
    assert "vivent déjà ici" in refusal
    again = full.relance("backup", str(archive), refused=True)
    assert "existe déjà" in again


def test_force_goes_back_to_the_day_of_the_backup(
    two: tuple[Installation, Installation], tmp_path: Path
) -> None:
    full, _ = two
    archive = tmp_path / "sauvegarde.tar.gz"
    full.relance("backup", str(archive))
    before = full.tell()
    full.relance(
        "shell", "--verbosity=0", "-c",
        "from relance.kernel.models import *; Authority.objects.update(name='Autre');"
        "Account.objects.create_user('intrus@example.org')",
    )  # fmt: skip
    assert full.tell() != before

    full.relance("restore", str(archive), "--force")

    assert full.tell() == before
