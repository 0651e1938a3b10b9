"""The rows behind a figure, and the journal for the accountants."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.sheets import csv_lines
from relance.ledger import queries
from relance.ledger.forms import DayForm
from relance.ledger.permissions import authority_to_read
from relance.ledger.queries.journal import behind, entries
from relance.ledger.rules.figures import LABELS, MADE_OF
from relance.ledger.tables import entries_table
from relance.values.typography import locale_of, long_date

HEADER = [
    "Numéro",
    "À effet du",
    "Enregistré le",
    "Acte",
    "Clé d’acte",
    "Enveloppe",
    "Exercice",
    "Section",
    "Financeur",
    "De",
    "Compte crédité",
    "Vers",
    "Compte débité",
    "Montant",
    "Monnaie",
    "Dossier",
    "Cause",
    "Par",
    "Note",
    "Annule l’acte",
]


@require_safe
def rows(request: HttpRequest, authority: str, envelope: int) -> HttpResponse:
    """The transfers that a figure is the sum of; without a figure, all."""
    who = authority_to_read(request.user, authority)
    form = DayForm(request.GET or None, authority=who, now=timezone.now())
    cut = form.cut
    name = request.GET.get("chiffre", "")
    if name and name not in MADE_OF:
        raise Missing(f"Ce chiffre n’existe pas ; les chiffres d’un relevé sont {', '.join(MADE_OF)}.")
    page = behind(who, envelope, cut, MADE_OF.get(name, ())).get_page(request.GET.get("page"))
    locale = locale_of(who.locale)
    caption = f"Écritures qui font « {LABELS[name]} »" if name else "Toutes les écritures"
    context = {
        "authority": who,
        "envelope": queries.envelope(who, envelope),
        "day": long_date(cut.on, locale),
        "basis": cut.basis.label,
        "caption": caption,
        "page": page,
        "table": entries_table(caption, entries(who, page.object_list), locale),
        "query": request.GET.urlencode(),
    }
    return render(request, "ledger/rows.html", context)


@require_safe
def as_csv(request: HttpRequest, authority: str, envelope: int) -> HttpResponseBase:
    """The journal of an envelope and all below it up to a day, with the authority's accounting codes."""
    who = authority_to_read(request.user, authority)
    cut = DayForm(request.GET or None, authority=who, now=timezone.now()).cut
    queries.envelope(who, envelope)  # a refusal must come before the first line is sent
    response = StreamingHttpResponse(
        csv_lines(HEADER, _lines(who, envelope, cut)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="journal-{who.slug}-{envelope}-{cut.on.isoformat()}.csv"'
    )
    return response


def _lines(who: Authority, envelope: int, cut: queries.Cut) -> Iterator[list[object]]:
    for entry in queries.journal(who, envelope, cut):
        yield [
            entry.id,
            entry.effective_on.isoformat(),
            entry.recorded_at.astimezone(who.zone).isoformat(timespec="seconds"),
            entry.act,
            entry.act_key,
            entry.envelope_name,
            entry.year,
            entry.section,
            entry.funder,
            entry.source,
            entry.source_code,
            entry.target,
            entry.target_code,
            str(entry.amount.units).replace(".", ","),
            entry.amount.currency,
            entry.case_label,
            entry.cause_label,
            entry.by,
            entry.note,
            entry.reverses,
        ]
