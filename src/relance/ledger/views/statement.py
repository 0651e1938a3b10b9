"""The statement of an envelope or a funder, on screen and on paper."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.kernel.components import Figure, MoneyBar, envelope_bar
from relance.kernel.models import Authority
from relance.ledger import queries
from relance.ledger.forms import DayForm
from relance.ledger.permissions import authority_to_read
from relance.ledger.queries import Cut, Part, Statement
from relance.ledger.rules.figures import LABELS
from relance.ledger.tables import entries_table, parts_table, waiting_table, years_table
from relance.ledger.views.printed import statement_pdf
from relance.values.money import Money
from relance.values.typography import Locale, locale_of, long_date

FIRST = ("available", "awarded", "committed", "paid", "recovered")
THEN = (
    "voted",
    "amended",
    "received",
    "reused",
    "allotted",
    "returned",
    "requested",
    "claimed",
    "repaid",
    "written_off",
)


@require_safe
def statement(request: HttpRequest, authority: str, envelope: int) -> HttpResponse:
    """Where the money of an envelope stands at a day, and the rows behind each figure."""
    who = authority_to_read(request.user, authority)
    form = DayForm(request.GET or None, authority=who, now=timezone.now())
    cut = form.cut
    seen = _read(who, envelope, form, cut)
    locale = locale_of(who.locale)
    url = reverse("ledger:statement", args=[who.slug, envelope])
    places = queries.waiting_list(who, envelope)
    context = {
        "authority": who,
        "form": form,
        "seen": seen,
        "day": long_date(cut.on, locale),
        "basis": cut.basis.label,
        "bar": _bar(who, seen),
        "figures": _figures(who, seen, FIRST, locale),
        "others": _figures(who, seen, [name for name in THEN if getattr(seen.whole, name)], locale),
        "forecast": _forecast(seen, locale),
        "tables": _tables(who, seen),
        "places": waiting_table(places, who.zone, locale) if places else None,
        "latest": entries_table(
            "Dernières écritures", queries.latest(who, envelope, cut), locale, note="À leur date d’effet"
        ),
        "query": _query(cut),
        "lasting": f"{url}?{_query(cut, known_at=timezone.now().isoformat())}",
    }
    return render(request, "ledger/statement.html", context)


@require_safe
def pdf(request: HttpRequest, authority: str, envelope: int) -> HttpResponse:
    """The same statement as a tagged PDF."""
    who = authority_to_read(request.user, authority)
    form = DayForm(request.GET or None, authority=who, now=timezone.now())
    seen = _read(who, envelope, form, form.cut)
    content = statement_pdf(who, seen, drawn_up_at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"releve-{who.slug}-{envelope}-{form.cut.on.isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def funder(request: HttpRequest, authority: str, funder: int) -> HttpResponse:
    """What a funder's money became in all envelopes, currency by currency."""
    who = authority_to_read(request.user, authority)
    form = DayForm(request.GET or None, authority=who, now=timezone.now())
    cut = form.cut
    seen = queries.funder_statement(who, funder, on=cut.on, basis=cut.basis, known_at=cut.recorded_before)

    def link(part: Part) -> str:
        return reverse("ledger:statement", args=[who.slug, part.key]) + f"?{_query(cut)}"

    tables = [
        parts_table(
            f"Part dans chaque enveloppe ({one.currency})",
            "Enveloppe",
            one.envelopes,
            one.currency,
            whole=one.whole,
            link=link,
        )
        for one in seen
    ]
    context = {
        "authority": who,
        "form": form,
        "name": seen[0].funder,
        "day": long_date(cut.on, locale_of(who.locale)),
        "basis": cut.basis.label,
        "tables": tables,
    }
    return render(request, "ledger/funder_statement.html", context)


def _read(who: Authority, envelope: int, form: DayForm, cut: Cut) -> Statement:
    known_at = form.cleaned_data.get("connu") if form.is_bound else None
    return queries.statement(who, envelope, on=cut.on, basis=cut.basis, known_at=known_at)


def _query(cut: Cut, *, known_at: str = "") -> str:
    asked = {"au": cut.on.isoformat(), "base": cut.basis.value}
    if known_at:
        asked["connu"] = known_at
    return urlencode(asked)


def _rows_url(who: Authority, seen: Statement, name: str) -> str:
    rows = reverse("ledger:rows", args=[who.slug, seen.envelope.id])
    return f"{rows}?{_query(seen.cut)}&chiffre={name}"


def _figures(
    who: Authority, seen: Statement, names: tuple[str, ...] | list[str], locale: Locale
) -> list[Figure]:
    as_of = f"Au {long_date(seen.cut.on, locale)}"
    return [
        Figure(
            Money(getattr(seen.whole, name), seen.currency).format(locale),
            LABELS[name],
            as_of,
            _rows_url(who, seen, name),
            link="Voir les écritures",
        )
        for name in names
    ]


def _bar(who: Authority, seen: Statement) -> MoneyBar | None:
    """Drawn where each sum fits in the one before: not for a day on which acts were dated out of order."""
    whole = seen.whole
    back = whole.repaid + whole.recovered
    if not 0 <= back <= whole.paid <= whole.committed <= whole.funding:
        return None
    return envelope_bar(
        title="De la dotation aux retours",
        voted=Money(whole.funding, seen.currency),
        committed=Money(whole.committed, seen.currency),
        paid=Money(whole.paid, seen.currency),
        recovered=Money(back, seen.currency),
        urls={name: _rows_url(who, seen, name) for name in ("voted", "committed", "paid", "recovered")},
    )


def _forecast(seen: Statement, locale: Locale) -> list[str]:
    """Sentences on what is to come."""
    told = seen.forecast

    def money(minor: int) -> str:
        return Money(minor, seen.currency).format(locale)

    sentences = []
    if told.waiting and told.after_waiting < 0:
        sentences.append(f"Il manque {money(-told.after_waiting)} pour servir toute la liste d’attente.")
    elif told.waiting:
        sentences.append(
            f"Une fois la liste d’attente servie ({money(told.waiting)}), "
            f"il restera {money(told.after_waiting)}."
        )
    if told.runs_out_on:
        sentences.append(
            f"Au rythme des {told.window} derniers jours ({money(told.awarded_in_window)} accordés), "
            f"l’enveloppe sera épuisée vers le {long_date(told.runs_out_on, locale)}."
        )
    return sentences


def _tables(who: Authority, seen: Statement) -> list[object]:
    def of_funder(part: Part) -> str:
        return reverse("ledger:funder_statement", args=[who.slug, part.key]) + f"?{_query(seen.cut)}"

    def of_envelope(part: Part) -> str:
        if part.key == seen.envelope.id:
            return ""
        return reverse("ledger:statement", args=[who.slug, part.key]) + f"?{_query(seen.cut)}"

    tables: list[object] = [
        parts_table("Financeurs", "Financeur", seen.funders, seen.currency, whole=seen.whole, link=of_funder)
    ]
    if len(seen.envelopes) > 1:
        note = "Chaque ligne montre ce qui est resté dans l’enveloppe"
        tables.append(
            parts_table(
                "Sous-enveloppes", "Enveloppe", seen.envelopes, seen.currency, link=of_envelope, note=note
            )
        )
    tables.append(years_table(seen.years, seen.currency, seen.whole))
    if seen.budget_years:
        tables.append(parts_table("Par exercice budgétaire", "Exercice", seen.budget_years, seen.currency))
    return tables
