"""Which calls take files, and until when."""

from datetime import date, datetime, time, timedelta

from relance.kernel.models import Authority
from relance.schemes.models import Call
from relance.schemes.rules.pieces import Asked, asked


def pieces_of(call: Call) -> tuple[Asked, ...]:
    """The pieces that a call asks for."""
    return asked(call.pieces)


def call_today(call: Call, now: datetime) -> date:
    """The day of the call's authority at this moment: a deadline is the end of *its* day."""
    return now.astimezone(call.authority.zone).date()


def open_calls(authority: Authority, now: datetime) -> list[Call]:
    """Calls that take files at this moment, the one that closes first at the top."""
    today = now.astimezone(authority.zone).date()
    calls = Call.objects.of(authority).filter(
        opened_at__isnull=False, closed_at__isnull=True, opens_on__lte=today
    )
    rows = [call for call in calls.select_related("authority", "scheme") if call.is_open(today)]
    return sorted(rows, key=lambda call: (call.closes_on or date.max, call.title))


def opens_at(call: Call) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment of its window (the last is not in it); None where there is none."""
    zone = call.authority.zone
    start = datetime.combine(call.opens_on, time.min, zone) if call.opens_on else None
    after = call.closes_on + timedelta(days=1) if call.closes_on else None
    return start, datetime.combine(after, time.min, zone) if after else None
