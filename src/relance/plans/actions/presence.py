"""Says who has a review open, so that colleagues do not tread on each other."""

from datetime import datetime, timedelta
from typing import Final

from relance.kernel.models import Account
from relance.kernel.scope import working_for
from relance.plans.models import Plan, Presence

FRESH: Final = timedelta(minutes=5)
AGAIN: Final = timedelta(minutes=1)  # a page that is refreshed often is not a write each time


def be_seen(*, plan: Plan, by: Account, at: datetime, part: str) -> list[Presence]:
    """Note that this person has a part of the review open; who else had one a moment ago."""
    rows = Presence.objects.of(plan.authority).filter(plan=plan)
    recent = list(rows.filter(seen_at__gt=at - FRESH).select_related("account"))
    mine = next((one for one in recent if one.account_id == by.pk), None)
    if mine is None or mine.part != part or at - mine.seen_at > AGAIN:
        with working_for(plan.authority):
            Presence.objects.of(plan.authority).update_or_create(
                plan=plan,
                account=by,
                defaults={"authority": plan.authority, "seen_at": at, "part": part[:40]},
            )
    return [one for one in recent if one.account_id != by.pk]
