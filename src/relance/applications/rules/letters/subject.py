"""The values of one file, out of plain facts: what `{montant}` or `[si refusée]` come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bareme.words import typeset
from relance.applications.rules.letters.fields import FACT
from relance.applications.rules.letters.filling import Values
from relance.applications.rules.reasons import lines, refusals
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
    kept: Mapping[str, Any], sentences: Sequence[str], locale: Locale = Locale.FR
) -> tuple[Motive, ...]:
    """The conditions that a stored decision found false, in words.

    `kept`: its snapshot of reasons; `sentences`: those that `bareme` told when it was taken.
    """
    told = list(sentences)
    found = []
    for line in lines(kept):
        if line.met != "no":
            continue
        refusal = _sentence(line.refusal or line.label, locale)
        sentence = next((one for one in told if refusal and one.startswith(refusal)), "")
        if sentence:
            told.remove(sentence)
        what = sentence[len(refusal) :].removeprefix(_DASH).rstrip(".")
        used = [line.reference, *(one.reference for one in line.uses if not line.reference)]
        found.append(Motive(refusal, what, "\u00a0; ".join(dict.fromkeys(filter(None, used)))))
    return tuple(found)


def written_motive(motive: str, kept: Mapping[str, Any]) -> str:
    """What a person wrote; empty where Relance took the conditions themselves for a motive."""
    return "" if motive.strip() == "\n".join(refusals(kept)).strip() else motive.strip()


def _sentence(words: str, locale: Locale) -> str:
    """As the sentence of a reason begins."""
    return typeset(words[:1].upper() + words[1:], locale.value)
