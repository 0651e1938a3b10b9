"""Who works in a shop: invited by its owner, accepted by whoever reads that mail, until taken back."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.models import Seller, SellerState, Staff, StaffRight
from relance.exchange.permissions import require_task
from relance.exchange.rules.staff import Task
from relance.kernel import audit
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority
from relance.values.typography import NBSP

GOOD_FOR: Final = timedelta(days=7)
KEPT: Final = timedelta(days=365)


class WrongInvitation(ExchangeRefused):
    """Not for this person, over, or taken back."""


def invite(
    *,
    seller: Seller,
    email: str,
    right: StaffRight,
    by: Account,
    at: datetime,
    link: Callable[[str], str],
) -> Staff:
    """Send a link by which the person of this address may work in the shop; good for seven days, once.

    `link` makes the address of a token. Inviting again before it was accepted sends another link, and the
    first is over. Raises ExchangeRefused.
    """
    require_task(by, seller, Task.RIGHTS)
    address = email.strip().lower()
    if by.email.lower() == address:
        raise ExchangeRefused("C’est votre propre adresse\u00a0: vous tenez déjà cette boutique.")
    token = secrets.token_urlsafe(32)
    running = Staff.objects.of(seller.authority).filter(seller=seller, email=address, revoked_at__isnull=True)
    with transaction.atomic():
        Seller.objects.of(seller.authority).select_for_update(no_key=True).get(pk=seller.pk)
        if running.filter(accepted_at__isnull=False).exists():
            raise ExchangeRefused(f"{address} est déjà de l’équipe{NBSP}: retirez d’abord son droit.")
        running.delete()
        made = Staff.objects.create(
            authority=seller.authority,
            seller=seller,
            email=address,
            right=right,
            digest=_digest(token),
            invited_by=by,
            invited_at=at,
            expires_at=at + GOOD_FOR,
        )
        audit.record(
            authority=seller.authority,
            by=by,
            act="exchange.staff.invite",
            subject=seller,
            at=at,
            after={"droit": right.label},
        )
        transaction.on_commit(partial(_send, made, link(token)))
    return made


def invitation(authority: Authority, seller: Seller, token: str, *, at: datetime) -> Staff:
    """The invitation of a link that may still be accepted. Raises Missing."""
    found = (
        Staff.objects.of(authority)
        .filter(
            seller=seller,
            digest=_digest(token),
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at,
        )
        .select_related("seller", "invited_by")
        .first()
    )
    if found is None or found.seller.state != SellerState.CLAIMED:
        raise Missing(
            f"Cette invitation a servi, n’est plus valable, ou a été retirée{NBSP}: demandez-en une autre."
        )
    return found


def accept(*, invitation: Staff, by: Account, at: datetime) -> None:
    """Begin to work in the shop, as the person who was invited. Raises WrongInvitation."""
    if by.email.lower() != invitation.email:
        raise WrongInvitation(
            f"Cette invitation est pour {invitation.email}{NBSP}: connectez-vous avec cette adresse."
        )
    with transaction.atomic():
        mine = Staff.objects.of(invitation.authority).filter(
            pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
        )
        if not mine.update(account=by, accepted_at=at):
            raise WrongInvitation("Cette invitation a déjà servi, ou n’est plus valable.")
        audit.record(
            authority=invitation.authority,
            by=by,
            act="exchange.staff.accept",
            subject=invitation.seller,
            at=at,
            after={"droit": StaffRight(invitation.right).label},
        )


def revoke(*, staff: Staff, by: Account, at: datetime) -> None:
    """Take the right back, or the invitation; it counts at once, and twice changes nothing."""
    require_task(by, staff.seller, Task.RIGHTS)
    with transaction.atomic():
        mine = Staff.objects.of(staff.authority).filter(pk=staff.pk, revoked_at__isnull=True)
        if mine.update(revoked_at=at):
            audit.record(
                authority=staff.authority,
                by=by,
                act="exchange.staff.revoke",
                subject=staff.seller,
                at=at,
                before={"droit": StaffRight(staff.right).label},
            )


def forget_staff(now: datetime) -> int:
    """Addresses of people who did not accept in time, or left a year ago; how many."""
    every = Staff.objects.everywhere("the night forgets in every town")
    unanswered, _ = every.filter(accepted_at__isnull=True, expires_at__lte=now).delete()
    gone, _ = every.filter(revoked_at__lt=now - KEPT).delete()
    return unanswered + gone


def _send(staff: Staff, link: str) -> None:
    seller = staff.seller
    send_mail(
        subject=f"{seller.name}{NBSP}: une invitation à rejoindre l’équipe",
        message=render_to_string(
            "exchange/mail/staff.txt",
            {"seller": seller, "authority": seller.authority, "staff": staff, "link": link},
        ),
        from_email=None,
        recipient_list=[staff.email],
    )


def _digest(token: str) -> str:
    return salted_hmac("exchange.staff", token, algorithm="sha256").hexdigest()
