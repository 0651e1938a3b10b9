"""What the keys of a page written as keys and values mean: the lexicon."""

import re
from typing import Final

from relance.reading.facts.labels import Key

TITLES: Final = (
    "titre",
    "title",
    "intitule",
    "nom",
    "name",
    "label",
    "libelle",
    "action",
    "mesure",
    "measure",
)
TEXTS: Final = (
    "detail",
    "details",
    "texte",
    "text",
    "description",
    "resume",
    "summary",
    "contenu",
    "content",
)
SKIPPED: Final = re.compile(
    r"(?:menu|nav\w*|liens?|links?|tags?|mots? ?-?cles|keywords|auteurs?|authors?|contacts?|sources?"
    r"|images?|photos?"
    r"|categories|categorie|layout|permalink|slug|langs?|langues?|pieces?.*|documents?"
    r"|references?|redirect.*|scripts?"
    r"|constats?|diagnostic|contexte|chiffres.*|findings?|context|sommaire|faq.*|questions.*|actualites"
    r"|news|partenaires?|partners"
    r"|conditions.*|eligib.*|criteres|indicateurs?|glossaire|profils?|beneficiaires?|public)$"
)
MEASURES: Final = re.compile(
    r"(?:mesures?|actions?|propositions?|engagements?|measures|proposals|dispositifs?|aides?|projets?"
    r"|operations?|points?"
    r"|items?|liste|contenu|decisions?|reponses?)(?: .*)?$"
)
ASKS: Final = re.compile(r"\W*(?:comment|pourquoi|quel(?:le)?s?|qui|que|ou)\b[^?]*\?")
ENGLISH: Final = {
    "amount": Key.AMOUNT,
    "cost": Key.AMOUNT,
    "deadline": Key.HORIZON,
    "start": Key.HORIZON,
    "end": Key.HORIZON,
    "partners": Key.PARTNER,
    "lead": Key.LEAD,
    "institution": Key.LEAD,
    "organisme": Key.LEAD,
    "operateur": Key.LEAD,
    "gestionnaire": Key.LEAD,
    "funders": Key.FUNDER,
    "id": Key.NUMBER,
    "number": Key.NUMBER,
    "code": Key.NUMBER,
}
