"""Makes axes, measures and all that hangs on them of the facts that people kept.

Run again after a withdrawal, it follows what was decided since: a row is removed when its
fact is no longer kept, and made anew, with the same key and code, when its published words
are others. Rows that come of no fact are left alone.
"""

from datetime import datetime
from typing import Any

from django.db import models, router
from django.forms.models import model_to_dict

from relance.kernel.audit import record
from relance.kernel.models import Account
from relance.plans.actions.filling import FIELDS, Made, Work
from relance.plans.actions.searching import forget_in_search
from relance.plans.models import (
    AidParameter,
    AnnouncedAmount,
    Axis,
    Fact,
    FactKind,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
    PlanVersion,
)
from relance.plans.models.parts import Sourced
from relance.plans.queries.review import heirs_of

OF_KIND: dict[str, type[Sourced]] = {
    FactKind.AXIS: Axis,
    FactKind.MEASURE: Measure,
    FactKind.BUDGET: AnnouncedAmount,
    FactKind.AMOUNT: AnnouncedAmount,
    FactKind.PARTNER: MeasurePartner,
    FactKind.PARAMETER: AidParameter,
    FactKind.FINDING: Finding,
}
# What hangs on others goes first.
REMOVAL = (Finding, AidParameter, AnnouncedAmount, MeasurePartner, Measure, Axis)
REMEMBERED = ("pk", "key", "code", "order", "working_title", "kind", "ended_by_id", "redated_at")
PLACE = ("source_id", "start", "end", "quote")


def make_rows(
    *, plan: Plan, facts: list[Fact], by: Account | None, at: datetime, version: PlanVersion | None = None
) -> Made:
    """Make the rows of these kept facts (parents before parts). Call it inside a transaction.

    With `version`, an amendment: measures that are gone from the text are ended by it, not removed.
    """
    kept = {fact.pk: fact for fact in facts}
    work = Work(
        plan=plan,
        by=by,
        at=at,
        kept=kept,
        rows=_existing(plan),
        heirs=heirs_of(facts),
        codes=set(_measures(plan).values_list("code", flat=True)),
        version=version,
    )
    _remove(work)
    for fact in facts:
        if fact.kind in OF_KIND:
            _make(work, fact)
    return work.made


def _existing(plan: Plan) -> dict[int, Sourced]:
    """The rows that were made of facts, by fact."""
    rows: dict[int, Sourced] = {}
    for model in REMOVAL:
        of_plan = {"measure__plan": plan} if model in (AidParameter, MeasurePartner) else {"plan": plan}
        for row in model.objects.of(plan.authority).filter(fact__isnull=False, **of_plan):
            if row.fact_id is not None:
                rows[row.fact_id] = row
    return rows


def _measures(plan: Plan) -> models.QuerySet[Measure]:
    return Measure.objects.of(plan.authority).filter(plan=plan)


def _words(fact: Fact) -> dict[str, Any]:
    start, end = fact.place
    return {"source_id": fact.source_id, "start": start, "end": end, "quote": fact.source.text[start:end]}


