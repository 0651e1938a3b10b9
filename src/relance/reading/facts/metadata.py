"""Title, territory, date and status of a document: who speaks, and what its word is worth."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from relance.reading.document import BlockKind, Document, Span
from relance.reading.facts import lexicon
from relance.reading.facts.headings import TOP_LABELS, Section, section_of
from relance.reading.facts.lines import Line
from relance.reading.facts.records import title_of_records
from relance.reading.facts.types import DateFact, DocumentStatus, StatusFact, TextFact
from relance.reading.readers.marks import is_pictogram
from relance.values import dates
from relance.values.dates import Lead
from relance.values.horizon import Precision
from relance.values.typography import flat, fold, squeeze

_TITLE: Final = re.compile(
    r"\b(?:plan|programme|relanc\w*|reprise|recommandations|rapport|propositions|rebond|strategie|contrat"
    r"|feuille de route|reglement|deliberation"
    r"|projet|pacte|schema"
    r"|mesures|reponses?|engagements|compte rendu|proces-verbal|lettre|actions|demain)\b"
)
_NOT_TITLE: Final = re.compile(
    r"(?:page|annexe|sommaire|priorites?$|communique|extrait du registre|publie|conference|n° ?\d)"
)
_NUMBERED: Final = lexicon.NUMBERED_LABEL
_COUNTED: Final = re.compile(r"([a-z]{4,}) (?:n° ?)?(\d[\d/.-]*) ?[–—:-] ")
_BODY: Final = re.compile(
    r"\b(?P<kind>[Vv]ille|VILLE|[Cc]ommune|COMMUNE|[Mm]airie|MAIRIE|[Mm]unicipalité|[Cc]ommunauté (?:de"
    r" communes|d['’]agglomération|urbaine)"
    r"|COMMUNAUTÉ DE COMMUNES|COMMUNAUTÉ D['’]AGGLOMÉRATION|[Mm]étropole|MÉTROPOLE|[Rr]égion|RÉGION"
    r"|[Dd]épartement|DÉPARTEMENT|MRC"
    r"|[Tt]erritoire|[Pp]ays|PAYS|[Aa]gglo(?:mération)?)"
    r"(?:[ \u00a0]+|\n(?=d[eu’']))"
    r"(?:(?P<joint>de la|de l['’]|des|du|de|d['’]|DE LA|DES|DU|DE|D['’])[\s\u00a0]*)?"
    r"(?P<name>(?:[A-ZÀ-Þ](?:[\w’'-]*\w)?)(?:[ -](?:(?:de la|de l['’]|des|du|de|sur|en|aux|les|lès|le|la"
    r"|d['’]) ?){0,2}[A-ZÀ-Þ](?:[\w’'-]*\w)?){0,5})"
)
_PLACE: Final = re.compile(
    r"(?<![\w-])(?:à|de|d['’]|pour|sur) ?(?P<name>[A-ZÀ-Þ][\w’'-]*[a-zà-ÿ]"
    r"(?:[ -](?:(?:de|la|le|les|sur|en|aux|du) ){0,2}[A-ZÀ-Þ][\w-]*[a-zà-ÿ]){0,3})"
)
# What stands before a body that helps, in the same sentence.
_ASIDE: Final = re.compile(
    r"\b(?:financ\w+|partenaires?|maitres? d'ouvrage|pilotes?)[^:\n]{0,20}:[^\n]*$"
    r"|\b(?:avec|par|aupres de|signee|soutien de|aide de|appui de|concours de|en lien avec)"
    r" (?:[^.;:\n]{0,30}(?:,| et) (?:de |par )?)?(?:la |le |l')?$"
)
# "Bourg-Neuf – Adopté le…": a compound name that opens a line at the top of the document
_OPENING: Final = re.compile(
    r"^(?P<name>[A-ZÀ-Þ]\w*[a-zà-ÿ](?:-(?:[a-zà-ÿ’']+-)*[A-ZÀ-Þ]\w*[a-zà-ÿ])+)"
    r"(?=[\s\u00a0]+[–—|]|[\s\u00a0]*$)",
    re.MULTILINE,
)
_OFFICE: Final = re.compile(
    r"\b[Ll]a (?P<name>[A-ZÀ-Þ]{2,6})\b(?! ?\d| d(?:e|es|u)\b| d['’])"
)  # a body by its acronym: "la MEL"
# "UNE VILLE QUI PRODUIT"
_PLAN_OF: Final = re.compile(r"\b(?:plan|programme|strategie|contrat|projet)s? [^.;\n]{0,40}\bde $")
_NAMED_ENOUGH: Final = 2
_NO_NAME: Final = ("qui", "que", "ou", "en", "et", "pour", "dont", "plus", "au", "a")
_ADOPTED: Final = re.compile(
    r"\b(?:adopte\w*|vote\w*|approuve\w*|seance|deliberation|conseil \w+ d[ue]|date_adoption"
    r"|reuni\w*)\b[^.;\n]{0,60}$"
)
_NOT_ADOPTED: Final = re.compile(
    r"\b(?:loi|decret|ordonnance|avis|arrete|presse|publie|precedent\w*|commission)\b[^.;\n]{0,40}$"
)
_PROMISE: Final = re.compile(
    r"\b(?:liste conduite|votez|candidat\w*|elections?|electoral\w*|programme municipal|notre programme"
    r"|faites voter"
    r"|nos propositions|nous (?:voulons|refuserons|creerons|ferons)|mandat (?:en cours|qui s'acheve"
    r"|ecoule))\b"
)
_VOTE: Final = re.compile(
    r"\b(?:a adopte|a vote|adopte par|vote par|est adopte|le conseil (?:\w+ )?(?:decide|adopte|approuve)"
    r"|extrait du registre"
    r"|apres en avoir delibere|deliberation|arrete:?$|reglement|adopte le|adopte en|adopte au"
    r"|date_adoption)\b"
)
_REPORT: Final = re.compile(
    r"\b(?:communique de presse|contact presse|la lettre d|publie le|mis a jour le|edito|newsletter)\b"
)


def title_of(document: Document, lines: Sequence[Line], noise: set[int]) -> TextFact | None:
    """The title: the top heading of the format, else a first line that names a plan, else the first."""
    kept = [line for line in lines if line.index not in noise and not line.is_row and not line.is_item][:14]
    begun = next((at for at, line in enumerate(kept) if _NUMBERED.fullmatch(line.flat.strip())), len(kept))
    kept = kept[:begun]  # "FICHE N° 1": the plan has begun
    if (span := title_of_records(document)) is not None:
        return _title(document, span, 0.9)
    tops = [
        line
        for line in kept
        if line.kind is BlockKind.HEADING and line.style & {"h1", "Title", "Heading 1", "title"}
    ]
    if len(_top_headings(lines)) > 1:
        tops = []  # several on top: they are groups, none is the title
    for line in [*tops, *kept[:9]]:
        words = line.flat
        if line.kind is BlockKind.HEADING and (line.number or line.label in TOP_LABELS) and line not in tops:
            break  # the plan has begun
        if line not in tops and section_of(line) is not Section.PLAIN and line.words <= 4:
            continue
        if (
            line.label
            or (line.number and line.marker)
            or _NOT_TITLE.match(words)
            or _one_of_several(line, lines)
            or line.stop in (";", ",", ":")
        ):
            continue
        if line in tops or (line.words <= 26 and _TITLE.search(words) and line.stop != "."):
            return _title(document, line.span, 0.9 if line in tops else 0.8)
    first = None
    for line in kept[:3]:
        if line.label or line.number or section_of(line) is not Section.PLAIN or _is_pictured(line):
            break  # the plan has begun: it has no title
        if line.words <= 25 and line.stop in ("", "!") and not line.commits:
            first = line
            break
    return _title(document, first.span, 0.5) if first else None


def _is_pictured(line: Line) -> bool:
    return line.kind is BlockKind.HEADING and is_pictogram(line.marker or "")


def _one_of_several(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line heads one part among others: "DÉLIBÉRATION 2021-14 – …", then 2021-15."""
    head = _COUNTED.match(line.flat)
    if not head:
        return False
    others = (_COUNTED.match(other.flat) for other in lines if other.short and other.index != line.index)
    return any(other and other[1] == head[1] and other[2] != head[2] for other in others)


