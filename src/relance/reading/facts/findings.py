"""What the document states of the present: diagnoses, each figure a finding of its own."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from relance.reading.document import Span
from relance.reading.facts import lexicon
from relance.reading.facts.lines import sentences
from relance.reading.facts.types import FindingFact
from relance.values import sums
from relance.values.typography import flat, squeeze

_FIGURE: Final = re.compile(
    r"\d ?%|\b\d[\d ,.]* (?:emplois|habitants|logements|commerces|familles|menages|jeunes|entreprises"
    r"|personnes|salaries|locaux"
    r"|etudiants|formations|kilometres|km|hectares|m²|jours|degres|villes|etablissements)"
    r"|\b(?:une?|\d+) \w+(?: \w+)? sur (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d+)\b"
    r"|\b(?:double|triple|quadruple|divisee? par)\b|\b(?:perdu|gagne|ferme|baisse|recule|augmente"
    r"|progresse) (?:de )?\w* ?\d"
)
_SEVERAL: Final = re.compile(r"(?:, (?:et )?| et )(?=(?:plus de |moins de |pres de |environ )?\d[\d,.]* ?%)")
_FORMAL: Final = re.compile(r"(?:vu |presents?\b|nombre de conseillers|article |je |chere?s? )")
_STATES: Final = re.compile(
    r"\b(?:souffr\w+|subi\w+|patiss\w+|manqu\w+|peine\w*|difficult\w+|frein\w*|fragil\w*|perdu|baiss\w+"
    r"|recul\w+|insuffisan\w+|trop"
    r"|atouts?|reconnue?|constitu\w+|vieilli\w+|degrad\w+|ferme\w*|renonce\w*|desert\w+|isole\w*|menac\w+"
    r"|sature\w*)\b"
)


def findings_of(text: str, spans: Sequence[Span]) -> list[FindingFact]:
    """The findings of the lines that are neither measures nor decor."""
    out: list[FindingFact] = []
    for span in spans:
        words = span.quote(text)
        for start, end in sentences(words):
            out += _sentence(text, Span(span.start + start, span.start + end))
    return out


def _sentence(text: str, span: Span) -> list[FindingFact]:
    plain = flat(span.quote(text))
    if _FORMAL.match(plain) or plain.rstrip().endswith("?") or lexicon.commits(span.quote(text), plain):
        return []
    figure = _FIGURE.search(plain) is not None and not sums.find(plain)
    if not figure and not (_STATES.search(plain) and lexicon.finite(span.quote(text), plain)):
        return []
    bounds = [0, *(m.end() for m in _SEVERAL.finditer(plain)), len(plain)]
    out = []
    for a, b in pairwise(bounds):
        words = text[span.start + a : span.start + b]
        start = span.start + a + len(words) - len(words.lstrip(" •-\n\t"))
        end = (
            span.start
            + a
            + len(words.rstrip(" ,\n\t"))
            - (3 if b < len(plain) and words.rstrip(" ,").endswith(" et") else 0)
        )
        if end - start > 8:
            place = Span(start, end)
            quote = place.quote(text)
            out.append(
                FindingFact(span=place, quote=quote, confidence=0.8 if figure else 0.5, text=squeeze(quote))
            )
    return out
