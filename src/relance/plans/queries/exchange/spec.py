"""Which tables and columns an exported plan has, in the order in which they are written.

`NOT_EXPORTED` names the fields that stay behind, each with its reason; a test holds that
every field of every model is in one place or the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

from relance.kernel.models.authority import Currency
from relance.plans.models import (
    AidParameter,
    AmountPer,
    AmountRole,
    AnnouncedAmount,
    Axis,
    AxisWord,
    DocumentStatus,
    DocumentText,
    Finding,
    FindingBound,
    HorizonPrecision,
    Measure,
    MeasureKind,
    MeasurePartner,
    MeasureWord,
    ParameterKind,
    PartnerRole,
    Plan,
    SourceDocument,
)
from relance.plans.models.parts import Keyed
from relance.plans.queries.exchange.values import Kind
from relance.plans.rules.exchange import Layout, SheetLayout


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name (that of the field), its French header, how its cells are read.

    `fixed`: keeps its first value. `to`: the table that a reference points into.
    """

    name: str
    header: str
    kind: Kind = Kind.TEXT
    required: bool = False
    fixed: bool = False
    choices: type[TextChoices] | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: the model of its rows and its columns. `label` is what a row is called."""

    name: str
    title: str
    label: str
    model: type[Keyed]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


KEY: Final = Column("key", "Clé", Kind.KEY, fixed=True)
ORDER: Final = Column("order", "Ordre", Kind.NUMBER)
PLACE: Final = (
    Column("source", "Texte (clé)", Kind.REFERENCE, fixed=True, to="texts"),
    Column("start", "Début du passage", Kind.NUMBER, fixed=True),
    Column("end", "Fin du passage", Kind.NUMBER, fixed=True),
    Column("confirmed_by", "Relu par", fixed=True),
    Column("confirmed_at", "Relu le", Kind.MOMENT, fixed=True),
)
QUOTE: Final = Column("quote", "Texte publié", fixed=True)
PARAPHRASE: Final = Column("paraphrase", "Paraphrase")
AXIS: Final = Column("axis", "Axe (clé, numéro ou titre)", Kind.REFERENCE, to="axes")
MEASURE: Final = Column("measure", "Mesure (clé, code ou numéro)", Kind.REFERENCE, to="measures")

TABLES: Final = (
    TableSpec(
        "documents",
        "Documents",
        "document",
        SourceDocument,
        (
            KEY,
            Column("title", "Titre", required=True),
            Column("status", "Statut", Kind.CHOICE, choices=DocumentStatus),
            Column("issued_on", "Daté du", Kind.DAY),
            Column("address", "Adresse d’origine"),
            Column("name", "Nom du fichier"),
            Column("sha256", "Empreinte du fichier", fixed=True),
        ),
    ),
    TableSpec(
        "texts",
        "Textes conservés",
        "texte",
        DocumentText,
        (
            KEY,
            Column("document", "Document (clé)", Kind.REFERENCE, required=True, fixed=True, to="documents"),
            Column("reader_version", "Version du lecteur", Kind.NUMBER, required=True, fixed=True),
            Column("format", "Format lu", fixed=True),
            Column("pages", "Pages", Kind.NUMBER, fixed=True),
            Column("page_starts", "Débuts des pages", Kind.PAIRS, fixed=True),
            Column("warnings", "Avertissements", Kind.LIST, fixed=True),
            Column("read_at", "Lu le", Kind.MOMENT, fixed=True),
            Column("sha256", "Empreinte du texte", fixed=True),
            Column("text", "Texte", required=True, fixed=True),
        ),
    ),
    TableSpec(
        "plan",
        "Plan",
        "plan",
        Plan,
        (
            KEY,
            Column("slug", "Adresse", Kind.SLUG, fixed=True),
            Column("title", "Titre", required=True),
            Column("territory", "Territoire"),
            Column("summary", "Présentation"),
            Column("currency", "Monnaie", Kind.CHOICE, required=True, choices=Currency),
            Column("document", "Document (clé)", Kind.REFERENCE, to="documents"),
            Column("adopted_on", "Adopté le", Kind.DAY),
            Column("announced_measures", "Mesures annoncées", Kind.NUMBER),
            Column("axis_word", "Nom des axes", Kind.CHOICE, required=True, choices=AxisWord),
            Column("measure_word", "Nom des mesures", Kind.CHOICE, required=True, choices=MeasureWord),
        ),
    ),
    TableSpec(
        "axes",
        "Axes",
        "axe",
        Axis,
        (KEY, Column("number", "Numéro"), QUOTE, PARAPHRASE, ORDER, *PLACE),
    ),
    TableSpec(
        "measures",
        "Mesures",
        "mesure",
        Measure,
        (
            KEY,
            Column("code", "Code", Kind.SLUG, fixed=True),
            AXIS,
            Column("parent", "Partie de (clé ou code)", Kind.REFERENCE, to="measures"),
            Column("number", "Numéro"),
            QUOTE,
            PARAPHRASE,
            Column("working_title", "Intitulé de travail"),
            Column("kind", "Nature", Kind.CHOICE, choices=MeasureKind),
            Column("horizon_start", "Début", Kind.DAY),
            Column("horizon_end", "Échéance", Kind.DAY),
            Column("horizon_precision", "Précision", Kind.CHOICE, choices=HorizonPrecision),
            Column("horizon_ongoing", "En continu", Kind.FLAG),
            Column("horizon_wording", "Horizon imprimé"),
            Column("horizon_from", "Début du passage de l’horizon", Kind.NUMBER),
            Column("horizon_to", "Fin du passage de l’horizon", Kind.NUMBER),
            Column("objective", "Objectif"),
            Column("objective_start", "Début du passage de l’objectif", Kind.NUMBER),
            Column("objective_end", "Fin du passage de l’objectif", Kind.NUMBER),
            Column("responds_to", "Répond à"),
            Column("responds_to_start", "Début du passage de la priorité", Kind.NUMBER),
            Column("responds_to_end", "Fin du passage de la priorité", Kind.NUMBER),
            ORDER,
            *PLACE,
        ),
    ),
    TableSpec(
        "partners",
        "Partenaires",
        "partenaire",
        MeasurePartner,
        (
            KEY,
            Column(MEASURE.name, MEASURE.header, Kind.REFERENCE, required=True, to="measures"),
            Column("organisation", "Organisation", required=True),
            Column("acronym", "Sigle"),
            Column("role", "Rôle", Kind.CHOICE, required=True, choices=PartnerRole),
            Column("wording", "Nom imprimé"),
            QUOTE,
            *PLACE,
        ),
    ),
    TableSpec(
        "amounts",
        "Sommes annoncées",
        "somme",
        AnnouncedAmount,
        (
            KEY,
            MEASURE,
            AXIS,
            Column("role", "Place", Kind.CHOICE, required=True, choices=AmountRole),
            Column("low", "Somme, ou la plus basse", Kind.MONEY),
            Column("high", "Somme la plus haute", Kind.MONEY),
            Column("currency", "Monnaie", Kind.CHOICE, required=True, choices=Currency),
            Column("per", "Pour", Kind.CHOICE, required=True, choices=AmountPer),
            Column("meaning", "Ce que c’est"),
            QUOTE,
            ORDER,
            *PLACE,
        ),
    ),
    TableSpec(
        "parameters",
        "Paramètres d’aide",
        "paramètre",
        AidParameter,
        (
            KEY,
            Column(MEASURE.name, MEASURE.header, Kind.REFERENCE, required=True, to="measures"),
            Column("kind", "Paramètre", Kind.CHOICE, required=True, choices=ParameterKind),
            Column("low", "Valeur, ou la plus basse"),
            Column("high", "Valeur la plus haute"),
            Column("unit", "Unité"),
            Column("wording", "En toutes lettres"),
            QUOTE,
            ORDER,
            *PLACE,
        ),
    ),
    TableSpec(
        "findings",
        "Constats",
        "constat",
        Finding,
        (
            KEY,
            AXIS,
            MEASURE,
            Column("value", "Chiffre"),
            Column("unit", "Unité"),
            Column("bound", "Sens", Kind.CHOICE, required=True, choices=FindingBound),
            QUOTE,
            PARAPHRASE,
            ORDER,
            *PLACE,
        ),
    ),
)
BY_NAME: Final = {table.name: table for table in TABLES}
LAYOUT: Final = Layout(
    tuple(
        SheetLayout(table.name, table.title, {column.name: column.header for column in table.columns})
        for table in TABLES
    )
)

NOT_EXPORTED: Final[Mapping[str, str]] = {
    "*.id": "a number of this installation; the key stands for the row",
    "*.authority": "whoever takes the file in",
    "*.fact": "the work of review stays where it was done; who confirmed a row goes along",
    "*.plan": "a file holds one plan",
    "SourceDocument.file": "the file leaves with the backup; its digest goes along",
    "SourceDocument.received_at": "said anew where it is received",
    "SourceDocument.received_by": "an account of this installation",
    "Measure.ended_by": "what an amendment took out stays with the versions of the plan",
    "Measure.redated_at": "as for what an amendment took out: the horizon itself goes along",
    "AnnouncedAmount.ended_by": "as for what an amendment took out",
    "Plan.state": "who takes a plan in publishes it themselves",
    "Plan.created_at": "said anew where it is created",
    "Plan.published_at": "said anew when it is published",
    "Plan.published_by": "an account of this installation",
    "Plan.published_by_name": "said anew when it is published",
    "Plan.withdrawn_at": "as for publication",
    "Plan.withdrawn_by": "as for publication",
    "Plan.withdrawn_by_name": "as for publication",
    "Plan.withdrawn_because": "as for publication",
}
