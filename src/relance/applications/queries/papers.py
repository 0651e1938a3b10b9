"""Which stored files are papers of applicants: served by their own pages, to officers alone."""

from relance.applications.models import Letter, Message, Piece, Run
from relance.kernel.models import StoredFile


def holds(file: StoredFile) -> bool:
    """Whether a piece, a letter, a message or a print file is in this file."""
    return any(
        rows.of(file.authority).filter(file=file).exists()
        for rows in (Piece.objects, Letter.objects, Message.objects, Run.objects)
    )
