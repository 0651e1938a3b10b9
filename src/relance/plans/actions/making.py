"""Makes axes, measures and all that hangs on them of the facts that people kept.

Run again after a withdrawal, it follows what was decided since: a row is removed when its
fact is no longer kept, and made anew, with the same key and code, when its published words
are others. Rows that come of no fact are left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.forms.models import model_to_dict

from relance.directory.actions import organisation_called
from relance.kernel.audit import record
from relance.kernel.models import Account
from relance.plans.actions.searching import forget_in_search
from relance.plans.models import (
    AidParameter,
    AmountRole,
    AnnouncedAmount,
    Axis,
    DocumentText,
    Fact,
    FactKind,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
)
from relance.plans.models.parts import Sourced
from relance.plans.queries.review import heirs_of
from relance.plans.rules.codes import measure_code
from relance.values.typography import squeeze

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
PLACE = ("source_id", "start", "end", "quote")


@dataclass
class Made:
    """How many rows of each kind were made, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass
class _Work:
    plan: Plan
    by: Account | None
    at: datetime
    kept: dict[int, Fact]
    rows: dict[int, Sourced]
    codes: set[str]
    heirs: dict[int | None, int]  # a fact of an earlier version → the kept one that follows it
    remembered: dict[int, dict[str, Any]] = field(default_factory=dict)
    partners: set[tuple[int, int, str]] = field(default_factory=set)
    made: Made = field(default_factory=Made)


