"""What a column of a plan's table holds, by the name in its header: the lexicon.

General French (France and Québec) names of columns, in any order and any case; no name
of a place, an organisation or a particular document.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """What a column says about a measure."""

    AXIS = "axis"
    SUB_AXIS = "sub_axis"
    SUB_SUB_AXIS = "sub_sub_axis"
    NUMBER = "number"
    TITLE = "title"
    SUB_ACTION = "sub_action"
    DESCRIPTION = "description"
    OBJECTIVES = "objectives"
    INDICATORS = "indicators"
    GOVERNANCE = "governance"
    LEAD = "lead"
    SERVICE = "service"
    PERSON = "person"
    ELECTED = "elected"
    PARTNERS = "partners"
    RESOURCES = "resources"
    PARTICIPATION = "participation"
    FINANCING = "financing"
    FUNDER = "funder"
    FUNDER_AMOUNT = "funder_amount"
    BUDGET = "budget"
    STATUS = "status"
    PRIORITY = "priority"
    START = "start"
    END = "end"
    ONGOING = "ongoing"
    HORIZON = "horizon"
    TARGETS = "targets"
    STEPS = "steps"
    LINKED = "linked"
    NOTES = "notes"
    LINKS = "links"


# Patterns of whole folded names (see `folded_name`); the first field that matches wins.
_NAMES: dict[Field, tuple[str, ...]] = {
    Field.SUB_SUB_AXIS: (r"sous[ -]?sous[ -]?(axe|orientation|theme|thematique|objectif)s?",),
    Field.SUB_AXIS: (
        r"sous[ -]?(axe|orientation|theme|thematique|volet|partie)s?",
        r"objectif operationnel",
    ),
    Field.AXIS: (
        r"(grand )?axes?( strategiques?| d intervention)?",
        r"orientations?( strategiques?)?",
        r"volets?",
        r"piliers?",
        r"themes?",
        r"thematiques?",
        r"chapitres?",
        r"domaines?( d action)?",
        r"enjeux?",
        r"defis?",
        r"programmes?",
        r"objectif strategique",
        r"ambitions?",
        r"chantiers?",
        r"categories?",
    ),
    Field.SUB_ACTION: (
        r"((titre|intitule|nom|libelle) (de la |des )?)?sous[ -]?(action|mesure|tache)s?",
        r"operations? detaillees?",
    ),
    Field.TITLE: (
        (
            r"(titre|intitule|nom|libelle|designation|enonce)( (de l |de la |des |du "
            r"|d une )?(fiche[ -]?action|fiche"
            r"|action|mesure|projet|operation|engagement|proposition|priorite|initiative|dispositif)s?)?"
        ),
        r"actions?",
        r"mesures?",
        r"projets?",
        r"operations?",
        r"engagements?",
        r"propositions?",
        r"initiatives?",
        r"fiches?[ -]?actions?",
        r"actions? (prevues?|proposees?|a mener|envisagees?)",
        r"moyens? d action",
        r"mesures? (prevues?|proposees?|concretes?)",
        r"dispositifs?",
        r"recommandations?",
    ),
    Field.NUMBER: (
        r"n",
        r"no",
        r"nos",
        r"num",
        r"numero",
        r"rang",
        r"ordre",
        r"ref",
        r"reference",
        r"code",
        r"id",
        r"identifiant",
        r"(n|no|numero|ref|code) (de l |de la |d )?(action|mesure|fiche|projet|priorite|ordre)",
        r"#",
    ),
    Field.DESCRIPTION: (
        r"descriptifs?",
        r"descriptions?",
        r"details?",
        r"contenus?",
        r"presentation",
        r"resume",
        r"contexte",
        r"modalites?",
        r"explications?",
        r"precisions?",
        (
            r"(descriptif|description|detail|contenu|presentation) (de l |de la |du )?(action|mesure"
            r"|projet|fiche)"
        ),
    ),
    Field.OBJECTIVES: (
        r"objectifs?( vises?| poursuivis?)?",
        r"buts?",
        r"finalites?",
        r"resultats? (attendus?|vises?)",
        r"effets? attendus?",
    ),
    Field.INDICATORS: (
        r"indicateurs?( .*)?",
        r"cibles? chiffrees?",
    ),
    Field.GOVERNANCE: (
        r"instances? de gouvernance",
        r"gouvernance",
        r"comites?",
        r"instances?",
    ),
    Field.SERVICE: (
        (
            r"(directions?|services?|direction ou service|service ou direction)( pilotes?"
            r"| responsables?| concernee?s?)?"
        ),
    ),
    Field.PERSON: (
        r"personnes?( pilotes?| responsables?| referentes?)",
        r"charge e? de (projet|mission)",
        r"referente?s?( techniques?)?",
        r"agents? referents?",
    ),
    Field.ELECTED: (
        r"elue?s?( e s?)?( referente?s?( e s?)?)?",
        r"elu e? ?s? referent.*",
    ),
    Field.LEAD: (
        (
            r"(structures?|organismes?|acteurs?|entites?)? ?(pilotes?|porteuses?|porteurs?|responsables?)"
            r"( de (l action|la mesure|projet)| du projet)?"
        ),
        r"(structures? )?(chefs? de file|maitres? d ouvrage|maitrise d ouvrage|leads?)",
        r"pilotages?",
        r"portages?",
        r"responsabilites?",
        r"qui",
    ),
    Field.PARTNERS: (
        r"(principaux )?partenaires?( associes?| mobilises?| potentiels?| techniques?| et acteurs)?",
        r"partenariats?",
        r"acteurs?( associes?| concernes?| impliques?)?",
        r"collaborateurs?",
        r"collaborations?",
    ),
    Field.FUNDER: (
        r"(co)?[ -]?financeurs?( \d+| pressentis?| potentiels?)?",
        r"bailleurs?( de fonds)?",
        r"sources? de financements?",
        r"partenaires? financiers?",
    ),
    Field.RESOURCES: (
        r"moyens?( humains?)?( et techniques?)?( mobilises?| necessaires?)?",
        r"ressources?( .*)?",
    ),
    Field.PARTICIPATION: (
        r"participation( citoyenne)?",
        r"concertation",
    ),
    Field.FINANCING: (
        r"(plan de )?financements?",
        r"modalites? de financement",
    ),
    Field.BUDGET: (
        r"(budgets?|couts?|depenses?|enveloppes?|investissements?)( .*)?",
        (
            r"(montants?|sommes?)( (total|totaux|global|globaux|prevus?|previsionnels?|estimes?"
            r"|alloues?|engages?"
            r"|annonces?))*( ht| ttc| en euros?| en k| en m)*"
        ),
    ),
    Field.STATUS: (
        r"statuts?",
        r"etats?( d avancement| de realisation| d avancee)?",
        r"avancements?",
        r"(niveau|degre) d avancement",
    ),
    Field.PRIORITY: (
        r"(niveau|degre|ordre) de priorite",
        r"priorites?",
        r"priorisation",
        r"niveau d importance",
    ),
    Field.ONGOING: (
        r"(action|mesure)? ?(en )?(amelioration )?continue?",
        r"en continu",
        r"permanente?",
    ),
    Field.START: (
        r"(date|annee|mois)? ?(previsionnelle )?(de |du )?(debut|demarrage|lancement|commencement)( .*)?",
    ),
    Field.END: (
        r"(date|annee|mois)? ?(previsionnelle )?(de |d )?(fin|achevement|cloture|livraison)( .*)?",
        r"date limite",
        r"date butoir",
    ),
    Field.HORIZON: (
        r"horizons?",
        r"echeances?",
        r"echeanciers?",
        r"calendriers?( .*)?",
        r"delais?( .*)?",
        r"periodes?( .*)?",
        r"planning",
        r"quand",
        r"temporalites?",
        r"annees?( de (mise en oeuvre|realisation))?",
        r"date( de realisation| prevue)?",
        r"terme",
    ),
    Field.TARGETS: (
        r"cibles?",
        r"publics?( cibles?| vises?)?",
        r"beneficiaires?( .*)?",
    ),
    Field.STEPS: (r"etapes?( .*)?",),
    Field.LINKED: (r"(mesures?|actions?|fiches?)( des? plans?)? liees?",),
    Field.NOTES: (
        r"notes?( .*)?",
        r"commentaires?",
        r"remarques?",
        r"observations?",
        r"informations? complementaires?",
    ),
    Field.LINKS: (
        r"documents?( et liens?)?",
        r"liens?( utiles?)?",
        r"annexes?",
        r"pieces? jointes?",
    ),
}
_COMPILED = tuple((field, re.compile("|".join(names))) for field, names in _NAMES.items())
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNITS = re.compile(r"[€$£%]|\bk€|\bm€|\beuros?\b", re.I)


def folded_name(header: str) -> str:
    """A header in lower case without accents, brackets, units and signs: "Élu·e (s)" → "elu e"."""
    words = _UNITS.sub(
        " ", _PARENTHESES.sub(" ", header.replace("№", "n").replace("œ", "oe").replace("Œ", "OE"))
    )
    flat = "".join(c for c in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9#-]+", " ", flat.replace("º", " ")).replace(" - ", " ").split()).strip(
        "- "
    )


@lru_cache(maxsize=2_000)
def field_of(header: str) -> Field | None:
    """The field that a column of this name holds, or None when the name says nothing."""
    if len(header) > 120:
        return None
    name = folded_name(header)
    # "n°" folds to "no" or "n": both are in the lexicon.
    return next((field for field, pattern in _COMPILED if name and pattern.fullmatch(name)), None)


def field_count(headers: list[str]) -> int:
    """How many different fields a row of possible headers names."""
    return len({field for header in headers if header and (field := field_of(header))})