def _remove(work: Work) -> None:
    """Rows of facts no longer kept, of other words, or that hang on such a row."""
    going: set[int] = set()
    for pk, row in work.rows.items():
        fact = work.kept.get(pk)
        if fact is None or any(getattr(row, name) != value for name, value in _words(fact).items()):
            going.add(pk)
    _spare_the_ended(work, going)
    measures = {row.pk for pk, row in work.rows.items() if pk in going and isinstance(row, Measure)}
    for pk, row in work.rows.items():
        if getattr(row, "measure_id", None) in measures:
            going.add(pk)
    axes = [row.pk for pk, row in work.rows.items() if pk in going and isinstance(row, Axis)]
    if axes:
        _measures(work.plan).filter(axis__in=axes).update(axis=None)
    for model in REMOVAL:
        for pk in sorted(pk for pk in going & set(work.rows) if type(work.rows[pk]) is model):
            row = work.rows.pop(pk)
            heir = work.heirs.get(pk, pk)
            if isinstance(row, Measure):
                work.remembered[heir] = {name: getattr(row, name) for name in REMEMBERED}
                work.codes.discard(row.code)
                forget_in_search([row.pk])
            elif heir in work.kept and isinstance(row, AnnouncedAmount):
                work.remembered[heir] = {"key": row.key, **_still_ended(work, row, work.kept[heir])}
            elif heir in work.kept:
                work.remembered[heir] = {"key": row.key}
            record(
                authority=work.plan.authority,
                by=work.by,
                act=f"{row._meta.label_lower}.remove",
                subject=row,
                at=work.at,
                before=_plain(row),
            )
            if isinstance(row, Measure) and heir in work.kept:
                # Made anew below under the same number: what hangs on it (roles, tasks, money) stays.
                _measures(work.plan).filter(pk=row.pk)._raw_delete(router.db_for_write(Measure))
            else:
                row.delete()
            work.made.removed += 1


def _spare_the_ended(work: Work, going: set[int]) -> None:
    """In an amendment, a measure that nothing follows is ended, with what hangs on it; so it stays later."""
    ended = []
    for pk in sorted(going):
        row = work.rows[pk]
        if not isinstance(row, Measure) or work.heirs.get(pk, pk) in work.kept:
            continue
        if row.ended_by_id is None and work.version is not None:
            row.ended_by = work.version
            row.save(update_fields=["ended_by"])
            AnnouncedAmount.objects.of(work.plan.authority).filter(measure=row, ended_by__isnull=True).update(
                ended_by=work.version
            )
            forget_in_search([row.pk])
            work.made.removed += 1
        if row.ended_by_id is not None:
            ended.append(row.pk)
    going -= {
        pk
        for pk in going
        if getattr(work.rows[pk], "measure_id", None) in ended
        or (isinstance(work.rows[pk], Measure) and work.rows[pk].pk in ended)
    }


def _still_ended(work: Work, row: AnnouncedAmount, fact: Fact) -> dict[str, Any]:
    """A sum that an amendment replaced stays so, unless the text itself now gives another one."""
    if row.ended_by_id is None or (fact.current["low"], fact.current["high"]) == (row.low, row.high):
        return {"ended_by_id": row.ended_by_id}
    AnnouncedAmount.objects.of(work.plan.authority).filter(
        measure=row.measure_id, fact__isnull=True, role=row.role, ended_by__isnull=True
    ).update(ended_by=work.version)
    return {}


def _plain(row: models.Model) -> dict[str, Any]:
    """The row as JSON, for the audit line of its removal."""
    values = model_to_dict(row, fields=[f.name for f in row._meta.concrete_fields])
    return {
        name: value if isinstance(value, str | int | bool | None) else str(value)
        for name, value in values.items()
    }


def _make(work: Work, fact: Fact) -> None:
    fields = FIELDS[fact.kind](work, fact)
    if fields is None:
        return
    row = work.rows.get(fact.pk)
    if row is None:
        model = OF_KIND[fact.kind]
        work.rows[fact.pk] = model.objects.create(
            authority=work.plan.authority,
            fact=fact,
            confirmed_by=str(fact.decided_by),
            confirmed_at=fact.decided_at,
            **{**fields, **_words(fact), **work.remembered.get(fact.pk, {})},
        )
        work.made.added += 1
        return
    # Order and code stay as they were given.
    changed = {
        name: value
        for name, value in fields.items()
        if name not in ("order", "code") and getattr(row, name) != value
    }
    if isinstance(row, Measure) and row.redated_at and fact.decided_at and fact.decided_at <= row.redated_at:
        changed = {name: value for name, value in changed.items() if not name.startswith("horizon_")}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.confirmed_by, row.confirmed_at = str(fact.decided_by), fact.decided_at
        row.save(update_fields=[*changed, "confirmed_by", "confirmed_at"])
        work.made.changed += 1
