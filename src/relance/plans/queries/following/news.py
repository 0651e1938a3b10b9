"""News as pages show them: the desk of who is late, what is to be read, what left; and the public's."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import overload

from django.db.models import QuerySet

from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.plans.models import Change, Measure, NewsMail, NewsRequest, Plan, Snooze, Update, UpdateState
from relance.plans.queries.following.asking import Asking, asking_of, today_of
from relance.plans.rules.following.asking import (
    Letter,
    Person,
    Subject,
    due_on,
    foreseen,
    is_snoozed,
)
from relance.plans.rules.following.links import digest_of_token

AHEAD = 30  # days of the preview
MOST_AHEAD = 25  # mails of the preview
MOST_TITLES = 6  # measures that one of them names
MOST_NAMED = 20  # measures that nobody answers for
WAITING = (UpdateState.DRAFT, UpdateState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Expected:
    """A measure of which news are due, since when, and who would be asked."""

    measure: Measure
    due_on: date
    late: bool
    people: tuple[str, ...]


class ExpectedNews(Sequence[Expected]):
    """What is expected, the longest due first. Measures are read for the part that is shown, in one query."""

    def __init__(self, plan: Plan, due: Iterable[tuple[date, bool, Subject]]) -> None:
        self._plan = plan
        self._due = sorted(due, key=lambda one: one[0])  # stable: then in the order of the plan
        self.any_late = any(late for _, late, _ in self._due)

    def __len__(self) -> int:
        return len(self._due)

    def __iter__(self) -> Iterator[Expected]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> Expected: ...
    @overload
    def __getitem__(self, place: slice) -> list[Expected]: ...
    def __getitem__(self, place: int | slice) -> Expected | list[Expected]:
        if isinstance(place, int):
            return self._shown([self._due[place]])[0]
        return self._shown(self._due[place])

    def _shown(self, due: list[tuple[date, bool, Subject]]) -> list[Expected]:
        measures = _measures(self._plan, [subject.key for _, _, subject in due])
        return [
            Expected(
                measures[subject.key], day, late, tuple(one.name or one.email for one in _first(subject))
            )
            for day, late, subject in due
        ]


@dataclass(frozen=True, slots=True)
class NewsDesk:
    """All that an officer sees of a plan's news.

    `next_mails`: what leaves first if nobody answers, with the titles of the first measures of each;
    `more_mails`: whether others leave after them in the days of the preview.
    `nobody`: the first measures that nobody answers for, of `nobody_count`.
    """

    asking: Asking | None
    expected: ExpectedNews
    next_mails: tuple[tuple[Letter, tuple[str, ...]], ...]
    more_mails: bool
    snoozes: tuple[Snooze, ...]
    nobody: tuple[Measure, ...]
    nobody_count: int


def news_desk(plan: Plan, now: datetime) -> NewsDesk:
    """Who is late and what leaves next, in a number of queries that no plan's size changes."""
    today = today_of(plan.authority, now)
    asking = asking_of(plan, due_by=today + timedelta(days=AHEAD))
    snoozes = tuple(
        Snooze.objects.of(plan.authority)
        .filter(measure__plan=plan, ended_at__isnull=True)
        .select_related("measure", "by")
    )
    if asking is None:
        return NewsDesk(None, ExpectedNews(plan, ()), (), False, snoozes, (), 0)
    late = timedelta(days=asking.pace.patience)  # as `is_late` says, of what is not paused
    expected = [
        (day, today >= day + late, subject)
        for subject in asking.subjects
        if (day := due_on(subject)) is not None and day <= today and not is_snoozed(subject, today)
    ]
    letters = foreseen(
        asking.subjects, asking.last_mails, today, asking.pace, days=AHEAD, most=MOST_AHEAD + 1
    )
    more, letters = len(letters) > MOST_AHEAD, letters[:MOST_AHEAD]
    shown = [tuple(ask.measure for ask in one.asks[:MOST_TITLES]) for one in letters]
    named = _measures(plan, {*chain.from_iterable(shown), *asking.alone[:MOST_NAMED]})
    return NewsDesk(
        asking=asking,
        expected=ExpectedNews(plan, expected),
        next_mails=tuple(
            (one, tuple(named[key].title for key in keys)) for one, keys in zip(letters, shown, strict=True)
        ),
        more_mails=more,
        snoozes=snoozes,
        nobody=tuple(named[key] for key in asking.alone[:MOST_NAMED]),
        nobody_count=len(asking.alone),
    )


def _first(subject: Subject) -> tuple[Person, ...]:
    """The first of the chain where somebody stands."""
    return next((tier for tier in subject.chain if tier), ())


def _measures(plan: Plan, keys: Collection[int]) -> dict[int, Measure]:
    """What a list shows of these measures of the plan."""
    rows = Measure.objects.of(plan.authority).filter(plan=plan, pk__in=keys).order_by()
    return rows.only("code", "number", "working_title", "paraphrase", "quote").in_bulk()


def updates_to_read(plan: Plan) -> QuerySet[Update]:
    """News that wait for a reader or a publisher, the oldest first."""
    # Through the plan itself: its index then holds all that a count asks.
    return plan.updates.filter(state__in=WAITING).select_related("measure").order_by("pk")


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
    return rows.select_related("measure").order_by("-at", "-pk")


def public_pauses(plan: Plan, today: date, *, only: int | None = None) -> QuerySet[Snooze]:
    """Measures of which no news are asked for on this day, on purpose; the reason is shown where public."""
    rows = Snooze.objects.of(plan.authority).filter(
        measure__plan=plan, measure__ended_by__isnull=True, ended_at__isnull=True, until__gte=today
    )
    if only is not None:
        rows = rows.filter(measure=only)
    return rows.select_related("measure").order_by("until", "pk")


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
