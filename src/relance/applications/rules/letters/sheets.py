"""Letters on paper: tagged PDF (PDF/UA-1), set by Typst; many as one file for the printer.

Words reach Typst as JSON strings, never as markup: nothing that an officer or an applicant wrote is read as
a command.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pypdfium2
import typst

from relance.values.typography import Locale

_FOLDER: Final = Path(__file__).resolve().parents[2] / "templates" / "applications"
VOLUME: Final = 20
"""Letters set by one call for the print file. Typst remembers its last ten calls: 100 a call took 1.2 GB in
all, 20 take 0.3 GB, as quickly, for a file a quarter heavier (each volume carries its fonts)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter ready to print. `sender`, `to`: the lines of two addresses; `blocks` as `fill` gives them."""

    title: str
    authority: str
    reference: str
    place_and_day: str
    to: tuple[str, ...]
    blocks: tuple[dict[str, Any], ...]
    sender: tuple[str, ...] = ()
    region: str = "FR"
    draft: str = field(default="")  # what stands across a preview: it is no letter

    def as_preview(self) -> "Sheet":
        """The same, saying across the page that it is no letter."""
        return replace(self, draft="Aperçu")

    @classmethod
    def region_of(cls, locale: Locale) -> str:
        """Which paper, and whose hyphens: A4 in France, letter in Québec."""
        return "CA" if locale is Locale.FR_CA else "FR"


class Press:
    """Sets letters one after the other. Kept through a run, it reads fonts once: 4 ms a letter, not 12."""

    def __init__(self) -> None:
        self._letter = typst.Compiler(_FOLDER / "letter.typ", root=_FOLDER, ignore_system_fonts=True)
        self._volume = typst.Compiler(_FOLDER / "volume.typ", root=_FOLDER, ignore_system_fonts=True)

    def letter(self, sheet: Sheet, *, at: datetime) -> bytes:
        """One letter as PDF/UA-1, dated `at` in its metadata; the same sheet and time give the same bytes."""
        return _bytes(
            self._letter.compile(
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=int(at.timestamp()),
                sys_inputs={"data": json.dumps(asdict(sheet))},
            )
        )

    def volume(self, sheets: Sequence[Sheet], *, at: datetime) -> bytes:
        """At most `VOLUME` letters as one PDF for the printer, each on a new leaf, with pages of its own."""
        if not 0 < len(sheets) <= VOLUME:
            raise ValueError(f"a volume holds 1 to {VOLUME} letters, got {len(sheets)}")
        return _bytes(
            self._volume.compile(
                format="pdf",
                pdf_tags=False,  # paper has no tags; each letter's own PDF has them
                timestamp=int(at.timestamp()),
                sys_inputs={"data": json.dumps([asdict(sheet) for sheet in sheets])},
            )
        )


def volumes(sheets: Iterable[Sheet]) -> Iterator[list[Sheet]]:
    """The letters cut into volumes, in order."""
    rest = iter(sheets)
    while part := list(islice(rest, VOLUME)):
        yield part


def bound(parts: Iterable[bytes]) -> bytes:
    """Volumes one after the other as one PDF. Each has an even number of pages: leaves stay leaves."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as one:
            whole.import_pages(one)
            if len(one) % 2:
                width, height = one[len(one) - 1].get_size()
                whole.new_page(width, height)
    written = io.BytesIO()
    whole.save(written)
    whole.close()
    return written.getvalue()


def _bytes(made: object) -> bytes:
    if not isinstance(made, bytes):  # several pages as several files: only for pictures
        raise TypeError(f"Typst gave {type(made).__name__}, a PDF was asked for")
    return made
