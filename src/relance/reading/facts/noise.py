"""What surrounds the words of a plan and says nothing of it.

Navigation, cookie notices, dates of publication, page numbers, repeated headers and footers,
tables of contents, invitations to vote or to share, and the English half of a bilingual page.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from relance.reading.document import BlockKind
from relance.reading.facts import lexicon
from relance.reading.facts.fields import bare_label, field_of
from relance.reading.facts.lexicon import vocabulary
from relance.reading.facts.lines import Line
from relance.values.typography import flat, fold

_DECOR: Final = re.compile(
    r"(?:(?:a )?(?:lire|voir) aussi.*|imprimer|image|images?|photos?|video|logo|ok|fermer|accueil"
    r"|rechercher|recherche|menu"
    r"|retour(?: (?:a|au|aux|en|vers|accueil|liste|page)\b.{0,30})?|haut de page"
    r"|lire la suite|lire plus|en savoir plus|plus d'infos?.{0,60}|plus d'informations?.{0,60}|voir (?:plus"
    r"|tout|la carte)"
    r"|suivant|precedent|page (?:suivante|precedente)|partag(?:er|ez)(?: (?:cet|cette|la|le|ce|sur"
    r"|par)\b.{0,30})?|suivez-nous.{0,60}"
    r"|rejoignez-nous.{0,60}"
    r"|aller au contenu.{0,30}|skip to content.*|tout (?:accepter|refuser)|accepter|refuser|parametrer"
    r"|s'abonner.{0,40}"
    r"|se connecter|connexion|mon compte|newsletter.{0,30}|inscri(?:vez-vous|ption) a la (?:newsletter"
    r"|lettre).{0,30}"
    r"|telecharge[rz].{0,80}|cliquez.{0,80}|(?:re)?decouvr(?:ez|ir) (?:le|la|les|notre) (?:site|plan"
    r" complet|video).{0,30}"
    r"|envoyer(?: a un ami| par (?:mail|courriel|e-?mail))?|commentaires?(?: \(\d+\))?|laisser un"
    r" commentaire.*|facebook"
    r"|twitter|instagram|linkedin|youtube|english.{0,20}|francais.{0,20}|contacts? presse.{0,60}|nous"
    r" (?:joindre|contacter)"
    r"|contact us|merci(?: de votre attention)?|des questions"
    r"|signatures?(?: et cachet.{0,20})?|cachet(?: et signature.{0,20})?"
    r"|signature d[ue] (?:referent|responsable|demandeur|porteur|maire|representant|president).{0,30}"
    r"|a suivre"
    r"|suite page \d+|[a-z]{1,3}"
    r"|rapporteure?s? ?:.{0,60}"
    r"|(?:resultats? d[ue]s? )?votes? ?: .{0,60}|(?:pour|contre|abstentions?) ?: ?\d.{0,40}"
    r"|\W*)[ .!?:»>]*"
)
_NOTICE: Final = re.compile(
    r"\bcookies?\b|donnees personnelles|mentions legales|plan du site|politique de confidentialite|tous"
    r" droits reserves"
    r"|navigation sur ce site|copyright|©|accessibilite *:|ne pas jeter sur la voie publique|imprime (?:par"
    r"|a|sur)\b"
    r"|reduction d'impot|^(?:nous )?soutenir ?:|^(?:je )?fai(?:s|tes|re) un don\b"
    r"|directeur de la publication|directrice de la publication|conception graphique|(?:votez|faites voter"
    r"|je vote)\b"
    r"|^(?:publie|mis a jour|mis en ligne|modifie|date de publication|derniere mise a jour|redige)\b.{0,60}\d"
    r"|^(?:permanences?|renseignements?|horaires?) ?: "
    r"|^(?:par|auteur) ?: |^temps de lecture|^accueil ?[>›»/]|\w+@\w+\.\w+|^www\.|^https?:|^isbn\b|^issn\b"
    r"|^(?:page )?\d{1,3}(?: ?(?:/|sur) ?\d{1,3})?$|^(?:- ?)?\d{1,3} ?-$|^page \d+|^tel(?:ephone)?\b ?[.:]"
    r"|^n°"
    r" ?\d+ -"
    r"|\b0[1-9](?:[ .]?\d\d){4}\b"
)
# "Montant HT : ………… €     Début : …/……": a form that nobody filled in
_FIELD_LEFT_EMPTY: Final = re.compile(r"[^\W\d_][^:\n]{1,50}? ?:([\s\u00a0.…_/€$%☐□-]+)$")
_LEADER: Final = re.compile(r"(?:\.{3,}|…{2,}|(?: \.){3,}|_{3,})\s*\d{1,3}$|\s{3,}\d{1,3}$")
_ENGLISH: Final = vocabulary(
    "the and of to for in with by our is are will be from through that this its their your we at between new"
)
_FRENCH: Final = vocabulary(
    "le la les de des du et un une pour en dans par sur a au aux l d qu que est sont nous avec ce "
    "cette ces son sa ses"
)
_ENGLISH_LABELS: Final = re.compile(r"(?:pillar|axis|priority|goal|objective|action|measure|step) ?\d")


_AHEAD: Final = 120  # how many short lines ahead a list may announce


def noise_of(lines: Sequence[Line]) -> set[int]:
    """The indexes of the lines that say nothing of the plan."""
    noise = {line.index for line in lines if _is_decor(line)}
    noise |= _repeated(lines)
    noise |= _english(lines)
    noise |= _unticked(lines)
    return noise | contents_of(lines, noise)


def alike(first: frozenset[str], second: frozenset[str]) -> float:
    """How much the smaller of two sets of words is inside the other (0–1)."""
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def _is_decor(line: Line) -> bool:
    if line.is_row:
        return False
    words = line.flat.strip(" *_[]()#>|")
    if "link" in line.style and line.words <= 8:
        return True
    if line.words <= 12 and _DECOR.fullmatch(flat(line.clean).strip(" *_#>|")):
        return not line.caps or line.words > 1 or len(words) <= 3
    bars = max(line.text.count("|"), line.text.count(" · "), line.text.count(" › "))
    if bars >= 2 and line.words <= 20 and line.words / bars < 6:
        return True
    if (found := _FIELD_LEFT_EMPTY.match(line.text)) and found[1].strip():
        return True
    return line.words <= 45 and _NOTICE.search(words) is not None and not line.commits


def _repeated(lines: Sequence[Line]) -> set[int]:
    """Running headers and footers: the same short words three times, whatever their page number."""

    def key(line: Line) -> str:
        return re.sub(r"\d+", "#", line.flat).strip()

    candidates = [line for line in lines if _may_run(line)]
    counts = Counter(key(line) for line in candidates)
    return {line.index for line in candidates if counts[key(line)] >= 3 and len(key(line)) > 1}


def _may_run(line: Line) -> bool:
    if line.is_item or line.is_row or line.label or line.words > 12 or _is_role(line):
        return False
    if bare_label(line) or field_of(line) or lexicon.NUMBERED_LABEL.match(line.flat):
        return False
    return ":" not in line.text[:40] and not line.text.endswith(":")


def _is_role(line: Line) -> bool:
    patterns = (
        lexicon.DIAGNOSIS_HEADING,
        lexicon.MEASURES_HEADING,
        lexicon.REPLY_HEADING,
        lexicon.REQUEST_HEADING,
    )
    return any(pattern.match(line.flat.strip(" :")) for pattern in patterns)


def _english(lines: Sequence[Line]) -> set[int]:
    """The English lines of a page that is mostly French."""
    votes = {line.index: _vote(line) for line in lines if not line.is_row}
    english = {index for index, vote in votes.items() if vote < 0}
    if len(english) < 0.15 * len(votes):  # a French page with a stray English word
        english = {index for index in english if votes[index] <= -2}
    if not english or len(english) > 0.7 * len(votes):
        return set()
    if len(english) >= 0.2 * len(votes):
        unsure = [line for line in lines if votes.get(line.index) == 0 and line.label is None]
        english |= {line.index for line in unsure if _ENGLISH_LABELS.match(_printed(line))}
    return english


def _unticked(lines: Sequence[Line]) -> set[int]:
    """What stands under the empty boxes of a form in which others are ticked: nobody chose it."""
    if not any(is_ticked(line) for line in lines):
        return set()
    out: set[int] = set()
    under = False
    for line in lines:
        if line.is_item or line.is_row or line.gap or line.kind is BlockKind.HEADING:
            under = (line.marker or "").strip() in EMPTY_BOXES
        if under:
            out.add(line.index)
    return out


def is_ticked(line: Line) -> bool:
    """Whether a ticked box stands before the words of a line."""
    return (line.marker or "").strip() in TICKED_BOXES


TICKED_BOXES: Final = frozenset("☒☑🗹⌧⊠■") | {"[x]", "[X]"}
EMPTY_BOXES: Final = frozenset("☐□▢❏❑◻") | {"[ ]"}


def _printed(line: Line) -> str:
    return fold(f"{line.marker or ''} {line.text}").strip()


def _vote(line: Line) -> int:
    words = re.findall(r"[a-z]+", line.flat)
    return sum(w in _FRENCH for w in words) - sum(w in _ENGLISH for w in words)


def contents_of(lines: Sequence[Line], noise: set[int]) -> set[int]:
    """Tables of contents: dotted leaders, what follows "Sommaire", and lists of headings to come."""
    found = {
        line.index for line in lines if line.words <= 20 and _LEADER.search(line.text) and not field_of(line)
    }
    shorts = [line for line in lines if _may_head(line) and line.index not in noise]
    places = [line.index for line in shorts]
    for run in _lists(lines, noise):
        at = bisect_right(places, run[-1].index)
        later = [line.content for line in shorts[at : at + _AHEAD]]
        hits = sum(any(_names(line.content, other) for other in later) for line in run)
        if hits >= max(2, 0.6 * len(run)):
            found |= {line.index for line in run}
            before = run[0].index - 1
            if before >= 0 and lines[before].text.rstrip().endswith(":"):
                found.add(before)
    seen = Counter(line.content for line in lines if line.short and not line.is_row)
    for line in lines:
        if line.words <= 6 and not line.is_item and lexicon.CONTENTS_HEADING.match(line.flat.strip()):
            found.add(line.index)
            found |= _under_contents(lines, line.index, noise, seen)
    return found


def _may_head(line: Line) -> bool:
    return not line.is_item and not line.is_row and line.short and line.stop in ("", ":")


def _names(item: frozenset[str], heading: frozenset[str]) -> bool:
    """Whether an item of a list is a heading to come, in nearly the same words."""
    return alike(item, heading) >= 0.6 and len(item & heading) >= min(2, len(item))


def _lists(lines: Sequence[Line], noise: set[int]) -> list[list[Line]]:
    """Runs of at least two short list items."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        if line.is_item and line.index not in noise and line.words <= 16:
            run.append(line)
            continue
        if len(run) >= 2:
            runs.append(run)
        run = []
    return [*runs, run] if len(run) >= 2 else runs


def _under_contents(
    lines: Sequence[Line], at: int, noise: set[int], seen: Counter[frozenset[str]]
) -> set[int]:
    """The lines of a table of contents: their words come again as headings further down."""
    found: set[int] = set()
    listed: set[frozenset[str]] = set()
    for line in lines[at + 1 : at + 60]:
        if line.index in noise:
            continue
        if line.content in listed:
            break  # the first heading itself
        listed.add(line.content)
        if not line.short or (seen[line.content] < 2 and not _LEADER.search(line.text)):
            break
        found.add(line.index)
    return found
