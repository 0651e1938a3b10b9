"""Columns of the statement: who, and what became of their money."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from relance.kernel.components import Column, Link, Row, Table
from relance.ledger.queries import Entry, Figures, Part, PlaceView
from relance.values.money import Money
from relance.values.typography import Locale, short_date

SHOWN = ("funding", "awarded", "committed", "paid", "available")
HEADS = {
    "funding": "Dotation",
    "awarded": "Accordé",
    "committed": "Engagé",
    "paid": "Payé",
    "available": "Disponible",
}


def parts_table(
    caption: str,
    who: str,
    parts: Sequence[Part],
    currency: str,
    *,
    whole: Figures | None = None,
    shown: Sequence[str] = SHOWN,
    link: Callable[[Part], str] | None = None,
    note: str = "",
) -> Table:
    """A row a part, and the whole at the foot when the parts sum to it."""

    def cells(figures: Figures) -> list[object]:
        sums: list[object] = [Money(getattr(figures, name), currency) for name in shown]
        return [*sums, Money(figures.repaid + figures.recovered, currency)]

    rows = []
    for part in parts:
        label = "\u2003" * part.depth + part.label
        url = link(part) if link else ""
        rows.append(Row([Link(label, url) if url else label, *cells(part.figures)]))
    columns = [
        Column(who),
        *(Column(HEADS[name], number=True) for name in shown),
        Column("Revenu", number=True),
    ]
    totals = [Row(["Ensemble", *cells(whole)])] if whole else []
    return Table(caption, columns, rows, note=note, totals=totals)


def years_table(parts: Sequence[Part], currency: str, whole: Figures) -> Table:
    """Commitments against votes, year of effect by year of effect."""
    return parts_table(
        "Engagements et votes, année par année",
        "Année",
        parts,
        currency,
        whole=whole,
        note="Mouvements de l’année, à leur date d’effet",
    )


def entries_table(caption: str, entries: Sequence[Entry], locale: Locale, *, note: str = "") -> Table:
    """Rows of the ledger, each with the way to its cause."""
    return Table(
        caption,
        [
            Column("À effet du"),
            Column("Acte"),
            Column("De"),
            Column("Vers"),
            Column("Financeur"),
            Column("Montant", number=True),
            Column("Dossier"),
            Column("Cause"),
            Column("Par"),
        ],
        [
            Row(
                [
                    short_date(entry.effective_on, locale),
                    entry.act,
                    entry.source,
                    entry.target,
                    entry.funder,
                    entry.amount,
                    _reference(entry.case_label, entry.case_url),
                    _reference(entry.cause_label, entry.cause_url),
                    entry.by,
                ]
            )
            for entry in entries
        ],
        note=note,
    )


def _reference(label: str, url: str | None) -> object:
    if not label:
        return None
    return Link(label, url) if url else label


def waiting_table(places: Sequence[PlaceView], zone: ZoneInfo, locale: Locale) -> Table:
    """Who waits, in the order in which they will be served; days as counted in `zone`."""
    return Table(
        "Liste d’attente",
        [
            Column("Rang", number=True),
            Column("Dossier"),
            Column("Complet le"),
            Column("Montant", number=True),
        ],
        [
            Row(
                [
                    place.rank,
                    place.case.words,
                    short_date(place.complete_at.astimezone(zone).date(), locale),
                    place.amount,
                ]
            )
            for place in places
        ],
        note="Servie dans cet ordre dès que de l’argent revient",
    )
