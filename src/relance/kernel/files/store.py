"""Stores files and gives their bytes back."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from relance.kernel.errors import RelanceError
from relance.kernel.files import antivirus
from relance.kernel.files.media import media_type_of
from relance.kernel.models import Account, Authority, FileState, StoredFile
from relance.values.typography import NBSP, Locale, number

MEGA = 1024 * 1024
_PIECE = 256 * 1024


class FileRefused(RelanceError):
    """Nothing was kept; the message says why and what is allowed."""


class EmptyFile(FileRefused):
    pass


class FileTooLarge(FileRefused):
    pass


class FileInfected(FileRefused):
    pass


class FileHeld(RelanceError):
    """The file is known but not given out; the message says why."""


class Uploaded(Protocol):
    """What Django hands for a sent file."""

    def chunks(self) -> Iterable[bytes]: ...


def store(
    *,
    authority: Authority,
    by: Account | None,
    name: str,
    content: bytes | Uploaded | IO[bytes],
    at: datetime | None = None,
    limit: int | None = None,
) -> StoredFile:
    """Keep this content for the authority; sending the same content again gives the same row.

    `limit`: octets, for what we made ourselves; what people send has settings.UPLOAD_LIMIT.
    Bytes are on disk, whole, before the row says so. Raises FileRefused. Call it before your own
    transaction opens: the antivirus may take its time, and would hold the lock of the database.
    """
    data = _within_limit(content, name, settings.UPLOAD_LIMIT if limit is None else limit)
    sha256 = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.of(authority).filter(sha256=sha256).first()
    if known is None:
        state, reason = _examined(data)
        _write(data, sha256)
        known, _ = StoredFile.objects.of(authority).get_or_create(
            authority=authority,
            sha256=sha256,
            defaults={
                "size": len(data),
                "media_type": media_type_of(data),
                "name": plain_name(name),
                "state": state,
                "state_reason": reason,
                "sent_by": by,
                "sent_at": at or timezone.now(),
            },
        )
    elif not path_of(known).exists():  # a restore without its files is healed by sending again
        _write(data, sha256)
    if known.state == FileState.REFUSED:
        raise FileInfected(
            f"«{NBSP}{plain_name(name)}{NBSP}» est refusé{NBSP}: {known.state_reason}. "
            "Demandez à qui vous l’a remis un fichier sain."
        )
    return known


def path_of(file: StoredFile) -> Path:
    """Where the bytes stand. For reading them use `read` or `opened`."""
    return _path(file.sha256)


def opened(file: StoredFile) -> IO[bytes]:
    """The stored bytes, as an open file; the caller closes it. Any state: for our own readers."""
    return path_of(file).open("rb")


def read(file: StoredFile) -> bytes:
    return path_of(file).read_bytes()


def check_servable(file: StoredFile) -> None:
    """Raise FileHeld for a file that nobody may be given."""
    if file.state == FileState.REFUSED:
        raise FileHeld(f"Ce fichier n’est pas remis{NBSP}: {file.state_reason}.")
    if file.state == FileState.UNSCANNED and settings.CLAMAV:
        raise FileHeld("Ce fichier attend l’analyse de l’antivirus. Revenez dans quelques minutes.")


def forget(file: StoredFile) -> bool:
    """Let go of a file that its owner no longer keeps: the row, and the bytes that nobody else holds.

    False when another row of the authority still names it: then it stays. Bytes leave after the commit.
    """
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(partial(_unlink, file.sha256))
    return True


def _unlink(sha256: str) -> None:
    everybody = StoredFile.objects.everywhere("the bytes stand once for all authorities")
    if not everybody.filter(sha256=sha256).exists():
        _path(sha256).unlink(missing_ok=True)


def examine_waiting() -> int:
    """Show the antivirus every file it has not seen yet; how many it has seen now. Run nightly."""
    seen = 0
    if not settings.CLAMAV:
        return seen
    waiting = StoredFile.objects.everywhere("the antivirus sees all files").filter(state=FileState.UNSCANNED)
    for file in waiting.order_by("pk").iterator():
        state, reason = _examined(read(file))
        if state == FileState.UNSCANNED:
            break  # it is away: the next run goes on
        file.state, file.state_reason = state, reason
        file.save(update_fields=["state", "state_reason"])
        seen += 1
    return seen


def plain_name(name: str) -> str:
    """The last part of the name, without control characters, at most 255 letters, extension kept."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in last if c.isprintable()).strip(" .") or "fichier"
    stem, dot, extension = kept.rpartition(".")
    if len(kept) <= 255 or not dot or len(extension) > 20:
        return kept[:255]
    return f"{stem[: 254 - len(extension)]}.{extension}"


def _within_limit(content: bytes | Uploaded | IO[bytes], name: str, limit: int) -> bytes:
    pieces, size = [], 0
    for piece in _pieces(content):
        size += len(piece)
        if size > limit:
            allowed = number(max(limit // MEGA, 1), Locale.FR)
            raise FileTooLarge(
                f"«{NBSP}{plain_name(name)}{NBSP}» est trop lourd{NBSP}: {allowed}{NBSP}Mo au plus. "
                "Réduisez-le, ou envoyez-le en plusieurs parties."
            )
        pieces.append(piece)
    if not size:
        raise EmptyFile(f"«{NBSP}{plain_name(name)}{NBSP}» est vide. Choisissez un autre fichier.")
    return b"".join(pieces)


def _pieces(content: bytes | Uploaded | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif hasattr(content, "chunks"):
        yield from content.chunks()
    else:
        while piece := content.read(_PIECE):
            yield piece


def _examined(data: bytes) -> tuple[FileState, str]:
    if not settings.CLAMAV:
        return FileState.UNSCANNED, ""
    try:
        verdict = antivirus.examine(data, address=settings.CLAMAV)
    except antivirus.AntivirusUnavailable:
        return FileState.UNSCANNED, ""
    if verdict.threat:
        return FileState.REFUSED, f"l’antivirus y reconnaît {verdict.threat}"[:200]
    return FileState.CLEAN, ""


def _path(sha256: str) -> Path:
    root: Path = settings.FILES_ROOT
    return root / sha256[:2] / sha256


def _write(data: bytes, sha256: str) -> None:
    """Whole or not at all: written beside, flushed to disk, then renamed."""
    path = _path(sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
