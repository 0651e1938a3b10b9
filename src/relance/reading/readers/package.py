"""Looks into a zipped office file before any library opens it: bombs, passwords, broken parts."""

import io
import zipfile

from relance.reading.document import DamagedFile, EncryptedFile, TooLarge
from relance.reading.limits import Deadline, Limits, megabytes, refuse_over

_MEMBERS = 20_000
_CHUNK = 1 << 20
# Office files never declare entities: whoever does builds a bomb or reaches for other files.
_FORBIDDEN = tuple(
    word.encode(encoding)
    for word in ("<!ENTITY", "<!DOCTYPE")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
DAMAGED = (
    "Ce fichier est endommagé\u00a0: son contenu ne se lit pas. "
    "Ouvrez-le, enregistrez-le de nouveau, puis renvoyez-le."
)


def check_package(data: bytes, limits: Limits, deadline: Deadline) -> None:
    """Unpack every part once, counting what comes out, and refuse what no office program writes.

    Sizes are counted on the bytes that come out, since a bomb lies about them in its index.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            refuse_over(len(members), _MEMBERS, "parties dans son archive")
            for member in members:
                if member.flag_bits & 0x1:
                    raise EncryptedFile(
                        "Ce fichier est protégé par un mot de passe. "
                        "Enregistrez-le sans mot de passe, puis envoyez-le de nouveau."
                    )
                total += _check_member(archive, member, limits.unpacked_bytes - total, limits)
                deadline.check()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile(DAMAGED) from error
    except Exception as error:
        # zlib, lzma and bz2 each have an error class of their own.
        if type(error).__module__ in {"zlib", "lzma", "_lzma", "bz2"}:
            raise DamagedFile(DAMAGED) from error
        raise


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    name = member.filename.lower()
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    if name.endswith("manifest.xml") and b"encryption-data" in archive.open(member).read(
        min(_CHUNK, left + 1)
    ):
        raise EncryptedFile(
            "Ce fichier est protégé par un mot de passe. "
            "Enregistrez-le sans mot de passe, puis envoyez-le de nouveau."
        )
    size = 0
    tail = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise TooLarge(
                    f"Une fois décompressé, ce fichier dépasse {megabytes(limits.unpacked_bytes)}, "
                    "le maximum accepté."
                )
            if is_xml and any(word in tail + chunk for word in _FORBIDDEN):
                raise DamagedFile(
                    "Ce fichier contient des déclarations XML que les logiciels de bureau n’écrivent "
                    "pas\u00a0; par sécurité, il n’est pas lu."
                )
            tail = chunk[-32:]
    return size
