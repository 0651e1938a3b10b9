"""Lines that say one thing of a measure: "Pilote : Service habitat", "Budget : 12 k€".

The same words name the columns of a table.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.lines import Line
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
        r"|pourquoi|comment|quoi|en bref|ou|instruction(?: .{0,30})?|(?:nature|forme|taux) (?:et|ou) .{0,30}"
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
_FIELD: Final = re.compile(r"[*_]{0,3}([^\W\d_][^:\n|]{1,60}?)[*_]{0,3} ?: *[*_]{0,3}(?=(\S|$))")


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: `value` is its place in the document, None when it stands below."""

    key: Key
    label: str
    value: Span | None


def key_of(label: str) -> Key | None:
    """What a label or a column header names; None when it is no known label."""
    words = re.sub(r"\(.*?\)|\*|_", " ", flat(label)).strip(" .:?\u00a0-")
    words = " ".join(words.split())
    for key, pattern in _LABELS:
        if pattern.fullmatch(words):
            return key
    return None


def field_of(line: Line) -> Field | None:
    """The field of a line that is "Label : value", or None.

    Axis, title and objective labels count only where they cannot be the start of a sentence.
    """
    if line.is_row or line.label:
        return None
    found = _FIELD.match(line.flat)
    if not found or len(found[1].split()) > 6:
        return None
    key = key_of(found[1])
    if key is None:
        return None
    start = found.end()
    value = line.text[start:].rstrip()
    at = line.span.start + start
    return Field(key, found[1].strip(), Span(at, at + len(value)) if value.strip() else None)


def inline_fields(text: str, span: Span) -> tuple[Span, list[Field]]:
    """A measure without the labelled values at its end, and those values.

    "Rénover la halle. Partenaires : Région. Budget : 12 k€." keeps "Rénover la halle.".
    """
    words = flat(span.quote(text)).replace("\n", " ")
    hits = [hit for hit in _INLINE.finditer(words) if hit.start() > 0 and key_of(hit[1]) in _VALUES]
    if not hits:
        return span, []
    found: list[Field] = []
    for index, hit in enumerate(hits):
        stop = hits[index + 1].start() if index + 1 < len(hits) else len(words)
        value = words[hit.end() : stop].rstrip(" .;,|)")
        if value.strip() and (key := key_of(hit[1])):
            start = span.start + hit.end()
            found.append(Field(key, hit[1], Span(start, start + len(value))))
    kept = words[: hits[0].start()].rstrip(" (–-|")
    if not found or len(kept.split()) < 2:
        return span, []
    return Span(span.start, span.start + len(kept)), found


_VALUES: Final = frozenset((Key.LEAD, Key.PARTNER, Key.FUNDER, Key.AMOUNT, Key.HORIZON, Key.BENEFICIARIES))
_INLINE: Final = re.compile(
    r"(?:(?<=[.;|)]) ?|(?<= [–|-]) |(?<=\()|(?<=\n))((?:pilotes?|porteurs?|responsables?|partenaires?"
    r"|financeurs?|financements?"
    r"|budgets?|couts?|montants?|enveloppe|echeances?|echeancier|calendrier|horizon|delais?|beneficiaires?"
    r"|public|maitre d'ouvrage)(?: (?:previsionnel(?:le)?s?|estimee?s?|totale?s?|cible|vises?))?) ?: ?"
)


def bare_label(line: Line) -> Key | None:
    """The key of a line that is nothing but a known label, its value standing beneath."""
    if line.is_row or line.words > 5 or line.stop not in ("", ":", "?") or ":" in line.text.rstrip(" :"):
        return None
    return key_of(line.text)
