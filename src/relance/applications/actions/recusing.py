"""Conflicts of interest: who must not handle a file says so, and who administers ends it."""

from datetime import datetime

from django.db import transaction

from relance.applications.actions.errors import Recused, WrongState
from relance.applications.actions.filing import locked
from relance.applications.models import Application, ConflictOfInterest, Proposal
from relance.kernel import audit
from relance.kernel.models import Account
from relance.kernel.permissions import require
from relance.kernel.rules import Right


def declare_conflict(
    *,
    application: Application,
    account: Account,
    why: str,
    by: Account,
    at: datetime,
    whole_applicant: bool = True,
) -> ConflictOfInterest:
    """This person must not handle the file (nor any other of the applicant, with `whole_applicant`).

    Declared by the person, or by who administers. They let go of the file; their proposal is withdrawn.
    """
    authority = application.authority
    if by != account:
        require(by, Right.ADMINISTER, authority)
    with transaction.atomic():
        row = locked(application)
        known = ConflictOfInterest.objects.of(authority).filter(
            account=account, application=row, lifted_at__isnull=True
        )
        if known.exists():
            raise WrongState(f"{account} est déjà à l’écart de cette demande.")
        if row.holder_id == account.pk:
            row.holder = row.held_since = None
            row.save(update_fields=["holder", "held_since"])
        standing = Proposal.objects.of(authority).filter(
            application=row, by=account, withdrawn_at__isnull=True
        )
        standing.update(withdrawn_at=at, withdrawn_by_name=str(by))
        conflict = ConflictOfInterest.objects.create(
            authority=authority,
            account=account,
            application=row,
            applicant_key=row.applicant_key if whole_applicant else "",
            why=why.strip(),
            declared_at=at,
            declared_by=by,
            declared_by_name=str(by),
        )
        audit.record(
            authority=authority,
            by=by,
            act="applications.conflict",
            subject=row,
            at=at,
            after={"personne": str(account)},
        )
    return conflict


def lift_conflict(*, conflict: ConflictOfInterest, by: Account, at: datetime) -> None:
    """End a conflict of interest; never by the person whom it keeps away."""
    require(by, Right.ADMINISTER, conflict.authority)
    if by.pk == conflict.account_id:
        raise Recused("La personne concernée ne lève pas elle-même son conflit d’intérêts.")
    with transaction.atomic():
        row = (
            ConflictOfInterest.objects.of(conflict.authority)
            .select_for_update(of=("self",))
            .select_related("account", "application")
            .get(pk=conflict.pk)
        )
        if row.lifted_at is not None:
            raise WrongState("Ce conflit d’intérêts est déjà levé.")
        row.lifted_at, row.lifted_by_name = at, str(by)
        row.save(update_fields=["lifted_at", "lifted_by_name"])
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.conflict.lift",
            subject=row.application or row,
            at=at,
            before={"personne": str(row.account)},
        )
