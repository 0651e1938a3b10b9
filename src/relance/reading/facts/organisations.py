"""Names of organisations in French text: in full, as acronym, or by office, joined into one.

A name starts with a capital or with a common noun of institution ("mission locale") that a
definite article or a partnership word introduces. Generic groups ("les entreprises") and
bodies yet to be created ("un conseil consultatif") are none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from relance.reading.facts.lexicon import INFINITIVE, vocabulary
from relance.values.typography import flat, fold, squeeze

# Common nouns that open the name of an institution.
HEADS: Final = vocabulary(
    "region departement etat agglo agglomeration metropole mrc chambre office agence caisse banque "
    "pole mission conseil syndicat union federation association comite etablissement societe "
    "universite ministere ordre cegep cooperative fondation reseau club maison centre conference "
    "secours ecole institut ligue corporation coop ccas cci cma ademe anah prefecture tribunal "
    "academie rectorat hopital regie cluster groupement collectif confederation commission direction "
    "port parc museum theatre lycee college france sncf poste ville commune communaute municipalite tourisme "
    "carrefour bureau bureaux observatoire fabrique laboratoire fonds"
)
_INSTITUTIONS: Final = vocabulary(
    "region departement etat agglo agglomeration metropole mrc prefecture cci cma ademe anah ccas "
    "province rectorat"
)
_GENERIC: Final = vocabulary(
    "communes communautes associations association entreprises entreprise commercants "
    "habitants partenaires acteurs collectivites ecoles proprietaires agriculteurs bailleurs "
    "artisans citoyens usagers producteurs employeurs organismes structures professionnels "
    "etablissements intercommunalites chambres universites syndicats services service tous toutes "
    "ensemble autres autre divers diverses nombreux nombreuses etudiants jeunes familles clubs "
    "offices comites federations banques maires elus commerces restaurateurs hoteliers investisseurs "
    "promoteurs aucun aucune neant sans a plusieurs opera societes particuliers equipes employes "
    "locataires riverains parents cabinet prestataire bureau bureaux groupe membres experts acteur "
    "partenaire un une deux trois"
)
OWN: Final = re.compile(
    r"(?:(?:la |le |les |l')?(?:directions?|service\b"
    r"|services(?= (?:de|du|des|d'|a|au|aux|et|[a-z]+(?:aux|ales|iques)) ?|$)"
    r"|manager|regie|cabinet|dgs|dga|mairie|maire|elue?s?"
    r"|adjointe?|chargee?s?"
    r"|responsable|chef|coordonn|mme|m\.|equipe|conseill|departement (?:de|des|du)"
    r" (?:la |l')?(?:dev|urb|tech|loisir|cult|ing|amen)"
    r"|ville$|commune$|municipalite$|collectivite$"
    r"|conseil (?:municipal|communautaire|metropolitain|d'administration)|bureau"
    r" communautaire"
    r"|president|prefet|comite de pilotage|comite technique|copil))"
)  # fmt: skip
_ADJECTIVES: Final = vocabulary(
    "regional regionale regionaux departemental departementale local locale locales public publique "
    "mixte intercommunal intercommunale foncier fonciere populaire national nationale social sociale "
    "sociales solidaire familiales economique economiques universitaire agricole territorial "
    "territoriale emploi medical urbain urbaine rural rurale touristique energetique technique "
    "professionnelle naturel naturelle academique francaise francais catholique postale central centrale"
)
# Heads whose names pair two trades: "chambre de commerce et d'industrie".
_PAIRED: Final = vocabulary(
    "chambre chambres conseil office agence centre institut societe union maison ministere direction "
    "federation"
)
_LOWER_JOINT: Final = frozenset(
    ["de", "du", "des", "d'", "la", "l'", "le", "les", "en", "aux", "au", "a", "pour", "sur"]
)
_NO_ORG: Final = vocabulary(
    "tpe pme pmi eti ess rse ht ttc pdf eur cad usd co2 btp qpv zac zae plu plui cv gms pcaet epci "
    "tva cdd cdi ce pib dpe rsa scot pib adsl thd wifi gps led mc md mds url faq diy rh tic ti ia no "
    "pluri ges enr scop dom tom pv pac gnv chu vae ehpad smic cfe crte ori pvd acv obnl osbl oti dsp "
    "ans ii iii iv vi vii viii ix xi xii bio fab lab covid npnru anru internet web wi-fi europe "
    "france noel paques ouest nord sud est alpes monsieur madame article axe action fiche"
)
_WORD: Final = re.compile(r"[dlDL]['’]|[^\W_][\w&.+-]*[^\W_]|[^\W_]")
_ACRONYM: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ&]{1,7}s?")
_COMMON: Final = re.compile(
    r"(?:association|organisme|société|entreprise|fondation|coopérative|réseau|plateforme|structure|bureau"
    r" d['’]études"
    r"|opérateur|agence|compagnie|établissement|syndicat|pôle|groupe|cluster) (?=[A-ZÀ-Þ])"
)
_PAREN: Final = re.compile(r"[\s\u00a0]*\(([^\W\d_a-zà-ÿ][\w&.’'-]{1,9})\)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `start:end` of the text searched."""

    start: int
    end: int
    name: str
    acronym: str | None = None


