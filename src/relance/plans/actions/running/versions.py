"""The plan as published and each amendment of it, as dated facts that nobody rewrites.

A version freezes the words, sums and dates of the measures that it touches; what holds on a
day is the latest row of each measure.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from relance.kernel.models import Account
from relance.plans.actions.running.working import named
from relance.plans.models import (
    Amendment,
    AnnouncedAmount,
    Becoming,
    Measure,
    MeasureVersion,
    Plan,
    PlanVersion,
)


def first_version(plan: Plan) -> PlanVersion | None:
    """The plan as published, kept now if it was published before versions were. None: never published."""
    known = PlanVersion.objects.of(plan.authority).filter(plan=plan).order_by("number").first()
    if known is not None or plan.published_at is None:
        return known
    version = PlanVersion.objects.create(
        authority=plan.authority,
        plan=plan,
        number=0,
        on=plan.adopted_on or plan.published_at.astimezone(plan.authority.zone).date(),
        at=plan.published_at,
        by=plan.published_by,
        by_name=plan.published_by_name or "Relance",
    )
    _write(version, _frozen(plan), {})
    return version


def next_version(
    *,
    plan: Plan,
    by: Account | None,
    at: datetime,
    on: date,
    because: str,
    reference: str = "",
    amendment: Amendment | None = None,
) -> PlanVersion:
    """Begin an amendment: what it ends may name it. `settle` writes what it touched. In a transaction."""
    first_version(plan)
    last = PlanVersion.objects.of(plan.authority).filter(plan=plan).order_by("-number").first()
    return PlanVersion.objects.create(
        authority=plan.authority,
        plan=plan,
        number=last.number + 1 if last else 0,
        on=on,
        reference=reference,
        because=because,
        amendment=amendment,
        at=at,
        by=by,
        by_name=named(by),
    )


def settle(version: PlanVersion) -> list[MeasureVersion]:
    """Write what the version changed: each measure that is not as the version before left it."""
    return _write(version, _frozen(version.plan), _known(version))


def differs(plan: Plan) -> bool:
    """Whether the plan is not as its last version left it."""
    known = _known(None, plan)
    return bool(_changes(_frozen(plan), known))


def _frozen(plan: Plan) -> dict[str, dict[str, Any]]:
    """Every measure of today by its key, as a version keeps it."""
    sums: dict[int, list[dict[str, Any]]] = {}
    amounts = AnnouncedAmount.objects.of(plan.authority).filter(
        plan=plan, measure__isnull=False, ended_by__isnull=True
    )
    for amount in amounts.order_by("order", "pk"):
        sums.setdefault(amount.measure_id or 0, []).append(
            {
                "role": amount.role,
                "per": amount.per,
                "low": amount.low,
                "high": amount.high,
                "currency": amount.currency,
                "meaning": amount.meaning,
            }
        )
    measures = (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, ended_by__isnull=True)
        .select_related("axis", "source")
        .defer("source__text")
    )
    return {str(one.key): _state(one, sums.get(one.pk, [])) for one in measures}


def _state(measure: Measure, money: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "code": measure.code,
        "number": measure.number,
        "axis": measure.axis.wording if measure.axis else "",
        "wording": measure.wording,
        "is_paraphrase": measure.is_paraphrase,
        "horizon": {
            "start": measure.horizon_start and measure.horizon_start.isoformat(),
            "end": measure.horizon_end and measure.horizon_end.isoformat(),
            "precision": measure.horizon_precision,
            "ongoing": measure.horizon_ongoing,
            "wording": measure.horizon_wording,
        },
        "money": money,
        "document": measure.source.document_id if measure.source else None,
        "start": measure.start,
        "end": measure.end,
    }


COMPARED = ("number", "axis", "wording", "is_paraphrase", "horizon", "money")


def _known(version: PlanVersion | None, plan: Plan | None = None) -> dict[str, MeasureVersion]:
    """The latest row of each measure before this version."""
    of = version.plan if version else plan
    assert of is not None  # noqa: S101  # one of the two is given
    rows = MeasureVersion.objects.of(of.authority).filter(version__plan=of)
    if version is not None:
        rows = rows.filter(version__number__lt=version.number)
    return {str(row.measure_key): row for row in rows.order_by("version__number")}


def _changes(
    now: dict[str, dict[str, Any]], known: dict[str, MeasureVersion]
) -> list[tuple[Becoming, str, dict[str, Any]]]:
    found = []
    for key, state in now.items():
        before = known.get(key)
        if before is None or before.becoming == Becoming.ENDED:
            found.append((Becoming.ADDED, key, state))
        elif any(getattr(before, name) != state[name] for name in COMPARED):
            found.append((Becoming.CHANGED, key, state))
    for key, before in known.items():
        if key not in now and before.becoming != Becoming.ENDED:
            state = {name: getattr(before, name) for name in (*COMPARED, "code", "document", "start", "end")}
            found.append((Becoming.ENDED, key, state))
    return found


def _write(
    version: PlanVersion, now: dict[str, dict[str, Any]], known: dict[str, MeasureVersion]
) -> list[MeasureVersion]:
    rows: Iterable[MeasureVersion] = (
        MeasureVersion(
            authority=version.authority, version=version, measure_key=key, becoming=becoming, **state
        )
        for becoming, key, state in _changes(now, known)
    )
    return MeasureVersion.objects.bulk_create(rows, batch_size=200)
