"""Indicators: defined, reported by one person, approved by another, locked when a period is over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import Refused, RelanceError
from relance.kernel.models import Account, StoredFile
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.following.telling import Difference, tell
from relance.plans.models import (
    ChangeKind,
    Finding,
    Indicator,
    IndicatorEffect,
    IndicatorPeriod,
    IndicatorValue,
    Measure,
    Plan,
    ValueState,
)
from relance.plans.permissions import check
from relance.plans.rules.following.addresses import indicators_path
from relance.plans.rules.following.figures import NotAFigure, minor_of
from relance.plans.rules.following.periods import Every, Period, called
from relance.plans.rules.following.periods import periods as periods_of
from relance.values.typography import locale_of

EDITABLE = ("name", "definition", "unit", "trend", "source", "method", "baseline", "baseline_on", "public")


class PeriodLocked(RelanceError):
    """Nothing is reported any more in a locked period."""


class SamePerson(RelanceError):
    """Whoever reported a value does not approve it."""


class NotWaiting(RelanceError):
    """Somebody approved or sent back the value in between."""


class StillWaiting(RelanceError):
    """A period is locked once nothing in it waits for approval."""


def define(
    *, plan: Plan, by: Account | None, at: datetime, code: str, places: int, fields: Mapping[str, Any]
) -> Indicator:
    """A new indicator; `fields` are some of `EDITABLE`, figures as whole numbers of smallest steps."""
    check(by, Right.EDIT_PLANS, plan.authority)
    _only_known(fields)
    with transaction.atomic(), working_for(plan.authority):
        row = Indicator.objects.create(
            authority=plan.authority, plan=plan, code=code, places=places, **fields
        )
        record(
            authority=plan.authority,
            by=by,
            act="plans.indicator.add",
            subject=row,
            at=at,
            after=_plain(fields),
        )
    return row


def redefine(*, indicator: Indicator, by: Account, at: datetime, fields: Mapping[str, Any]) -> None:
    """Change what is said of an indicator; its code and its decimals stay."""
    check(by, Right.EDIT_PLANS, indicator.authority)
    _only_known(fields)
    with transaction.atomic(), working_for(indicator.authority):
        before = {name: getattr(indicator, name) for name in fields}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(indicator, name, value)
        indicator.save(update_fields=list(changed))
        record(
            authority=indicator.authority,
            by=by,
            act="plans.indicator.edit",
            subject=indicator,
            at=at,
            before=_plain({name: before[name] for name in changed}),
            after=_plain(changed),
        )


def start_from(
    *, indicator: Indicator, finding: Finding, by: Account | None, at: datetime, on: date | None = None
) -> None:
    """Take the figure of a finding of the document as baseline. Raises NotAFigure when none fits."""
    check(by, Right.EDIT_PLANS, indicator.authority)
    if finding.plan_id != indicator.plan_id:
        raise Refused("Ce constat est celui d’un autre plan.")
    if not finding.value:
        raise NotAFigure("Ce constat n’a pas de chiffre.")
    with transaction.atomic(), working_for(indicator.authority):
        indicator.baseline = minor_of(finding.value, indicator.places)
        indicator.finding, indicator.baseline_on = finding, on
        indicator.save(update_fields=["baseline", "finding", "baseline_on"])
        record(
            authority=indicator.authority,
            by=by,
            act="plans.indicator.baseline",
            subject=indicator,
            at=at,
            after={"constat": finding.wording[:200], "valeur": finding.value},
        )


def claim_effect(
    *, indicator: Indicator, measure: Measure, effect: str, claimed_by: str, by: Account | None, at: datetime
) -> IndicatorEffect:
    """Say that a measure moves the indicator, and who says so. Said again, it replaces."""
    check(by, Right.EDIT_PLANS, indicator.authority)
    if measure.plan_id != indicator.plan_id:
        raise Refused("Cette mesure est celle d’un autre plan.")
    with transaction.atomic(), working_for(indicator.authority):
        row, _ = IndicatorEffect.objects.of(indicator.authority).update_or_create(
            indicator=indicator,
            measure=measure,
            defaults={
                "authority": indicator.authority,
                "effect": effect.strip(),
                "claimed_by": claimed_by.strip(),
            },
        )
        record(
            authority=indicator.authority,
            by=by,
            act="plans.indicator.effect",
            subject=indicator,
            at=at,
            after={"mesure": measure.title[:200], "effet": row.effect, "selon": row.claimed_by},
        )
    return row


def add_periods(
    *, indicator: Indicator, periods: Sequence[Period], by: Account | None, at: datetime
) -> list[IndicatorPeriod]:
    """Those of the periods that overlap none of the indicator's own."""
    check(by, Right.EDIT_PLANS, indicator.authority)
    with transaction.atomic(), working_for(indicator.authority):
        Indicator.objects.of(indicator.authority).select_for_update(of=("self",)).get(pk=indicator.pk)
        known = list(indicator.periods.values_list("starts", "ends"))
        new = [
            IndicatorPeriod(
                authority=indicator.authority, indicator=indicator, starts=one.starts, ends=one.ends
            )
            for one in periods
            if all(one.ends < starts or one.starts > ends for starts, ends in known)
        ]
        IndicatorPeriod.objects.bulk_create(new)
        record(
            authority=indicator.authority,
            by=by,
            act="plans.indicator.periods",
            subject=indicator,
            at=at,
            after={"périodes": len(new)},
        )
    return new


