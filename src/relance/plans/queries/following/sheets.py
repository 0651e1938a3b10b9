"""The values of a plan's indicators as a workbook that people fill in and send back."""

from relance.plans.models import Plan
from relance.plans.queries.following.indicators import indicators_of_plan
from relance.plans.rules.exchange.book import Book, Cell, Layout, Row, SheetLayout
from relance.plans.rules.exchange.recognise import write_book

LAYOUT = Layout(
    (
        SheetLayout(
            "values",
            "Valeurs",
            {
                "indicator": "Code de l’indicateur",
                "name": "Indicateur",
                "starts": "Début de la période",
                "ends": "Fin de la période",
                "territory": "Territoire",
                "target": "Cible",
                "value": "Valeur",
                "missing": "Non disponible parce que",
                "note": "Précision",
                "evidence": "Adresse de la preuve",
                "state": "État",
            },
        ),
    )
)


def values_workbook(plan: Plan) -> bytes:
    """Every period of every indicator with what counts there, or an empty cell to fill in (XLSX)."""
    rows = []
    for shown in indicators_of_plan(plan, public_only=False):
        for period in shown.periods:
            about: dict[str, Cell] = {
                "indicator": shown.indicator.code,
                "name": shown.indicator.name,
                "starts": period.period.starts,
                "ends": period.period.ends,
            }
            target = period.target.plain if period.target else None
            known = [*period.approved, *period.waiting]
            if not any(not one.value.territory for one in known):
                rows.append(Row(0, {**about, "target": target}))
            rows += [
                Row(
                    0,
                    {
                        **about,
                        "territory": one.value.territory,
                        "target": None if one.value.territory else target,
                        "value": one.figure.plain if one.figure else None,
                        "missing": one.value.missing_because,
                        "note": one.value.note,
                        "evidence": one.value.evidence_url,
                        "state": one.value.get_state_display(),
                    },
                )
                for one in known
            ]
    return write_book(Book({"values": rows}), LAYOUT, form="xlsx")