def _top_headings(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.kind is BlockKind.HEADING and line.style & {"h1", "Heading 1"}]


def territory_of(document: Document, title: TextFact | None, authority: str | None) -> TextFact | None:
    """The territory that the document speaks for: the body it names most, its title counting more."""
    text = document.text
    votes: Counter[str] = Counter()
    places: dict[str, tuple[Span, str]] = {}
    wanted = fold(authority) if authority else None
    for found in _BODY.finditer(text):
        span = Span(found.start("name"), found.end("name"))
        name = squeeze(found["name"])
        if len(name) < 3 or fold(found["kind"]) == fold(name) or fold(name).split()[0] in _NO_NAME:
            continue
        key = fold(name)
        if _ASIDE.search(flat(text[max(0, found.start() - 90) : found.start()])):
            # a partner, not who speaks
            continue
        weight = (
            2
            + 3 * (found.start() < 400)
            + 3 * bool(title and title.span.start <= span.start < title.span.end)
        )
        votes[key] += weight
        places.setdefault(key, (span, name))
    for found in _OPENING.finditer(text[:300]):
        key = fold(found["name"])
        votes[key] += 8
        places.setdefault(key, (Span(found.start("name"), found.end("name")), found["name"]))
    for found in _OFFICE.finditer(text):
        if re.search(
            r"(?:avec|par|aupres de|via|et|,|a) $", flat(text[max(0, found.start() - 12) : found.start()])
        ):
            continue
        key = fold(found["name"])
        inside = title is not None and title.span.start <= found.start() < title.span.end
        planning = _PLAN_OF.search(flat(text[max(0, found.start() - 60) : found.start()])) is not None
        votes[key] += 1 + 6 * inside + 2 * planning
        places.setdefault(key, (Span(found.start("name"), found.end("name")), found["name"]))
    for found in _PLACE.finditer(text):
        name = squeeze(found["name"])
        if found.start() and len(name) > 3:
            key = fold(name)
            inside = title is not None and title.span.start <= found.start() < title.span.end
            votes[key] += 1 + 5 * inside
            places.setdefault(key, (Span(found.start("name"), found.end("name")), name))
    if wanted:
        for key in votes:
            if key in wanted or wanted in key:
                votes[key] += 1000
    if not votes:
        return None
    key, score = votes.most_common(1)[0]
    if score < _NAMED_ENOUGH:
        return None  # a place or a body named once, in passing
    span, name = places[key]
    return TextFact(span=span, quote=span.quote(text), confidence=0.8 if score >= 6 else 0.5, value=name)