def is_acronym(word: str) -> bool:
    return _ACRONYM.fullmatch(word) is not None and fold(word) not in _NO_ORG


def name_at(text: str, start: int, *, lower: bool) -> Name | None:
    """The name of an organisation that starts at `start`, or None.

    `lower`: whether a common noun of institution in lower case may open it.
    """
    first = _WORD.match(text, start)
    if first and (common := _COMMON.match(text, start)):  # "l'association Untel" is Untel
        start = common.end()
        first = _WORD.match(text, start)
    if not first:
        return None
    key = fold(first[0])
    proper = key in HEADS and re.match(r"[\s\u00a0][A-ZÀ-Þ]", text[first.end() : first.end() + 2])
    if (key in _NO_ORG and not proper) or (key in _GENERIC and not first[0][0].isupper()):
        return None
    capital = first[0][0].isupper()
    if not capital and not (lower and key in HEADS):
        return None
    end = _name_end(text, first, key in HEADS)
    name = squeeze(text[start:end])
    words = name.split()
    if not capital and len(words) == 1 and key not in _INSTITUTIONS:
        return None
    if key in _GENERIC and len(words) == 1:
        return None
    if found := _PAREN.match(text, end):
        return Name(start, found.end(), name, found[1])
    return Name(start, end, name, name if is_acronym(name) else None)


def _name_end(text: str, first: re.Match[str], head: bool) -> int:
    """Where a name ends: capitals, and lower-case words that connectors or a head noun carry."""
    end, joints, lowers = first.end(), 0, 0
    pending = False
    opening = fold(first[0])
    previous, previous_end = fold(first[0]), first.end()
    last_joint = ""
    for word in _WORD.finditer(text, first.end()):
        gap = text[end if not pending else previous_end : word.start()]
        if gap.strip(" \u00a0\n") or len(gap) > 2:
            break
        key = flat(word[0])
        if key == "ici" and last_joint == "d'":  # "le lycée Untel d'ici 2028"
            break
        if "\n" in gap and not pending:
            break  # the next line starts another statement
        if word[0][0].isupper():
            end, pending, joints = word.end(), False, 0
        elif key in _LOWER_JOINT and word[0].lower() != "dès":
            joints += 1
            if joints > 3 or (key in ("a", "au", "en", "pour", "sur", "aux", "le", "les") and not head):
                break
            pending, last_joint = True, key if joints == 1 else last_joint
        elif key == "et":
            following = _WORD.match(text, word.end() + 1)
            if not following or flat(following[0]) not in ("de", "du", "des", "d'"):
                break
            second = _WORD.match(text, following.end() + (text[following.end() : following.end() + 1] == " "))
            if opening not in _PAIRED or not second or fold(second[0]) in _GENERIC:
                break
            pending, joints, last_joint = True, 0, "de"
        elif pending and re.match(INFINITIVE, key):
            break  # "l'office de commerce d'organiser"
        elif pending and head and last_joint in ("de", "du", "des", "d'") and lowers < 4 and previous != "et":
            end, pending, joints, lowers = word.end(), False, 0, lowers + 1
        elif not pending and head and key in _ADJECTIVES:
            end = word.end()
        else:
            break
        previous, previous_end = key, word.end()
    return end


