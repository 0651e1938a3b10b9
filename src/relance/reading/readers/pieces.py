"""Pieces of a document before their neighbours are known, and the decisions that need them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from relance.reading.document import Block, BlockKind
from relance.reading.readers.marks import Mark, follows, is_pictogram

_HEADING_LENGTH = 220


@dataclass(frozen=True, slots=True)
class Piece:
    """A block whose kind is still open, unless `settled` says that the format gave it.

    `mark` stands before the words in the text; `indent` counts columns, for list levels.
    """

    block: Block
    indent: int = 0
    mark: Mark | None = None
    settled: bool = False


def finish(pieces: Sequence[Piece]) -> list[Block]:
    """Decide headings and items, now that each piece knows its neighbours.

    Lines in capitals are headings; a labelled or numbered line is one unless its number
    belongs to a run of lines, which makes it an item. Bullets make items.
    """
    blocks: list[Block] = []
    levels = _ItemLevels()
    for index, piece in enumerate(pieces):
        style = piece.block.style
        if piece.mark and piece.mark.label:
            style |= {f"label={piece.mark.label}"}
        if piece.settled:
            if piece.block.kind is not BlockKind.ITEM:
                levels.reset()
            blocks.append(replace(piece.block, style=style))
            continue
        kind = _kind(piece, pieces, index)
        level = 0
        if kind is BlockKind.ITEM and piece.mark:
            level = levels.level(piece.indent, piece.mark)
        else:
            levels.reset()
        if kind is BlockKind.HEADING:
            level = min(piece.mark.depth, 6) if piece.mark else 1
        blocks.append(replace(piece.block, kind=kind, level=level, style=style))
    return blocks


def _kind(piece: Piece, pieces: Sequence[Piece], index: int) -> BlockKind:
    words, mark = piece.block.span, piece.mark
    length = words.end - words.start
    if mark and mark.kind == "bullet":
        return BlockKind.HEADING if _opens_a_list(pieces, index) else BlockKind.ITEM
    if mark:
        return BlockKind.ITEM if length > _HEADING_LENGTH or _in_run(pieces, index) else BlockKind.HEADING
    if "caps" in piece.block.style and length <= _HEADING_LENGTH:
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _in_run(pieces: Sequence[Piece], index: int) -> bool:
    """Whether the next or the previous number stands right beside this one."""
    mark = pieces[index].mark
    for other, forward in ((index + 1, True), (index - 1, False)):
        if not 0 <= other < len(pieces):
            continue
        near = pieces[other].mark
        if not mark or not near or near.kind != mark.kind or near.label != mark.label:
            continue
        first, second = (mark.number, near.number) if forward else (near.number, mark.number)
        if first and second and follows(first, second):
            return True
    return False


class _ItemLevels:
    """The depth of list items by indentation, then by sign, until the list ends."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def reset(self) -> None:
        self._stack = []

    def level(self, indent: int, mark: Mark) -> int:
        sign = mark.printed[0] if mark.kind == "bullet" else mark.kind
        key = (indent, sign)
        if key in self._stack:
            del self._stack[self._stack.index(key) + 1 :]
        else:
            numbered = mark.kind != "bullet"
            # Bullets stand below numbers, hardly ever numbers below bullets of the same indent.
            while self._stack and (
                self._stack[-1][0] > indent or (numbered and self._stack[-1][0] == indent)
            ):
                self._stack.pop()
            self._stack.append(key)
        return len(self._stack)


def _opens_a_list(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a line behind a pictogram stands above a list of another bullet: "🏭 Emploi", then "✅ …"."""
    piece, following = pieces[index], pieces[index + 1 : index + 3]
    mark = piece.mark
    if mark is None or not is_pictogram(mark.printed) or not {"short", "no-stop"} <= piece.block.style:
        return False
    marks = [one.mark.printed if one.mark else None for one in following]
    if not marks or marks[0] in (None, mark.printed):
        return False
    return "caps" in piece.block.style or (len(marks) == 2 and marks[0] == marks[1])
