"""Which letters a file needs, from which text, and what they say: all but the paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bareme.values import UNKNOWN
from bareme.words import value_words
from relance.applications.models import (
    Application,
    Decision,
    Identity,
    Letter,
    LetterKind,
    LetterTemplate,
    Outcome,
)
from relance.applications.rules.letters import Sheet, Subject, Template, fill, parse, values_of
from relance.applications.rules.letters.fields import FACT
from relance.applications.rules.letters.subject import lines_of, motives_of, needs_agreement, written_motive
from relance.kernel.models import Authority
from relance.kernel.scope import ScopedQuerySet
from relance.schemes import queries as schemes
from relance.schemes.models import Call, Scheme
from relance.values.typography import NBSP, locale_of, long_date

OF_OUTCOME: Final = {
    Outcome.ACCEPTED.value: LetterKind.ACCEPTANCE,
    Outcome.REFUSED.value: LetterKind.REFUSAL,
    Outcome.CLOSED.value: LetterKind.CLOSING,
}
"""The letter that tells of a decision; sending it notifies the decision."""

WRITTEN: Final = (*OF_OUTCOME.values(), LetterKind.AGREEMENT, LetterKind.CHARTER)
"""The kinds that an officer writes; a receipt is made by Relance."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A letter before its paper. `sheet` None: it cannot be made, and `why` says why in a French sentence."""

    kind: LetterKind
    template: LetterTemplate | None
    sheet: Sheet | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    row: LetterTemplate | None
    template: Template
    facts: tuple[str, ...] = field(default=())


def current_templates(authority: Authority, scheme: Scheme | None) -> dict[str, LetterTemplate]:
    """The text in use of each kind: the scheme's own, else the authority's for all; the latest of each."""
    rows = LetterTemplate.objects.of(authority)
    wanted = rows.filter(scheme__isnull=True)
    if scheme is not None:
        wanted = wanted | rows.filter(scheme=scheme)
    found: dict[str, LetterTemplate] = {}
    for row in wanted.order_by("number"):
        known = found.get(row.kind)
        if known is None or row.scheme_id is not None or known.scheme_id is None:
            found[row.kind] = row
    return found


def kinds_for(application: Application) -> tuple[LetterKind, ...]:
    """The letters that a decided file needs; empty for one that is not decided."""
    if not application.outcome:
        return ()
    kinds = [OF_OUTCOME[application.outcome]]
    if application.outcome == Outcome.ACCEPTED:
        awarded = application.decision.awarded
        if needs_agreement(awarded=awarded, above=application.call.agreement_above):
            kinds.append(LetterKind.AGREEMENT)
        if LetterKind.CHARTER.value in application.call.letters:
            kinds.append(LetterKind.CHARTER)
    return tuple(kinds)


def fact_names(scheme: Scheme) -> tuple[str, ...]:
    """Facts that a letter of this scheme may name: the inputs of its latest text; none without a text."""
    versions = schemes.versions_of(scheme)
    return tuple(sorted(schemes.loaded(versions[0]).inputs)) if versions else ()


def whole_files(rows: ScopedQuerySet[Application]) -> ScopedQuerySet[Application]:
    """The same files with everything that a letter reads, in one query."""
    return rows.select_related(
        "authority", "identity", "decision", "version", "call__scheme", "call__authority"
    )


def letters_of(application: Application) -> list[Letter]:
    """Every letter of a file, the latest first, replaced ones included."""
    rows = Letter.objects.of(application.authority).filter(application=application)
    return list(rows.select_related("file", "template", "run").order_by("-created_at", "-pk"))


def sent_letters(application: Application) -> list[Letter]:
    """The letters that reached the applicant and still stand."""
    rows = Letter.objects.of(application.authority).filter(application=application, sent_at__isnull=False)
    return list(rows.filter(superseded_at__isnull=True, file__isnull=False).order_by("pk"))


