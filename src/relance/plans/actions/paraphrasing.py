"""Enters a published plan by our own summary of its facts, when its document is not ours to keep.

Every wording is a paraphrase and is marked as such for ever; facts (numbers, horizons, sums,
partners) are the document's. See `examples/plans/` for the form of a description.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from relance.directory.actions import organisation_called
from relance.kernel.audit import record
from relance.kernel.models import Account, Authority
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.running.versions import first_version
from relance.plans.actions.searching import show_in_search
from relance.plans.models import (
    AidParameter,
    AmountRole,
    AnnouncedAmount,
    Axis,
    Finding,
    Measure,
    MeasurePartner,
    Plan,
    PlanState,
    SourceDocument,
)
from relance.plans.permissions import check
from relance.plans.rules.codes import measure_code
from relance.values.dates import parse

Description = Mapping[str, Any]


def publish_paraphrases(
    *, authority: Authority, described: Description, by: Account | None, at: datetime
) -> Plan:
    """The plan of this description, published; the one that is there already when it was entered before."""
    check(by, Right.PUBLISH_PLANS, authority)
    said = described["plan"]
    with transaction.atomic(), working_for(authority):
        known = Plan.objects.of(authority).filter(slug=said["slug"]).first()
        if known is not None:
            return known
        plan = _plan(authority, said, by, at)
        if "total" in said:
            _amount(plan, {"low": said["total"], "high": said["total"], "role": AmountRole.TOTAL.value}, 0)
        codes: set[str] = set()
        for rank, axis in enumerate(described["axes"], 1):
            _axis(plan, axis, rank, codes)
        for rank, finding in enumerate(described.get("findings", []), 1):
            Finding.objects.create(authority=authority, plan=plan, order=rank, **finding)
        record(
            authority=authority, by=by, act="plans.publish", subject=plan, at=at, after={"paraphrase": True}
        )
        first_version(plan)
        show_in_search(plan)
    return plan


def _plan(authority: Authority, said: Description, by: Account | None, at: datetime) -> Plan:
    document = SourceDocument.objects.create(
        authority=authority,
        title=said["title"],
        status=said["status"],
        issued_on=said.get("issued_on"),
        received_at=at,
        received_by=by,
    )
    axis_word, measure_word = said["words"]
    return Plan.objects.create(
        authority=authority,
        document=document,
        slug=said["slug"],
        title=said["title"],
        territory=said["territory"],
        summary=said["summary"],
        currency=authority.currency,
        announced_measures=said.get("announced_measures"),
        axis_word=axis_word,
        measure_word=measure_word,
        created_at=at,
        state=PlanState.PUBLISHED,
        published_at=at,
        published_by=by,
        published_by_name=str(by) if by else "Relance",
    )


def _axis(plan: Plan, said: Description, rank: int, codes: set[str]) -> None:
    axis = None
    if said["label"]:
        axis = Axis.objects.create(
            authority=plan.authority,
            plan=plan,
            order=rank,
            number=said.get("number", ""),
            paraphrase=said["label"],
        )
    for measure in said["measures"]:
        _measure(plan, axis, measure, codes)


def _measure(plan: Plan, axis: Axis | None, said: Description, codes: set[str]) -> None:
    rank = len(codes) + 1
    code = measure_code(said.get("number", ""), rank, codes)
    codes.add(code)
    measure = Measure.objects.create(
        authority=plan.authority,
        plan=plan,
        axis=axis,
        order=rank,
        code=code,
        number=said.get("number", ""),
        kind=said.get("kind", ""),
        objective=said.get("objective", ""),
        working_title=said.get("working_title", ""),
        paraphrase=said["paraphrase"],
        **_horizon(said.get("horizon", "")),
    )
    for partner in said.get("partners", []):
        MeasurePartner.objects.create(
            authority=plan.authority,
            measure=measure,
            role=partner["role"],
            wording=partner["name"],
            organisation=organisation_called(name=partner["name"], country=plan.authority.country),
        )
    for order, amount in enumerate(said.get("amounts", [])):
        _amount(plan, {"role": AmountRole.ENVELOPE.value, **amount, "measure": measure}, order)
    for order, parameter in enumerate(said.get("parameters", [])):
        AidParameter.objects.create(authority=plan.authority, measure=measure, order=order, **parameter)


def _amount(plan: Plan, fields: Description, order: int) -> None:
    AnnouncedAmount.objects.create(
        authority=plan.authority, plan=plan, currency=plan.currency, order=order, **fields
    )


def _horizon(words: str) -> dict[str, Any]:
    """The fields of a horizon from its words; words that nothing dates are kept as they are."""
    horizon = parse(words) if words else None
    if horizon is None or not horizon.resolved:
        return {"horizon_wording": words}
    return {
        "horizon_start": horizon.start,
        "horizon_end": horizon.end,
        "horizon_ongoing": horizon.ongoing,
        "horizon_precision": horizon.precision.value if horizon.start or horizon.end else "",
    }
