"""The values of one file, out of plain facts: what `{montant}` or `[si refusée]` come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bareme.words import typeset
from relance.applications.rules.letters.fields import FACT
from relance.applications.rules.letters.filling import Values
from relance.values.money import Money
from relance.values.typography import Locale, long_date

_ACCEPTED, _REFUSED, _CLOSED = "accepted", "refused", "closed"
_DASH: Final = " — "  # what bareme puts between the sentence of a refusal and what was found


@dataclass(frozen=True, slots=True)
class Motive:
    """A condition that is not met: its sentence, what was found, the article it rests on."""

    sentence: str
    found: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a letter may say of a file. Empty: nobody knows, and a letter that needs it waits.

    `outcome`: accepted, refused or closed. `agreement_above`: above this award an agreement is signed.
    `facts`: inputs of the scheme by name, in words.
    """

    authority: str
    scheme: str
    number: str
    applicant: str
    lettered_on: date
    currency: str
    identifier: str = ""
    address: str = ""
    version: str = ""
    ground: str = ""
    rules_url: str = ""
    outcome: str = ""
    submitted_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    motive: str = ""
    requested: int | None = None
    computed: int | None = None
    awarded: int | None = None
    agreement_above: int | None = None
    motives: tuple[Motive, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def values_of(subject: Subject, locale: Locale = Locale.FR) -> Values:
    """What the named fields and conditions come to for this file."""
    s = subject
    accepted = s.outcome == _ACCEPTED

    def money(minor: int | None) -> str:
        return "" if minor is None else Money(minor, s.currency).format(locale)

    def day(on: date | None) -> str:
        return "" if on is None else long_date(on, locale)

    fields = {
        "collectivite": s.authority,
        "dispositif": s.scheme,
        "version": s.version,
        "fondement": s.ground,
        "numero": s.number,
        "demandeur": s.applicant,
        "immatriculation": s.identifier,
        "adresse": ", ".join(lines_of(s.address)),
        "date_depot": day(s.submitted_on),
        "date_decision": day(s.decided_on),
        "date_lettre": day(s.lettered_on),
        "montant": money(s.awarded if accepted else None),
        "montant_demande": money(s.requested),
        "montant_calcule": money(s.computed),
        "decideur": s.decided_by,
        "motivation": s.motive,
        "seuil_convention": money(s.agreement_above),
        "reglement": s.rules_url,
        **{FACT + name: said for name, said in s.facts.items()},
    }
    holds = {
        "accordee": accepted,
        "refusee": s.outcome == _REFUSED,
        "sans suite": s.outcome == _CLOSED,
        "convention": needs_agreement(awarded=s.awarded or 0, above=s.agreement_above),
        "montant ecarte": accepted and s.awarded != s.computed,
        "motifs": bool(s.motives),
    }
    motives = tuple({"motif": m.sentence, "constat": m.found, "article": m.article} for m in s.motives)
    return Values(fields, frozenset(name for name, true in holds.items() if true), motives)


def needs_agreement(*, awarded: int, above: int | None) -> bool:
    """Whether an award of so many minor units is above the threshold of the agreement, if there is one.

    "Exceeds" (loi 2000-321 du 12 avril 2000, art. 10): the threshold itself needs none.
    """
    return above is not None and awarded > above


def lines_of(address: str) -> list[str]:
    """The lines of an address, empty ones left out."""
    return [line.strip() for line in address.splitlines() if line.strip()]


def motives_of(
    reasons: Sequence[Mapping[str, Any]], sentences: Sequence[str], locale: Locale
) -> tuple[Motive, ...]:
    """The conditions that a stored decision found false, in words.

    `reasons` and `sentences` as `bareme.Decision.as_dict` gave them when it was taken.
    """
    told = list(sentences)
    found = []
    for reason in _false(reasons):
        refusal = _said(reason.get("refusal") or reason.get("label") or {}, locale)
        sentence = next((one for one in told if refusal and one.lower().startswith(refusal.lower())), "")
        if sentence:
            told.remove(sentence)
        what = sentence[len(refusal) :].removeprefix(_DASH).rstrip(".") if sentence else ""
        found.append(Motive(refusal, what, _article(reason)))
    return tuple(found)


def _false(reasons: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (one for one in reasons if one["kind"] in ("condition", "check") and one["value"] is False)


def _said(label: Mapping[str, str], locale: Locale) -> str:
    """The French of a label, with the first letter as a sentence has it."""
    words = label.get(locale.value) or label.get("fr") or next(iter(label.values()), "")
    return typeset(words[:1].upper() + words[1:], locale.value)


def _article(reason: Mapping[str, Any]) -> str:
    """Its own reference, else those of the figures it used, each once."""
    if reason.get("reference"):
        return str(reason["reference"])
    used = [one["reference"] for one in reason.get("uses", ()) if one.get("reference")]
    for child in reason.get("because", ()):
        used.append(_article(child))
    return " ; ".join(dict.fromkeys(filter(None, used)))
