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
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


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
    if day is None or today < day or is_snoozed(subject, today) or not any(subject.chain):
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
    asks: dict[str, list[Ask]] = {}
    for subject in subjects:
        tier, day = tier_to_ask(subject, today, pace), due_on(subject)
        if tier is None or day is None:
            continue
        for person in _free_or_all(subject.chain[tier], last_mails, today, pace):
            asks.setdefault(person.email, []).append(Ask(person, subject.key, day, tier))
    return [
        Letter(today, theirs[0].person, tuple(sorted(theirs, key=lambda ask: (ask.due_on, ask.measure))))
        for email, theirs in sorted(asks.items())
        if may_get(email, last_mails, today, pace)
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
    now = [one for one in subjects if (due := due_on(one)) is not None and due <= last and any(one.chain)]
    mails, out = dict(last_mails), list[Letter]()
    for ahead in range(days):
        if most is not None and len(out) >= most:
            break
        day = today + timedelta(days=ahead)
        sent = letters_today(now, mails, day, pace)
        mails |= {letter.person.email: day for letter in sent}
        told: dict[int, int] = {ask.measure: ask.tier for letter in sent for ask in letter.asks}
        if told:
            now = [
                replace(one, asked=(*one.asked, Asked(day, told[one.key]))) if one.key in told else one
                for one in now
            ]
        out += sent
    return out if most is None else out[:most]


def may_get(email: str, last_mails: Mapping[str, date], today: date, pace: Pace) -> bool:
    """Whether enough days went by since the last mail to this address."""
    last = last_mails.get(email)
    return last is None or (today - last).days >= pace.gap


def _next_tier(subject: Subject, start: int) -> int | None:
    """The first place from `start` on where somebody stands."""
    return next((place for place in range(start, len(subject.chain)) if subject.chain[place]), None)


def _free_or_all(
    people: tuple[Person, ...], last_mails: Mapping[str, date], today: date, pace: Pace
) -> tuple[Person, ...]:
    """Those of a tier who may get a mail today: one of a team who just got one keeps nobody else waiting."""
    return tuple(person for person in people if may_get(person.email, last_mails, today, pace))
