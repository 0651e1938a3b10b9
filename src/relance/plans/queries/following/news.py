"""News as pages show them: the desk of who is late, what is to be read, what left; and the public's."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import Change, Measure, NewsMail, NewsRequest, Plan, Snooze, Update, UpdateState
from relance.plans.queries.following.asking import Asking, asking_of, today_of
from relance.plans.rules.following.asking import Letter, due_on, foreseen, is_late, is_snoozed
from relance.plans.rules.following.links import digest_of_token

AHEAD = 30  # days of the preview
MOST_AHEAD = 100  # mails of the preview
WAITING = (UpdateState.DRAFT, UpdateState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Expected:
    """A measure of which news are due, since when, and who would be asked."""

    measure: Measure
    due_on: date
    late: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsDesk:
    """All that an officer sees of a plan's news. `next_mails`: what leaves if nobody answers."""

    asking: Asking | None
    expected: tuple[Expected, ...]
    next_mails: tuple[tuple[Letter, tuple[str, ...]], ...]
    snoozes: tuple[Snooze, ...]
    nobody: tuple[Measure, ...]

    @property
    def late(self) -> tuple[Expected, ...]:
        return tuple(one for one in self.expected if one.late)


def news_desk(plan: Plan, now: datetime) -> NewsDesk:
    """Who is late and what leaves next, in a number of queries that no plan's size changes."""
    asking = asking_of(plan)
    snoozes = tuple(
        Snooze.objects.of(plan.authority)
        .filter(measure__plan=plan, ended_at__isnull=True)
        .select_related("measure", "by")
    )
    if asking is None:
        return NewsDesk(None, (), (), snoozes, ())
    today = today_of(plan.authority, now)
    expected, nobody = [], []
    for subject in asking.subjects:
        day = due_on(subject)
        if day is None:
            continue
        if not any(subject.chain):
            nobody.append(asking.measures[subject.key])
        if day <= today and not is_snoozed(subject, today):
            people = next((tier for tier in subject.chain if tier), ())
            expected.append(
                Expected(
                    asking.measures[subject.key],
                    day,
                    is_late(subject, today, asking.pace),
                    tuple(one.name or one.email for one in people),
                )
            )
    letters = foreseen(asking.subjects, asking.last_mails, today, asking.pace, days=AHEAD, most=MOST_AHEAD)
    titles = {pk: measure.title for pk, measure in asking.measures.items()}
    return NewsDesk(
        asking=asking,
        expected=tuple(sorted(expected, key=lambda one: (one.due_on, one.measure.order))),
        next_mails=tuple((one, tuple(titles[ask.measure] for ask in one.asks)) for one in letters),
        snoozes=snoozes,
        nobody=tuple(nobody),
    )


def updates_to_read(plan: Plan) -> QuerySet[Update]:
    """News that wait for a reader or a publisher, the oldest first."""
    rows = Update.objects.of(plan.authority).filter(plan=plan, state__in=WAITING)
    return rows.select_related("measure").order_by("pk")


def sent_log(plan: Plan) -> QuerySet[NewsMail]:
    """The mails of a plan, latest first, with what each asked."""
    return NewsMail.objects.of(plan.authority).filter(plan=plan).prefetch_related("requests__measure")


def public_updates(measure: Measure, *, most: int = 10) -> list[Update]:
    """The public news of a measure, latest first."""
    rows = Update.objects.of(measure.authority).filter(measure=measure, state=UpdateState.PUBLIC)
    return list(rows.order_by("-as_of", "-pk")[:most])


def public_changes(plan: Plan) -> QuerySet[Change]:
    """What changed in a plan, latest first, for everybody."""
    rows = Change.objects.of(plan.authority).filter(plan=plan, public=True)
    return rows.select_related("measure").order_by("-pk")


def request_called(authority: Authority, token: str) -> NewsRequest:
    """The request of a mail's link. Raises Missing for a token that opens nothing here."""
    found = (
        NewsRequest.objects.of(authority)
        .filter(digest=digest_of_token(token))
        .select_related("mail__plan", "measure__plan", "measure__axis", "authority")
        .first()
    )
    if found is None:
        raise Missing(
            "Ce lien ne mène à rien. Vérifiez qu’il est entier\u00a0: les courriels le coupent parfois."
        )
    return found
