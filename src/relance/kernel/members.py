"""Gives and takes away roles in an authority. Each act leaves its line."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from relance.kernel import audit
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role


class LastAdministrator(RelanceError):
    """Removing this role would leave the authority without anybody to give it back."""


class AlreadyMember(RelanceError):
    """The person holds this role already."""


def give_role(
    *,
    authority: Authority,
    email: str,
    role: Role,
    by: Account | None,
    at: datetime,
    invite: Callable[[Account], None] = lambda account: None,
) -> Membership:
    """Give a role to the person of this address, opening an account if there is none.

    `invite(account)` is called after the commit for a new account: it has no password, and only
    whoever reads mail at that address can choose one. Raises AlreadyMember.
    """
    with transaction.atomic():
        account = account_at(email=email, invite=invite)
        membership, made = Membership.objects.get_or_create(account=account, authority=authority, role=role)
        if not made:
            raise AlreadyMember(f"{account} a déjà le rôle «\u00a0{role.label}\u00a0».")
        audit.record(
            authority=authority,
            by=by,
            act="kernel.member.add",
            subject=membership,
            label=str(account),
            at=at,
            after={"role": role.label},
        )
    return membership


def account_at(*, email: str, invite: Callable[[Account], None] = lambda account: None) -> Account:
    """The account of this address; opened without a password when there is none, and then `invite`d.

    `invite(account)` is called after the commit. Only whoever reads mail there can choose a password.
    """
    address = email.strip().lower()
    account = Account.objects.filter(email=address).first()
    if account is None:
        account = Account.objects.create_user(address)
        # Proved by the only way in: the link sent to this address.
        EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
        invited = account
        transaction.on_commit(lambda: invite(invited))
    return account


def password_path(account: Account) -> str:
    """Where a new person chooses a password: allauth's own link, good for three days."""
    key = default_token_generator.make_token(account)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key}
    )


def take_role_away(*, membership: Membership, by: Account, at: datetime) -> None:
    """Take a role away. Raises LastAdministrator: somebody must remain who can give roles."""
    authority, role = membership.authority, Role(membership.role)
    with transaction.atomic():
        # Two administrators who remove each other at once must not both succeed.
        Authority.objects.select_for_update().get(pk=authority.pk)
        if role is Role.ADMINISTRATOR:
            others = Membership.objects.filter(
                authority=authority, role=role, account__is_active=True
            ).exclude(pk=membership.pk)
            if not others.exists():
                raise LastAdministrator(
                    f"{membership.account} est la dernière personne à administrer {authority.name}. "
                    f"Donnez d’abord le rôle «\u00a0{role.label}\u00a0» à quelqu’un d’autre."
                )
        audit.record(
            authority=authority,
            by=by,
            act="kernel.member.remove",
            subject=membership,
            label=str(membership.account),
            at=at,
            before={"role": role.label},
        )
        membership.delete()