def make_rows(*, plan: Plan, facts: list[Fact], by: Account | None, at: datetime) -> Made:
    """Make the rows of these kept facts (parents before parts). Call it inside a transaction."""
    kept = {fact.pk: fact for fact in facts}
    work = _Work(
        plan=plan,
        by=by,
        at=at,
        kept=kept,
        rows=_existing(plan),
        heirs=heirs_of(facts),
        codes=set(_measures(plan).values_list("code", flat=True)),
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


def _remove(work: _Work) -> None:
    """Rows of facts no longer kept, of other words, or that hang on such a row."""
    going: set[int] = set()
    for pk, row in work.rows.items():
        fact = work.kept.get(pk)
        if fact is None or any(getattr(row, name) != value for name, value in _words(fact).items()):
            going.add(pk)
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
                work.remembered[heir] = {
                    name: getattr(row, name) for name in ("key", "code", "order", "working_title", "kind")
                }
                work.codes.discard(row.code)
                forget_in_search([row.pk])
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
            row.delete()
            work.made.removed += 1


def _plain(row: models.Model) -> dict[str, Any]:
    """The row as JSON, for the audit line of its removal."""
    values = model_to_dict(row, fields=[f.name for f in row._meta.concrete_fields])
    return {
        name: value if isinstance(value, str | int | bool | None) else str(value)
        for name, value in values.items()
    }


def _make(work: _Work, fact: Fact) -> None:
    fields = _FIELDS[fact.kind](work, fact)
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
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.confirmed_by, row.confirmed_at = str(fact.decided_by), fact.decided_at
        row.save(update_fields=[*changed, "confirmed_by", "confirmed_at"])
        work.made.changed += 1


def _above(work: _Work, fact: Fact, model: type[Sourced]) -> Any:
    """The row of the nearest fact above of this kind; None when it is not kept."""
    parent = fact.parent_id
    while parent is not None:
        parent = work.heirs.get(parent, parent)
        row = work.rows.get(parent)
        if isinstance(row, model):
            return row
        parent = work.kept[parent].parent_id if parent in work.kept else None
    return None


def _order(work: _Work, fact: Fact, model: type[Axis] | type[Measure]) -> int:
    """The order in the document; past the last one when a row that came otherwise has it."""
    others = model.objects.of(work.plan.authority).filter(plan=work.plan)
    taken = set(others.values_list("order", flat=True))
    return fact.order if fact.order not in taken else max(taken) + 1


def _axis(work: _Work, fact: Fact) -> dict[str, Any]:
    return {
        "plan": work.plan,
        "number": (fact.current.get("number") or "")[:20],
        "order": _order(work, fact, Axis) if fact.pk not in work.rows else 0,
    }


def _measure(work: _Work, fact: Fact) -> dict[str, Any]:
    value = fact.current
    number = (value.get("number") or "")[:20]
    fields = {
        "plan": work.plan,
        "axis": _above(work, fact, Axis),
        "number": number,
        **_heading("objective", value.get("objective"), fact),
        **_heading("responds_to", value.get("responds_to"), fact),
        **_horizon(work, fact),
    }
    if fact.pk not in work.rows:
        if fact.pk in work.remembered:
            code = work.remembered[fact.pk]["code"]
        else:
            code = measure_code(number, len(work.codes) + 1, work.codes)
        work.codes.add(code)
        fields |= {"order": _order(work, fact, Measure), "code": code}
    return fields


def _heading(name: str, words: str | None, fact: Fact) -> dict[str, Any]:
    """Words that stand above a measure, with their place when the text holds them as they are."""
    words = squeeze(words or "")
    start = _find_back(fact.source, words, fact.place[0]) if words else None
    return {
        name: words,
        f"{name}_start": start,
        f"{name}_end": None if start is None else start + len(words),
    }


def _find_back(source: DocumentText, words: str, before: int) -> int | None:
    found = source.text.rfind(words, 0, before)
    return None if found < 0 else found


def _horizon(work: _Work, fact: Fact) -> dict[str, Any]:
    """The horizon of a measure is a fact of its own, kept in the measure's row."""
    said = next(
        (kept for kept in work.kept.values() if kept.kind == FactKind.HORIZON and kept.parent_id == fact.pk),
        None,
    )
    if said is None:
        empty: dict[str, Any] = dict.fromkeys(("horizon_start", "horizon_end", "horizon_from", "horizon_to"))
        return {**empty, "horizon_precision": "", "horizon_ongoing": False, "horizon_wording": ""}
    value = said.current
    first, last = (date.fromisoformat(value[end]) if value.get(end) else None for end in ("start", "end"))
    return {
        "horizon_start": first,
        "horizon_end": last,
        "horizon_precision": (value.get("precision") or "year") if first or last else "",
        "horizon_ongoing": bool(value.get("ongoing")),
        "horizon_wording": squeeze(said.quote)[:300],
        "horizon_from": said.start,
        "horizon_to": said.end,
    }


def _amount(work: _Work, fact: Fact) -> dict[str, Any] | None:
    value = fact.current
    fields = {
        "plan": work.plan,
        "low": value["low"],
        "high": value["high"],
        "currency": value["currency"],
        "meaning": value.get("meaning", ""),
        "order": fact.order,
    }
    if fact.kind == FactKind.BUDGET:
        return {**fields, "role": AmountRole.TOTAL, "per": "total"}
    measure = _above(work, fact, Measure)
    if fact.parent_id is not None and measure is None:
        return None
    role = value["role"] if measure is not None else AmountRole.DETAIL
    return {**fields, "measure": measure, "role": role, "per": value["per"]}


def _partner(work: _Work, fact: Fact) -> dict[str, Any] | None:
    measure = _above(work, fact, Measure)
    if measure is None:
        return None
    value = fact.current
    organisation = organisation_called(
        name=value["name"], acronym=value.get("acronym") or "", country=work.plan.authority.country
    )
    # A document may name the same partner twice in one measure: one row says it.
    place = (measure.pk, organisation.pk, value["role"])
    if place in work.partners:
        return None
    work.partners.add(place)
    return {
        "measure": measure,
        "organisation": organisation,
        "role": value["role"],
        "wording": squeeze(fact.quote)[:300],
    }


def _parameter(work: _Work, fact: Fact) -> dict[str, Any] | None:
    measure = _above(work, fact, Measure)
    if measure is None:
        return None
    value = fact.current
    return {
        "measure": measure,
        "kind": value["kind"],
        "low": value.get("low") or "",
        "high": value.get("high") or "",
        "unit": value.get("unit") or "",
        "wording": squeeze(fact.quote),
        "order": fact.order,
    }


def _finding(work: _Work, fact: Fact) -> dict[str, Any]:
    value = fact.current
    return {
        "plan": work.plan,
        "axis": _above(work, fact, Axis),
        "measure": _above(work, fact, Measure),
        "value": value.get("value") or "",
        "unit": value.get("unit") or "",
        "bound": value.get("bound") or "exact",
        "order": fact.order,
    }


_FIELDS: dict[str, Callable[[_Work, Fact], dict[str, Any] | None]] = {
    FactKind.AXIS: _axis,
    FactKind.MEASURE: _measure,
    FactKind.BUDGET: _amount,
    FactKind.AMOUNT: _amount,
    FactKind.PARTNER: _partner,
    FactKind.PARAMETER: _parameter,
    FactKind.FINDING: _finding,
}
