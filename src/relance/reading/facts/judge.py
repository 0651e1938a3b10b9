"""Whether a line, or which sentences of it, is a measure; and how sure we may be.

A measure is what the author says will be done or funded. What is, was, is asked or is
wished by others is not.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from relance.reading.facts import lexicon
from relance.reading.facts.headings import Section
from relance.reading.facts.lines import Line, acts, sentences

_OF_PLAN: Final = re.compile(
    r"(?:le|ce|notre) (?:present )?(?:plan|programme)\b|.{0,60}\bf(?:era|eront) de meme\b"
)
# Who speaks in a debate decides nothing alone: "M. Untel propose de…"
_SPEAKER: Final = re.compile(r"(?:mm?|mmes?|madame|monsieur)\b\.? (?!(?:le |la )?(?:maire|president\w*) est)")
# Speaks to the reader, or to whoever fills the form in.
_CALL: Final = re.compile(
    r"(?:[a-z]{3,}ez\b|et vous\b|n'hesitez|cocher\b|rayer (?:la|les)\b|a (?:retourner|remplir|completer)\b"
    r"|remplir (?:le|la|les|ce|cette)\b)"
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:voir|cf\.?) (?:par )?ailleurs|\bchapitres? dedies?|\bdetaille(?:e?s?) plus (?:loin|bas)"
)
_FORMAL: Final = re.compile(
    r"(?:vu|considerant|attendu|entendu|sur (?:proposition|le rapport)|apres en avoir|l'an deux mille"
    r"|nombre de|presents?"
    r"|absents?|excuses?|secretaire de seance|pour extrait|fait (?:a|et)|etaient|seance|etant donne|il est"
    r" rappele|rappelle"
    r"|adoptee? (?:par|le|en|a)|votee? (?:par|le|en)|sous reserve|dit que|ainsi fait|ont signe|je|mon|ma"
    r"|qui|dont"
    r"|j'(?:autorise|atteste|accepte|ai|certifie|declare)|lorsque|sauf|tout (?:cela|ceci)"
    r"|le tout|au total)\b ?"
)
_CLOSING: Final = re.compile(
    r"\b(?:recours|tribunal administratif|autoris(?:e|er) (?:m\.|mme|le|la) .{0,30}signer|recueil des actes"
    r"|ampliation"
    r"|rendue? executoire|pour extrait|proces-verbal|seance est levee|responsables? de l'application"
    r"|imputee?s? (?:au|sur)|credits? (?:\w+ )?(?:sont|seront) (?:inscrits|prevus|ouverts)"
    r"|charges? de l'execution|entrera en vigueur|journal officiel)\b"
)
_BY_BODY: Final = re.compile(rf"(?=(la |le |l')){lexicon.BODY}\b")
_PRONOUN_ACTS: Final = re.compile(
    r"(il|elle) (?:y |en |leur |lui )?"
    r"(?!(?:sera|aura|pourra|devra|fera|permettra|visera|consistera|prendra)\b)"
    r"[a-zœ]{2,}ra\b"
)
_LIST_VERB: Final = re.compile(
    r"\b(?:decide|prevoit|prevoyons|propose|proposons|entend|s'engage|engageons|souhaite|veut|voulons"
    r"|allons|va|vont|permettra)\b"
)
_SPLIT: Final = re.compile(
    rf"(?:,| et|;|,? ainsi que|,? mais aussi|,? puis) (d'|de |a )(?={lexicon.INFINITIVE})"
)
_SECOND: Final = re.compile(rf"(?:,| et|;) (?:aussi |egalement )?(y {lexicon.INFINITIVE})")
_TITLED: Final = re.compile(r"(?:[^ :.]+ ){0,5}[^ :.]+ ?: [^ ]")  # "Bus de nuit : …"
_AS_QUOTE: Final = re.compile(r"^[«\"“]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stretch of a line that is a measure: offsets into its text, and confidence."""

    start: int
    end: int
    confidence: float


def is_formal(line: Line) -> bool:
    """Whether a line belongs to the form of the document: recitals, closings, declarations."""
    words = line.flat.lstrip(' «"*_¹²³')
    return bool(_FORMAL.match(words) or _CLOSING.search(words) or _CALL.match(words))


def whole(line: Line, confidence: float) -> list[Verdict]:
    return [Verdict(0, len(line.text), confidence)]


