"""People decide about facts read from a document: accept, correct, reject, or think again."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.steps import PlanIsPublic, acting
from relance.plans.models import IN_WORDS, Fact, FactState, Plan
from relance.plans.permissions import check
from relance.values.typography import NBSP

__all__ = ["AlreadyDecided", "Decision", "PlanIsPublic", "WordsNotThere", "accept_all", "decide"]


class Decision(StrEnum):
    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    REOPEN = "reopen"


VERBS = {
    Decision.ACCEPT: "Accepter",
    Decision.CORRECT: "Corriger",
    Decision.REJECT: "Écarter",
    Decision.REOPEN: "Remettre à relire",
}
STATES = {
    Decision.ACCEPT: FactState.ACCEPTED,
    Decision.CORRECT: FactState.CORRECTED,
    Decision.REJECT: FactState.REJECTED,
    Decision.REOPEN: FactState.PROPOSED,
}


class AlreadyDecided(RelanceError):
    """Somebody decided otherwise since the page was opened; nothing was changed."""


class WordsNotThere(RelanceError):
    """A correction quotes words at a place where the text does not hold them."""


def decide(
    *,
    fact: Fact,
    by: Account,
    at: datetime,
    decision: Decision,
    value: dict[str, Any] | None = None,
    reason: str = "",
    seen: FactState | None = None,
) -> Fact:
    """Record one decision; what was decided before stays in the audit lines.

    `value` goes with CORRECT alone and has the shape of the fact's kind (`rules.drafts`).
    `seen` is the state that the person saw: another one in the database raises AlreadyDecided.
    """
    check(by, Right.EDIT_PLANS if decision is Decision.CORRECT else Right.REVIEW_FACTS, fact.authority)
    label = f"{VERBS[decision]}{NBSP}: {fact.passage}"
    with acting(plan=fact.plan, by=by, at=at, label=label) as step:
        locked = (
            Fact.objects.of(fact.authority)
            .select_for_update(of=("self",))
            .select_related("plan", "source", "authority")
            .get(pk=fact.pk)
        )
        if seen is not None and locked.state != seen and locked.decided_by_id != by.pk:
            raise AlreadyDecided(
                f"{locked.decided_by or 'Quelqu’un'} a décidé de ce fait entre-temps{NBSP}: "
                f"{locked.get_state_display().lower()}. Votre choix n’est pas enregistré."
            )
        step.touch(locked)
        apply(locked, by, at, decision, value, reason)
    return locked


def accept_all(*, facts: Iterable[Fact], plan: Plan, by: Account, at: datetime) -> int:
    """Accept those of these facts of the plan that are still undecided; how many."""
    check(by, Right.REVIEW_FACTS, plan.authority)
    wanted = {fact.pk for fact in facts}
    with acting(plan=plan, by=by, at=at, label=f"Accepter {len(wanted)} faits") as step:
        undecided = list(
            Fact.objects.of(plan.authority)
            .filter(plan=plan, state=FactState.PROPOSED)
            .select_for_update(of=("self",))
            .select_related("authority")
        )
        accepted = [fact for fact in undecided if fact.pk in wanted]
        for fact in accepted:
            step.touch(fact)
            apply(fact, by, at, Decision.ACCEPT, None, "")
    return len(accepted)


def apply(
    fact: Fact, by: Account, at: datetime, decision: Decision, value: dict[str, Any] | None, reason: str
) -> None:
    """Write one decision and its line. Call it within `steps.acting`, on a locked fact."""
    if decision is Decision.CORRECT:
        if value is None:
            raise ValueError("a correction says what is right")
        _check_words(fact, value)
    before = {"state": fact.state, "value": fact.current}
    fact.state = STATES[decision]
    fact.corrected = value if decision is Decision.CORRECT else None
    fact.reason = "" if decision is Decision.REOPEN else reason[:300]
    fact.decided_by = None if decision is Decision.REOPEN else by
    fact.decided_at = None if decision is Decision.REOPEN else at
    fact.save(update_fields=["state", "corrected", "reason", "decided_by", "decided_at"])
    record(
        authority=fact.authority,
        by=by,
        act=f"plans.fact.{decision.value}",
        subject=fact,
        at=at,
        before=before,
        after={"state": fact.state, "value": fact.current, "reason": fact.reason},
    )


def _check_words(fact: Fact, value: dict[str, Any]) -> None:
    """Other words of the same text, never words that are not in it."""
    if fact.kind not in IN_WORDS or not {"start", "end"} & set(value):
        return
    if not 0 <= value["start"] < value["end"] <= len(fact.source.text):
        raise WordsNotThere("Ces mots ne sont pas dans le document.")
