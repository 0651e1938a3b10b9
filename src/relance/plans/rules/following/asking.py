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
    """The last day whose news are due again by `day`: `add_months(one, months) <= day` up to it, not after."""
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


def tier_to_ask(subject: Subject, today: date, pace: Pace) -> int | None:
    """The place in the chain to ask today; None when nobody is to be asked about this measure."""
    day = due_on(subject)
    return None if day is None else _tier(subject, day, today, pace)


def _tier(subject: Subject, day: date, today: date, pace: Pace) -> int | None:
    """The same for a measure of which news are due from `day` on."""
    if today < day or is_snoozed(subject, today) or not any(subject.chain):
        return None
    since = [one for one in subject.asked if one.on >= day]
    if not since:
        return _next_tier(subject, 0)
    last = max(since, key=lambda one: (one.on, one.tier))
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
    due = [(subject, day) for subject in subjects if (day := due_on(subject)) is not None]
    return _letters(due, last_mails, today, pace)


def _letters(
    due: Iterable[tuple[Subject, date]], last_mails: Mapping[str, date], today: date, pace: Pace
) -> list[Letter]:
    """The mails of today about these measures, each with the day from which its news are due."""
    busy = {email for email in last_mails if not may_get(email, last_mails, today, pace)}
    asks: dict[str, list[Ask]] = {}
    for subject, day in due:
        tier = _tier(subject, day, today, pace)
        if tier is None:
            continue
        # Of a tier, those who may get a mail today: one who just got one keeps nobody else waiting.
        for person in subject.chain[tier]:
            if person.email not in busy:
                asks.setdefault(person.email, []).append(Ask(person, subject.key, day, tier))
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
    later: dict[date, list[tuple[Subject, date]]] = {}
    for one in subjects:
        due = due_on(one)
        if due is not None and due <= last and any(one.chain):
            later.setdefault(max(today, _ready_on(one, due, pace)), []).append((one, due))
    mails, out = dict(last_mails), list[Letter]()
    now: list[tuple[Subject, date]] = []
    for ahead in range(days):
        if most is not None and len(out) >= most:
            break
        day = today + timedelta(days=ahead)
        now += later.pop(day, ())
        sent = _letters(now, mails, day, pace)
        mails |= {letter.person.email: day for letter in sent}
        told: dict[int, int] = {ask.measure: ask.tier for letter in sent for ask in letter.asks}
        still = []
        for one, due in now:
            if one.key in told:
                asked = replace(one, asked=(*one.asked, Asked(day, told[one.key])))
                later.setdefault(day + timedelta(days=pace.patience), []).append((asked, due))
            else:
                still.append((one, due))
        now = still
        out += sent
    return out if most is None else out[:most]


def _ready_on(subject: Subject, due: date, pace: Pace) -> date:
    """The first day on which somebody may be asked about a measure whose news are due from `due` on."""
    days = [due, *(one.on + timedelta(days=pace.patience) for one in subject.asked if one.on >= due)]
    if subject.snoozed_until is not None:
        days.append(subject.snoozed_until + timedelta(days=1))
    return max(days)


def may_get(email: str, last_mails: Mapping[str, date], today: date, pace: Pace) -> bool:
    """Whether enough days went by since the last mail to this address."""
    last = last_mails.get(email)
    return last is None or (today - last).days >= pace.gap


def _next_tier(subject: Subject, start: int) -> int | None:
    """The first place from `start` on where somebody stands."""
    return next((place for place in range(start, len(subject.chain)) if subject.chain[place]), None)
