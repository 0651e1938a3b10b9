"""Conditions of an aid said in a measure: ceiling, rate, floor, headcount, term, charter, beneficiaries."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.drafts import Draft
from relance.reading.facts.labels import Key
from relance.reading.facts.types import AmountFact, AmountRole, ParameterFact, ParameterKind
from relance.values.typography import flat

_WORDS: Final = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "cent": 100,
}
_COUNT: Final = r"(?:\d{1,4}|" + "|".join(_WORDS) + r")"
_RATE: Final = re.compile(
    r"(?P<rate>\d{1,3}(?:,\d{1,2})?) ?%(?! (?:des commer|des etab|des entrep|des habit|des menag|d'ici|de"
    r" baisse|moins))"
)
_RATE_CUE: Final = re.compile(
    r"\b(?:aide|taux|couvr\w+|prise? en charge|subvention\w*|egale a|financ\w+|hauteur|rembours\w+|pret)\b"
)
_HALF: Final = re.compile(r"\b(?:la )?moitie d(?:u|es|e la) (?:loyer|cout|depense|montant|frais)s?")
_HEADCOUNT: Final = re.compile(
    rf"\b(?P<how>moins de|plus de|jusqu'a|au moins|au plus|maximum|inferieur a|de) (?P<count>{_COUNT})"
    rf"(?: (?:a|et) (?P<high>{_COUNT}))? (?:salarie|employe|personne|etp|equivalent)"
)
_TERM: Final = re.compile(
    rf"(?:rembours\w+|amorti\w*|duree|echelonn\w+|etal\w+)[^.;]{{0,40}}? (?:sur |en |de |d')(?P<low>{_COUNT})"
    rf"(?: (?:a|ou|et) (?P<high>{_COUNT}))? (?P<unit>ans?|annees?|mois)\b"
)
_DEFERRAL: Final = re.compile(
    rf"\bdiffere[^.;]{{0,30}}? d(?:e|') ?(?P<count>{_COUNT}) (?P<unit>ans?|annees?|mois)\b"
)
_BASE: Final = re.compile(rf"\b(?P<count>{_COUNT}) mois d(?:e|') ?(?:loyers?|chiffre d'affaires|charges)")
_CHARTER: Final = re.compile(
    r"\bcharte d(?:e|')[^.;]{3,160}|\bsigner une charte[^.;]{0,120}|\ben contrepartie[^.;]{3,160}"
)
_FOR: Final = re.compile(
    r"(?:\b(?:dedie|reserve|destine|ouvert|accessible|accorde|verse)e?s? a(?:ux?)? (?:toutes |tous )?(?:la "
    r"|le |les |l')?"
    r"|\bau benefice d(?:es|e la|u) |\ba destination d(?:es|e la|u) |\ben faveur d(?:es|e la|u) |\bpour les"
    r" (?=entreprises|commer"
    r"|artisans|associations|independants|tpe|pme))(?P<who>(?!prendre|financer|soutenir|couvrir"
    r"|aider)[^.;:()]{4,110})"
)


def parameters_of(
    text: str, draft: Draft, amounts: Sequence[AmountFact], envelope: AmountFact | None
) -> tuple[ParameterFact, ...]:
    """The conditions in a measure's words, fields and description, in order of their place."""
    found: list[ParameterFact] = []
    for fact in amounts:
        kind = {AmountRole.CEILING: ParameterKind.CEILING, AmountRole.FLOOR: ParameterKind.FLOOR}.get(
            fact.role
        )
        if envelope is not None and fact is envelope:
            kind = ParameterKind.ENVELOPE
        if kind:
            found.append(_made(text, fact.span, kind, fact.money.minor, fact.money.currency, 0.8))
    for span in [draft.span, *draft.body]:
        found += _in_words(text, span)
    for entry in draft.fields:
        if entry.key is Key.BENEFICIARIES and entry.value:
            found.append(_made(text, entry.value, ParameterKind.BENEFICIARIES, None, None, 0.85))
    return tuple(sorted(found, key=lambda one: (one.span, one.kind, one.value or 0)))


def _in_words(text: str, span: Span) -> Iterable[ParameterFact]:
    plain = flat(span.quote(text))

    def at(start: int, end: int) -> Span:
        return Span(span.start + start, span.start + end)

    for hit in _RATE.finditer(plain):
        if _RATE_CUE.search(plain, max(0, hit.start() - 60), hit.start()):
            yield _made(
                text,
                at(hit.start(), hit.end()),
                ParameterKind.RATE,
                round(float(hit["rate"].replace(",", ".")) * 100),
                "%/100",
                0.75,
            )
    for hit in _HALF.finditer(plain):
        yield _made(text, at(hit.start(), hit.end()), ParameterKind.RATE, 5000, "%/100", 0.7)
    for hit in _HEADCOUNT.finditer(plain):
        for group in ("count", "high"):
            if hit[group]:
                yield _made(
                    text,
                    at(hit.start(), hit.end()),
                    ParameterKind.HEADCOUNT,
                    _count(hit[group]),
                    "employees",
                    0.85,
                )
    for pattern, kind in ((_TERM, ParameterKind.TERM), (_DEFERRAL, ParameterKind.DEFERRAL)):
        for hit in pattern.finditer(plain):
            for group in ("low", "high") if kind is ParameterKind.TERM else ("count",):
                if hit[group]:
                    months = _count(hit[group]) * (1 if hit["unit"] == "mois" else 12)
                    yield _made(text, at(hit.start(), hit.end()), kind, months, "months", 0.85)
    for hit in _BASE.finditer(plain):
        yield _made(text, at(hit.start(), hit.end()), ParameterKind.BASE, _count(hit["count"]), "months", 0.8)
    for hit in _CHARTER.finditer(plain):
        yield _made(text, at(hit.start(), hit.end()), ParameterKind.CHARTER, None, None, 0.8)
    for hit in _FOR.finditer(plain):
        yield _made(text, at(hit.start("who"), hit.end("who")), ParameterKind.BENEFICIARIES, None, None, 0.65)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word]


def _made(
    text: str, span: Span, kind: ParameterKind, value: int | None, unit: str | None, confidence: float
) -> ParameterFact:
    quote = span.quote(text)
    trimmed = (
        Span(span.start, span.end - (len(quote) - len(quote.rstrip(" \u00a0,\n")))) if quote.strip() else span
    )
    return ParameterFact(
        span=trimmed, quote=trimmed.quote(text), confidence=confidence, kind=kind, value=value, unit=unit
    )
