"""Every sum of money of the document, what it is for, and what it is in its measure."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from relance.reading.document import Document, Span
from relance.reading.facts.drafts import Draft
from relance.reading.facts.labels import Key
from relance.reading.facts.lines import Line, sentences
from relance.reading.facts.types import AmountFact, AmountRole
from relance.values import sums
from relance.values.sums import Sum
from relance.values.typography import flat, squeeze

_CEILING: Final = re.compile(
    r"(?:plafon\w*|maxim\w*|jusqu'a|dans la limite|limite[es]* a|au plus|n'excede|sans depasser|a hauteur"
    r" de)[^.;]{0,40}$"
)
_CEILING_AFTER: Final = re.compile(
    r"^[^.;,]{0,24}\b(?:maxim|au plus|au maximum|par (?:projet|entreprise|commerce|dossier|beneficiaire"
    r"|foyer))"
)
_FLOOR: Final = re.compile(r"(?:minim\w*|au moins|a partir de|plancher|superieure? a)[^.;]{0,25}$")
_SHARE: Final = re.compile(r"\b(?:dont|parmi lesquels|y compris)[^.;]{0,20}$")
_EACH: Final = re.compile(
    r"^[^.;]{0,30}\bpar (?:an et par |mois et par )?(?:habitant|eleve|etudiant|jeune|personne|menage|foyer"
    r"|commerce|entreprise|projet"
    r"|dossier|logement|salarie|emploi|association|beneficiaire|famille)|^ (?:a chaque|pour chaque|aux"
    r" (?:diplomes|jeunes|familles))"
)
_UNIT_PRICE: Final = re.compile(
    r"\b(?:prime|bourse|cheque|bon d'achat|prix|loyer|tarif|ticket|carte|amende)s?\b[^.;]{0,40}$"
)
_PLAN: Final = re.compile(
    r"\b(?:plan|programme|contrat|relance|rebond|total|au total|enveloppe globale|budget (?:total|global)"
    r"|mobilis\w+|feuille de route"
    r"|strategie|consacre|investissements?)\b"
)
_OF_PLAN: Final = re.compile(
    r"\b(?:plan|programme|contrat|strategie|dispositif)\b(?: d[e'] ?\w+| \w+){0,6}? (?:exceptionnel "
    r"|ambitieux |global )?"
    r"(?:de|d'|dote de|a hauteur de|chiffre a|evalue a|estime a|represente|mobilise|prevoit|s'eleve a|qui"
    r" .{0,40})[^.;]{0,50}$"
)
TOTAL_LABEL: Final = re.compile(
    r"^(?:budget|cout|montant|enveloppe|investissement)s?[ _](?:previsionnel )?(?:totale?|globale?)"
    r"|^total\b|^budget du plan|^au total"
    r"|budget_total|^montant total"
)


def amounts_of(
    document: Document, lines: Sequence[Line], noise: set[int], drafts: Sequence[Draft], *, dollar: str
) -> list[AmountFact]:
    """Every sum, in order; `measure` says which measure it belongs to."""
    text = document.text
    owners = _owners(drafts)
    facts: list[AmountFact] = []
    for line in lines:
        if line.index in noise or line.is_header:
            continue
        for span, unit in _places(line, drafts, owners):
            for found in _sums_in(text, span, unit, dollar):
                facts += _facts(text, line, span, found, owners)
    return _once(facts)


def total_of(facts: Sequence[AmountFact], text: str) -> AmountFact | None:
    """The budget of the whole plan, when the text says one."""
    best: tuple[float, AmountFact] | None = None
    for fact in facts:
        if fact.role not in (AmountRole.TOTAL, AmountRole.ENVELOPE, AmountRole.OTHER):
            continue
        line_start = text.rfind("\n", 0, fact.span.start) + 1
        before = flat(text[max(line_start, fact.span.start - 160) : fact.span.start])
        score = 0.0
        if TOTAL_LABEL.search(before.strip(" -*•")):
            score = 0.95
        elif found := _OF_PLAN.search(before):
            score = 0.85 if fact.measure is None else 0.7
            if found[0].startswith(("dispositif", "contrat")):
                score -= 0.2
        elif fact.measure is None and _PLAN.search(before):
            score = 0.6
        if score >= 0.6 and (best is None or score > best[0] + 0.01):
            best = (score, fact)
    if best is None:
        return None
    score, fact = best
    return AmountFact(
        span=fact.span, quote=fact.quote, confidence=score, money=fact.money, role=AmountRole.TOTAL,
        what=fact.what, per=fact.per, measure=fact.measure,
    )  # fmt: skip


def total_in_front(text: str, end: int) -> AmountFact | None:
    """The budget of the plan that the front matter of a page, up to `end`, gives: "budget_total: 12 k€"."""
    for line in re.finditer(r"^([^:\n]+):[ \t]*([^\n]+?)[ \t]*$", text[:end], re.MULTILINE):
        found = sums.parse(line[2], unit="€") if TOTAL_LABEL.search(flat(line[1])) else None
        if found and not found.is_range:
            span = Span(line.start(2), line.end(2))
            return AmountFact(
                span=span, quote=span.quote(text), confidence=0.9, money=found.low, role=AmountRole.TOTAL,
                what=squeeze(line[1]), per=found.per, measure=None,
            )  # fmt: skip
    return None


def envelope_of(draft: Draft, facts: Sequence[AmountFact]) -> AmountFact | None:
    """The envelope or cost of a measure: what its budget field says, else the first sum that is no limit."""
    fields = [entry.value for entry in draft.fields if entry.key in (Key.AMOUNT, Key.FUNDER) and entry.value]
    for span in fields:
        for fact in facts:
            if span.start <= fact.span.start < span.end:
                return fact
    return next((fact for fact in facts if fact.role is AmountRole.ENVELOPE), None)


def _owners(drafts: Sequence[Draft]) -> list[tuple[int, int, int]]:
    """Stretches of text with the measure they belong to, sorted."""
    out = []
    for index, draft in enumerate(drafts):
        out.append((draft.span.start, draft.span.end, index))
        out += [(e.value.start, e.value.end, index) for e in draft.fields if e.value]
        out += [(span.start, span.end, index) for span in draft.body]
    return sorted(out)


def _owner(owners: list[tuple[int, int, int]], at: int) -> int | None:
    low, high = 0, len(owners)
    while low < high:
        middle = (low + high) // 2
        if owners[middle][0] <= at:
            low = middle + 1
        else:
            high = middle
    for start, end, index in reversed(owners[max(0, low - 4) : low]):
        if start <= at < end:
            return index
    return None


def _places(
    line: Line, drafts: Sequence[Draft], owners: list[tuple[int, int, int]]
) -> Iterable[tuple[Span, str | None]]:
    """The stretches of a line to search, each with the unit of its bare numbers."""
    if line.is_row:
        for cell in line.cells:
            if cell.span and line.span.start <= cell.span.start < line.span.end:
                owner = _owner(owners, cell.span.start)
                yield cell.span, drafts[owner].units.get(cell.span) if owner is not None else None
        return
    yield line.span, None
    owner = _owner(owners, line.span.end - 1)
    for span, unit in drafts[owner].units.items() if owner is not None else ():
        bare = line.text[span.start - line.span.start : span.end - line.span.start]
        if line.span.start <= span.start < line.span.end and not sums.find(bare):
            yield span, unit


def _sums_in(text: str, span: Span, unit: str | None, dollar: str) -> list[Sum]:
    words = span.quote(text)
    found = sums.find(words, dollar=dollar)
    if not found and unit:
        sign = unit if unit != "?" else ("$" if dollar in ("CAD", "USD") and "$" in text else "€")
        one = sums.parse(words, dollar=dollar, unit=sign)
        return [one] if one else []
    return found


def _facts(
    text: str, line: Line, span: Span, found: Sum, owners: list[tuple[int, int, int]]
) -> Iterable[AmountFact]:
    place = Span(span.start + found.start, span.start + found.end)
    measure = _owner(owners, place.start)
    what = _header(line, place) or _what(text, span, place)
    role = _role(text, span, place, measure)
    money = [found.low, found.high] if found.is_range else [found.low]
    for index, one in enumerate(money):
        bound = role
        if found.is_range:
            bound = AmountRole.FLOOR if index == 0 else AmountRole.CEILING
        yield AmountFact(
            span=place, quote=place.quote(text), confidence=0.93, money=one, role=bound, what=what,
            per=found.per, measure=measure,
        )  # fmt: skip


def _role(text: str, span: Span, place: Span, measure: int | None) -> AmountRole:
    before = flat(text[max(span.start, place.start - 70) : place.start])
    after = flat(text[place.end : min(span.end, place.end + 50)])
    before = re.split(r"[.;]\s", before)[-1]
    if _SHARE.search(before):
        return AmountRole.SHARE
    if _FLOOR.search(before):
        return AmountRole.FLOOR
    if _CEILING.search(before) or _CEILING_AFTER.search(after):
        return AmountRole.CEILING
    if measure is None:
        return AmountRole.OTHER
    return AmountRole.OTHER if _EACH.search(after) or _UNIT_PRICE.search(before) else AmountRole.ENVELOPE


def _header(line: Line, place: Span) -> str | None:
    """The header of the column whose cell holds nothing but the sum."""
    for cell in line.cells:
        if cell.span and cell.header and cell.span.start == place.start and cell.span.end - place.end <= 12:
            return squeeze(cell.header)
    return None


_LABEL: Final = re.compile(r"\W*([^\W\d_][^:\n]{1,60}?)[*_]*[\s\u00a0]?:[*_\s\u00a0]*")


def _what(text: str, span: Span, place: Span) -> str:
    """The sentence that says the sum, cut to a readable length around it."""
    words = span.quote(text)
    start = place.start - span.start
    for a, b in sentences(words):
        if a <= start < b:
            head, tail = words[a:start], words[start:b]
            if label := _LABEL.fullmatch(head):
                return squeeze(label[1])
            return squeeze((head[-160:] if len(head) > 160 else head) + tail[:90])
    return squeeze(words[:250])


def _once(facts: list[AmountFact]) -> list[AmountFact]:
    """Leave out a plan's total said again outside any measure."""
    seen: set[tuple[int, str]] = set()
    out = []
    for fact in facts:
        key = (fact.money.minor, fact.money.currency)
        if fact.measure is None and key in seen and fact.money.minor >= 10_000_000:
            continue
        seen.add(key)
        out.append(fact)
    return out
