"""Changes the working fields of a measure: one door for the form, the cell, the bulk and the spreadsheet.

Each field that changed leaves a line (`WorkChange`), under the lock of the measure's row; `rev`
tells one state of the measure from the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.scope import working_for
from relance.plans.actions.following.telling import Difference, tell
from relance.plans.actions.running.people import put_role
from relance.plans.models import (
    ChangeKind,
    CustomField,
    CustomValue,
    Measure,
    MeasureKind,
    Priority,
    RoleOnMeasure,
    Status,
    Work,
    WorkChange,
)
from relance.plans.permissions import check_work, standing_of
from relance.plans.queries.running.facts import facts_of
from relance.plans.queries.running.leading import lead_of, referent_of
from relance.plans.rules.addresses import measure_path
from relance.plans.rules.running.states import disagreements
from relance.values.typography import NBSP, short_date

PLAIN = ("status", "reason", "priority", "starts_on", "due_on", "progress", "weight")
OF_MEASURE = ("working_title", "kind")
PEOPLE = {"lead": RoleOnMeasure.LEAD, "referent": RoleOnMeasure.REFERENT}
PUBLIC = frozenset({"status", "reason", "starts_on", "due_on", "lead", "progress"})
CUSTOM = "custom:"


class CannotWork(RelanceError):
    """The working fields cannot be so; the message says why. `field` is the culprit."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Told:
    """A value as JSON and as people read it."""

    value: Any
    words: str


def change(
    *,
    measure: Measure,
    by: Account | None,
    at: datetime,
    fields: Mapping[str, Any],
    because: str = "",
    silently: bool = False,
) -> list[WorkChange]:
    """Set working fields; what stays the same leaves no line. All of them or none.

    Keys: those of PLAIN and OF_MEASURE, "lead" and "referent" (a Contributor or None), and
    "custom:<key of a CustomField>" (text, "" to empty). Raises CannotWork with the field, Refused.
    A declared state that changes is told to the public; `silently` leaves that to the caller.
    """
    with transaction.atomic(), working_for(measure.authority):
        work = locked(measure)
        _check(measure, by, fields)
        if measure.ended_by_id:
            raise CannotWork("Cette mesure n’est plus au plan\u00a0: elle garde son dernier état.")
        lines = []
        for name in sorted(fields, key=lambda name: (_rank(name), name)):
            line = _put(measure, work, name, fields[name], by, at, because)
            if line is not None:
                lines.append(line)
        if not lines:
            return []
        if "status" in {line.field for line in lines} or "reason" in fields:
            work.said_at, work.said_by_name = at, named(by)
        work.rev += 1
        work.touched_at = at
        _check_work(measure, work, {line.field for line in lines}, at)
        work.save()
        for line in lines:
            line.rev = work.rev
        made = WorkChange.objects.bulk_create(lines)
        record(
            authority=measure.authority,
            by=by,
            act="plans.work.change",
            subject=measure,
            at=at,
            before={line.field: line.told_before for line in lines},
            after={line.field: line.told_after for line in lines},
        )
        if not silently:
            _tell_state(measure, work, made)
    return made


def _tell_state(measure: Measure, work: Work, made: list[WorkChange]) -> None:
    """Another declared state of a public measure is news for its readers."""
    said = next((line for line in made if line.field == "status"), None)
    plan = measure.plan
    if said is None or not plan.is_public:
        return
    tell(
        plan=plan,
        measure=measure,
        kind=ChangeKind.STATUS,
        title=measure.title,
        differences=[Difference("État", said.told_before, said.told_after)],
        reason=work.reason,
        path=measure_path(measure.authority.slug, plan.slug, measure.code),
        by_name=said.by_name,
        at=said.at,
    )


def locked(measure: Measure) -> Work:
    """The row of the measure at work, made if need be, held until the transaction ends."""
    Work.objects.of(measure.authority).get_or_create(authority=measure.authority, measure=measure)
    return Work.objects.of(measure.authority).select_for_update(of=("self",)).get(measure=measure)


def note_change(
    *, measure: Measure, by: Account | None, at: datetime, field: str, before: str, after: str
) -> None:
    """A line for what stands beside the fields (a task, a dependency). Inside a transaction."""
    work = locked(measure)
    work.rev += 1
    work.touched_at = at
    work.save(update_fields=["rev", "touched_at"])
    WorkChange.objects.create(
        authority=measure.authority,
        measure=measure,
        rev=work.rev,
        field=field,
        before=before or None,
        after=after or None,
        told_before=before,
        told_after=after,
        at=at,
        by=by,
        by_name=named(by),
    )


