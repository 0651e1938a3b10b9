"""Leaves a line for each act. Call it in the transaction of the act itself."""

from datetime import datetime
from typing import Any

from django.db import models

from relance.kernel.models import Account, AuditLine, Authority


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
