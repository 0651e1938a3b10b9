"""One reader per format; `read_document` picks the reader by the content of the file."""

import hashlib
from dataclasses import dataclass, field

from relance.reading.document import Block, Document, NoText, TooLarge, UnknownFormat
from relance.reading.limits import DEFAULT, Deadline, Limits, fewer_collections, megabytes, refuse_over
from relance.reading.readers.compose import Composer
from relance.reading.readers.csvfile import read_csv
from relance.reading.readers.docx import read_docx
from relance.reading.readers.html import read_html
from relance.reading.readers.markdown import markdown_blocks
from relance.reading.readers.odf import read_ods, read_odt
from relance.reading.readers.package import check_package
from relance.reading.readers.pdf import read_pdf
from relance.reading.readers.text import text_blocks
from relance.reading.readers.xlsx import read_xlsx
from relance.reading.recognise import decode, recognise

__all__ = ["read_document"]


def read_document(data: bytes, *, name: str | None = None, limits: Limits = DEFAULT) -> Document:
    """Read a file whole: its text and its blocks in reading order.

    `name` only helps where content does not decide (Markdown or plain text). For text and
    Markdown `Document.text` is the decoded file with its line ends as "\\n"; for all other
    formats it is a plain text composed of the blocks, one a line, cells separated by tabs.
    A cell merged over several rows has the same span in each of them; an empty cell has none.
    Raises a ReadingError, whose message is a French sentence, when the file cannot be read.
    """
    if len(data) > limits.file_bytes:
        raise TooLarge(
            f"Ce fichier pèse {megabytes(len(data))}\u00a0; la taille maximale est de "
            f"{megabytes(limits.file_bytes)}."
        )
    sha256 = hashlib.sha256(data).hexdigest()
    kind = recognise(data, name=name)
    deadline = Deadline(limits.seconds)
    with fewer_collections():
        reading = _read(kind, data, limits, deadline)
    if not reading.blocks:
        raise NoText("Ce fichier ne contient aucun texte.")
    refuse_over(len(reading.blocks), limits.blocks, "paragraphes")
    return Document(
        text=reading.text,
        blocks=tuple(reading.blocks),
        format=kind,
        sha256=sha256,
        title=reading.title,
        pages=reading.pages,
        warnings=tuple(reading.warnings),
    )


@dataclass(slots=True)
class _Reading:
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    pages: int | None = None
    warnings: list[str] = field(default_factory=list)


def _read(kind: str, data: bytes, limits: Limits, deadline: Deadline) -> _Reading:
    reading = _Reading()
    if kind in {"text", "markdown", "html", "csv"}:
        text = decode(data)
        refuse_over(len(text), limits.characters, "caractères")
        if kind == "text":
            return _Reading(text, text_blocks(text))
        if kind == "markdown":
            return _Reading(text, markdown_blocks(text, limits))
    composer = Composer(limits)
    match kind:
        case "html":
            reading.title = read_html(text, composer, limits, deadline)
        case "csv":
            read_csv(text, composer, limits, deadline)
        case "docx":
            check_package(data, limits, deadline)
            reading.title = read_docx(data, composer, limits, deadline)
        case "xlsx":
            check_package(data, limits, deadline)
            reading.warnings = read_xlsx(data, composer, limits, deadline)
        case "pdf":
            reading.title, reading.pages, reading.warnings = read_pdf(data, composer, limits, deadline)
        case "odt":
            check_package(data, limits, deadline)
            reading.title = read_odt(data, composer, limits, deadline)
        case "ods":
            check_package(data, limits, deadline)
            reading.title, reading.warnings = read_ods(data, composer, limits, deadline)
        case _:
            raise UnknownFormat("Ce format n’est pas encore lu.")
    reading.text, reading.blocks = composer.finish()
    return reading
