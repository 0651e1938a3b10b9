"""Amendments that a deliberation brings without another text of the plan: merge, split, replace,
take out, add, another date, another sum. The past stays, and the public reads why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.running.announcing import announce
from relance.plans.actions.running.beside import new_measure
from relance.plans.actions.running.versions import next_version, settle
from relance.plans.actions.running.working import change
from relance.plans.actions.searching import forget_in_search, show_in_search
from relance.plans.models import (
    AmountRole,
    AnnouncedAmount,
    HorizonPrecision,
    Measure,
    Plan,
    PlanState,
    PlanVersion,
    Succession,
    SuccessionKind,
)
from relance.plans.permissions import check
from relance.values.money import Money
from relance.values.typography import NBSP


class CannotAmendByHand(RelanceError):
    """This amendment cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What every amendment says: from which day, by which deliberation, and why (public)."""

    plan: Plan
    by: Account | None
    at: datetime
    on: date
    because: str
    reference: str = ""


def merge(deed: Deed, *, measures: Sequence[Measure], into: Measure) -> PlanVersion:
    """Some measures go on in another one of the plan, old or new."""

    def act(version: PlanVersion) -> None:
        going = [one for one in measures if one.pk != into.pk]
        if not going:
            raise CannotAmendByHand("Choisissez au moins une autre mesure à réunir.")
        _live(deed.plan, [*going, into])
        for one in going:
            _end(one, version)
            _follow(version, SuccessionKind.MERGED, one, into)

    return _amend(deed, act)


def split(deed: Deed, *, measure: Measure, wordings: Sequence[str]) -> PlanVersion:
    """A measure becomes several, each in words of ours: paraphrases, which say so."""

    def act(version: PlanVersion) -> None:
        parts = [words.strip() for words in wordings if words.strip()]
        if len(parts) < 2:
            raise CannotAmendByHand(
                "Une mesure se divise en deux au moins\u00a0: écrivez une mesure par ligne."
            )
        _live(deed.plan, [measure])
        for words in parts:
            made = new_measure(plan=deed.plan, wording=words, axis_id=measure.axis_id, parent=measure.parent)
            _follow(version, SuccessionKind.SPLIT, measure, made)
        _end(measure, version)

    return _amend(deed, act)


def replace(deed: Deed, *, measure: Measure, wording: str) -> PlanVersion:
    """A measure gives way to a new one."""

    def act(version: PlanVersion) -> None:
        if not wording.strip():
            raise CannotAmendByHand("Écrivez la mesure qui remplace celle-ci.")
        _live(deed.plan, [measure])
        made = new_measure(
            plan=deed.plan, wording=wording.strip(), axis_id=measure.axis_id, parent=measure.parent
        )
        _follow(version, SuccessionKind.REPLACED, measure, made)
        _end(measure, version)

    return _amend(deed, act)


def take_out(deed: Deed, *, measure: Measure) -> PlanVersion:
    """A measure leaves the plan, and nothing follows it."""

    def act(version: PlanVersion) -> None:
        _live(deed.plan, [measure])
        _end(measure, version)

    return _amend(deed, act)


def redate(deed: Deed, *, measure: Measure, starts_on: date | None, ends_on: date | None) -> PlanVersion:
    """Another horizon, by the day, which working dates give way to. It holds until a later text's."""

    def act(version: PlanVersion) -> None:
        if starts_on is None and ends_on is None:
            raise CannotAmendByHand("Donnez au moins une date.")
        if starts_on and ends_on and ends_on < starts_on:
            raise CannotAmendByHand("La fin est avant le début.")
        _live(deed.plan, [measure])
        if (measure.horizon_start, measure.horizon_end) == (starts_on, ends_on):
            raise CannotAmendByHand("Ce sont les dates qu’a déjà la mesure.")
        measure.horizon_start, measure.horizon_end = starts_on, ends_on
        measure.horizon_precision, measure.horizon_ongoing = HorizonPrecision.DAY, False
        measure.horizon_wording, measure.redated_at = "", deed.at
        fields = ("start", "end", "precision", "ongoing", "wording")
        measure.save(update_fields=[*(f"horizon_{name}" for name in fields), "redated_at"])
        # Working dates said what the earlier horizon left open; the council has said it now.
        dates = {"starts_on": None, "due_on": None}
        change(measure=measure, by=deed.by, at=deed.at, fields=dates, because=str(version), silently=True)

    return _amend(deed, act)


