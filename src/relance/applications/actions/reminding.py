"""Tells who has a draft that its call closes soon: a draft saved is often believed deposited."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from relance.applications.actions.links import mail_link, renew_link
from relance.applications.models import Application, State
from relance.kernel import audit
from relance.kernel.models import AuditLine
from relance.schemes import queries as schemes
from relance.values.typography import locale_of, long_date

BEFORE: Final = timedelta(days=3)
ACT: Final = "applications.remind"
AT_ONCE: Final = 500


def remind_drafts(*, now: datetime) -> int:
    """Mail each draft's owner once, in the last three days of its call; how many were told tonight.

    The link in the mail replaces the former one. Run again, it tells nobody twice.
    """
    told = AuditLine.objects.everywhere("reminders of all towns").filter(
        act=ACT, subject_kind=Application._meta.label_lower, subject_key=Cast(OuterRef("pk"), CharField())
    )
    widest = (now + BEFORE + timedelta(days=1)).date()
    drafts = (
        Application.objects.everywhere("reminders of all towns")
        .filter(state=State.DRAFT, erased_at__isnull=True, call__closed_at__isnull=True)
        .filter(call__closes_on__gte=(now - timedelta(days=1)).date(), call__closes_on__lte=widest)
        .exclude(identity__mail="")
        .filter(identity__isnull=False)
        .filter(~Exists(told))
        .select_related("authority", "call__authority", "call__scheme")
        .order_by("pk")
    )
    count = 0
    for draft in drafts[:AT_ONCE]:
        today = schemes.call_today(draft.call, now)
        last = draft.call.closes_on
        if last is None or not draft.call.is_open(today) or last - today > BEFORE:
            continue
        _remind(draft, now)
        count += 1
    return count


def _remind(draft: Application, now: datetime) -> None:
    assert draft.call.closes_on is not None  # noqa: S101  # who calls has looked
    last = long_date(draft.call.closes_on, locale_of(draft.authority.locale))
    with transaction.atomic():
        audit.record(authority=draft.authority, by=None, act=ACT, subject=draft, at=now)
        mail_link(
            application=draft,
            url=renew_link(application=draft),
            subject=f"votre demande {draft.number} n’est pas déposée",
            lines=[
                "Bonjour,",
                f"Votre demande {draft.number} ({draft.call.title}) est commencée, et n’est pas déposée.",
                f"L’appel ferme à la fin du {last}. Ensuite, elle ne pourra plus l’être.",
            ],
        )
