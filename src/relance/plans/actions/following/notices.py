"""The mails to readers: confirm a subscription, what changed, a feedback received or answered."""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMessage
from django.db.models import Q

from relance.kernel.members import password_path
from relance.kernel.models import Authority
from relance.plans.actions.following.feedback import follow_token
from relance.plans.actions.following.mailing import TAKEN_FOR, absolute, message
from relance.plans.actions.following.subscribing import confirm_token, stop_token
from relance.plans.models import Change, Feedback, PartnerAccount, Subscription
from relance.plans.rules.addresses import plan_path
from relance.plans.rules.following.addresses import (
    changes_path,
    confirm_path,
    feedback_path,
    partner_path,
    stop_path,
)
from relance.values.typography import NBSP

MOST = 30  # changes told in one mail; the page has the rest


def send_notice(authority: Authority, what: str, row: int, now: datetime) -> None:
    """Send one mail, if its row still stands. What is unknown raises KeyError: a programming error."""
    SENDERS[what](authority, row, now)


def _confirm(authority: Authority, row: int, now: datetime) -> None:
    found = _subscription(authority, row)
    if found is None:
        return
    known = found.confirmed_at is not None
    message(
        to=found.email,
        subject=f"{authority.name}{NBSP}: "
        + ("vous êtes déjà abonné" if known else "confirmez votre abonnement"),
        template="plans/following/mail/confirm.txt",
        context={
            "plan": found.plan,
            "authority": authority,
            "known": known,
            "address": absolute(confirm_path(authority.slug, confirm_token(found))),
            "stop": absolute(stop_path(authority.slug, stop_token(found))),
        },
        number=f"confirm-{found.key}-{now:%Y%m%d%H%M}",
    ).send()


def _changes(authority: Authority, row: int, now: datetime) -> None:
    """One sender at a time; `told` moves once the mail left."""
    rows = Subscription.objects.of(authority).filter(pk=row)
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=now - TAKEN_FOR)
    if not rows.filter(free, confirmed_at__isnull=False).update(taken_at=now):
        return
    found = rows.select_related("plan").get()
    try:
        if found.telling > found.told:
            told = changes_message(authority, found)
            if told is not None:
                told.send()
            rows.update(told=found.telling)
    finally:
        rows.update(taken_at=None)


def changes_message(authority: Authority, found: Subscription) -> EmailMessage | None:
    """What changed since the last mail, newest first; None when nothing of it is public."""
    changes = list(
        Change.objects.of(authority)
        .filter(plan=found.plan, public=True, pk__gt=found.told, pk__lte=found.telling)
        .order_by("-pk")[: MOST + 1]
    )
    if not changes:
        return None
    stop = absolute(stop_path(authority.slug, stop_token(found)))
    return message(
        to=found.email,
        subject=f"{found.plan.title[:80]}{NBSP}: ce qui a changé",
        template="plans/following/mail/changes.txt",
        context={
            "plan": found.plan,
            "authority": authority,
            "changes": [(one, absolute(one.path) if one.path else "") for one in changes[:MOST]],
            "more": len(changes) > MOST,
            "page": absolute(changes_path(authority.slug, found.plan.slug)),
            "stop": stop,
        },
        number=f"changes-{found.key}-{found.telling}",
        stop=stop,
    )


def _received(authority: Authority, row: int, now: datetime) -> None:
    _about_feedback(authority, row, "received", "votre message est arrivé")


def _answered(authority: Authority, row: int, now: datetime) -> None:
    _about_feedback(authority, row, "answered", "réponse à votre message")


def _about_feedback(authority: Authority, row: int, what: str, subject: str) -> None:
    found = Feedback.objects.of(authority).filter(pk=row).select_related("plan", "measure").first()
    if found is None or not found.email:
        return
    message(
        to=found.email,
        subject=f"{authority.name}{NBSP}: {subject}",
        template="plans/following/mail/feedback.txt",
        context={
            "feedback": found,
            "plan": found.plan,
            "authority": authority,
            "answered": what == "answered",
            "address": absolute(feedback_path(authority.slug, follow_token(found))),
            "plan_url": absolute(plan_path(authority.slug, found.plan.slug)),
        },
        number=f"{what}-{found.key}",
    ).send()


def _invited(authority: Authority, row: int, now: datetime) -> None:
    found = (
        PartnerAccount.objects.of(authority).filter(pk=row).select_related("account", "organisation").first()
    )
    if found is None:
        return
    new = not found.account.has_usable_password()
    message(
        to=found.account.email,
        subject=f"{authority.name}{NBSP}: répondez pour {found.organisation}",
        template="plans/following/mail/invited.txt",
        context={
            "partner": found,
            "authority": authority,
            "new": new,
            "address": absolute(password_path(found.account) if new else partner_path(authority.slug)),
            "page": absolute(partner_path(authority.slug)),
        },
        number=f"invited-{found.pk}-{now:%Y%m%d%H%M}",
    ).send()


def _subscription(authority: Authority, row: int) -> Subscription | None:
    return Subscription.objects.of(authority).filter(pk=row).select_related("plan").first()


SENDERS: dict[str, Callable[[Authority, int, datetime], None]] = {
    "confirm": _confirm,
    "changes": _changes,
    "received": _received,
    "answered": _answered,
    "invited": _invited,
}