def reprice(deed: Deed, *, measure: Measure, money: Money) -> PlanVersion:
    """Another envelope of the measure, in the currency of the plan. The earlier one is kept, ended."""

    def act(version: PlanVersion) -> None:
        if money.currency != deed.plan.currency:
            raise CannotAmendByHand(f"Les sommes de ce plan sont en {deed.plan.get_currency_display()}.")
        if money.minor < 0:
            raise CannotAmendByHand("Une enveloppe n’est pas négative.")
        _live(deed.plan, [measure])
        held = AnnouncedAmount.objects.of(deed.plan.authority).filter(
            measure=measure, role=AmountRole.ENVELOPE, per="total", ended_by__isnull=True
        )
        if [(one.low, one.high, one.currency) for one in held] == [
            (money.minor, money.minor, money.currency)
        ]:
            raise CannotAmendByHand("C’est l’enveloppe qu’a déjà la mesure.")
        order = max((one.order for one in held), default=0)
        held.update(ended_by=version)
        AnnouncedAmount.objects.create(
            authority=deed.plan.authority,
            plan=deed.plan,
            measure=measure,
            role=AmountRole.ENVELOPE,
            low=money.minor,
            high=money.minor,
            currency=money.currency,
            meaning=str(version),
            order=order,
            confirmed_by=version.by_name,
            confirmed_at=version.at,
        )

    return _amend(deed, act)


def _amend(deed: Deed, act: Callable[[PlanVersion], None]) -> PlanVersion:
    check(deed.by, Right.PUBLISH_PLANS, deed.plan.authority)
    if not deed.because.strip():
        raise CannotAmendByHand(f"Dites pourquoi le plan change{NBSP}: le public le lira.")
    with transaction.atomic(), working_for(deed.plan.authority):
        plan = Plan.objects.of(deed.plan.authority).select_for_update(of=("self",)).get(pk=deed.plan.pk)
        if plan.state != PlanState.PUBLISHED:
            raise CannotAmendByHand("Seul un plan publié s’amende. Corrigez ce brouillon à la relecture.")
        version = next_version(
            plan=plan,
            by=deed.by,
            at=deed.at,
            on=deed.on,
            because=deed.because.strip(),
            reference=deed.reference.strip(),
        )
        act(version)
        rows = settle(version)
        record(
            authority=plan.authority,
            by=deed.by,
            act="plans.version",
            subject=version,
            at=deed.at,
            label=f"{version} · {plan}",
            after={"because": version.because, "measures": [f"{row.code} {row.becoming}" for row in rows]},
        )
        announce(version)
        show_in_search(plan)
    return version


def _live(plan: Plan, measures: Sequence[Measure]) -> None:
    """These measures are of this plan, and in it still; their rows are read again under the lock."""
    rows = {
        one.pk: one
        for one in Measure.objects.of(plan.authority).filter(plan=plan, pk__in=[one.pk for one in measures])
    }
    for one in measures:
        fresh = rows.get(one.pk)
        if fresh is None:
            raise CannotAmendByHand("Cette mesure n’est pas de ce plan.")
        if fresh.ended_by_id:
            raise CannotAmendByHand(f"«{NBSP}{fresh.title}{NBSP}» n’est déjà plus au plan.")
        one.ended_by_id = fresh.ended_by_id


def _end(measure: Measure, version: PlanVersion) -> None:
    """Take the measure and its sums out of what holds; its parts go with it."""
    owner = measure.authority
    parts = list(Measure.objects.of(owner).filter(parent=measure, ended_by__isnull=True))
    keys = [measure.pk, *(part.pk for part in parts)]
    Measure.objects.of(owner).filter(pk__in=keys).update(ended_by=version)
    AnnouncedAmount.objects.of(owner).filter(measure__in=keys, ended_by__isnull=True).update(ended_by=version)
    forget_in_search(keys)


def _follow(version: PlanVersion, kind: SuccessionKind, earlier: Measure, later: Measure) -> None:
    Succession.objects.create(
        authority=version.authority, version=version, kind=kind, earlier=earlier, later=later
    )