def joint_body(document: Document, territory: TextFact | None) -> bool:
    """Whether the territory is that of several communes (métropole, communauté, MRC…)."""
    if territory is None:
        return False
    around = flat(document.text[max(0, territory.span.start - 40) : territory.span.end])
    return (
        re.search(r"\b(?:metropole|communaute|agglo\w*|pays|mrc|val|grand|region|departement)\b", around)
        is not None
    )


def is_county(document: Document, territory: TextFact | None) -> bool:
    """Whether the territory is named as an MRC: "la MRC du Lac"."""
    if territory is None:
        return False
    before = flat(document.text[max(0, territory.span.start - 12) : territory.span.start])
    return (
        territory.value == "MRC" or re.search(r"\bmrc (?:de |des |du |d'|de la |de l')?$", before) is not None
    )


def status_of(document: Document, lines: Sequence[Line], title: TextFact | None) -> StatusFact | None:
    """What kind of word the document gives, with the words that show it."""
    text = document.text
    replies = [
        line for line in lines if line.words <= 10 and lexicon.REPLY_HEADING.match(line.flat.strip(" :*"))
    ]
    if len(replies) >= 2:
        return _status(text, replies[0].span, DocumentStatus.REPLY, 0.9)
    plain = flat(text)
    counts = {
        DocumentStatus.PROMISED: list(_PROMISE.finditer(plain)),
        DocumentStatus.ADOPTED: list(_VOTE.finditer(plain)),
        DocumentStatus.REPORTED: list(_REPORT.finditer(plain)),
    }
    order = [DocumentStatus.REPORTED, DocumentStatus.ADOPTED, DocumentStatus.PROMISED]
    if len(counts[DocumentStatus.PROMISED]) >= 2 and not counts[DocumentStatus.ADOPTED]:
        order = [DocumentStatus.PROMISED]
    if counts[DocumentStatus.ADOPTED] and re.search(
        r"extrait du registre|apres en avoir delibere|le conseil decide", plain
    ):
        order = [DocumentStatus.ADOPTED]
    for status in order:
        if counts[status]:
            hit = counts[status][0]
            return _status(text, Span(hit.start(), hit.end()), status, 0.75)
    return (
        _status(text, title.span, DocumentStatus.ADOPTED, 0.4)
        if title and "plan" in flat(title.value)
        else None
    )


def adopted_on(document: Document, title: TextFact | None) -> DateFact | None:
    """The day it was adopted: only a full date that an adoption, a vote or a sitting introduces."""
    text = document.text
    plain = flat(text)
    for found in dates.find(text[:60_000]):
        if found.horizon.precision is not Precision.DAY or found.lead in (Lead.RANGE, Lead.UNTIL, Lead.FROM):
            continue
        line_start = plain.rfind("\n", 0, found.start) + 1
        before = plain[max(line_start, found.start - 90) : found.start]
        day = found.horizon.start or found.horizon.end
        if day and _ADOPTED.search(before) and not _NOT_ADOPTED.search(before):
            span = Span(found.start, found.end)
            return DateFact(span=span, quote=span.quote(text), confidence=0.8, value=day)
    return None


def dated(document: Document) -> date | None:
    """The day against which relative words resolve: a full date that the document gives itself."""
    text = document.text[:3000]
    plain = flat(text)
    for found in dates.find(text):
        line_start = plain.rfind("\n", 0, found.start) + 1
        before = plain[max(line_start, found.start - 60) : found.start]
        if found.horizon.precision is Precision.DAY and not re.search(
            r"\b(?:loi|decret|ordonnance|arrete|avis)\b", before
        ):
            return found.horizon.start or found.horizon.end
    return None


def dollar_of(document: Document) -> str:
    """What a plain "$" means: the Canadian dollar, unless the text speaks of the American one alone."""
    plain = flat(document.text[:200_000])
    return (
        "USD"
        if re.search(r"dollars? (?:americains?|us)\b|\$ ?us\b", plain) and "canad" not in plain
        else "CAD"
    )


def _title(document: Document, span: Span, confidence: float) -> TextFact:
    quote = span.quote(document.text)
    return TextFact(span=span, quote=quote, confidence=confidence, value=squeeze(quote))


def _status(text: str, span: Span, status: DocumentStatus, confidence: float) -> StatusFact:
    return StatusFact(span=span, quote=span.quote(text), confidence=confidence, value=status)
