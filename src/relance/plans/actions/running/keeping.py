"""Filters under a name, and secret addresses for calendars."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import Missing
from relance.kernel.models import Account
from relance.kernel.scope import working_for
from relance.plans.models import CalendarFeed, Plan, SavedFilter


def keep_filter(*, plan: Plan, by: Account, name: str, query: str, is_shared: bool) -> SavedFilter:
    """Keep a choice under a name; the same name again replaces one's own."""
    with transaction.atomic(), working_for(plan.authority):
        kept, _ = SavedFilter.objects.of(plan.authority).update_or_create(
            authority=plan.authority,
            plan=plan,
            owner=by,
            name=name,
            defaults={"query": query[:1000], "is_shared": is_shared},
        )
    return kept


def drop_filter(*, plan: Plan, by: Account, filter_id: int) -> None:
    """Forget one's own filter. Raises Missing for any other."""
    gone, _ = SavedFilter.objects.of(plan.authority).filter(plan=plan, owner=by, pk=filter_id).delete()
    if not gone:
        raise Missing("Ce filtre n’est pas à vous, ou n’existe plus.")


def open_feed(*, plan: Plan, by: Account, at: datetime, mine: bool) -> tuple[CalendarFeed, str]:
    """A new secret address, shown once: only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), working_for(plan.authority):
        feed = CalendarFeed.objects.create(
            authority=plan.authority, plan=plan, owner=by, mine=mine, digest=digest_of(secret), made_at=at
        )
        record(authority=plan.authority, by=by, act="plans.feed.open", subject=feed, at=at)
    return feed, secret


def close_feed(*, plan: Plan, by: Account, at: datetime, feed_id: int) -> None:
    """Take an address back. Raises Missing for one that is not one's own."""
    with transaction.atomic(), working_for(plan.authority):
        feed = (
            CalendarFeed.objects.of(plan.authority)
            .select_for_update(of=("self",))
            .filter(plan=plan, owner=by, pk=feed_id)
            .first()
        )
        if feed is None:
            raise Missing("Cette adresse n’est pas à vous, ou n’existe plus.")
        if feed.revoked_at is None:
            feed.revoked_at = at
            feed.save(update_fields=["revoked_at"])
            record(authority=plan.authority, by=by, act="plans.feed.close", subject=feed, at=at)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
