"""Whom to ask for news today: decided from facts and the day alone.

Rule in words. News of a measure are due `every_months` after its last news, or after the day from
which the plan asks. From then on the first of its chain is asked; when nothing comes within
`patience` days the next one is, up to the last, who is asked again each `patience` days. Nobody gets
two mails for one plan within `gap` days: what falls in between waits for the next mail. A
measure that is over, or paused on purpose, is not asked about; when the pause ends it is again.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be asked. The address tells people apart."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked about a measure, on a day, at a place of its chain."""

    on: date
    tier: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure as asking sees it.

    `chain`: who is asked first, then next…; a tier of several is asked together. `news_on`: the day
    its last news came. `asked`: requests since, in any order. `over`: nothing more is to be told.
    """

    key: int
    every_months: int
    from_day: date
    news_on: date | None = None
    chain: tuple[tuple[Person, ...], ...] = ()
    asked: tuple[Asked, ...] = ()
    snoozed_until: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How insistent a plan is, in days."""

    patience: int = 10
    gap: int = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to one person: about which measure, due since when, at which place of the chain."""

    person: Person
    measure: int
    due_on: date
    tier: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person gets in one mail."""

    on: date
    person: Person
    asks: tuple[Ask, ...] = field(default=())


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    if day.day <= 28:  # each month has it: asked of thousands of measures
        return date(year, month, day.day)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def heard_by(day: date, months: int) -> date:
    """The last day whose news are due again by `day`: `add_months(one, months) <= day` up to it."""
    first = add_months(day.replace(day=1), -months)
    end = calendar.monthrange(first.year, first.month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return first.replace(day=end if is_last else min(day.day, end))


def due_on(subject: Subject) -> date | None:
    """The day from which news are expected; None when none are."""
    if subject.over or subject.every_months == 0:
        return None
    if subject.news_on is None:
        return subject.from_day
    return max(subject.from_day, add_months(subject.news_on, subject.every_months))


def is_snoozed(subject: Subject, today: date) -> bool:
    return subject.snoozed_until is not None and today <= subject.snoozed_until


def is_late(subject: Subject, today: date, pace: Pace) -> bool:
    """Whether news are missing for longer than one person's patience. A pause on purpose is not lateness."""
    day = due_on(subject)
    return day is not None and not is_snoozed(subject, today) and today >= day + timedelta(days=pace.patience)


@dataclass(frozen=True, slots=True)
class _Due:
    """A measure of which news are due from `day` on; `last`: who was asked last since then."""

    subject: Subject
    day: date
    last: Asked | None


def _due(subject: Subject) -> _Due | None:
    day = due_on(subject)
    if day is None:
        return None
    since = [one for one in subject.asked if one.on >= day]
    return _Due(subject, day, max(since, key=lambda one: (one.on, one.tier)) if since else None)


def tier_to_ask(subject: Subject, today: date, pace: Pace) -> int | None:
    """The place in the chain to ask today; None when nobody is to be asked about this measure."""
    due = _due(subject)
    return None if due is None else _tier(due, today, pace)


def _tier(due: _Due, today: date, pace: Pace) -> int | None:
    subject, last = due.subject, due.last
    if today < due.day or is_snoozed(subject, today):
        return None
    if last is None:
        return _next_tier(subject, 0)
    if (today - last.on).days < pace.patience:
        return None
    following = _next_tier(subject, last.tier + 1)
    return last.tier if following is None else following


def letters_today(
    subjects: Iterable[Subject], last_mails: Mapping[str, date], today: date, pace: Pace
) -> list[Letter]:
    """The mails of today, one a person, in the order of addresses.

    `last_mails`: the day of the last mail to each address, for this plan.
    """
    due = [one for subject in subjects if (one := _due(subject)) is not None]
    return _letters(due, last_mails, today, pace)


def _letters(due: Iterable[_Due], last_mails: Mapping[str, date], today: date, pace: Pace) -> list[Letter]:
    """The mails of today about measures of which news are due."""
    busy = {email for email in last_mails if not may_get(email, last_mails, today, pace)}
    asks: dict[str, list[Ask]] = {}
    for one in due:
        tier = _tier(one, today, pace)
        if tier is None:
            continue
        # Of a tier, those who may get a mail today: one who just got one keeps nobody else waiting.
        for person in one.subject.chain[tier]:
            if person.email not in busy:
                asks.setdefault(person.email, []).append(Ask(person, one.subject.key, one.day, tier))
    return [
        Letter(today, theirs[0].person, tuple(sorted(theirs, key=lambda ask: (ask.due_on, ask.measure))))
        for _, theirs in sorted(asks.items())
    ]


def letters_to_all_late(
    subjects: Iterable[Subject], last_mails: Mapping[str, date], today: date, pace: Pace
) -> list[Letter]:
    """The mails that an officer sends by hand to everybody who is late: the first of each chain.

    Neither patience nor gap is waited for, but nobody gets two mails on one day.
    """
    late = [replace(one, asked=()) for one in subjects if is_late(one, today, pace)]
    return letters_today(late, {to: day for to, day in last_mails.items() if day == today}, today, pace)


def foreseen(
    subjects: Sequence[Subject],
    last_mails: Mapping[str, date],
    today: date,
    pace: Pace,
    *,
    days: int,
    most: int | None = None,
) -> list[Letter]:
    """The mails of the coming days if nobody answers: what a preview shows, the first `most` of them."""
    last = today + timedelta(days=days - 1)
    # A measure is looked at from the day on which somebody may be asked about it, and no earlier.
    later: dict[date, list[_Due]] = {}
    for subject in subjects:
        due = _due(subject)
        if due is not None and due.day <= last and any(subject.chain):
            later.setdefault(max(today, _ready_on(due, pace)), []).append(due)
    mails, out = dict(last_mails), list[Letter]()
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        now = later.pop(day, ())
        sent = _letters(now, mails, day, pace)
        out += sent
        if most is not None and len(out) >= most:
            return out[:most]
        mails |= {letter.person.email: day for letter in sent}
        told = {ask.measure: Asked(day, ask.tier) for letter in sent for ask in letter.asks}
        for one in now:
            asked = told.get(one.subject.key)
            if asked is None:
                later.setdefault(_free_on(one, mails, day, pace), []).append(one)
            else:
                again = _Due(one.subject, one.day, asked)
                later.setdefault(day + timedelta(days=pace.patience), []).append(again)
    return out


def _free_on(due: _Due, mails: Mapping[str, date], day: date, pace: Pace) -> date:
    """The first day after this one on which somebody of those to ask may get a mail."""
    tier = _tier(due, day, pace)
    people = () if tier is None else due.subject.chain[tier]
    gap = timedelta(days=pace.gap)
    return max(
        day + timedelta(days=1),
        min((mails[person.email] + gap for person in people if person.email in mails), default=day),
    )


def _ready_on(due: _Due, pace: Pace) -> date:
    """The first day on which somebody may be asked about it."""
    day = due.day if due.last is None else max(due.day, due.last.on + timedelta(days=pace.patience))
    until = due.subject.snoozed_until
    return day if until is None else max(day, until + timedelta(days=1))


def may_get(email: str, last_mails: Mapping[str, date], today: date, pace: Pace) -> bool:
    """Whether enough days went by since the last mail to this address."""
    last = last_mails.get(email)
    return last is None or (today - last).days >= pace.gap


def _next_tier(subject: Subject, start: int) -> int | None:
    """The first place from `start` on where somebody stands."""
    for place in range(start, len(subject.chain)):
        if subject.chain[place]:
            return place
    return None
