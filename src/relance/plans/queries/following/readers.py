"""Readers of a plan: their subscriptions and feedback, found by the secret of their links."""

from django.db.models import QuerySet

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import Feedback, FeedbackState, Plan, Subscription
from relance.plans.rules.following.links import digest_of_token

NOTHING = "Ce lien ne mène à rien, ou ne sert plus."


def subscription_to_confirm(authority: Authority, token: str) -> Subscription:
    """Raises Missing for a token that confirms nothing here."""
    return _subscription(authority, confirm_digest=digest_of_token(token))


def subscription_to_stop(authority: Authority, token: str) -> Subscription:
    return _subscription(authority, stop_digest=digest_of_token(token))


def _subscription(authority: Authority, **digest: str) -> Subscription:
    rows = Subscription.objects.of(authority).filter(**digest)
    found = rows.select_related("plan__authority", "authority").first()
    if found is None:
        raise Missing(NOTHING)
    return found


def feedback_called(authority: Authority, token: str) -> Feedback:
    """The feedback that its writer follows. Raises Missing."""
    rows = Feedback.objects.of(authority).filter(digest=digest_of_token(token))
    found = rows.select_related("plan__authority", "measure").first()
    if found is None:
        raise Missing(NOTHING)
    return found


def inbox(plan: Plan, state: str = "") -> QuerySet[Feedback]:
    """What readers wrote about a plan, latest first, in one state or all."""
    rows = Feedback.objects.of(plan.authority).filter(plan=plan).select_related("measure")
    return rows.filter(state=state) if state in FeedbackState.values else rows


def public_answers(plan: Plan) -> QuerySet[Feedback]:
    """Feedback whose answer is public: what was written and answered, never by whom it was written."""
    rows = Feedback.objects.of(plan.authority).filter(
        plan=plan, state=FeedbackState.ANSWERED, answer_public=True
    )
    return rows.select_related("measure")


def subscriber_count(plan: Plan) -> int:
    rows = Subscription.objects.of(plan.authority).filter(plan=plan, confirmed_at__isnull=False)
    return rows.count()
