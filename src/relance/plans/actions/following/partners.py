"""Who answers for a body: accounts opened by invitation, for its own pledges alone."""

from datetime import datetime

from django.db import transaction

from relance.directory.models import Organisation
from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.members import account_at
from relance.kernel.models import Account, Authority
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.following.subscribing import have_told
from relance.plans.models import PartnerAccount
from relance.plans.permissions import check


class AlreadyInvited(RelanceError):
    """The person answers for this body already."""


def invite_partner(
    *, authority: Authority, organisation: Organisation, email: str, by: Account, at: datetime
) -> PartnerAccount:
    """Let the person at this address answer for the body; a mail says how. Raises AlreadyInvited."""
    check(by, Right.EDIT_PLANS, authority)
    with transaction.atomic(), working_for(authority):
        account = account_at(email=email)
        row, made = PartnerAccount.objects.of(authority).get_or_create(
            organisation=organisation,
            account=account,
            defaults={"authority": authority, "invited_by_name": str(by), "invited_at": at},
        )
        if not made:
            raise AlreadyInvited(f"{account} répond déjà pour {organisation}.")
        record(
            authority=authority,
            by=by,
            act="plans.partner.invite",
            subject=row,
            at=at,
            after={"organisation": str(organisation)},
        )
        have_told(authority, "invited", row.pk, f"{at:%Y%m%d}")
    return row


def remove_partner(*, partner: PartnerAccount, by: Account, at: datetime) -> None:
    """The person answers for this body no more; what they said stays."""
    check(by, Right.EDIT_PLANS, partner.authority)
    with transaction.atomic(), working_for(partner.authority):
        record(
            authority=partner.authority,
            by=by,
            act="plans.partner.remove",
            subject=partner,
            at=at,
            before={"organisation": str(partner.organisation)},
        )
        partner.delete()
