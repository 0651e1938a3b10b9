"""Backups that cannot be made, and archives that cannot be trusted. (Round trips: tests/proof.)"""

import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from relance.kernel import keeping
from relance.kernel.keeping import backing, restoring
from relance.kernel.keeping.archive import MANIFEST, Manifest, digest, unpacked
from tests.support.cast import Cast

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def archive(path: Path, contents: dict[str, bytes], **changed: Any) -> Path:
    """A backup made by hand, with what is changed in its manifest."""
    names = {}
    for name, content in contents.items():
        beside = path.parent / "member"
        beside.write_bytes(content)
        names[name] = digest(beside)
    told = {
        "format": 1,
        "at": "2026",
        "vendor": connection.vendor,
        "migrations": [],
        "members": names,
    } | changed
    with tarfile.open(path, "w:gz") as file:
        for name, content in (contents | {MANIFEST: json.dumps(told).encode()}).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            file.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def database_name() -> str:
    return Manifest(1, "", connection.vendor, [], {}).database


def test_a_whole_archive_is_read(tmp_path: Path, database_name: str) -> None:
    source = archive(tmp_path / "a.tar.gz", {database_name: b"db", "files/ab/abc": b"content"})
    (tmp_path / "into").mkdir()

    manifest = unpacked(source, tmp_path / "into")

    assert set(manifest.members) == {database_name, "files/ab/abc"}
    assert (tmp_path / "into/files/ab/abc").read_bytes() == b"content"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "forme 2, cette version lit la forme 1"),
        ({"members": {"files/ab/abc": "0" * 64}}, "est abîmée"),
        ({"members": {"lost": "0" * 64}}, "lost manque ou a changé"),
        ({"members": {}}, "ne contient pas de base de données"),
        ({"more": 1}, "n’est pas une sauvegarde"),
    ],
)
def test_an_archive_that_lies_is_refused(
    tmp_path: Path, database_name: str, change: dict[str, Any], sentence: str
) -> None:
    source = archive(tmp_path / "a.tar.gz", {database_name: b"db", "files/ab/abc": b"x"}, **change)
    (tmp_path / "into").mkdir()

    with pytest.raises(keeping.NotABackup, match=sentence):
        unpacked(source, tmp_path / "into")


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00cut"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.tar.gz"
    source.write_bytes(content)

    with pytest.raises(keeping.NotABackup, match="n’est pas une sauvegarde"):
        unpacked(source, tmp_path)


def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path, database_name: str) -> None:
    source = archive(tmp_path / "a.tar.gz", {"../outside": b"x", database_name: b"db"})
    (tmp_path / "into").mkdir()

    with pytest.raises(keeping.NotABackup):
        unpacked(source, tmp_path / "into")
    assert not (tmp_path / "outside").exists()


@pytest.mark.django_db
def test_a_living_installation_is_not_overwritten(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="vivent déjà ici"):
        call_command("restore", str(tmp_path / "any.tar.gz"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"vendor": "oracle"}, "vient de oracle"),
        ({"migrations": ["kernel.9999_tomorrow"]}, "version plus récente de Relance"),
    ],
)
@pytest.mark.django_db
def test_a_backup_from_elsewhere_changes_nothing(
    tmp_path: Path, settings: Any, change: dict[str, Any], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = settings.FILES_ROOT = tmp_path / "data"
    vendor = change.get("vendor", connection.vendor)
    name = Manifest(1, "", vendor, [], {}).database
    source = archive(tmp_path / "a.tar.gz", {name: b"db", "files/ab/abc": b"x"}, **change)
    copied: list[Path] = []
    monkeypatch.setattr(restoring, "copy_in", copied.append)

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", str(source))

    assert copied == []
    assert not (tmp_path / "data/ab").exists()


@pytest.mark.django_db
def test_migrations_of_other_packages_do_not_make_a_backup_newer(tmp_path: Path) -> None:
    restoring._refuse_strangers(
        Manifest(1, "", connection.vendor, ["an_app_of_before.0001_initial", *backing.applied()], {})
    )


@pytest.mark.parametrize(
    ("target", "sentence"), [("there.tar.gz", "existe déjà"), ("nowhere/b.tar.gz", "n’existe pas")]
)
def test_a_backup_goes_to_a_new_file_of_a_folder_that_exists(
    tmp_path: Path, target: str, sentence: str
) -> None:
    (tmp_path / "there.tar.gz").write_bytes(b"the one of yesterday")

    with pytest.raises(keeping.NotKept, match=sentence):
        keeping.backup(tmp_path / target, at=NOW)

    assert (tmp_path / "there.tar.gz").read_bytes() == b"the one of yesterday"


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(target: Path) -> None:
        raise OSError("No space left on device")

    make: Callable[..., Manifest] = keeping.backup
    monkeypatch.setattr(backing, "copy_out", full)

    with pytest.raises(OSError, match="No space"):
        make(tmp_path / "b.tar.gz", at=NOW)

    assert list(tmp_path.iterdir()) == []
