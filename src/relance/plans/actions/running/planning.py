"""How a plan is run: its pilot, its formula, its own fields, the strategies it serves."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.running.working import CannotWork
from relance.plans.models import Contributor, CustomField, FieldKind, Plan, Running, Strategy
from relance.plans.permissions import check
from relance.values.typography import NBSP


def run_plan(
    *,
    plan: Plan,
    by: Account | None,
    at: datetime,
    pilot: Contributor | None,
    formula: str,
    stale_after: int,
) -> Running:
    """Set who pilots the plan, how its progress is worked out, and when news are old (days)."""
    check(by, Right.EDIT_PLANS, plan.authority)
    if pilot is not None and pilot.authority_id != plan.authority_id:
        raise CannotWork("Cette personne n’est pas connue de cette collectivité.", "pilot")
    with transaction.atomic(), working_for(plan.authority):
        Running.objects.of(plan.authority).get_or_create(authority=plan.authority, plan=plan)
        running = Running.objects.of(plan.authority).select_for_update(of=("self",)).get(plan=plan)
        before = {"pilot": running.pilot_id, "formula": running.formula, "stale_after": running.stale_after}
        running.pilot, running.formula, running.stale_after = pilot, formula, stale_after
        running.save()
        record(
            authority=plan.authority,
            by=by,
            act="plans.running.change",
            subject=plan,
            at=at,
            before=before,
            after={"pilot": pilot and pilot.pk, "formula": formula, "stale_after": stale_after},
        )
    return running


def add_field(
    *,
    plan: Plan,
    by: Account | None,
    at: datetime,
    name: str,
    kind: str,
    choices: Sequence[str] = (),
    seen_by: str,
    edited_by: str,
) -> CustomField:
    """Add a field to the measures of a plan. Raises CannotWork for a name that is taken, an empty list."""
    check(by, Right.EDIT_PLANS, plan.authority)
    offered = [choice.strip() for choice in choices if choice.strip()]
    if kind == FieldKind.CHOICE and len(offered) < 2:
        raise CannotWork("Donnez au moins deux choix, un par ligne.", "choices")
    with transaction.atomic(), working_for(plan.authority):
        Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk)
        others = CustomField.objects.of(plan.authority).filter(plan=plan)
        if others.filter(name=name).exists():
            raise CannotWork(f"Ce plan a déjà un champ «{NBSP}{name}{NBSP}».", "name")
        made = CustomField.objects.create(
            authority=plan.authority,
            plan=plan,
            name=name,
            kind=kind,
            choices=offered if kind == FieldKind.CHOICE else [],
            seen_by=seen_by,
            edited_by=edited_by,
            order=others.count() + 1,
        )
        record(
            authority=plan.authority,
            by=by,
            act="plans.field.add",
            subject=made,
            at=at,
            after={"kind": kind, "seen_by": seen_by, "edited_by": edited_by},
        )
    return made


def add_strategy(
    *, plan: Plan, by: Account | None, at: datetime, title: str, body: str = "", address: str = ""
) -> Strategy:
    """Name a strategy that measures of the plan may serve; the same title gives the same row."""
    check(by, Right.EDIT_PLANS, plan.authority)
    with transaction.atomic(), working_for(plan.authority):
        made, new = Strategy.objects.of(plan.authority).get_or_create(
            authority=plan.authority, plan=plan, title=title, defaults={"body": body, "address": address}
        )
        if new:
            record(authority=plan.authority, by=by, act="plans.strategy.add", subject=made, at=at)
    return made


def written(field: CustomField, value: str) -> str:
    """A value as its field keeps it: trimmed, dates ISO, numbers in digits. Raises CannotWork."""
    value = value.strip()
    if not value:
        return ""
    name = f"custom:{field.pk}"
    if field.kind == FieldKind.NUMBER:
        digits = value.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        if not digits.removeprefix("-").isdigit() or not digits.isascii():
            raise CannotWork(
                f"{field.name}{NBSP}: un nombre entier est attendu, pas «{NBSP}{value}{NBSP}».", name
            )
        return str(int(digits))
    if field.kind == FieldKind.DATE:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise CannotWork(
                f"{field.name}{NBSP}: une date est attendue (2026-12-31), pas «{NBSP}{value}{NBSP}».", name
            ) from error
    if field.kind == FieldKind.YES_NO and value not in ("oui", "non"):
        raise CannotWork(f"{field.name}{NBSP}: oui ou non, pas «{NBSP}{value}{NBSP}».", name)
    if field.kind == FieldKind.CHOICE and value not in field.choices:
        offered = ", ".join(field.choices)
        raise CannotWork(f"{field.name}{NBSP}: «{NBSP}{value}{NBSP}» n’est pas un choix ({offered}).", name)
    return value
