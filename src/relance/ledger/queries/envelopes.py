"""Envelopes as their readers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.ledger.models import Envelope
from relance.ledger.rules.reference import Ref


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """An envelope: what it is. `depth` counts the envelopes above it, in the list it was read with."""

    id: int
    name: str
    currency: str
    year: int | None
    section: str
    tax_basis: str
    nature: str
    parent: int | None
    root: int
    purpose: Ref | None
    closed_on: date | None
    depth: int = 0

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


def view(row: Envelope, *, depth: int = 0) -> EnvelopeView:
    """What others may know of a row."""
    return EnvelopeView(
        id=row.pk,
        name=row.name,
        currency=row.currency,
        year=row.year,
        section=row.get_section_display(),
        tax_basis=row.get_tax_basis_display(),
        nature=row.get_nature_display(),
        parent=row.parent_id,
        root=row.top_id,
        purpose=Ref(row.purpose_kind, row.purpose_key) if row.purpose_kind else None,
        closed_on=row.closed_on,
        depth=depth,
    )


def envelope(authority: Authority, pk: int) -> EnvelopeView:
    """One envelope of the authority; raises Missing."""
    return view(row_of(authority, pk))


def row_of(authority: Authority, pk: int) -> Envelope:
    """The row itself, for the ledger's own rooms."""
    row = Envelope.objects.of(authority).filter(pk=pk).first()
    if row is None:
        raise Missing("Cette enveloppe n’existe pas ici.")
    return row


def envelopes(authority: Authority) -> list[EnvelopeView]:
    """All envelopes, each followed by its sub-envelopes, by name."""
    return [view(row, depth=depth) for row, depth in in_order(list(Envelope.objects.of(authority)))]


def envelopes_for(authority: Authority, purpose: Ref) -> list[EnvelopeView]:
    """The envelopes opened for a scheme, a call, a commune."""
    rows = Envelope.objects.of(authority).filter(purpose_kind=purpose.kind, purpose_key=purpose.key)
    return [view(row) for row in rows]


def tree(authority: Authority, top: Envelope) -> list[tuple[Envelope, int]]:
    """The envelope and all below it, each with its depth: one query."""
    rows = Envelope.objects.of(authority).filter(root=top.top_id)
    return in_order([top, *(row for row in rows if row.pk != top.pk)], under=top)


def in_order(rows: Sequence[Envelope], *, under: Envelope | None = None) -> list[tuple[Envelope, int]]:
    """Each envelope followed by its own, by name; those not below `under` are left out."""
    children: dict[int | None, list[Envelope]] = {}
    for row in sorted(rows, key=lambda row: (row.name, row.pk)):
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[tuple[Envelope, int]] = []
    left = [(row, 0) for row in reversed([under] if under else children.get(None, []))]
    while left:
        row, depth = left.pop()
        ordered.append((row, depth))
        left += [(child, depth + 1) for child in reversed(children.get(row.pk, []))]
    return ordered
