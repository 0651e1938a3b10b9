"""Everything about one file that its officer reads: a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import bareme
from relance.applications.models import (
    Application,
    BankDetails,
    Check,
    ConflictOfInterest,
    Correction,
    Decision,
    Identity,
    Message,
    Note,
    Piece,
    Proposal,
)
from relance.applications.queries.alerts import alerts
from relance.applications.queries.assessing import Assessment, assess
from relance.applications.queries.clocks import clock_of
from relance.applications.queries.groups import Tie, ties
from relance.applications.queries.recusals import recusals
from relance.applications.queries.rooms import room_of
from relance.applications.rules.alerts import Alert
from relance.applications.rules.ceilings import Room
from relance.applications.rules.clock import Clock
from relance.kernel.permissions import Reader
from relance.ledger import actions as ledger_words
from relance.ledger import queries as ledger
from relance.schemes import queries as schemes
from relance.schemes.models import Regime


@dataclass(frozen=True, slots=True)
class Appreciation:
    """One box that the scheme leaves to the officer: met, not met, or not looked at yet."""

    name: str
    label: str
    met: bool | None
    by: str


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file as its officer reads it. `problem`: why the scheme cannot answer, in its own words."""

    identity: Identity | None
    bank: BankDetails | None
    pieces: list[Piece]
    corrections: list[Correction]
    proposals: list[Proposal]
    notes: list[Note]
    messages: list[Message]
    appreciations: list[Appreciation]
    decision: Decision | None
    alerts: list[Alert]
    room: Room | None
    ties: list[Tie]
    recused: list[ConflictOfInterest]
    clock: Clock | None
    answer: Assessment | None
    problem: str
    standing: list[ledger.CaseStanding]
    place: ledger.PlaceView | None

    @property
    def rules_answer(self) -> bareme.Decision | None:
        """What the rules answer; of a decided file, from the version, the facts and the day it kept."""
        if self.decision is None:
            return self.answer.answer.decision if self.answer else None
        kept = self.decision
        try:
            return schemes.decide(kept.version, kept.facts, on=kept.applied_on)
        except bareme.BaremeError:  # decided by hand, on facts that the rules do not take
            return None

    def sources(self, application: Application) -> Mapping[str, Any]:
        """Where the facts of the answer come from: those that the decision kept, else those of the file."""
        kept: Mapping[str, Any] = self.decision.sources if self.decision else application.sources
        return kept

    @property
    def open_correction(self) -> Correction | None:
        return next((one for one in self.corrections if one.is_open), None)

    @property
    def proposal(self) -> Proposal | None:
        return next((one for one in self.proposals if one.withdrawn_at is None), None)


def whole_file(application: Application, reader: Reader, now: datetime) -> WholeFile:
    """Read everything about a file that this officer may see."""
    owner = application.authority
    today = now.astimezone(owner.zone).date()
    answer, problem = None, ""
    try:
        answer = assess(application, today)
    except (bareme.BaremeError, ValueError) as error:
        problem = str(error)
    decision = (
        Decision.objects.of(owner).filter(application=application).select_related("run", "version").first()
    )
    case = ledger_words.Ref("award", application.number)
    counted_on = decision.decided_at.astimezone(owner.zone).date() if decision else today
    corrections = list(Correction.objects.of(owner).filter(application=application))
    return WholeFile(
        identity=Identity.objects.of(owner).filter(application=application).first(),
        bank=BankDetails.objects.of(owner).filter(application=application).first(),
        pieces=list(Piece.objects.of(owner).filter(application=application).select_related("file")),
        corrections=corrections,
        proposals=list(Proposal.objects.of(owner).filter(application=application)),
        notes=list(Note.objects.of(owner).filter(application=application)),
        messages=list(Message.objects.of(owner).filter(application=application)),
        appreciations=_appreciations(application),
        decision=decision,
        alerts=alerts(application, reader),
        room=room_of(application, counted_on),
        ties=ties(application, reader, counted_on) if application.call.scheme.regime != Regime.NONE else [],
        recused=list(recusals(application)),
        clock=clock_of(application, corrections, now),
        answer=answer,
        problem=problem,
        standing=ledger.case(owner, case) if decision and decision.awarded else [],
        place=ledger.place(owner, decision.act_key) if decision and decision.awarded else None,
    )


def _appreciations(application: Application) -> list[Appreciation]:
    rules = schemes.loaded(application.version)
    said = {one.name: one for one in Check.objects.of(application.authority).filter(application=application)}
    found = []
    for path, fact in rules.inputs.items():
        if not path.startswith("checks."):
            continue
        name = path.removeprefix("checks.")
        known = said.get(name)
        found.append(
            Appreciation(name, fact.label["fr"], known.met if known else None, known.by_name if known else "")
        )
    return found
