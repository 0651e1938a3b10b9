"""The words that label one thing of a measure: "Pilote", "Budget", "Échéance", "Avec qui ?".

The same words name the columns of a table.
"""

import re
from enum import StrEnum
from typing import Final

from relance.values.typography import flat


class Key(StrEnum):
    TITLE = "title"
    NUMBER = "number"
    AXIS = "axis"
    OBJECTIVE = "objective"
    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    HORIZON = "horizon"
    AMOUNT = "amount"
    CONTEXT = "context"
    INDICATOR = "indicator"
    BENEFICIARIES = "beneficiaries"
    TERRITORY = "territory"
    OTHER = "other"


# Ordered: the first that matches the whole label wins.
_PATTERNS: Final[dict[Key, str]] = {
    Key.TITLE: (
        r"(?:intitule|titre|nom|libelle)(?: (?:de l'|de la |du |des )?(?:action|mesure|projet|operation"
        r"|fiche)s?)?|actions?|mesures?|operations?|projets?|propositions?|objet|taches?"
        r"|moyens?(?: d'action| de mise en œuvre)?"
        r"|(?:actions?|mesures?|projets?|operations?|interventions?)"
        r" (?:a mener|prevues?|proposees?|prioritaires?|retenues?|envisagees?|d[eu] .{0,25})"
    ),
    Key.LEAD: (
        r"(?:co-?)?pilotes?(?: .{0,30})?|pilotage|porteurs?(?: .{0,30})?|porte par|maitres? d'ouvrage(?:"
        r" .{0,20})?|maitrise d'ouvrage|responsables?(?: .{0,30})?|chefs? de file|referents?(?: .{0,20})?"
        r"|(?:service|elu|direction|structure|organisme)s? (?:pilote|porteur|porteuse|referent|responsable)s?"
        r"|(?:par )?qui|qui (?:pilote|porte|fait quoi)"
    ),
    Key.PARTNER: (
        r"(?:principaux )?partenaires?(?: .{0,40})?|partenariats?(?: .{0,30})?|acteurs?(?: .{0,30})?"
        r"|collaborateurs?|collaborations?|en lien avec|avec(?: qui)?|contributeurs?"
    ),
    Key.FUNDER: (
        r"(?:co-?)?financeurs?(?: .{0,30})?|(?:co-?)?finance(?:e|s)? par|bailleurs?|sources? de financement"
        r"|cofinancements?"
    ),
    Key.AMOUNT: (
        r"(?:budget|couts?|montants?|enveloppe|depenses?|investissements?|financements?|dotation|plan de"
        r" financement)(?: (?!de l'annee).{0,40})?|moyens? financiers?|combien(?: ca coute)?"
    ),
    Key.HORIZON: (
        r"calendrier(?: .{0,30})?|echeances?(?: .{0,20})?|echeancier|horizon|delais?(?: .{0,30})?|annees?"
        r"|planning|periodes?(?: .{0,30})?|temporalite|dates? (?:de|d')(?: ?.{0,30})?|demarrage|mise en"
        r" œuvre|duree de l'action|dates? previsionnelles?(?: .{0,30})?|debut(?: .{0,30})?|fin(?: .{0,30})?"
        r"|date|quand"
    ),
    Key.INDICATOR: (
        r"indicateurs?(?: .{0,40})?|resultats? attendus?|evaluation|suivi|avancement|etat d'avancement"
        r"|statut|cibles? (?:20\d\d|chiffrees?)|degre .{0,20}"
    ),
    Key.BENEFICIARIES: (
        r"beneficiaires?(?: .{0,30})?|publics?(?: .{0,30})?|cibles?|eligibilite|conditions?(?: .{0,30})?"
        r"|pour qui|qui est concerne|entreprises concernees"
    ),
    Key.CONTEXT: (
        r"contexte(?: .{0,30})?|constats?|diagnostic|descripti(?:on|f)s?(?: .{0,30})?|presentation(?:"
        r" .{0,30})?|modalites?(?: .{0,30})?|details?|contenu|resume(?: .{0,20})?|enjeux?|justification"
        r"|commentaires?|remarques?|observations?|etapes?|realisations?|livrables?|localisation|lieu"
        r"|precise[rz]|a preciser|pourquoi|comment|quoi|en bref|ou"
        r"|instruction(?: .{0,30})?|(?:nature|forme|taux) (?:et|ou) .{0,30}"
    ),
    Key.OBJECTIVE: (r"objectifs?(?: .{0,30})?|finalites?|but"),
    Key.AXIS: (
        r"(?:axes?|orientations?|priorites?|volets?|piliers?|thematiques?|themes?|domaines?|chantiers?"
        r"|categories?|defis?|ambitions?|enjeu)(?: (?:strategique|d'intervention|de rattachement|d[eu]"
        r" .{0,20}))?s?(?: n°? ?\d+)?"
    ),
    Key.NUMBER: (r"n°|no|numeros?(?: .{0,20})?|rang|ref(?:erence)?s?|code|#|n"),
    Key.TERRITORY: (r"territoires?|communes?|collectivites?|maitre d'œuvre"),
}
_LABELS: Final = tuple((key, re.compile(pattern)) for key, pattern in _PATTERNS.items())


def key_of(label: str) -> Key | None:
    """What a label or a column header names; None when it is no known label."""
    words = re.sub(r"\(.*?\)|\*|_", " ", flat(label)).strip(" .:?\u00a0-")
    words = " ".join(words.split())
    for key, pattern in _LABELS:
        if pattern.fullmatch(words):
            return key
    return None


# "Pilote          Mission locale": a label in a column of its own, its value in the next. A third
# column would make it the row of a table.
SPACED: Final = re.compile(r"([^\W\d_][^:\n|\t]{1,50}?)(?:[ \u00a0]{3,}|\t+)(?=\S(?!.*\S(?: {4}|\t)))")
