"""Subscriptions to what changes in a plan: asked, confirmed from the mail itself, ended by one click."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from relance.kernel.errors import RelanceError
from relance.kernel.jobs import enqueue
from relance.kernel.models import Authority
from relance.kernel.scope import working_for
from relance.plans.models import Change, Plan, PlanState, Subscription
from relance.plans.rules.following.links import Purpose, digest_of_token, token_of

CONFIRM_WITHIN = timedelta(days=3)


class TooLate(RelanceError):
    """A subscription was not confirmed in time."""


def subscribe(*, plan: Plan, email: str, at: datetime) -> Subscription:
    """Ask for a subscription. It counts once `confirm` was reached from the mail that this sends.

    An address that is subscribed already gets a mail that says so: nobody learns who is.
    """
    address = email.strip().lower()
    with transaction.atomic(), working_for(plan.authority):
        found = Subscription.objects.of(plan.authority).filter(plan=plan, email=address).first()
        if found is None:
            found = Subscription(authority=plan.authority, plan=plan, email=address, asked_at=at)
            found.confirm_digest = digest_of_token(confirm_token(found))
            found.stop_digest = digest_of_token(stop_token(found))
        elif found.confirmed_at is None:
            found.asked_at = at
        found.save()
        # One mail an address and hour, however often the button is pressed.
        have_told(plan.authority, "confirm", found.pk, f"{at:%Y%m%d%H}")
    return found


def confirm(*, subscription: Subscription, at: datetime) -> None:
    """Begin to tell, from now on. Twice does no harm. Raises TooLate."""
    if subscription.confirmed_at is not None:
        return
    if at > subscription.asked_at + CONFIRM_WITHIN:
        raise TooLate(
            "Ce lien n’est plus valable. Abonnez-vous de nouveau\u00a0: un autre lien vous sera envoyé."
        )
    last = last_change(subscription.plan)
    rows = Subscription.objects.of(subscription.authority).filter(
        pk=subscription.pk, confirmed_at__isnull=True
    )
    rows.update(confirmed_at=at, told=last, telling=last)
    subscription.refresh_from_db()


def unsubscribe(*, subscription: Subscription) -> None:
    """Forget the address."""
    Subscription.objects.of(subscription.authority).filter(pk=subscription.pk).delete()


def tell_subscribers(*, now: datetime) -> int:
    """Have one mail sent to each subscriber for whose plan something new is public; how many."""
    newest = (
        Change.objects.everywhere("the last change of the plan of the outer row")
        .filter(plan=OuterRef("plan"), public=True)
        .order_by()
        .values("plan")
        .annotate(last=Max("pk"))
        .values("last")
    )
    behind = (
        Subscription.objects.everywhere("the nightly mails to subscribers of every authority")
        .filter(confirmed_at__isnull=False, plan__state=PlanState.PUBLISHED)
        .annotate(newest=Subquery(newest))
        .filter(newest__gt=F("told"))
        .select_related("plan__authority")
    )
    count = 0
    for one in behind:
        rows = Subscription.objects.of(one.plan.authority).filter(pk=one.pk)
        if one.telling <= one.told:  # else a mail is under way: it is finished before another is begun
            rows.filter(telling=one.telling).update(telling=one.newest)
            one.telling = one.newest
        have_told(one.plan.authority, "changes", one.pk, f"{one.telling}:{now:%Y%m%d}")
        count += 1
    return count


def forget_unconfirmed(*, now: datetime) -> int:
    """Erase addresses that nobody confirmed; how many."""
    old = Subscription.objects.everywhere("the nightly erasure in every authority").filter(
        confirmed_at__isnull=True, asked_at__lt=now - CONFIRM_WITHIN
    )
    return old.delete()[0]


def last_change(plan: Plan) -> int:
    """The number of the last public change of the plan; 0 before any."""
    rows = Change.objects.of(plan.authority).filter(plan=plan, public=True)
    return rows.aggregate(last=Max("pk"))["last"] or 0


def confirm_token(subscription: Subscription) -> str:
    return token_of(settings.SECRET_KEY, Purpose.CONFIRM, subscription.key)


def stop_token(subscription: Subscription) -> str:
    return token_of(settings.SECRET_KEY, Purpose.STOP, subscription.key)


def have_told(authority: Authority, what: str, row: int, once: str) -> None:
    """Ask for the job that sends one mail about a row; once for one `once`."""
    enqueue(
        kind="plans.notice",
        authority=authority,
        by=None,
        act_key=f"plans.notice:{what}:{row}:{once}",
        payload={"what": what, "row": row},
    )
