"""Propose, then decide by another: one file. Many files: `bulk`.

The file is locked, then looked at again, then written, with the award in the ledger and its line in the
journal, in one transaction. Whatever a bug would let pass, the database refuses: a decision by who
proposed it, one over an open correction, one more than one a file.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from relance.applications.actions.errors import (
    AlreadyAwarded,
    ApplicationError,
    BeyondPower,
    FourEyes,
    NotComplete,
    Undetermined,
    WrongState,
)
from relance.applications.actions.instructing import examined
from relance.applications.actions.papers import erase_identity_papers
from relance.applications.models import Application, Decision, Outcome, Proposal, State
from relance.applications.queries.assessing import Assessment
from relance.applications.queries.standing import Standings, once_key
from relance.applications.rules.deciding import SAID, Wanted, Why, obstacles
from relance.applications.rules.reasons import refusals, snapshot
from relance.kernel import audit
from relance.kernel.models import Account
from relance.kernel.permissions import require
from relance.kernel.rules import Right
from relance.ledger import actions as ledger
from relance.values.money import Money

ERRORS: dict[Why, type[ApplicationError]] = {
    Why.ALREADY_AWARDED: AlreadyAwarded,
    Why.POWER: BeyondPower,
    Why.SAME_PERSON: FourEyes,
    Why.UNDETERMINED: Undetermined,
    Why.UNCONFIRMED: Undetermined,
    Why.AMOUNT_CHANGED: Undetermined,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision made. `waiting`: the award did not fit in the envelope and stands in its waiting list."""

    decision: Decision
    waiting: bool = False


def refuse(why: Why, found: Assessment | None = None) -> ApplicationError:
    """The error that says this; with what is missing, where something is."""
    said = SAID[why]
    if why is Why.UNDETERMINED and found is not None:
        missing = [question.label["fr"] for question in found.answer.decision.questions]
        said += " Il manque\u00a0: " + "\u00a0; ".join(missing) + "." if missing else ""
    return ERRORS.get(why, WrongState)(said)


def propose(
    *,
    application: Application,
    outcome: Outcome,
    by: Account,
    at: datetime,
    amount: Money | None = None,
    manual_reason: str = "",
    motive: str = "",
) -> Proposal:
    """Propose a decision; it replaces the one that stood. Somebody else decides.

    `amount` (of an acceptance): None for what the scheme works out; another one needs `manual_reason`.
    `motive`: what the applicant reads; a refusal without one takes the reasons of the scheme.
    Raises NotComplete, Undetermined, WrongState, AlreadyAwarded.
    """
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        known = Standings(row.call, [row], at)
        found = known.assessed(row)
        computed = found.amount if found else None
        given = amount if outcome == Outcome.ACCEPTED else None
        manual = outcome == Outcome.ACCEPTED and given is not None and given != computed
        if manual and not manual_reason.strip():
            raise NotComplete(("Un montant qui n’est pas celui du barème demande un motif.",))
        if given is not None and given.minor <= 0:
            raise NotComplete(("Le montant accordé est supérieur à zéro.",))
        if found and outcome == Outcome.REFUSED and not motive.strip():
            motive = "\n".join(refusals(snapshot(found.answer.decision)))
        if outcome != Outcome.ACCEPTED and not motive.strip():
            raise NotComplete(("Dites le motif que le demandeur lira.",))
        if blocked := obstacles(known.of(row, found, given), Wanted(outcome, given or computed, manual)):
            raise refuse(blocked[0], found)
        standing_now = Proposal.objects.of(row.authority).filter(application=row, withdrawn_at__isnull=True)
        standing_now.update(withdrawn_at=at, withdrawn_by_name=str(by))
        whole = given or computed
        proposal = Proposal.objects.create(
            authority=row.authority,
            application=row,
            outcome=outcome,
            amount=whole.minor if whole and outcome == Outcome.ACCEPTED else None,
            manual_reason=manual_reason.strip() if manual else "",
            motive=motive.strip(),
            by=by,
            by_name=str(by),
            at=at,
        )
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.propose",
            subject=row,
            at=at,
            after={"proposition": proposal.get_outcome_display(), "montant": str(whole) if whole else ""},
        )
    return proposal


