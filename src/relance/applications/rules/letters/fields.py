"""The names that a letter may hold, each with what it stands for and an example."""

import re
from dataclasses import dataclass
from typing import Final

from relance.values.typography import fold

FACT: Final = "fait."
"""Before the name of an input of the scheme: `{fait.monthly_rent}` is what the file says of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A name an officer may write between braces. `sample` is what the list of fields shows."""

    name: str
    meaning: str
    sample: str


_ALL: Final = (
    Field("collectivite", "le nom de la collectivité", "Valmont-sur-Ouvèze"),
    Field("dispositif", "le nom du dispositif", "Aide au loyer des commerces"),
    Field("version", "la version du barème qui fut appliquée", "18 juin 2020"),
    Field("fondement", "le fondement juridique du dispositif", "délibération 2026-03"),
    Field("numero", "le numéro de la demande", "2026-000123"),
    Field("demandeur", "le nom du demandeur", "Boulangerie Amblard"),
    Field("immatriculation", "le numéro d’immatriculation du demandeur", "552\u202f100\u202f554\u202f00013"),
    Field("adresse", "l’adresse du demandeur", "4, place du Marché, 84000 Valmont-sur-Ouvèze"),
    Field("date_depot", "le jour du dépôt", "3 mars 2026"),
    Field("date_decision", "le jour de la décision", "2 avril 2026"),
    Field("date_lettre", "le jour de la lettre", "3 avril 2026"),
    Field("montant", "l’aide accordée", "1\u202f500\u00a0€"),
    Field("montant_demande", "l’aide demandée", "2\u202f100\u00a0€"),
    Field("montant_calcule", "l’aide que donne le barème", "1\u202f500\u00a0€"),
    Field("decideur", "qui a décidé", "Agathe Rocheblave"),
    Field(
        "motivation", "la motivation écrite par qui a décidé", "Le bail ne porte pas sur un local commercial."
    ),
    Field("seuil_convention", "la somme au-delà de laquelle une convention est signée", "23\u202f000\u00a0€"),
)
FIELDS: Final = {field.name: field for field in _ALL}

OF_MOTIVES: Final = {
    field.name: field
    for field in (
        Field("motif", "la phrase du refus", "L’effectif est trop grand"),
        Field("article", "l’article sur lequel elle repose", "article 2 du règlement"),
        Field("constat", "ce qui fut constaté", "Effectif salarié\u00a0: 12 personnes"),
    )
}
"""What may be written inside `[pour chaque motif]`."""

CONDITIONS: Final = {
    "accordee": "l’aide est accordée",
    "refusee": "l’aide est refusée",
    "sans suite": "la demande est classée sans suite",
    "convention": "l’aide dépasse le seuil de la convention",
    "montant ecarte": "le montant accordé n’est pas celui que donne le barème",
    "motifs": "au moins une condition du barème n’est pas remplie",
}
"""What may follow `[si …]`, beside the name of a field (which then must have a value)."""


def key_of(name: str) -> str:
    """The name as it is compared: no case, no accents, words joined by an underscore."""
    return re.sub(r"[\s_]+", "_", fold(name).strip())


def condition_of(name: str) -> str:
    return re.sub(r"[\s_]+", " ", fold(name).strip())
