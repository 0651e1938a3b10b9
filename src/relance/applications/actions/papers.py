"""Identity papers leave at the decision: what they were for is over."""

from collections.abc import Collection
from datetime import datetime

from relance.applications.models import Piece
from relance.kernel import files
from relance.kernel.models import Authority


def erase_identity_papers(applications: Collection[int], *, authority: Authority, at: datetime) -> int:
    """Let go of the identity papers of these files (ids); their rows stay, with digest and day. How many.

    Called inside the transaction of the decision: bytes leave after its commit.
    """
    papers = list(
        Piece.objects.of(authority)
        .filter(application__in=applications, is_identity=True, erased_at__isnull=True)
        .select_related("file")
    )
    for paper in papers:
        kept, paper.file, paper.name, paper.erased_at = paper.file, None, "", at
        paper.save(update_fields=["file", "name", "erased_at"])
        if kept is not None:
            files.forget(kept)
    return len(papers)
