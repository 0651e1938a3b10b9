"""How tests say what a document is made of."""

from relance.reading.document import Block, BlockKind, Document


def words(document: Document, *kinds: BlockKind) -> list[str]:
    """The quotes of the blocks, of some kinds or all."""
    return [b.span.quote(document.text) for b in document.blocks if not kinds or b.kind in kinds]


def outline(document: Document) -> list[tuple[str, int, str | None, str]]:
    """Kind, level, marker and words of each block."""
    return [(b.kind.value, b.level, b.marker, b.span.quote(document.text)) for b in document.blocks]


def cells(document: Document, block: Block) -> list[str | None]:
    """The words of each cell of a row."""
    return [cell.span.quote(document.text) if cell.span else None for cell in block.cells]


def rows(document: Document, *, table: int | None = None) -> list[list[str | None]]:
    """The rows of all tables, or of one."""
    found = [b for b in document.blocks if b.kind is BlockKind.ROW and table in {None, b.table}]
    return [cells(document, block) for block in found]
