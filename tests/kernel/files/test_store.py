"""Storing files: whole or not at all, once, within the limit."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel import files
from relance.kernel.files.store import plain_name
from relance.kernel.models import Authority, FileState, StoredFile
from tests.support.cast import Cast

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ncontent"

pytestmark = pytest.mark.usefixtures("files_root")


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_digest_type_and_sender(valmont: Authority, cast: Cast) -> None:
    file = files.store(authority=valmont, by=cast.alice, name="plan.txt", content=PDF)

    assert (file.media_type, file.size, file.sent_by) == ("application/pdf", len(PDF), cast.alice)
    assert file.state == FileState.UNSCANNED
    assert files.read(file) == PDF
    with files.opened(file) as opened:
        assert opened.read() == PDF


@pytest.mark.parametrize("content", [PDF, io.BytesIO(PDF), SimpleUploadedFile("plan.pdf", PDF)])
def test_bytes_open_files_and_sent_files_are_all_taken(valmont: Authority, content: Any) -> None:
    file = files.store(authority=valmont, by=None, name="plan.pdf", content=content)

    assert files.read(file) == PDF


def test_the_same_content_twice_is_one_row_and_one_file(
    valmont: Authority, cast: Cast, files_root: Path
) -> None:
    first = files.store(authority=valmont, by=cast.alice, name="plan.pdf", content=PDF)

    again = files.store(authority=valmont, by=cast.alice, name="copie.pdf", content=PDF)

    assert again == first
    assert again.name == "plan.pdf"
    assert len(on_disk(files_root)) == 1


def test_two_authorities_share_bytes_but_not_rows(
    valmont: Authority, brumes: Authority, files_root: Path
) -> None:
    ours = files.store(authority=valmont, by=None, name="a.pdf", content=PDF)

    theirs = files.store(authority=brumes, by=None, name="b.pdf", content=PDF)

    assert ours.pk != theirs.pk
    assert len(on_disk(files_root)) == 1


def test_a_file_beyond_the_limit_is_refused_with_the_limit(
    valmont: Authority, settings: Any, files_root: Path
) -> None:
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024

    with pytest.raises(files.FileTooLarge, match=r"plan\.pdf.* est trop lourd\u00a0: 2\u00a0Mo au plus"):
        files.store(authority=valmont, by=None, name="plan.pdf", content=b"x" * (settings.UPLOAD_LIMIT + 1))

    assert not StoredFile.objects.of(valmont).exists()
    assert not on_disk(files_root)


def test_an_empty_file_is_refused(valmont: Authority) -> None:
    with pytest.raises(files.EmptyFile, match="est vide"):
        files.store(authority=valmont, by=None, name="plan.pdf", content=b"")


def test_a_failed_write_leaves_neither_row_nor_piece(
    valmont: Authority, files_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)

    with pytest.raises(OSError, match="No space"):
        files.store(authority=valmont, by=None, name="plan.pdf", content=PDF)

    assert not on_disk(files_root)
    assert not StoredFile.objects.of(valmont).exists()


def test_sending_again_heals_a_file_lost_from_the_disk(valmont: Authority) -> None:
    file = files.store(authority=valmont, by=None, name="plan.pdf", content=PDF)
    files.path_of(file).unlink()

    files.store(authority=valmont, by=None, name="plan.pdf", content=PDF)

    assert files.read(file) == PDF


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Odile\\plan.pdf", "plan.pdf"),
        ("plan\r\nX-Header: 1.pdf", "planX-Header: 1.pdf"),
        ("", "fichier"),
        ("...", "fichier"),
        ("é" * 300 + ".pdf", "é" * 251 + ".pdf"),
    ],
)
def test_names_are_plain(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    kept = plain_name(name)

    assert 0 < len(kept) <= 255
    assert kept.isprintable()
    assert not set(kept) & {"/", "\\"}
