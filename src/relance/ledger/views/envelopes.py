"""The way in to the statements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.ledger.permissions import authority_to_read
from relance.ledger.queries import EnvelopeView
from relance.ledger.queries import envelopes as all_envelopes


@require_safe
def envelopes(request: HttpRequest, authority: str) -> HttpResponse:
    """Every envelope of the authority, each followed by its sub-envelopes."""
    who = authority_to_read(request.user, authority)
    rows = [_row(who.slug, one) for one in all_envelopes(who)]
    columns = [
        Column("Enveloppe"),
        Column("Exercice"),
        Column("Section"),
        Column("Nature"),
        Column("État"),
    ]
    table = Table("Enveloppes", columns, rows)
    return render(request, "ledger/envelopes.html", {"authority": who, "table": table if rows else None})


def _row(slug: str, one: EnvelopeView) -> Row:
    state = Chip("Close", "neutral") if one.is_closed else Chip("Ouverte", "info")
    url = reverse("ledger:statement", args=[slug, one.id])
    name = Link("\u2003" * one.depth + one.name, url)
    year = str(one.year) if one.year else "Plusieurs exercices"
    return Row([name, year, one.section, one.nature, state])
