"""The dates of a plan as a calendar that other programs read (RFC 5545)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.models import Authority
from relance.plans.models import CalendarFeed, Task
from relance.plans.permissions import works_for
from relance.plans.queries.running.lists import WorkFilter, WorkRow, chosen_of, light, rows_of
from relance.plans.rules.addresses import work_path
from relance.plans.rules.running.states import OPEN
from relance.values.typography import NBSP


def feed_called(authority: Authority, digest: str) -> CalendarFeed:
    """The feed of this digest, if it holds and its owner may still read the plan. Raises Missing."""
    feed = (
        CalendarFeed.objects.of(authority)
        .filter(digest=digest, revoked_at__isnull=True)
        .select_related("owner", "plan__authority")
        .first()
    )
    if feed is None:
        raise Missing("Ce calendrier n’existe pas, ou son adresse a été révoquée.")
    try:
        works_for(feed.owner, authority.slug, feed.plan.slug)
    except (Refused, NeedsAccount) as error:
        raise Missing("Ce calendrier n’existe pas, ou son adresse a été révoquée.") from error
    return feed


def calendar_of(feed: CalendarFeed, at: datetime, root: str) -> bytes:
    """Days on which measures and their tasks are due, those that are open. `root`: "https://…", no slash."""
    plan = feed.plan
    today = at.astimezone(plan.authority.zone).date()
    chosen = chosen_of(plan, WorkFilter(mine=feed.mine), today, feed.owner)
    rows = rows_of(plan, light(chosen), today, feed.owner)
    calendar = Calendar()
    calendar.add("prodid", "-//Relance//Plans//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    for row in rows:
        if row.due_on is not None and row.work.status in OPEN:
            calendar.add_component(_event(row, root, at))
    for task, row in _tasks(rows):
        event = _base(str(task.key), f"{task.title}{NBSP}: tâche", at)
        event.add("dtstart", task.due_on)
        event.add("dtend", _next(task.due_on))
        event.add("description", row.measure.title)
        event.add("url", root + work_path(plan.authority.slug, plan.slug, row.measure.code))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(row: WorkRow, root: str, at: datetime) -> Event:
    measure = row.measure
    event = _base(str(measure.key), f"{measure.title}{NBSP}: échéance", at)
    event.add("dtstart", row.due_on)
    event.add("dtend", _next(row.due_on))
    if row.lead:
        event.add("description", f"Pilote{NBSP}: {row.lead.name}")
    event.add("url", root + work_path(measure.authority.slug, measure.plan.slug, measure.code))
    return event


def _next(day: date | None) -> date | None:
    """The end of a whole day, which calendars leave out."""
    return day + timedelta(days=1) if day else None


def _base(key: str, summary: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@relance")
    event.add("summary", summary)
    event.add("dtstamp", at)
    event.add("transp", "TRANSPARENT")
    return event


def _tasks(rows: Sequence[WorkRow]) -> list[tuple[Task, WorkRow]]:
    by_measure = {row.measure.pk: row for row in rows}
    if not rows:
        return []
    tasks = (
        Task.objects.of(rows[0].measure.authority)
        .filter(measure__in=by_measure, done_at__isnull=True, dropped_because="", due_on__isnull=False)
        .order_by("due_on", "pk")
    )
    return [(task, by_measure[task.measure_id]) for task in tasks]
