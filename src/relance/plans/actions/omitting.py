"""People say that passages of a document are no facts, and think again."""

from collections.abc import Iterable
from datetime import datetime

from relance.kernel.audit import record
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.reviewing import WordsNotThere
from relance.plans.actions.steps import acting
from relance.plans.models import DocumentText, Omission, Plan
from relance.plans.permissions import check
from relance.values.typography import NBSP, squeeze


def omit(
    *, plan: Plan, source: DocumentText, places: Iterable[tuple[int, int]], by: Account, at: datetime
) -> int:
    """Mark these passages of the text as no facts; how many were not marked before."""
    check(by, Right.REVIEW_FACTS, plan.authority)
    wanted = sorted(set(places))
    for start, end in wanted:
        if not 0 <= start < end <= len(source.text) or not source.text[start:end].strip():
            raise WordsNotThere("Ce passage n’est pas dans le document.")
    if not wanted:
        return 0
    words = squeeze(source.text[wanted[0][0] : wanted[0][1]])
    label = f"Pas un fait{NBSP}: {words}" if len(wanted) == 1 else f"{len(wanted)} passages sans fait"
    with acting(plan=plan, by=by, at=at, label=label) as step:
        known = set(
            Omission.objects.of(plan.authority).filter(plan=plan, source=source).values_list("start", "end")
        )
        for start, end in wanted:
            if (start, end) in known:
                continue
            row = Omission.objects.create(
                authority=plan.authority,
                plan=plan,
                source=source,
                start=start,
                end=end,
                quote=source.text[start:end],
                said_by=by,
                said_at=at,
            )
            step.omitted.append(row.pk)
            record(
                authority=plan.authority,
                by=by,
                act="plans.omission.add",
                subject=row,
                at=at,
                after={"words": row.passage},
            )
    return len(step.omitted)


def take_back(*, omission: Omission, by: Account, at: datetime) -> None:
    """The passage is to be looked at again."""
    check(by, Right.REVIEW_FACTS, omission.authority)
    with acting(plan=omission.plan, by=by, at=at, label=f"Reprendre{NBSP}: {omission.passage}"):
        record(
            authority=omission.authority,
            by=by,
            act="plans.omission.remove",
            subject=omission,
            at=at,
            before={"words": omission.passage},
        )
        omission.delete()
