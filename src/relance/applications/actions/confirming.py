"""What ends "not confirmed by the register": the register, later, or an officer who looked elsewhere."""

from datetime import datetime

from django.db import transaction

from relance.applications.actions.errors import NotComplete
from relance.applications.actions.filing import reassess
from relance.applications.actions.instructing import examined
from relance.applications.actions.supplying import ask_register
from relance.applications.models import Application, Identity, State
from relance.applications.queries.asking import looked_up
from relance.kernel import audit
from relance.kernel.models import Account

WAITING = (State.SUBMITTED, State.INSTRUCTION)
AT_ONCE = 5000


def confirm_waiting(*, now: datetime) -> int:
    """Ask the register again about every file that waits for it; how many it knows now. Run nightly."""
    rows = (
        Application.objects.everywhere("one register for all towns")
        .filter(unconfirmed=True, state__in=WAITING, erased_at__isnull=True)
        .select_related("authority", "version", "call")
        .order_by("pk")
    )
    found = 0
    for row in rows[:AT_ONCE]:
        identity = Identity.objects.of(row.authority).filter(application=row).first()
        if identity is None or not identity.number or looked_up(identity.number) is None:
            continue
        ask_register(application=row, number=identity.number, at=now)
        found += 1
    return found


def confirm_by_hand(*, application: Application, why: str, by: Account, at: datetime) -> Application:
    """Say that the applicant was verified otherwise than by our copy of the register, and how.

    Raises NotComplete without a word of how, and what `examined` raises.
    """
    if not why.strip():
        raise NotComplete(("Dites comment l’identité du demandeur fut vérifiée.",))
    with transaction.atomic():
        row = examined(application, by, set(WAITING))
        if not row.unconfirmed:
            return row
        row.unconfirmed = False
        reassess(row, at)
        row.save()
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.confirm",
            subject=row,
            at=at,
            after={"vérification": why.strip()},
        )
    return row