def open_years(
    *, indicator: Indicator, first: int, last: int, by: Account | None, at: datetime
) -> list[IndicatorPeriod]:
    """One period a year, from the first to the last; those that overlap known ones are left out."""
    return add_periods(indicator=indicator, periods=list(periods_of(Every.YEAR, first, last)), by=by, at=at)


def set_target(*, period: IndicatorPeriod, target: int | None, by: Account | None, at: datetime) -> None:
    """The value to reach in the period, in smallest steps. Raises PeriodLocked."""
    check(by, Right.EDIT_PLANS, period.authority)
    with transaction.atomic(), working_for(period.authority):
        locked = _unlocked(period)
        before = locked.target
        if before == target:
            return
        locked.target = target
        locked.save(update_fields=["target"])
        record(
            authority=period.authority,
            by=by,
            act="plans.indicator.target",
            subject=locked.indicator,
            at=at,
            before={"cible": before},
            after={"cible": target},
        )


def report(
    *,
    period: IndicatorPeriod,
    by: Account | None,
    at: datetime,
    minor: int | None = None,
    missing_because: str = "",
    territory: str = "",
    note: str = "",
    evidence_url: str = "",
    evidence_file: StoredFile | None = None,
) -> IndicatorValue:
    """A value in smallest steps, or why there is none; it waits for another person's approval.

    A value that waits for the same period and territory is replaced. Raises PeriodLocked.
    """
    check(by, Right.EDIT_PLANS, period.authority)
    if (minor is None) == (not missing_because.strip()):
        raise ValueError("a value, or why there is none")
    if evidence_file is not None and evidence_file.authority_id != period.authority_id:
        raise Refused("Ce fichier est celui d’une autre collectivité.")
    with transaction.atomic(), working_for(period.authority):
        locked = _unlocked(period)
        waiting = locked.values.filter(territory=territory.strip(), state=ValueState.PROPOSED)
        waiting.update(
            state=ValueState.RETURNED,
            decided_at=at,
            decided_by_name=str(by) if by else "Relance",
            returned_because="Remplacée par une valeur plus récente",
        )
        row = IndicatorValue.objects.create(
            authority=period.authority,
            period=locked,
            territory=territory.strip(),
            minor=minor,
            missing_because=missing_because.strip(),
            note=note.strip(),
            evidence_url=evidence_url,
            evidence_file=evidence_file,
            reported_by=by,
            reported_by_name=str(by) if by else "Relance",
            reported_at=at,
        )
        _said(row, "plans.indicator.report", by, at)
    return row


def approve(*, value: IndicatorValue, by: Account, at: datetime) -> None:
    """Let the value count; the one before it for the same period and territory stays, replaced.

    Raises SamePerson (four eyes), NotWaiting, PeriodLocked.
    """
    with transaction.atomic(), working_for(value.authority):
        check(by, Right.REVIEW_FACTS, value.authority)
        locked = _waiting(value)
        _unlocked(locked.period)
        if locked.reported_by_id == by.pk:
            raise SamePerson("Une autre personne que celle qui l’a donnée approuve une valeur.")
        earlier = (
            IndicatorValue.objects.of(value.authority)
            .filter(period=locked.period_id, territory=locked.territory, state=ValueState.APPROVED)
            .first()
        )
        if earlier is not None:
            earlier.state = ValueState.REPLACED
            earlier.save(update_fields=["state"])
        locked.state, locked.decided_by, locked.decided_by_name = ValueState.APPROVED, by, str(by)
        locked.decided_at = at
        locked.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
        _tell(locked, earlier, by, at)
        _said(locked, "plans.indicator.approve", by, at)


