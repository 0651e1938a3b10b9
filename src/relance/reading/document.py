"""The text of a document as stored, and its blocks.

Everything that reading says points into `Document.text` by half-open character
offsets: `text[start:end]` is the quote. The text never changes once stored; a better
reader gets another `READER_VERSION` and another stored text.
"""

from dataclasses import dataclass
from enum import StrEnum

READER_VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into the stored text. Empty spans are refused."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def quote(self, text: str) -> str:
        """The exact words of `text` at this span."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    `column` counts from 0 on the sheet or table; `header` is the text of the column's
    header cell, if the table has one. `span` is None for an empty cell. `address` is the
    spreadsheet address ("C12") where there is one.
    """

    column: int
    header: str | None
    span: Span | None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the document in reading order, without its bullet, number sign or marks.

    `level`: 1–6 for headings (1 on top), depth from 1 for list items, 0 otherwise.
    `marker`: what stood before the words ("•", "-", "4 –", "1.4", "AXE 2 :"), as printed.
    `table`: which table of the document, counted from 0, for rows. `is_header` marks the
    header row. `page`: 1-based page of a paged format. `style`: what the format says about
    it ("bold", "caps", "h2", "Heading 1", "font=14.0"…), for those who rank headings.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str | None = None
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    is_header: bool = False
    page: int | None = None
    style: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: its text, its blocks and where they come from."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    sha256: str
    title: str | None = None
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    reader_version: int = READER_VERSION


class ReadingError(Exception):
    """The file cannot be read. The message is a French sentence for the person who sent it.

    ReadingError
    ├── UnknownFormat      the content is none of the formats that we read
    ├── DamagedFile        the content is broken
    ├── EncryptedFile      a password protects it
    ├── TooLarge           over a limit of size, pages, cells or unpacked volume
    └── NoText             nothing to read in it (a scan, an empty file)
    """


class UnknownFormat(ReadingError):
    pass


class DamagedFile(ReadingError):
    pass


class EncryptedFile(ReadingError):
    pass


class TooLarge(ReadingError):
    pass


class NoText(ReadingError):
    pass
