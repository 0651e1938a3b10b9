"""The way in to the statements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.ledger.permissions import authority_to_read
from relance.ledger.queries import EnvelopeView, Figures, wholes
from relance.ledger.queries import envelopes as all_envelopes
from relance.ledger.tables import HEADS, SHOWN
from relance.values.money import Money


@require_safe
def envelopes(request: HttpRequest, authority: str) -> HttpResponse:
    """Every envelope of the authority, each followed by its own, and where the money stands today."""
    who = authority_to_read(request.user, authority)
    found = all_envelopes(who)
    today = timezone.now().astimezone(who.zone).date()
    stand = wholes(who, [one.id for one in found], on=today)
    rows = [_row(who.slug, one, stand[one.id]) for one in found]
    columns = [
        Column("Enveloppe"),
        Column("Exercice"),
        *(Column(HEADS[name], number=True) for name in SHOWN),
        Column("État"),
    ]
    note = "Une enveloppe comprend ses sous-enveloppes" if any(one.depth for one in found) else ""
    table = Table("Enveloppes", columns, rows, note=note)
    return render(request, "ledger/envelopes.html", {"authority": who, "table": table if rows else None})


def _row(slug: str, one: EnvelopeView, stand: Figures) -> Row:
    state = Chip("Close", "neutral") if one.is_closed else Chip("Ouverte", "info")
    url = reverse("ledger:statement", args=[slug, one.id])
    name = Link("\u2003" * one.depth + one.name, url)
    year = str(one.year) if one.year else "Plusieurs exercices"
    return Row([name, year, *(Money(getattr(stand, what), one.currency) for what in SHOWN), state])
