"""Whom to ask for news today: decided from facts and the day alone."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.plans.rules.following.asking import (
    Asked,
    Letter,
    Pace,
    Person,
    Subject,
    add_months,
    due_on,
    foreseen,
    heard_by,
    is_late,
    letters_to_all_late,
    letters_today,
    may_get,
    tier_to_ask,
)

DAY = date(2026, 6, 1)
LEAD, TEAM, PILOT = Person("lead@x.example"), Person("team@x.example"), Person("pilot@x.example")
PACE = Pace(patience=10, gap=5)


def subject(**said: object) -> Subject:
    fields = {"key": 1, "every_months": 3, "from_day": DAY, "chain": ((LEAD,), (TEAM,), (PILOT,)), **said}
    return Subject(**fields)  # type: ignore[arg-type]  # the fields of a Subject, by name


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 15), 12, date(2027, 5, 15)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, wanted: date) -> None:
    assert add_months(day, months) == wanted


@given(st.dates(DAY, DAY + timedelta(days=800)), st.integers(1, 36), st.integers(-40, 40))
def test_the_last_day_heard_by_is_the_last_that_is_due_again(day: date, months: int, off: int) -> None:
    one = heard_by(day, months) + timedelta(days=off)

    assert (add_months(one, months) <= day) == (off <= 0)


def test_news_are_due_some_months_after_the_last() -> None:
    assert due_on(subject(news_on=date(2026, 5, 20))) == date(2026, 8, 20)


def test_without_any_news_they_are_due_from_the_day_the_plan_asks() -> None:
    assert due_on(subject()) == DAY


def test_old_news_are_not_due_before_the_plan_asks() -> None:
    assert due_on(subject(news_on=date(2024, 1, 1))) == DAY


@pytest.mark.parametrize("never", [{"every_months": 0}, {"over": True}])
def test_nothing_is_due_of_a_measure_that_is_over_or_never_asked(never: dict[str, object]) -> None:
    one = subject(**never)

    assert due_on(one) is None
    assert tier_to_ask(one, DAY + timedelta(days=900), PACE) is None


def test_nobody_is_asked_the_day_before() -> None:
    assert tier_to_ask(subject(), DAY - timedelta(days=1), PACE) is None


def test_the_lead_is_asked_first() -> None:
    assert tier_to_ask(subject(), DAY, PACE) == 0


def test_the_team_is_asked_when_the_lead_stays_silent() -> None:
    asked = (Asked(DAY, 0),)

    assert tier_to_ask(subject(asked=asked), DAY + timedelta(days=9), PACE) is None
    assert tier_to_ask(subject(asked=asked), DAY + timedelta(days=10), PACE) == 1


def test_an_empty_place_of_the_chain_is_skipped() -> None:
    one = subject(chain=((), (), (PILOT,)))

    assert tier_to_ask(one, DAY, PACE) == 2


def test_the_last_of_the_chain_is_asked_again() -> None:
    one = subject(asked=(Asked(DAY, 0), Asked(DAY + timedelta(days=10), 1), Asked(DAY + timedelta(20), 2)))

    assert tier_to_ask(one, DAY + timedelta(days=29), PACE) is None
    assert tier_to_ask(one, DAY + timedelta(days=30), PACE) == 2


def test_requests_before_the_last_news_count_no_more() -> None:
    one = subject(news_on=date(2026, 6, 3), asked=(Asked(DAY, 0), Asked(DAY + timedelta(days=10), 1)))

    assert tier_to_ask(one, date(2026, 9, 3), PACE) == 0


def test_nobody_is_asked_during_a_pause_and_somebody_the_day_after() -> None:
    one = subject(snoozed_until=DAY + timedelta(days=30))

    assert tier_to_ask(one, DAY + timedelta(days=30), PACE) is None
    assert tier_to_ask(one, DAY + timedelta(days=31), PACE) == 0


def test_a_pause_is_no_lateness() -> None:
    later = DAY + timedelta(days=60)

    assert is_late(subject(), later, PACE)
    assert not is_late(subject(snoozed_until=later), later, PACE)


def test_news_are_late_once_patience_is_over() -> None:
    assert not is_late(subject(), DAY + timedelta(days=9), PACE)
    assert is_late(subject(), DAY + timedelta(days=10), PACE)


def test_one_mail_asks_a_person_about_all_their_measures() -> None:
    letters = letters_today([subject(), subject(key=2)], {}, DAY, PACE)

    assert [(letter.person, [ask.measure for ask in letter.asks]) for letter in letters] == [(LEAD, [1, 2])]


def test_a_person_who_just_got_a_mail_gets_none() -> None:
    yesterday = {LEAD.email: DAY - timedelta(days=1)}

    assert letters_today([subject()], yesterday, DAY, PACE) == []
    assert letters_today([subject()], yesterday, DAY + timedelta(days=4), PACE)


def test_one_of_a_team_who_just_got_a_mail_keeps_nobody_waiting() -> None:
    one = subject(chain=((LEAD, TEAM),))

    letters = letters_today([one], {LEAD.email: DAY}, DAY, PACE)

    assert [letter.person for letter in letters] == [TEAM]


def test_reminding_all_writes_to_the_late_alone_and_once_a_day() -> None:
    later = DAY + timedelta(days=40)
    late, fresh = subject(asked=(Asked(later - timedelta(days=1), 2),)), subject(key=2, news_on=later)

    letters = letters_to_all_late([late, fresh], {LEAD.email: later - timedelta(days=1)}, later, PACE)
    again = letters_to_all_late([late, fresh], {LEAD.email: later}, later, PACE)

    assert [(letter.person, [ask.measure for ask in letter.asks]) for letter in letters] == [(LEAD, [1])]
    assert again == []


def test_the_preview_follows_the_chain_if_nobody_answers() -> None:
    letters = foreseen([subject()], {}, DAY, PACE, days=31)

    assert [(letter.on - DAY, letter.person) for letter in letters] == [
        (timedelta(days=0), LEAD),
        (timedelta(days=10), TEAM),
        (timedelta(days=20), PILOT),
        (timedelta(days=30), PILOT),
    ]


PEOPLE = [Person(f"p{n}@x.example") for n in range(4)]
TIERS = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)
SUBJECTS = st.lists(
    st.builds(
        Subject,
        key=st.integers(1, 10_000),
        every_months=st.integers(0, 6),
        from_day=st.dates(DAY - timedelta(days=60), DAY + timedelta(days=20)),
        news_on=st.none() | st.dates(DAY - timedelta(days=200), DAY),
        chain=st.lists(TIERS, max_size=3).map(tuple),
        snoozed_until=st.none() | st.dates(DAY - timedelta(days=5), DAY + timedelta(days=25)),
        over=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)
PACES = st.builds(Pace, patience=st.integers(1, 15), gap=st.integers(1, 10))


@given(SUBJECTS, PACES)
@settings(max_examples=60)
def test_nobody_ever_gets_two_mails_within_the_gap(subjects: list[Subject], pace: Pace) -> None:
    letters = foreseen(subjects, {}, DAY, pace, days=45)

    days: dict[str, list[date]] = {}
    for letter in letters:
        days.setdefault(letter.person.email, []).append(letter.on)
    for theirs in days.values():
        assert all((later - sooner).days >= pace.gap for sooner, later in itertools.pairwise(theirs))


@given(SUBJECTS, PACES, st.none() | st.integers(1, 5))
@settings(max_examples=60)
def test_the_preview_is_what_each_day_would_send_in_turn(
    subjects: list[Subject], pace: Pace, most: int | None
) -> None:
    now, mails, sent = list(subjects), dict[str, date](), list[Letter]()
    for ahead in range(45):
        day = DAY + timedelta(days=ahead)
        letters = letters_today(now, mails, day, pace)
        mails |= {letter.person.email: day for letter in letters}
        told = {ask.measure: Asked(day, ask.tier) for letter in letters for ask in letter.asks}
        now = [replace(one, asked=(*one.asked, told[one.key])) if one.key in told else one for one in now]
        sent += letters

    assert foreseen(subjects, {}, DAY, pace, days=45, most=most) == sent[:most]


@given(SUBJECTS, PACES)
@settings(max_examples=60)
def test_nobody_is_asked_early_nor_during_a_pause_nor_about_what_is_over(
    subjects: list[Subject], pace: Pace
) -> None:
    by_key = {one.key: one for one in subjects}

    for letter in foreseen(subjects, {}, DAY, pace, days=45):
        for ask in letter.asks:
            one = by_key[ask.measure]
            assert not one.over
            assert one.every_months > 0
            assert letter.on >= ask.due_on
            assert one.snoozed_until is None or letter.on > one.snoozed_until
            assert letter.person in one.chain[ask.tier]


@given(SUBJECTS, PACES)
@settings(max_examples=60)
def test_the_same_day_asks_nobody_twice(subjects: list[Subject], pace: Pace) -> None:
    letters = letters_today(subjects, {}, DAY, pace)

    sent = {letter.person.email: DAY for letter in letters}

    assert letters_today(subjects, sent, DAY, pace) == [
        letter for letter in letters_today(subjects, sent, DAY, pace) if letter.person.email not in sent
    ]
    assert all(not may_get(email, sent, DAY, pace) for email in sent)


@given(SUBJECTS, PACES)
@settings(max_examples=60)
def test_somebody_is_asked_about_each_measure_that_is_due_and_has_anybody(
    subjects: list[Subject], pace: Pace
) -> None:
    days = 45
    asked = {ask.measure for letter in foreseen(subjects, {}, DAY, pace, days=days) for ask in letter.asks}

    for one in subjects:
        day = due_on(one)
        waits = max(day or DAY, (one.snoozed_until or DAY) + timedelta(days=1), DAY)
        # all of its people may be busy with another mail for a gap; no longer
        in_time = day is not None and waits + timedelta(days=2 * pace.gap) < DAY + timedelta(days=days)
        if in_time and any(one.chain):
            assert one.key in asked
