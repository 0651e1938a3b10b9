"""The stored text of a document, with the places that somebody points at."""

from collections.abc import Iterable
from dataclasses import dataclass

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import DocumentText
from relance.plans.queries.published import published_documents


@dataclass(frozen=True, slots=True)
class Passage:
    """Half-open offsets into a stored text."""

    start: int
    end: int

    @classmethod
    def from_query(cls, said: str) -> "Passage | None":
        """From the words of an address ("120-180"); None for nonsense."""
        start, dash, end = said.partition("-")
        if not (dash and start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
            return None
        if len(start) > 9 or len(end) > 9 or int(start) >= int(end):
            return None
        return cls(int(start), int(end))

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text as shown; `is_marked` when a passage covers it."""

    text: str
    is_marked: bool = False


def public_text(*, authority: Authority, document: int, version: int | None = None) -> DocumentText:
    """The text of a document of a published plan: the one of this reader version, else the newest.

    Raises Missing, also for documents that only drafts rest on.
    """
    readable = published_documents(authority=authority).filter(pk=document)
    texts = DocumentText.objects.of(authority).filter(document__in=readable.values("pk"))
    if version is not None:
        texts = texts.filter(reader_version=version)
    text = texts.select_related("document").order_by("-reader_version").first()
    if text is None:
        raise Missing("Ce document n’existe pas, ou n’est pas publié.")
    return text


def pieces_of(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """The text cut at the ends of the passages; overlapping ones become one mark.

    The pieces put end to end are the text. What lies past its end is left out.
    """
    merged: list[list[int]] = []
    for passage in sorted(passages, key=lambda one: (one.start, one.end)):
        start, end = passage.start, min(passage.end, len(text))
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    pieces: list[Piece] = []
    here = 0
    for start, end in merged:
        if here < start:
            pieces.append(Piece(text[here:start]))
        pieces.append(Piece(text[start:end], is_marked=True))
        here = end
    if here < len(text) or not pieces:
        pieces.append(Piece(text[here:]))
    return [piece for piece in pieces if piece.text]


def around(text: str, passage: Passage, *, letters: int = 240) -> tuple[str, str]:
    """Some of the text before and after a passage, cut between words, an ellipsis where it is cut."""
    before = text[max(0, passage.start - letters) : passage.start]
    after = text[passage.end : passage.end + letters]
    if passage.start > letters:
        before = f"…{before[len(before.split(maxsplit=1)[0]) :] if before.split() else before}"
    if passage.end + letters < len(text) and (last := after.rsplit(maxsplit=1)):
        after = f"{after[: len(after.rstrip()) - len(last[-1])]}…" if len(last) > 1 else f"{after}…"
    return before, after
