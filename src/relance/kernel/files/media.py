"""The media type of a file, by its content alone: what its name says is not believed."""

import puremagic

from relance.reading.document import ReadingError
from relance.reading.recognise import recognise

OCTETS = "application/octet-stream"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OF_FORMAT = {
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "odt": f"{_OPEN_DOCUMENT}text",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet",
    "html": "text/html",
    "csv": "text/csv",
    "markdown": "text/markdown",
    "text": "text/plain",
}


def media_type_of(data: bytes) -> str:
    """The media type of these bytes; application/octet-stream when nothing is recognised."""
    if (image := _image(data)) is not None:
        return image
    try:
        return OF_FORMAT[recognise(data)]
    except ReadingError:
        return _by_signature(data)


def _image(data: bytes) -> str | None:
    """Images first: their signatures are long, and no document begins with one."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def _by_signature(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "application/zip"
    try:
        found = puremagic.magic_string(data[:65_536])
    except (puremagic.PureError, ValueError):
        return OCTETS
    # Two octets in common (0.2) prove nothing: a text may begin with BM.
    return next((match.mime_type for match in found if match.mime_type and match.confidence >= 0.3), OCTETS)
