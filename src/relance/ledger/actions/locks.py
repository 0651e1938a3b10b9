"""One writer at a time on an envelope."""

from collections.abc import Iterable

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.ledger.models import Envelope


def lock(*, authority: Authority, ids: Iterable[int]) -> dict[int, Envelope]:
    """Lock these envelopes until the transaction ends, then read them; always in the same order.

    PostgreSQL locks the rows (and lets others refer to them); on SQLite the transaction itself is
    IMMEDIATE: one writer in all. Raises Missing for an envelope that is not the authority's.
    """
    wanted = set(ids)
    rows = Envelope.objects.of(authority).select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    if wanted - set(found):
        raise Missing("Cette enveloppe n’existe pas ici.")
    return found
