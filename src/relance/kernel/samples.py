"""What `/design/` shows. Figures and people of Valmont-sur-Ouvèze, a town that does not exist."""

from typing import Any

from relance.kernel.components import (
    Answer,
    Bar,
    Chart,
    Chip,
    Column,
    Event,
    Figure,
    Link,
    Outcome,
    Reason,
    Row,
    Step,
    Table,
    Task,
    announced_bar,
    envelope_bar,
)
from relance.values.money import Money
from relance.values.typography import NBSP

LONG = (
    "Accompagnement des entreprises artisanales et commerçantes du centre ancien "
    "dans leur transition numérique et écologique"
)


def euros(units: int) -> Money:
    return Money.of(units, "EUR")


def measures() -> Table:
    """A table with everything on: order, selection, a total, a long name, an empty cell."""
    columns = [
        Column("Mesure", sort="nom"),
        Column("Pilote", sort="pilote"),
        Column("État"),
        Column("Voté", unit="€", number=True, sort="vote"),
        Column("Payé", unit="€", number=True, sort="paye"),
    ]
    here = "#table"
    rows = [
        Row([Link("Fonds d’aide aux loyers", here), "Ville", Chip("En cours", "info"), 200_000, 84_350], "1"),
        Row([Link(LONG, here), "Chambre de métiers", Chip("Terminée", "good"), 45_000, 45_000], "2"),
        Row([Link("Boutiques à l’essai", here), None, Chip("En retard", "warning"), 60_000, 0], "3"),
        Row([Link("Marché du soir", here), "Ville", Chip("Pas commencée", "neutral"), None, None], "4"),
    ]
    total = Row(["Total", "", "", 305_000, 129_350])
    return Table(
        "Mesures du plan",
        columns,
        rows,
        note="Au 31 mars 2026",
        totals=[total],
        sort="-vote",
        form="choix",
    )


def comparison() -> Table:
    columns = [Column("Règle"), Column("Version votée"), Column("Version essayée")]
    rows = [
        Row(["Plafond mensuel", euros(1500), euros(1000)], differs=frozenset({2})),
        Row(["Part du loyer", f"50{NBSP}%", f"50{NBSP}%"]),
        Row(["Effectif", "moins de 10 salariés", "moins de 20 salariés"], differs=frozenset({2})),
        Row(["Dépense totale", euros(412_000), euros(389_500)], differs=frozenset({2})),
    ]
    return Table("Deux versions d’un dispositif", columns, rows)


def reasons() -> list[Reason]:
    return [
        Reason(
            "Moins de 10 salariés", Outcome.MET, f"4 salariés au 1er{NBSP}mars 2026", "article 2 du règlement"
        ),
        Reason(
            f"Baisse du chiffre d’affaires d’au moins 30{NBSP}%",
            Outcome.UNMET,
            f"22{NBSP}% entre mars 2025 et mars 2026",
            "article 3",
            because=[
                Reason("Chiffre d’affaires de mars 2025", Outcome.MET, f"12{NBSP}400{NBSP}€"),
                Reason("Chiffre d’affaires de mars 2026", Outcome.MET, f"9{NBSP}672{NBSP}€"),
            ],
        ),
        Reason("Date de signature du bail", Outcome.UNKNOWN),
        Reason("Local ouvert au public", Outcome.BY_HAND, "photographie à examiner", "article 4"),
    ]


def everything() -> dict[str, Any]:
    """The values of every component, by the name that the page gives them."""
    here = "#figure"
    return {
        "long": LONG,
        "meanings": [
            Chip("Brouillon", "neutral"),
            Chip("En cours", "info"),
            Chip("Accordée", "good"),
            Chip("À vérifier", "warning"),
            Chip("Refusée", "bad"),
        ],
        "table": measures(),
        "empty_table": Table(
            "Mesures sans pilote", [Column("Mesure"), Column("Voté", unit="€", number=True)], []
        ),
        "comparison": comparison(),
        "without": [
            Link("sans pilote", "pilote", 3),
            Link("sans montant", "montant", 12),
            Link("sans échéance", "echeance", 0),
        ],
        "figures": [
            Figure(
                "305 000", "Voté pour le plan", f"Au 31{NBSP}mars 2026", here, "€", "Voir les 3 délibérations"
            ),
            Figure("129 350", "Payé", f"Au 31{NBSP}mars 2026", here, "€", "Voir les 57 paiements"),
            Figure("41", "Commerces aidés", f"Au 31{NBSP}mars 2026", here, "", "Voir les 41 commerces"),
            Figure(f"22{NBSP}%", "Locaux vacants", "Relevé de février 2026", here, "", "Voir les 118 locaux"),
        ],
        "envelope": envelope_bar(
            title="Fonds d’avances",
            voted=euros(200_000),
            committed=euros(131_000),
            paid=euros(84_350),
            recovered=euros(12_600),
            urls={"paid": "#money_bar"},
            name="avances",
        ),
        "unspent": envelope_bar(
            title="Boutiques à l’essai", voted=euros(60_000), committed=euros(0), paid=euros(0), name="essai"
        ),
        "announced": announced_bar(
            title="Budget annoncé", announced=euros(500_000), detailed=euros(305_000), name="annonce"
        ),
        "events": [
            Event(f"3{NBSP}mars 2026", "Demande déposée", "2026-03-03", "Boulangerie Amblard"),
            Event(f"12{NBSP}mars 2026", f"Pièce reçue{NBSP}: bail commercial", "2026-03-12", url="#timeline"),
            Event(f"2{NBSP}avril 2026", "Décision", "2026-04-02", done=False),
        ],
        "reasons": reasons(),
        "steps": [
            Step("Votre commerce", "done", "#steps"),
            Step("Votre loyer", "current"),
            Step("Vos pièces"),
            Step("Vérifier et déposer"),
        ],
        "tasks": [
            Task("Votre commerce", Chip("Fait", "good"), "#tasks"),
            Task(
                "Votre loyer",
                Chip("À compléter", "warning"),
                "#tasks",
                "Il manque le montant du mois de mars.",
            ),
            Task(
                "Déposer la demande",
                Chip("Pas encore", "neutral"),
                hint="Possible dès que tout le reste est fait.",
            ),
        ],
        "answers": [
            Answer("Nom du commerce", "Boulangerie Amblard", "#answers"),
            Answer("Adresse", "4, place du Marché\n84000 Valmont-sur-Ouvèze", "#answers"),
            Answer("Loyer mensuel", euros(850), "#answers"),
            Answer("Téléphone", "", "#answers"),
        ],
        "tabs": [
            Link("La mesure", "#tabs", current=True),
            Link("Aides versées", "#tabs", 57),
            Link("Journal", "#tabs", 0),
        ],
        "chart": Chart(
            "Les loyers prennent les deux tiers de l’aide payée",
            f"Montants payés du 1er{NBSP}janvier au 31{NBSP}mars 2026, en euros",
            "grand livre de Valmont-sur-Ouvèze",
            "Dispositif",
            "€",
            [
                Bar("Fonds d’aide aux loyers", 84_350, f"84 350{NBSP}€"),
                Bar("Transition numérique des artisans", 45_000, f"45 000{NBSP}€", main=False),
                Bar("Boutiques à l’essai", 0, f"0{NBSP}€", main=False),
            ],
        ),
    }
