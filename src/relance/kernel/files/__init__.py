"""Files that people send: kept under the digest of their content, typed by it, served by a view only.

    file = files.store(authority=…, by=…, name="plan.pdf", content=request.FILES["file"])
    files.read(file) · files.opened(file)          the bytes
    files.forget(file)                             when its time is over and nobody else names it
    kernel.views.files.file_response(file)         the answer to a browser, after *your* check of the right

FileRefused             a sentence for the sender
├── EmptyFile           nothing inside
├── FileTooLarge        beyond settings.UPLOAD_LIMIT
└── FileInfected        the antivirus named something in it
FileHeld                not served: refused, or not yet examined by the antivirus
"""

from relance.kernel.files.apart import is_apart, keep_apart
from relance.kernel.files.media import media_type_of
from relance.kernel.files.store import (
    EmptyFile,
    FileHeld,
    FileInfected,
    FileRefused,
    FileTooLarge,
    check_servable,
    examine_waiting,
    forget,
    opened,
    path_of,
    read,
    store,
)

__all__ = [
    "EmptyFile",
    "FileHeld",
    "FileInfected",
    "FileRefused",
    "FileTooLarge",
    "check_servable",
    "examine_waiting",
    "forget",
    "is_apart",
    "keep_apart",
    "media_type_of",
    "opened",
    "path_of",
    "read",
    "store",
]
