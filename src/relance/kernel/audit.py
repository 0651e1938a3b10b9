"""Leaves a line for each act, in the transaction of the act itself; and reads the lines again.

An app names its acts for the screen, in its `AppConfig.ready`:

    audit.name_acts({"plans.publish": "a publié"})
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from relance.kernel.models import Account, AuditLine, Authority
from relance.kernel.scope import ScopedQuerySet

_acts: dict[str, str] = {
    "kernel.member.add": "a donné un rôle",
    "kernel.member.remove": "a retiré un rôle",
}


@dataclass(frozen=True)
class Change:
    """One thing that an act changed, in words; empty texts stand for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Filter:
    """Which lines are wanted; an empty field wants them all. Days are the authority's, both included."""

    who: str = ""
    act: str = ""
    kind: str = ""
    key: str = ""
    since: date | None = None
    until: date | None = None


def record(
    *,
    authority: Authority,
    by: Account | None,
    act: str,
    subject: models.Model,
    at: datetime,
    label: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditLine:
    """Write the line of one act on one row. `by` None: the system acted."""
    return AuditLine.objects.create(
        authority=authority,
        at=at,
        by=by,
        by_name=str(by) if by else "Relance",
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject_label=(label or str(subject))[:300],
        before=before,
        after=after,
    )


def record_many(
    *,
    authority: Authority,
    by: Account | None,
    act: str,
    at: datetime,
    rows: Iterable[tuple[models.Model, dict[str, Any] | None]],
) -> None:
    """The lines of one act done on many rows (row, what it changed to), in few statements."""
    AuditLine.objects.bulk_create(
        (
            AuditLine(
                authority=authority,
                at=at,
                by=by,
                by_name=str(by) if by else "Relance",
                act=act,
                subject_kind=subject._meta.label_lower,
                subject_key=str(subject.pk),
                subject_label=str(subject)[:300],
                after=after,
            )
            for subject, after in rows
        ),
        batch_size=200,
    )


def name_acts(names: Mapping[str, str]) -> None:
    """Say how acts are called on screen, after the name of who acted: "a publié le plan"."""
    _acts.update(names)


def act_called(act: str) -> str:
    """The words for an act; its code where its app named none."""
    return _acts.get(act, act)


def kind_called(kind: str) -> str:
    """The word for a kind of subject: the name of its model."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def lines(authority: Authority, wanted: Filter) -> ScopedQuerySet[AuditLine]:
    """The lines of an authority, latest first."""
    found = AuditLine.objects.of(authority)
    equal = {"by_name": wanted.who, "act": wanted.act, "subject_kind": wanted.kind, "subject_key": wanted.key}
    found = found.filter(**{name: value for name, value in equal.items() if value})
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, authority.zone))
    if wanted.until:
        next_day = wanted.until + timedelta(days=1)
        found = found.filter(at__lt=datetime.combine(next_day, time.min, authority.zone))
    return found


def changes(line: AuditLine) -> list[Change]:
    """What the act changed, field by field, under the names that the fields have on screen."""
    before, after = line.before or {}, line.after or {}
    return [
        Change(_label(line.subject_kind, name), _text(before.get(name)), _text(after.get(name)))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _label(kind: str, name: str) -> str:
    try:
        field = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name.replace("_", " ")
    return str(getattr(field, "verbose_name", name))


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}\u00a0: {_text(one)}" for name, one in value.items())
    return str(value)