def split_list(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The items of "A, B et C" between two places, without their articles."""
    at = start
    pieces = []
    for cut in re.finditer(
        r"[,;/\n•|]| et (?!d['’e]|du )"
        r"| et (?=(?:de la |de l['’]|du |d['’]|de )(?:[A-ZÀ-Þ]{2,}\b"
        r"|[Rr]égion\b|[Dd]épartement\b|[ÉEé]tat\b|[Mm]étropole\b))"
        r"| ainsi que | \+ | & (?=[A-Z])|[\s]-[\s]",
        text[start:end],
    ):
        pieces.append((at, start + cut.start()))
        at = start + cut.end()
    pieces.append((at, end))
    for a, b in pieces:
        lead = _ARTICLE.match(text[a:b])
        a += lead.end() if lead else 0
        while b > a and text[b - 1] in " \u00a0.)]…\"'*":
            b -= 1
        if b > a:
            yield a, b


_ARTICLE: Final = re.compile(
    r"[\s\u00a0\[(\"'*-]*(?:(?:avec |et |dont |par )*"
    r"(?:la |le |les |l['’]|du |des |de la |de l['’]|d['’]|de |au |aux |à la |à l['’]|notre |nos )?)?"
    r"[*_«\u00a0\"“ ]*"
)


def is_generic(name: str) -> bool:
    """Whether a name is a group of people or bodies rather than one of them.

    "Associations locales" is a group; "Association des commerçants" is somebody.
    """
    words = re.findall(r"[a-z0-9']+", fold(name))
    if not words or _UNKNOWN.match(fold(name)):
        return True
    if words[0] not in _GENERIC or any(is_acronym(word) for word in name.split()):
        return False
    second = name.split()[1:2]
    if name[0].isupper() and second and second[0][0].isupper() and fold(second[0]) not in _ADJECTIVES:
        return False  # "Services Québec" is somebody
    return len(words) == 1 or words[0][-1] in "sx" or name[0].islower()


_UNKNOWN: Final = re.compile(r"(?:a |non |en cours|sans|neant|aucun|selon|tous|toutes)")


def aliases(text: str) -> dict[str, str]:
    """Acronym → full name, wherever the document writes "Full Name (FN)"."""
    found: dict[str, str] = {}
    for paren in re.finditer(r"\(([A-ZÀ-Þ][A-ZÀ-Þ&.-]{1,9})\)", text):
        acronym = paren[1].replace(".", "")
        if (full := full_name_before(text, paren.start(), acronym)) is not None:
            found.setdefault(fold(acronym), full[2])
    return found


def full_name_before(text: str, at: int, acronym: str) -> tuple[int, int, str] | None:
    """The words before "(FN)" whose initials it takes, when they start with a capital."""
    words = list(_WORD.finditer(text, max(0, at - 120), at))
    letters = [c for c in fold(acronym) if c.isalnum()]
    need = len(letters) - 1
    if not words or text[words[-1].end() : at].strip() or need < 1:
        return None
    for index in range(len(words) - 1, max(-1, len(words) - 12), -1):
        initial = fold(words[index][0])[:1]
        if need >= 0 and initial == letters[need]:
            need -= 1
            if need < 0:
                break
    if need >= 0:
        return None
    start = words[index].start()
    return (start, at, squeeze(text[start:at])) if text[start].isupper() else None


def same(first: str, second: str) -> bool:
    """Whether two names are of one organisation: the words of one are all in the other."""
    a, b = tokens(first), tokens(second)
    return bool(a and b) and (a <= b or b <= a)


def tokens(name: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", fold(name))
    return frozenset(
        w
        for w in words
        if w not in ("le", "la", "les", "l", "de", "d", "du", "des", "et", "en", "a", "au", "aux")
    )


def joined(names: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """Each name to the fullest form the document gives of it."""
    out = {}
    for name in names:
        full = known.get(fold(name))
        out[name] = f"{full} ({name})" if full else name
    return out
