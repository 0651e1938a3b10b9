"""Changes what officers say about a plan, and keeps what it was in the audit lines."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.searching import show_in_search
from relance.plans.models import Plan, PlanState
from relance.plans.permissions import check

EDITABLE = ("title", "territory", "summary", "axis_word", "measure_word", "announced_measures")


def present(*, plan: Plan, by: Account, at: datetime, fields: Mapping[str, Any]) -> None:
    """Set some of `EDITABLE`. What a published plan shows changes at once, for who may publish."""
    right = Right.PUBLISH_PLANS if plan.state == PlanState.PUBLISHED else Right.EDIT_PLANS
    check(by, right, plan.authority)
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {', '.join(sorted(unknown))}; allowed: {', '.join(EDITABLE)}")
    with transaction.atomic(), working_for(plan.authority):
        locked = Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk)
        before = {name: getattr(locked, name) for name in fields}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changed))
        record(
            authority=plan.authority,
            by=by,
            act="plans.present",
            subject=locked,
            at=at,
            before={name: before[name] for name in changed},
            after=changed,
        )
        if locked.state != PlanState.DRAFT:
            show_in_search(locked)
    plan.refresh_from_db()
