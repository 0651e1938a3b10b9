"""What is known of an applicant beside the file: aids from elsewhere, ties of a single undertaking."""

from datetime import date, datetime

from django.db import transaction

from relance.applications.actions.errors import NotComplete
from relance.applications.actions.instructing import examined
from relance.applications.models import Application, GroupLink, PriorAid, State
from relance.kernel import audit
from relance.kernel.models import Account
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
    if not ground.strip() or first.applicant_key == second.applicant_key:
        raise NotComplete(("Dites le lien entre deux demandeurs différents.",))
    with transaction.atomic():
        for one in (first, second):
            examined(one, by, set(State) - {State.DRAFT})
        link = GroupLink.objects.create(
            authority=first.authority,
            first_key=first.applicant_key,
            second_key=second.applicant_key,
            ground=ground.strip(),
            since=since,
            at=at,
            by_name=str(by),
        )
        audit.record(authority=first.authority, by=by, act="applications.group", subject=first, at=at)
    return link
