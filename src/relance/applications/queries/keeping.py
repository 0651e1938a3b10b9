"""Which files come to the end of the time that their scheme keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from relance.applications.models import Application, Outcome, State
from relance.applications.rules.retention import NOTICE, Keeping, Standing, ends_on, erased_on, months_after
from relance.kernel.models import Authority
from relance.kernel.scope import ScopedQuerySet
from relance.schemes.models import Scheme

WORDS = {
    "draft": "brouillons",
    Outcome.REFUSED.value: "demandes refusées",
    Outcome.CLOSED.value: "demandes classées sans suite",
    Outcome.ACCEPTED.value: "aides accordées",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Files of one scheme and state whose time ends soon. `first`: the day of the first of them."""

    scheme: str
    what: str
    months: int
    because: str
    files: int
    first: date
    announced: int


def keeping_of(scheme: Scheme) -> Keeping:
    return Keeping(scheme.keep_drafts, scheme.keep_refused, scheme.keep_closed, scheme.keep_accepted)


def standing_of(row: Application) -> Standing:
    """Where a file stands, in days of its authority."""
    zone = row.authority.zone

    def day(at: datetime | None) -> date | None:
        return at.astimezone(zone).date() if at else None

    return Standing(
        draft=row.state == State.DRAFT,
        outcome=row.outcome,
        changed_on=row.changed_at.astimezone(zone).date(),
        decided_on=day(row.decided_at),
        announced_on=day(_announced(row)),
        erased=row.erased_at is not None,
    )


def _announced(row: Application) -> datetime | None:
    """When its end was announced; a draft taken up again since has a new time, not announced yet."""
    told = row.erasure_announced_at
    return None if told is None or (row.state == State.DRAFT and told < row.changed_at) else told


def ending(authority: Authority, by: date) -> ScopedQuerySet[Application]:
    """Files whose time is over at the end of this day, none of them under examination; by key.

    The database chooses broadly (months are at least 28 days); `rules.retention` decides to the day.
    """
    chosen = Q(pk__in=[])
    for scheme in Scheme.objects.of(authority):
        keeping = keeping_of(scheme)
        of = Q(call__scheme=scheme)
        chosen |= of & Q(state=State.DRAFT, changed_at__lt=_before(authority, by, keeping.drafts))
        for outcome, months in (
            (Outcome.REFUSED, keeping.refused),
            (Outcome.CLOSED, keeping.closed),
            (Outcome.ACCEPTED, keeping.accepted),
        ):
            chosen |= of & Q(outcome=outcome, decided_at__lt=_before(authority, by, months))
    rows = Application.objects.of(authority).filter(chosen, erased_at__isnull=True)
    return rows.select_related("authority", "call__scheme").order_by("pk")


def due(authority: Authority, now: datetime, *, within: timedelta = NOTICE) -> list[Due]:
    """What will be erased from now on to then, a line for each scheme and state; nothing is changed."""
    today = now.astimezone(authority.zone).date()
    found: dict[tuple[int, str], list[tuple[date, bool]]] = {}
    schemes: dict[int, Scheme] = {}
    for row in ending(authority, today + within).iterator(chunk_size=500):
        scheme = row.call.scheme
        standing, keeping = standing_of(row), keeping_of(scheme)
        end = ends_on(standing, keeping)
        if end is None or end > today + within:
            continue
        day = erased_on(standing, keeping) or max(end, today + NOTICE)
        schemes[scheme.pk] = scheme
        found.setdefault((scheme.pk, row.outcome or "draft"), []).append(
            (day, standing.announced_on is not None)
        )
    return [
        Due(
            scheme=schemes[pk].title,
            what=WORDS[what],
            months=_months(schemes[pk], what),
            because=schemes[pk].keep_because,
            files=len(days),
            first=min(day for day, _ in days),
            announced=sum(told for _, told in days),
        )
        for (pk, what), days in sorted(
            found.items(), key=lambda pair: (schemes[pair[0][0]].title, pair[0][1])
        )
    ]


def periods(authority: Authority) -> Iterator[tuple[Scheme, list[tuple[str, int]]]]:
    """Each scheme with the months that it keeps each kind of file."""
    for scheme in Scheme.objects.of(authority).order_by("title"):
        yield scheme, [(words, _months(scheme, what)) for what, words in WORDS.items()]


def _months(scheme: Scheme, what: str) -> int:
    kept: int = getattr(scheme, f"keep_{'drafts' if what == 'draft' else what}")
    return kept


def _before(authority: Authority, by: date, months: int) -> datetime:
    """Files of this moment or later surely still have time on that day."""
    day = by
    while months_after(day, months) > by:
        day -= timedelta(days=28 if months_after(day, months) - by > timedelta(days=28) else 1)
    return datetime.combine(day + timedelta(days=1), time.min, authority.zone)
