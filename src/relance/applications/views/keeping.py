"""What will be erased, and when: said before anything is."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.applications.queries.keeping import due, periods
from relance.kernel.components import Column, Row, Table
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right
from relance.values.typography import locale_of, long_date

AHEAD = timedelta(days=365)


@require_safe
def report(request: HttpRequest, authority: str) -> HttpResponse:
    """Files whose time ends within a year, and how long each scheme keeps each kind. Nothing is changed."""
    owner = authority_for(request.user, authority, Right.READ_INTERNAL)
    locale, now = locale_of(owner.locale), timezone.now()
    lines = [
        Row([one.scheme, one.what, one.files, one.announced, long_date(one.first, locale)])
        for one in due(owner, now, within=AHEAD)
    ]
    kept = [
        Row([scheme.title, *(months for _, months in said), scheme.keep_because or "à dire"])
        for scheme, said in periods(owner)
    ]
    columns = [
        Column("Dispositif"),
        Column("Demandes"),
        Column("Dossiers", number=True),
        Column("Annoncés", number=True),
        Column("Le premier à partir du"),
    ]
    heads = ("Brouillons", "Refus", "Sans suite", "Accords")
    months = [
        Column("Dispositif"),
        *(Column(head, unit="mois", number=True) for head in heads),
        Column("Fondement"),
    ]
    context = {
        "authority": owner,
        "due": Table("Ce qui sera effacé d’ici un an", columns, lines) if lines else None,
        "kept": Table("Durées de conservation", months, kept) if kept else None,
    }
    return render(request, "applications/keeping.html", context)