def withdraw_proposal(*, proposal: Proposal, by: Account, at: datetime) -> None:
    """Take a proposal back, or send it back to who made it."""
    with transaction.atomic():
        row = examined(proposal.application, by, {State.INSTRUCTION})
        still = Proposal.objects.of(row.authority).filter(pk=proposal.pk, withdrawn_at__isnull=True)
        if still.update(withdrawn_at=at, withdrawn_by_name=str(by)):
            audit.record(
                authority=row.authority, by=by, act="applications.proposal.withdraw", subject=row, at=at
            )


def decide(*, application: Application, by: Account, at: datetime) -> Decided:
    """Decide what somebody else proposed. An award that does not fit in the envelope waits in its line.

    Raises FourEyes, BeyondPower, Undetermined, AlreadyAwarded, WrongState, Refused, Missing, and the
    errors of the ledger. All or nothing.
    """
    require(by, Right.DECIDE, application.authority)
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        known = Standings(row.call, [row], at)
        proposal = known.proposals.get(row.pk)
        if proposal is None:
            raise refuse(Why.NO_PROPOSAL)
        if proposal.by_id == by.pk:
            raise refuse(Why.SAME_PERSON)
        found = known.assessed(row)
        currency = row.version.currency
        amount = Money(proposal.amount, currency) if proposal.amount is not None else None
        wanted = Wanted(proposal.outcome, amount, manual=bool(proposal.manual_reason))
        blocked = obstacles(known.of(row, found, amount), wanted)
        if known.recused(row, [proposal.by_id]):
            blocked.insert(0, Why.RECUSED)
        if blocked:
            raise refuse(blocked[0], found)
        if amount is not None and not known.has_power(amount, by):
            raise refuse(Why.POWER)
        decision = Decision(**written(row, proposal, found, by=by, at=at))
        decision.save(force_insert=True)
        close_file(row, decision)
        erase_identity_papers([row.pk], authority=row.authority, at=at)
        waiting = False
        if amount is not None:
            receipt = ledger.reserve(
                authority=row.authority,
                envelope=decision.envelope,
                case=case_of(row),
                amount=amount,
                complete_at=row.complete_at,
                cause=ledger.Ref("decision", row.number),
                on=at.astimezone(row.authority.zone).date(),
                key=decision.act_key,
                by=by,
                at=at,
            )
            waiting = receipt.is_waiting
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.decide",
            subject=row,
            at=at,
            after={"décision": decision.get_outcome_display(), "montant": str(amount) if amount else ""},
        )
    return Decided(decision, waiting)


def case_of(row: Application) -> ledger.Ref:
    """The file as the ledger knows it."""
    return ledger.Ref("award", row.number)


def act_key(row: Application) -> str:
    """The key of the decision's act in the ledger: the same for each try."""
    return f"decision:{row.number}"


def written(
    row: Application, proposal: Proposal, found: Assessment | None, *, by: Account, at: datetime
) -> dict[str, Any]:
    """The columns of a decision."""
    accepted = proposal.outcome == Outcome.ACCEPTED
    decision = found.answer.decision if found else None
    return {
        "authority": row.authority,
        "application": row,
        "outcome": proposal.outcome,
        "proposed_by": proposal.by,
        "proposed_by_name": proposal.by_name,
        "proposed_at": proposal.at,
        "decided_by": by,
        "decided_by_name": str(by),
        "decided_at": at,
        "version": row.version,
        "applied_on": found.on if found else at.astimezone(row.authority.zone).date(),
        "facts": found.facts if found else row.facts,
        # What an officer wrote of a source may name somebody: it stays in the file, and goes with it.
        "sources": {
            name: {key: said for key, said in one.items() if key != "why"}
            for name, one in row.sources.items()
        },
        "verdict": found.verdict if found else "undetermined",
        "reasons": snapshot(decision) if decision else {"lines": []},
        "sentences": decision.sentences("fr") if decision else [],
        "computed": found.amount.minor if found and found.amount else None,
        "awarded": proposal.amount or 0,
        "currency": row.version.currency,
        "manual_reason": proposal.manual_reason,
        "motive": proposal.motive,
        "envelope": row.call.envelope_id,
        "act_key": act_key(row),
        "once_key": once_key(row) if accepted else "",
    }


def close_file(row: Application, decision: Decision) -> None:
    """Put the file in the state that the decision proves."""
    row.state, row.outcome, row.decided_at = State.DECIDED, decision.outcome, decision.decided_at
    row.holder = row.held_since = None
    row.save(update_fields=["state", "outcome", "decided_at", "holder", "held_since"])
