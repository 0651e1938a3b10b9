"""What a kept fact makes of a row: the fields of each kind, and the work that it is part of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from relance.directory.actions import organisation_called
from relance.kernel.models import Account
from relance.plans.models import (
    AmountRole,
    Axis,
    DocumentText,
    Fact,
    FactKind,
    Measure,
    Plan,
    PlanVersion,
)
from relance.plans.models.parts import Sourced
from relance.plans.rules.codes import measure_code
from relance.values.typography import squeeze


@dataclass
class Made:
    """How many rows of each kind were made, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass
class Work:
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
    version: PlanVersion | None = None


def _above(work: Work, fact: Fact, model: type[Sourced]) -> Any:
    """The row of the nearest fact above of this kind; None when it is not kept."""
    parent = fact.parent_id
    while parent is not None:
        parent = work.heirs.get(parent, parent)
        row = work.rows.get(parent)
        if isinstance(row, model):
            return row
        parent = work.kept[parent].parent_id if parent in work.kept else None
    return None


def _order(work: Work, fact: Fact, model: type[Axis] | type[Measure]) -> int:
    """The order in the document; past the last one when a row that came otherwise has it."""
    others = model.objects.of(work.plan.authority).filter(plan=work.plan)
    taken = set(others.values_list("order", flat=True))
    return fact.order if fact.order not in taken else max(taken) + 1


def _axis(work: Work, fact: Fact) -> dict[str, Any]:
    return {
        "plan": work.plan,
        "number": (fact.current.get("number") or "")[:20],
        "order": _order(work, fact, Axis) if fact.pk not in work.rows else 0,
    }


def _measure(work: Work, fact: Fact) -> dict[str, Any]:
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


def _horizon(work: Work, fact: Fact) -> dict[str, Any]:
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


def _amount(work: Work, fact: Fact) -> dict[str, Any] | None:
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


def _partner(work: Work, fact: Fact) -> dict[str, Any] | None:
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


def _parameter(work: Work, fact: Fact) -> dict[str, Any] | None:
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


def _finding(work: Work, fact: Fact) -> dict[str, Any]:
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


FIELDS: dict[str, Callable[[Work, Fact], dict[str, Any] | None]] = {
    FactKind.AXIS: _axis,
    FactKind.MEASURE: _measure,
    FactKind.BUDGET: _amount,
    FactKind.AMOUNT: _amount,
    FactKind.PARTNER: _partner,
    FactKind.PARAMETER: _parameter,
    FactKind.FINDING: _finding,
}