def return_value(*, value: IndicatorValue, by: Account, at: datetime, because: str) -> None:
    """Send a value back to who reported it, with the reason."""
    with transaction.atomic(), working_for(value.authority):
        check(by, Right.REVIEW_FACTS, value.authority)
        locked = _waiting(value)
        locked.state, locked.decided_by, locked.decided_by_name = ValueState.RETURNED, by, str(by)
        locked.decided_at, locked.returned_because = at, because.strip()
        locked.save()
        _said(locked, "plans.indicator.return", by, at)


def lock(*, period: IndicatorPeriod, by: Account, at: datetime) -> None:
    """Close a period: its values and target stay as they are. Raises StillWaiting."""
    check(by, Right.PUBLISH_PLANS, period.authority)
    with transaction.atomic(), working_for(period.authority):
        locked = _locked(period)
        if locked.values.filter(state=ValueState.PROPOSED).exists():
            raise StillWaiting(
                "Une valeur attend d’être approuvée\u00a0: approuvez-la ou renvoyez-la d’abord."
            )
        locked.locked_at, locked.locked_by_name = at, str(by)
        locked.save(update_fields=["locked_at", "locked_by_name"])
        record(authority=period.authority, by=by, act="plans.indicator.lock", subject=locked, at=at)


def unlock(*, period: IndicatorPeriod, by: Account, at: datetime, because: str) -> None:
    """Open a period again, for a reason that the journal keeps."""
    check(by, Right.PUBLISH_PLANS, period.authority)
    with transaction.atomic(), working_for(period.authority):
        locked = _locked(period)
        locked.locked_at, locked.locked_by_name = None, ""
        locked.save(update_fields=["locked_at", "locked_by_name"])
        record(
            authority=period.authority,
            by=by,
            act="plans.indicator.unlock",
            subject=locked,
            at=at,
            after={"motif": because.strip()},
        )


def _only_known(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {', '.join(sorted(unknown))}; allowed: {', '.join(EDITABLE)}")


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in fields.items()}


def _locked(period: IndicatorPeriod) -> IndicatorPeriod:
    return (
        IndicatorPeriod.objects.of(period.authority)
        .select_for_update(of=("self",))
        .select_related("indicator__plan__authority", "authority")
        .get(pk=period.pk)
    )


def _unlocked(period: IndicatorPeriod) -> IndicatorPeriod:
    found = _locked(period)
    if found.locked_at is not None:
        raise PeriodLocked(
            f"La période {called(found.starts, found.ends)} est verrouillée par {found.locked_by_name}."
        )
    return found


def _waiting(value: IndicatorValue) -> IndicatorValue:
    found = (
        IndicatorValue.objects.of(value.authority)
        .select_for_update(of=("self",))
        .select_related("period__indicator__plan__authority", "period__authority", "authority")
        .get(pk=value.pk)
    )
    if found.state != ValueState.PROPOSED:
        raise NotWaiting(f"Cette valeur est déjà «\u00a0{found.get_state_display()}\u00a0».")
    return found


def _words(value: IndicatorValue | None) -> str:
    """The value as people read it, or why there is none."""
    if value is None:
        return ""
    indicator = value.period.indicator
    figure = indicator.figure(value.minor)
    locale = locale_of(value.authority.locale)
    return figure.format(locale) if figure else f"non disponible\u00a0: {value.missing_because}"


def _tell(value: IndicatorValue, earlier: IndicatorValue | None, by: Account, at: datetime) -> None:
    period, indicator = value.period, value.period.indicator
    name = called(period.starts, period.ends, locale_of(value.authority.locale))
    label = f"{name}, {value.territory}" if value.territory else name
    if earlier is not None:
        earlier.period = period
    tell(
        plan=indicator.plan,
        kind=ChangeKind.INDICATOR,
        title=indicator.name,
        words=value.note,
        differences=[Difference(label, _words(earlier), _words(value))],
        path=indicators_path(value.authority.slug, indicator.plan.slug, indicator.code),
        by_name=str(by),
        at=at,
        public=indicator.public,
    )


def _said(value: IndicatorValue, act: str, by: Account | None, at: datetime) -> None:
    record(
        authority=value.authority,
        by=by,
        act=act,
        subject=value,
        label=f"{value.period.indicator.name}, {called(value.period.starts, value.period.ends)}",
        at=at,
        after={"valeur": _words(value), "motif": value.returned_because},
    )
