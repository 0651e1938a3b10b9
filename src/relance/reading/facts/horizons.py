"""The horizon of a measure: from its field, else from its words, else from the lead-in above.

Laws, programmes, budgets and past events carry years that are no horizon.
"""

import re
from datetime import date
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.drafts import Draft
from relance.reading.facts.labels import Key
from relance.reading.facts.types import HorizonFact
from relance.values import dates
from relance.values.dates import Found, Lead
from relance.values.horizon import Horizon, Precision
from relance.values.typography import flat

_ELSEWHERE: Final = re.compile(
    r"\b(?:loi|decret|arrete|ordonnance|circulaire|deliberation|seance|reunion|avis|exercice|budget|n°"
    r"|article|convention"
    r"|signee?|creee?s?|adoptee?s?|votee?s?|constatee?s?|mesuree?s?|inauguree?s?|enregistree?s?|fondee?s?"
    r"|lancee?s?|depuis"
    r"|par rapport|comparee?|reference|niveau|bilan|saison|edition|rentree scolaire|crise|mois)(?: (?:de|du"
    r"|d'"
    r"|le|la|en|a|l'annee))* ?$"
)
_DEADLINE: Final = re.compile(r"(?:echeances?|dates? limites?|dates? de fin|fin|delais?|deadline|end)\b")
_PART_OF_YEAR: Final = re.compile(r"(?:fin|debut|mi-|printemps|automne)\b")
_OPEN: Final = re.compile(r"(?:^|[(,:;–—-]|\b(?:toute|sur|periode|calendrier|echeance)) ?$")


def horizon_of(text: str, draft: Draft, *, dated: date | None, lead_in: Span | None) -> HorizonFact | None:
    """What the text dates of a measure, or None."""
    read = [
        _field(text, entry.value, entry.label, dated)
        for entry in draft.fields
        if entry.key is Key.HORIZON and entry.value
    ]
    kept = [fact for fact in read if fact]
    if kept:
        return _joined(kept)
    found = _in_words(text, draft.span, dated)
    for span in draft.body:
        found = found or _in_words(text, span, dated)
    if found is None and lead_in is not None:
        found = _in_words(text, lead_in, dated)
        return found and HorizonFact(
            span=found.span, quote=found.quote, confidence=0.6, horizon=found.horizon
        )
    return found


def _field(text: str, span: Span, label: str, dated: date | None) -> HorizonFact | None:
    horizon = dates.parse(span.quote(text), dated=dated)
    if horizon is None:
        return None
    if _DEADLINE.match(flat(label)) and horizon.end and horizon.years[0] == horizon.years[1]:
        horizon = Horizon(end=horizon.end, precision=horizon.precision)
    return HorizonFact(span=span, quote=span.quote(text), confidence=0.96, horizon=horizon)


def _joined(facts: list[HorizonFact]) -> HorizonFact:
    """A field for the start and another for the end make one horizon."""
    first, last = facts[0].horizon, facts[-1].horizon
    if (
        len(facts) == 2
        and first.start
        and last.end
        and first.start < last.end
        and not (first.ongoing or last.ongoing)
    ):
        coarse = max(first.precision, last.precision, key=list(Precision).index)
        both = Horizon(first.start, last.end, coarse)
        return HorizonFact(span=facts[0].span, quote=facts[0].quote, confidence=0.9, horizon=both)
    return facts[0]


def _in_words(text: str, span: Span, dated: date | None) -> HorizonFact | None:
    words = span.quote(text)
    plain = flat(words)
    best: Found | None = None
    for found in dates.find(words, dated=dated):
        if not _is_horizon(found, plain):
            continue
        if best is None or (not best.horizon.resolved and found.horizon.resolved):
            best = found
    if best is None:
        return None
    place = Span(span.start + best.start, span.start + best.end)
    confidence = 0.85 if best.lead in (Lead.UNTIL, Lead.FROM, Lead.RANGE) else 0.7
    return HorizonFact(span=place, quote=place.quote(text), confidence=confidence, horizon=best.horizon)


def _is_horizon(found: Found, plain: str) -> bool:
    before = plain[max(0, found.start - 40) : found.start]
    if found.lead == Lead.SINCE or (found.lead != Lead.UNTIL and _ELSEWHERE.search(before)):
        return False
    if found.lead == Lead.BARE:
        return (
            _PART_OF_YEAR.match(plain, found.start) is not None
            or re.search(r"(?:toute |courant |reouverture |ouverture |\(|\([^)]{1,30}, ?)$", before)
            is not None
        )
    if found.lead == Lead.RANGE and plain[found.start].isdigit():
        return _OPEN.search(before) is not None
    return True
