"""One reader per format; `read_document` picks the reader by the content of the file."""

import hashlib

from relance.reading.document import Block, Document, NoText, TooLarge
from relance.reading.limits import DEFAULT, Deadline, Limits, megabytes, refuse_over
from relance.reading.readers.markdown import markdown_blocks
from relance.reading.readers.text import text_blocks
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
    text = decode(data)
    refuse_over(len(text), limits.characters, "caractères")
    blocks: list[Block] = markdown_blocks(text, limits) if kind == "markdown" else text_blocks(text)
    deadline.check()
    refuse_over(len(blocks), limits.blocks, "paragraphes")
    if not blocks:
        raise NoText("Ce fichier ne contient aucun texte.")
    return Document(text=text, blocks=tuple(blocks), format=kind, sha256=sha256)
