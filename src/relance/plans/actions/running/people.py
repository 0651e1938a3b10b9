"""Who works on measures: names and accounts, roles that begin and end, two names that are one."""

from datetime import datetime

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.models import Contributor, Measure, MeasureRole, RoleOnMeasure
from relance.plans.permissions import check
from relance.values.typography import NBSP, fold, squeeze


class CannotMerge(RelanceError):
    """These two names cannot be one person; the message says why."""


def contributor_called(*, authority: Authority, name: str) -> Contributor:
    """The contributor of this name, an account of the authority first; made when nobody is called so."""
    name = squeeze(name)[:200]
    folded = fold(name)[:200]
    known = (
        Contributor.objects.of(authority)
        .filter(folded=folded)
        .select_related("merged_into")
        .order_by("merged_into_id", "-account_id")
        .first()
    )
    if known is not None:
        return known.merged_into or known
    account = _account_called(authority, folded)
    if account is not None:
        return contributor_of(authority=authority, account=account)
    return Contributor.objects.create(authority=authority, name=name, folded=folded)


def contributor_of(*, authority: Authority, account: Account) -> Contributor:
    """The contributor that an account is."""
    known = Contributor.objects.of(authority).filter(account=account, merged_into__isnull=True).first()
    if known is not None:
        return known
    name = str(account)[:200]
    return Contributor.objects.create(
        authority=authority, account=account, name=name, folded=fold(name)[:200]
    )


def put_role(
    *,
    measure: Measure,
    role: RoleOnMeasure,
    contributor: Contributor | None,
    by_name: str,
    at: datetime,
) -> None:
    """End whoever holds a single role and begin the next; the team is added to. Inside a transaction."""
    if role != RoleOnMeasure.MEMBER:
        MeasureRole.objects.of(measure.authority).filter(
            measure=measure, role=role, until__isnull=True
        ).update(until=at)
    if contributor is not None:
        MeasureRole.objects.of(measure.authority).get_or_create(
            authority=measure.authority,
            measure=measure,
            role=role,
            contributor=contributor,
            until=None,
            defaults={"since": at, "given_by_name": by_name},
        )


def merge(*, one: Contributor, into: Contributor, by: Account, at: datetime) -> Contributor:
    """Say that two names are one person. Roles, tasks and changes keep the name they were given under.

    Raises CannotMerge for another authority, for itself, or for two accounts.
    """
    check(by, Right.EDIT_PLANS, one.authority)
    if one.authority_id != into.authority_id:
        raise CannotMerge("Ces deux noms ne sont pas de la même collectivité.")
    with transaction.atomic(), working_for(one.authority):
        rows = {
            row.pk: row
            for row in Contributor.objects.of(one.authority)
            .select_for_update(of=("self",))
            .filter(pk__in=[one.pk, into.pk])
            .order_by("pk")
        }
        gone, kept = rows[one.pk], rows.get(into.pk)
        if kept is None or gone.pk == kept.pk:
            raise CannotMerge("Choisissez un autre nom que lui-même.")
        if gone.merged_into_id or kept.merged_into_id:
            raise CannotMerge("L’un de ces noms est déjà réuni avec un autre.")
        if gone.account_id and kept.account_id:
            raise CannotMerge("Ces deux noms ont chacun leur compte.")
        if gone.account_id:
            gone, kept = kept, gone  # the account stays, and the other name joins it
        _end_doubles(gone, kept, at)
        Contributor.objects.of(one.authority).filter(merged_into=gone).update(merged_into=kept)
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        if gone.email and not kept.email and not kept.account_id:
            kept.email = gone.email
            kept.save(update_fields=["email"])
        record(
            authority=one.authority,
            by=by,
            act="plans.contributor.merge",
            subject=kept,
            at=at,
            before={"name": gone.name},
            after={"name": kept.name},
        )
    return kept


def give_account(*, contributor: Contributor, account: Account, by: Account, at: datetime) -> Contributor:
    """Say whose account a name is. If the account works here under a name already, both become one."""
    check(by, Right.EDIT_PLANS, contributor.authority)
    known = (
        Contributor.objects.of(contributor.authority)
        .filter(account=account, merged_into__isnull=True)
        .exclude(pk=contributor.pk)
        .first()
    )
    if known is not None:
        return merge(one=contributor, into=known, by=by, at=at)
    with transaction.atomic(), working_for(contributor.authority):
        locked = Contributor.objects.of(contributor.authority).select_for_update().get(pk=contributor.pk)
        if locked.account_id and locked.account_id != account.pk:
            raise CannotMerge(f"«{NBSP}{locked.name}{NBSP}» a déjà un compte.")
        locked.account = account
        locked.save(update_fields=["account"])
        record(
            authority=locked.authority,
            by=by,
            act="plans.contributor.account",
            subject=locked,
            at=at,
            after={"account": str(account)},
        )
    return locked


def _account_called(authority: Authority, folded: str) -> Account | None:
    """A member of the authority of exactly this name, or whose address it is."""
    members = Membership.objects.filter(authority=authority).select_related("account")
    found = {one.account for one in members if folded in (fold(one.account.name), one.account.email)}
    return found.pop() if len(found) == 1 else None


def _end_doubles(gone: Contributor, kept: Contributor, at: datetime) -> None:
    """Where both hold the same role today, the merged name's role ends: one person holds it once."""
    held = set(
        MeasureRole.objects.of(kept.authority)
        .filter(contributor=kept, until__isnull=True)
        .values_list("measure_id", "role")
    )
    for role in MeasureRole.objects.of(gone.authority).filter(contributor=gone, until__isnull=True):
        if (role.measure_id, role.role) in held:
            role.until = at
            role.save(update_fields=["until"])
