"""What is known of an applicant beside the file: aids from elsewhere, ties of a single undertaking."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from relance.applications.actions.errors import NotComplete, WrongState
from relance.applications.actions.instructing import examined
from relance.applications.models import Application, GroupLink, PriorAid, State
from relance.kernel import audit
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority
from relance.values.money import Money


def add_prior_aid(
    *,
    application: Application,
    regime: str,
    giver: str,
    amount: Money,
    granted_on: date,
    by: Account | None,
    at: datetime,
) -> PriorAid:
    """An aid from somebody else, that counts under the ceilings. `by` None: the applicant declares it."""
    if amount.minor <= 0:
        raise NotComplete(("Le montant d’une aide est supérieur à zéro.",))
    with transaction.atomic():
        row = examined(application, by, set(State) - {State.DRAFT}) if by else application
        aid = PriorAid.objects.create(
            authority=row.authority,
            application=row,
            applicant_key=row.applicant_key,
            regime=regime,
            giver=giver.strip(),
            amount=amount.minor,
            currency=amount.currency,
            granted_on=granted_on,
            declared=by is None,
            at=at,
            by_name=str(by) if by else "",
        )
        audit.record(authority=row.authority, by=by, act="applications.aid", subject=row, at=at)
    return aid


def link_applicants(
    *, first: Application, second: Application, ground: str, since: date, by: Account, at: datetime
) -> GroupLink:
    """Say that two applicants are one single undertaking, and how (Regulation (EU) 2023/2831, art. 2(2))."""
    if not ground.strip():
        raise NotComplete(("Dites ce qui lie les deux entreprises.",))
    if first.applicant_key == second.applicant_key:
        raise NotComplete(("Les deux demandes sont du même demandeur\u00a0: il n’y a rien à lier.",))
    with transaction.atomic():
        for one in sorted((first, second), key=lambda file: file.pk):  # in one order: nobody waits in a ring
            examined(one, by, set(State) - {State.DRAFT})
        if standing_links(first.authority, first.applicant_key, second.applicant_key).exists():
            raise WrongState("Ces deux demandeurs sont déjà liés.")
        link = GroupLink.objects.create(
            authority=first.authority,
            first_key=first.applicant_key,
            second_key=second.applicant_key,
            ground=ground.strip(),
            since=since,
            at=at,
            by_name=str(by),
        )
        audit.record(
            authority=first.authority,
            by=by,
            act="applications.group",
            subject=first,
            at=at,
            after={"avec": second.number, "lien": link.ground},
        )
    return link


def end_link(
    *, link: GroupLink, application: Application, until: date, by: Account, at: datetime
) -> GroupLink:
    """Say until which day the link of this file's applicant lasted.

    Raises Missing, NotComplete, WrongState.
    """
    with transaction.atomic():
        row = examined(application, by, set(State) - {State.DRAFT})
        links = GroupLink.objects.of(row.authority).select_for_update()
        kept = links.filter(pk=link.pk).filter(
            Q(first_key=row.applicant_key) | Q(second_key=row.applicant_key)
        )
        found = kept.first()
        if found is None:
            raise Missing("Ce lien n’est pas de ce demandeur.")
        if found.until is not None:
            raise WrongState("Ce lien a déjà une fin.")
        if until < found.since:
            raise NotComplete(
                (f"Le lien a commencé le {found.since:%d/%m/%Y}\u00a0: il ne finit pas avant.",)
            )
        found.until = until
        found.save(update_fields=["until"])
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.group.end",
            subject=row,
            at=at,
            after={"lien": found.ground, "jusqu’au": until.isoformat()},
        )
    return found


def standing_links(authority: Authority, first: str, second: str) -> QuerySet[GroupLink]:
    """The links without an end between these two applicants, whichever was named first."""
    both = Q(first_key=first, second_key=second) | Q(first_key=second, second_key=first)
    return GroupLink.objects.of(authority).filter(both, until__isnull=True)
