"""What readers write about a plan: received, answered, closed; and erased in its time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.following.subscribing import have_told
from relance.plans.actions.following.telling import tell
from relance.plans.models import ChangeKind, Feedback, FeedbackState, Measure, Plan
from relance.plans.permissions import check
from relance.plans.rules.following.addresses import changes_path
from relance.plans.rules.following.links import Purpose, digest_of_token, token_of

KEPT_FOR = timedelta(days=365)
"""How long a name and an address are kept after the feedback; said on the form."""

DATE_LINE = timedelta(hours=14)
"""How far ahead of universal time the earliest day on earth is."""

OPEN = (FeedbackState.RECEIVED, FeedbackState.UNDER_WAY)


class AlreadyOver(RelanceError):
    """The feedback was answered or closed in between."""


def receive(
    *,
    plan: Plan,
    at: datetime,
    words: str,
    measure: Measure | None = None,
    name: str = "",
    email: str = "",
) -> Feedback:
    """Keep what a reader wrote. With an address, a mail gives the link by which it is followed."""
    with transaction.atomic(), working_for(plan.authority):
        row = Feedback(
            authority=plan.authority,
            plan=plan,
            measure=measure,
            words=words.strip(),
            name=name.strip()[:120],
            email=email.strip().lower(),
            received_at=at,
            erase_on=(at + KEPT_FOR).astimezone(plan.authority.zone).date(),
        )
        row.digest = digest_of_token(follow_token(row))
        row.save()
        if row.email:
            have_told(plan.authority, "received", row.pk, "once")
    return row


def take_up(*, feedback: Feedback, by: Account, at: datetime) -> None:
    """Say that somebody works on it; its writer sees it."""
    with transaction.atomic(), working_for(feedback.authority):
        locked = _open(feedback, by)
        locked.state = FeedbackState.UNDER_WAY
        locked.save(update_fields=["state"])
        _record(locked, "plans.feedback.take", by, at)


def answer(*, feedback: Feedback, by: Account, at: datetime, words: str, public: bool) -> None:
    """Answer it: mailed where an address was left, published where the officer says so.

    What is published is the answer and what was written, never who wrote it.
    """
    with transaction.atomic(), working_for(feedback.authority):
        locked = _open(feedback, by)
        locked.state, locked.answer, locked.answer_public = FeedbackState.ANSWERED, words.strip(), public
        locked.answered_at, locked.answered_by_name = at, str(by)
        locked.save()
        if locked.email:
            have_told(locked.authority, "answered", locked.pk, "once")
        if public:
            about = locked.measure.title if locked.measure else locked.plan.title
            tell(
                plan=locked.plan,
                measure=locked.measure,
                kind=ChangeKind.ANSWER,
                title=f"Réponse à un avis\u00a0: {about}",
                words=f"«\u00a0{locked.words}\u00a0»\n\n{locked.answer}",
                path=f"{changes_path(locked.authority.slug, locked.plan.slug)}#avis-{locked.pk}",
                by_name=str(by),
                at=at,
            )
        _record(locked, "plans.feedback.answer", by, at)


def close(*, feedback: Feedback, by: Account, at: datetime, because: str) -> None:
    """Close it without an answer, and say why: what follows no purpose, or insults."""
    with transaction.atomic(), working_for(feedback.authority):
        locked = _open(feedback, by)
        locked.state, locked.closed_because = FeedbackState.CLOSED, because.strip()
        locked.save(update_fields=["state", "closed_because"])
        _record(locked, "plans.feedback.close", by, at)


def erase_old(*, now: datetime) -> int:
    """Erase names and addresses whose time is over; how many feedbacks."""
    count = 0
    rows = Feedback.objects.everywhere("the nightly erasure in every authority").filter(
        erase_on__lte=(now + DATE_LINE).date(), erased_at__isnull=True
    )
    for row in rows.select_related("authority"):
        if now.astimezone(row.authority.zone).date() >= row.erase_on:
            count += (
                Feedback.objects.of(row.authority)
                .filter(pk=row.pk, erased_at__isnull=True)
                .update(name="", email="", erased_at=now)
            )
    return count


def follow_token(feedback: Feedback) -> str:
    return token_of(settings.SECRET_KEY, Purpose.FEEDBACK, feedback.key)


def _open(feedback: Feedback, by: Account) -> Feedback:
    check(by, Right.EDIT_PLANS, feedback.authority)
    locked = (
        Feedback.objects.of(feedback.authority)
        .select_for_update(of=("self",))
        .select_related("plan__authority", "measure", "authority")
        .get(pk=feedback.pk)
    )
    if locked.state not in OPEN:
        raise AlreadyOver(f"Cet avis est déjà «\u00a0{locked.get_state_display()}\u00a0».")
    return locked


def _record(feedback: Feedback, act: str, by: Account, at: datetime) -> None:
    """Neither name, address nor words: the line outlives them."""
    record(
        authority=feedback.authority,
        by=by,
        act=act,
        subject=feedback,
        label=f"avis n°\u00a0{feedback.pk}",
        at=at,
    )