def named(by: Account | None) -> str:
    return str(by) if by else "Relance"


def _rank(name: str) -> int:
    return 0 if name in PLAIN else 1


def _check(measure: Measure, by: Account | None, fields: Mapping[str, Any]) -> None:
    known = {*PLAIN, *OF_MEASURE, *PEOPLE}
    unknown = [name for name in fields if name not in known and not name.startswith(CUSTOM)]
    if unknown:
        raise ValueError(f"not working fields: {', '.join(unknown)}; allowed: {', '.join(sorted(known))}")
    check_work(by, measure, fields.keys())


def _put(
    measure: Measure, work: Work, name: str, value: Any, by: Account | None, at: datetime, because: str
) -> WorkChange | None:
    if name in PLAIN:
        before, after = told(name, getattr(work, name)), told(name, value)
        if before.value != after.value:
            setattr(work, name, value)
    elif name in OF_MEASURE:
        before, after = told(name, getattr(measure, name)), told(name, value)
        if before.value != after.value:
            Measure.objects.of(measure.authority).filter(pk=measure.pk).update(**{name: value})
            setattr(measure, name, value)
    elif name in PEOPLE:
        held = lead_of(measure) if name == "lead" else referent_of(measure)
        before, after = told(name, held), told(name, value)
        if before.value != after.value:
            put_role(measure=measure, role=PEOPLE[name], contributor=value, by_name=named(by), at=at)
    else:
        before, after = _custom(measure, name, str(value or "").strip(), by)
    if before.value == after.value:
        return None
    return WorkChange(
        authority=measure.authority,
        measure=measure,
        rev=work.rev,
        field=name,
        before=before.value,
        after=after.value,
        told_before=before.words,
        told_after=after.words,
        because=because,
        is_public=name in PUBLIC,
        at=at,
        by=by,
        by_name=named(by),
    )


def _custom(measure: Measure, name: str, value: str, by: Account | None) -> tuple[Told, Told]:
    key = name.removeprefix(CUSTOM)
    field = CustomField.objects.of(measure.authority).filter(plan=measure.plan_id, pk=int(key)).first()
    if field is None:
        raise CannotWork("Ce champ n’est pas de ce plan.", name)
    if by is not None and not standing_of(by, measure).writes(field.edited_by):
        raise CannotWork(f"Le champ «{NBSP}{field.name}{NBSP}» n’est modifiable que par la rédaction.", name)
    held = CustomValue.objects.of(measure.authority).filter(field=field, measure=measure).first()
    before = held.value if held else ""
    if before != value:
        if not value and held:
            held.delete()
        elif value:
            CustomValue.objects.of(measure.authority).update_or_create(
                authority=measure.authority, field=field, measure=measure, defaults={"value": value}
            )
    return Told(before or None, before), Told(value or None, value)


def told(name: str, value: Any) -> Told:
    """A value of a working field for its line of history."""
    if value is None or value == "":
        return Told(None, "")
    if name == "status":
        return Told(str(value), Status(value).label)
    if name == "priority":
        return Told(int(value), str(Priority(value).label))
    if name == "kind":
        return Told(str(value), MeasureKind(value).label)
    if name in PEOPLE:
        return Told(value.pk, value.name)
    if isinstance(value, date):
        return Told(value.isoformat(), short_date(value))
    if name == "progress":
        return Told(value, f"{value}{NBSP}%")
    return Told(value, str(value))


def _check_work(measure: Measure, work: Work, changed: set[str], at: datetime) -> None:
    """What must hold of the fields together; a sentence that names the culprit."""
    if work.starts_on and work.due_on and work.due_on < work.starts_on:
        raise CannotWork(
            f"L’échéance ({short_date(work.due_on)}) est avant le début ({short_date(work.starts_on)}).",
            "due_on",
        )
    if work.progress is not None and not 0 <= work.progress <= 100:
        raise CannotWork(f"L’avancement va de 0 à 100{NBSP}%.", "progress")
    if work.status in (Status.PAUSED, Status.DROPPED) and not work.reason.strip():
        raise CannotWork(
            f"Dites pourquoi la mesure est {Status(work.status).label.lower()}{NBSP}: le public le lira.",
            "reason",
        )
    if "status" in changed and not work.reason.strip():
        work.save()  # the facts below are read from the row
        today = at.astimezone(measure.authority.zone).date()
        found = disagreements(facts_of(measure), today)
        if found:
            why = "; ".join(one.sentence for one in found)
            raise CannotWork(f"Dites pourquoi{NBSP}: {why}.".replace(";", f"{NBSP};"), "reason")
