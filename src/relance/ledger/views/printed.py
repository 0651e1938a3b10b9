"""The statement on paper: a tagged PDF (PDF/UA-1), set by Typst."""

import json
from datetime import datetime
from pathlib import Path

import typst

from relance.kernel.models import Authority
from relance.ledger.queries import Figures, Part, Statement
from relance.ledger.rules.figures import LABELS
from relance.values.money import Money
from relance.values.typography import Locale, locale_of, long_date, punctuate

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "ledger" / "statement.typ"
COLUMNS = ("funding", "awarded", "committed", "paid", "available")
HEADS = ("Dotation", "Accordé", "Engagé", "Payé", "Disponible")


def statement_pdf(authority: Authority, seen: Statement, *, drawn_up_at: datetime) -> bytes:
    """The statement as PDF/UA-1, in the authority's typography; the same data give the same bytes."""
    locale = locale_of(authority.locale)
    day = drawn_up_at.astimezone(authority.zone).date()
    data = {
        "lang": "fr",
        "region": "CA" if locale == Locale.FR_CA else "FR",
        "title": f"Relevé de l’enveloppe {punctuate(seen.envelope.name, locale)}",
        "authority": authority.name,
        "subtitle": f"Au soir du {long_date(seen.cut.on, locale)}, {seen.cut.basis.label}",
        "kind": f"{seen.envelope.section}, {seen.envelope.nature.lower()}",
        "drawn_up": f"Établi le {long_date(day, locale)} par Relance",
        "page": "page",
        "figures": [
            [label, _money(getattr(seen.whole, name), seen.currency, locale)]
            for name, label in LABELS.items()
            if getattr(seen.whole, name) or name in COLUMNS
        ],
        "tables": [
            _table(title, who, parts, seen.currency, locale, whole)
            for title, who, parts, whole in (
                ("Financeurs", "Financeur", seen.funders, seen.whole),
                ("Sous-enveloppes", "Enveloppe", seen.envelopes if len(seen.envelopes) > 1 else (), None),
                ("Engagements et votes, année par année", "Année", seen.years, seen.whole),
                ("Par exercice budgétaire", "Exercice", seen.budget_years, None),
            )
            if parts
        ],
    }
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(drawn_up_at.timestamp()),
        sys_inputs={"data": json.dumps(data)},
    )


def _table(
    title: str, who: str, parts: tuple[Part, ...], currency: str, locale: Locale, whole: Figures | None
) -> dict[str, object]:
    rows = [[part.label, *_cells(part.figures, currency, locale)] for part in parts]
    if whole:
        rows.append(["Ensemble", *_cells(whole, currency, locale)])
    return {"title": title, "head": [who, *HEADS], "rows": rows, "total": whole is not None}


def _cells(figures: Figures, currency: str, locale: Locale) -> list[str]:
    return [_money(getattr(figures, name), currency, locale) for name in COLUMNS]


def _money(minor: int, currency: str, locale: Locale) -> str:
    return Money(minor, currency).format(locale, cents=True)
