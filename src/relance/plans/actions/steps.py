"""Acts of the review that can be taken back, and taking the last of one's own back.

with acting(plan=plan, by=by, at=at, label="…") as step:
    step.touch(fact)      # before it is changed
    …
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.dateparse import parse_datetime

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.models import Amendment, Fact, Omission, Plan, PlanState, ReviewAct
from relance.plans.permissions import check

FIELDS = (
    "state",
    "corrected",
    "reason",
    "decided_by_id",
    "decided_at",
    "parent_id",
    "earlier_id",
    "maybe_id",
)


class PlanIsPublic(RelanceError):
    """Facts of a published plan are not decided anew: it is withdrawn first."""


class NothingToUndo(RelanceError):
    """Whoever asks has done nothing in this review that could be taken back."""


class ChangedSince(RelanceError):
    """A colleague decided about the same facts since; nothing was taken back."""


@dataclass
class Step:
    """What one act touches, collected while it happens."""

    facts: list[Fact] = field(default_factory=list)
    before: list[dict[str, Any]] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    omitted: list[int] = field(default_factory=list)

    def touch(self, fact: Fact) -> None:
        """Remember a fact as it is; the first time counts."""
        if all(known.pk != fact.pk for known in self.facts):
            self.facts.append(fact)
            self.before.append(state_of(fact))


def state_of(fact: Fact) -> dict[str, Any]:
    """What decisions change in a fact, as JSON."""
    state = {name: getattr(fact, name) for name in FIELDS}
    when = state["decided_at"]
    return {**state, "pk": fact.pk, "decided_at": when.isoformat() if when else None}


def is_open(plan: Plan) -> bool:
    """Whether facts of the plan may be decided: while it is not public, or amended."""
    if plan.state != PlanState.PUBLISHED:
        return True
    return Amendment.objects.of(plan.authority).filter(plan=plan, applied_at=None).exists()


def check_open(plan: Plan) -> None:
    if not is_open(plan):
        raise PlanIsPublic(
            "Ce plan est publié, ses faits ne changent plus. Retirez-le d’abord de la publication."
        )


@contextmanager
def acting(*, plan: Plan, by: Account, at: datetime, label: str) -> Iterator[Step]:
    """One act, all or nothing, kept so that it can be taken back. Raises PlanIsPublic."""
    with transaction.atomic(), working_for(plan.authority):
        # Locked: nobody publishes in the middle of an act.
        check_open(Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk))
        step = Step()
        yield step
        if step.facts or step.made or step.omitted:
            ReviewAct.objects.create(
                authority=plan.authority,
                plan=plan,
                by=by,
                at=at,
                label=label[:200],
                before=step.before,
                after=[state_of(fact) for fact in step.facts],
                made=step.made,
                omitted=step.omitted,
            )


def last_act(*, plan: Plan, by: Account) -> ReviewAct | None:
    """What this person would take back."""
    return ReviewAct.objects.of(plan.authority).filter(plan=plan, by=by, undone_at=None).first()


def undo(*, plan: Plan, by: Account, at: datetime) -> ReviewAct:
    """Take the last act of this person back; itself an act of the audit.

    Raises NothingToUndo, and ChangedSince when a colleague has decided about it meanwhile.
    """
    check(by, Right.REVIEW_FACTS, plan.authority)
    with transaction.atomic(), working_for(plan.authority):
        check_open(plan)
        acts = ReviewAct.objects.of(plan.authority).filter(plan=plan, by=by, undone_at=None)
        act = acts.select_for_update(of=("self",)).first()
        if act is None:
            raise NothingToUndo("Vous n’avez rien à annuler dans cette relecture.")
        wanted = [state["pk"] for state in act.after]
        facts = {
            fact.pk: fact
            for fact in Fact.objects.of(plan.authority).filter(pk__in=wanted).select_for_update(of=("self",))
        }
        for state in act.after:
            if state["pk"] not in facts or state_of(facts[state["pk"]]) != state:
                raise ChangedSince("Un collègue a décidé de ces faits depuis. Rien n’est annulé.")
        for state in act.before:
            _restore(facts[state["pk"]], state)
        _unmake(plan, act)
        Omission.objects.of(plan.authority).filter(plan=plan, pk__in=act.omitted).delete()
        act.undone_at = at
        act.save(update_fields=["undone_at"])
        record(
            authority=plan.authority,
            by=by,
            act="plans.review.undo",
            subject=plan,
            at=at,
            before={"act": act.label, "facts": act.after},
            after={"facts": act.before},
        )
    return act


def _restore(fact: Fact, state: dict[str, Any]) -> None:
    for name in FIELDS:
        setattr(fact, name, state[name])
    if state["decided_at"]:
        fact.decided_at = parse_datetime(state["decided_at"])
    fact.save(update_fields=[name.removesuffix("_id") for name in FIELDS])


def _unmake(plan: Plan, act: ReviewAct) -> None:
    """The facts that the act added go again: nothing of them was public."""
    made = Fact.objects.of(plan.authority).filter(pk__in=act.made)
    if made.exclude(decided_by=act.by).exists():
        raise ChangedSince("Un collègue a décidé du fait que vous aviez ajouté. Rien n’est annulé.")
    try:
        made.delete()
    except ProtectedError as error:
        raise ChangedSince(
            "Ce que vous aviez ajouté sert déjà ailleurs. Écartez le fait plutôt que d’annuler."
        ) from error