def judge_item(line: Line, section: Section, *, led: bool, nested: bool) -> list[Verdict]:
    """A bulleted or numbered line. `led`: a lead-in announced measures; `nested`: below another item."""
    if section in (Section.DIAGNOSIS, Section.SKIP, Section.REQUEST) and not line.commits:
        return []
    words = line.flat.lstrip(' «"*_¹²³')
    if line.stop == "?" or _FORMAL.match(words) or _ELSEWHERE.search(words) or _CLOSING.search(words):
        return []
    if _CALL.match(words):
        return []
    if line.acts:
        return whole(line, 0.93 if section is not Section.DIAGNOSIS else 0.5)
    if section in (Section.REPLY, Section.MEASURES) or led:
        return whole(line, 0.9)
    if line.commits:
        return whole(line, 0.85)
    if lexicon.START_ACTION.match(words):
        return whole(line, 0.85)
    if line.words < 2 or section in (Section.DIAGNOSIS, Section.SKIP, Section.REQUEST):
        return []
    if line.finite and not nested:
        return whole(line, 0.35) if line.words > 6 and not re.search(r"\d ?%", words) else []
    return [] if nested else whole(line, 0.55)


def judge_paragraph(line: Line, section: Section, *, led: bool, after_measure: bool) -> list[Verdict]:
    """A line of prose. `after_measure`: the lines above, under the same heading, are measures."""
    if section in (Section.SKIP, Section.REQUEST):
        return []
    words = line.flat.lstrip(' «"*_¹²³')
    if line.stop == "?" or _FORMAL.match(words) or _CLOSING.search(words) or _AS_QUOTE.match(line.flat):
        return []
    if _CALL.match(words):
        return []
    if section is Section.REPLY:
        return whole(line, 0.85) if line.words >= 4 else []
    if _ELSEWHERE.search(words):
        return []
    if section is Section.DIAGNOSIS and not line.acts:
        return []
    if line.acts and not (line.acts == "noun" and line.finite and not line.commits and line.words < 25):
        # A short line without a stop may be a heading whose place does not show.
        return _split(line, Verdict(0, len(line.text), 0.85 if line.words >= 8 or line.stop else 0.62))
    found = _committed(line)
    if found:
        return found
    if led and line.words >= 3:
        return whole(line, 0.7)
    if after_measure and ((not line.finite and line.words >= 7) or _TITLED.match(words)):
        return whole(line, 0.5)
    return []


def _committed(line: Line) -> list[Verdict]:
    """The stretches that start at a sentence that commits, up to the next such sentence."""
    starts: list[int] = []
    announced = False
    for start, end in sentences(line.text):
        words = line.flat[start:end].lstrip(' «"*_')
        if _OF_PLAN.match(words) or _SPEAKER.match(words):
            continue
        if lexicon.PLAN_ANNOUNCED.search(words[:160]) and not re.search(r"\b(?:entend|s'engage)", words):
            announced = True
            continue
        does = acts(words) in ("infinitive", "noun") and len(words) > 20
        commits = lexicon.commits(line.text[start:end], line.flat[start:end])
        if not (commits or does) or words.endswith("?"):
            continue
        taken_up = bool(starts) and _takes_up(line.flat[starts[-1] :], words)
        if starts and not taken_up and lexicon.CONTINUES.match(words) and not lexicon.ALSO.search(words):
            continue
        if announced and lexicon.CONTINUES.match(words) and not lexicon.ALSO.search(words):
            continue
        starts.append(start)
    bounds = [*starts, len(line.text)]
    pieces = [Verdict(a, b, 0.72) for a, b in pairwise(bounds)]
    return [part for piece in pieces for part in _split(line, piece)]


def _takes_up(before: str, words: str) -> bool:
    """Whether "Elle offrira…" goes on about the body that acted before, not about what it made."""
    body = _BY_BODY.match(before.lstrip(' «"*_'))
    pronoun = _PRONOUN_ACTS.match(words)
    if not body or not pronoun:
        return False
    return body[1] == "l'" or (pronoun[1] == "elle") == (body[1] == "la ")


def _split(line: Line, piece: Verdict) -> list[Verdict]:
    """Cut "décide de créer …, d'ouvrir … et de lancer …" where each verb takes up its preposition."""
    words = line.flat[piece.start : piece.end]
    first = sentences(line.text[piece.start : piece.end])[:1]
    stop = first[0][1] if first else len(words)
    verb = _LIST_VERB.search(words, 0, stop)
    if verb is None:
        return [piece]
    cuts = [m.start(1) for m in _SPLIT.finditer(words, verb.end(), stop)]
    cuts += [m.start(1) for m in _SECOND.finditer(words, verb.end(), stop)]
    cuts = [c for c in sorted(cuts) if stop - c > 12]
    bounds = [0, *cuts, len(words)]
    parts = [(a, b) for a, b in pairwise(bounds) if b > a]
    return [
        Verdict(piece.start + a, piece.start + b, piece.confidence - (0.1 if cuts else 0)) for a, b in parts
    ]