class Desk:
    """Writes the letters of one call, all of one day; texts are read once.

    `trial`: a text not saved yet, tried in place of the one of its kind (for a preview).
    """

    def __init__(self, call: Call, *, on: date, trial: LetterTemplate | None = None) -> None:
        self.call, self.on, self.trial = call, on, trial
        self.locale = locale_of(call.authority.locale)
        self._rows = current_templates(call.authority, call.scheme)
        if trial is not None:
            self._rows[trial.kind] = trial
        self._facts = fact_names(call.scheme)
        self._texts: dict[str, _Text] = {}

    def drafted(self, application: Application, kind: LetterKind) -> Drafted:
        """One letter of a file that `whole_files` gave."""
        text = self._text(kind)
        if text.row is None:
            return Drafted(kind, None, None, f"Aucun modèle n’est écrit pour «{NBSP}{kind.label}{NBSP}».")
        if text.template.problems:
            return Drafted(kind, text.row, None, f"Le modèle «{NBSP}{kind.label}{NBSP}» est à corriger.")
        if not text.row.checked and text.row is not self.trial:
            return Drafted(
                kind,
                text.row,
                None,
                f"Le modèle «{NBSP}{kind.label}{NBSP}» cite des articles que personne n’a vérifiés.",
            )
        identity = identity_of(application)
        if identity is None:
            return Drafted(
                kind, text.row, None, "L’identité du demandeur n’est pas connue, ou a été effacée."
            )
        filled = fill(
            text.template, values_of(self._subject(application, identity, text), self.locale), self.locale
        )
        sheet = Sheet(
            title=filled.title,
            authority=self.call.authority.name,
            sender=tuple(lines_of(self.call.contact)),
            to=tuple(filter(None, (identity.name, identity.represented_by, *lines_of(identity.address)))),
            reference=application.number,
            place_and_day=f"{self.call.authority.name}, le {long_date(self.on, self.locale)}",
            blocks=filled.blocks,
            region=Sheet.region_of(self.locale),
        )
        why = f"Sans valeur{NBSP}: {', '.join(filled.missing)}." if filled.missing else ""
        return Drafted(kind, text.row, sheet, why)

    def _text(self, kind: LetterKind) -> _Text:
        if kind not in self._texts:
            row = self._rows.get(kind)
            read = parse(title=row.title, body=row.body, facts=self._facts) if row else Template(None, (), ())
            facts = tuple(name.removeprefix(FACT) for name in read.names() if name.startswith(FACT))
            self._texts[kind] = _Text(row, read, facts)
        return self._texts[kind]

    def _subject(self, application: Application, identity: Identity, text: _Text) -> Subject:
        zone = self.call.authority.zone
        decision = decision_of(application)
        version = application.version
        return Subject(
            authority=self.call.authority.name,
            scheme=self.call.scheme.title,
            number=application.number,
            applicant=identity.name,
            identifier=identity.number,
            address=identity.address,
            lettered_on=self.on,
            currency=version.currency,
            version=long_date(version.enacted_on or version.applies_from, self.locale),
            ground=self.call.legal_ground,
            submitted_on=application.submitted_at.astimezone(zone).date()
            if application.submitted_at
            else None,
            requested=application.requested,
            agreement_above=self.call.agreement_above,
            facts=_facts_in_words(application, text.facts, self.locale.value) if text.facts else {},
            outcome=decision.outcome if decision else "",
            decided_on=decision.decided_at.astimezone(zone).date() if decision else None,
            decided_by=decision.decided_by_name if decision else "",
            motive=_motive(decision) if decision else "",
            computed=decision.computed if decision else None,
            awarded=decision.awarded if decision else None,
            motives=motives_of(decision.reasons, decision.sentences, self.locale) if decision else (),
        )


def identity_of(application: Application) -> Identity | None:
    """Who applies, as far as it is still kept."""
    return getattr(application, "identity", None)


def decision_of(application: Application) -> Decision | None:
    return getattr(application, "decision", None)


def _motive(decision: Decision) -> str:
    """What a person wrote: the reason of the amount for an award, the motive for the rest."""
    if decision.outcome == Outcome.ACCEPTED:
        return decision.manual_reason
    return written_motive(decision.motive, decision.reasons)


def _facts_in_words(application: Application, names: Iterable[str], language: str) -> dict[str, str]:
    """These facts as the rules read them, in words; one that is not known is left out."""
    decision = decision_of(application)
    zone = application.authority.zone
    on = decision.applied_on if decision else application.changed_at.astimezone(zone).date()
    found = schemes.decide(application.version, decision.facts if decision else application.facts, on=on)
    program = found.program
    said = {}
    for name in names:
        if name in program.given and (value := found.env[program.given[name]]) is not UNKNOWN:
            fact = program.scheme.inputs[name]
            said[name] = value_words(value, fact.type, language[:2], program.scheme, fact)
    return said
