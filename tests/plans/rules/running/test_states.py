"""Late, stale and blocked follow from facts and the day alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.states import (
    Cause,
    Disagreement,
    Facts,
    Flag,
    computed,
    disagreements,
    flags,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
facts = st.builds(
    Facts,
    status=st.sampled_from(["to_start", "under_way", "paused", "done", "dropped"]),
    starts_on=st.none() | days,
    due_on=st.none() | days,
    news_on=st.none() | days,
    stale_after=st.integers(1, 400),
    overdue=st.none() | st.tuples(st.just("Commander"), days),
    open_tasks=st.integers(0, 3),
    waits_for=st.lists(st.sampled_from(["La halle", "Le fonds"]), max_size=2),
)


def up(**fields: object) -> tuple[Flag, ...]:
    return flags(computed(Facts(**{"status": "under_way", **fields}), TODAY))  # type: ignore[arg-type]  # hypothesis and tables give the fields


def test_a_measure_is_late_the_day_after_its_date() -> None:
    assert up(due_on=TODAY) == ()
    assert up(due_on=TODAY - timedelta(days=1)) == (Flag.LATE,)


def test_a_measure_that_should_have_begun_is_late() -> None:
    yesterday = TODAY - timedelta(days=1)

    assert up(status="to_start", starts_on=yesterday) == (Flag.LATE,)
    assert up(status="under_way", starts_on=yesterday) == ()


def test_a_task_past_its_date_makes_its_measure_late_and_is_named() -> None:
    because = computed(Facts("under_way", overdue=("Choisir l’architecte", date(2026, 10, 1))), TODAY)

    assert [(one.cause, one.subject, one.on) for one in because] == [
        (Cause.TASK_PAST_DUE, "Choisir l’architecte", date(2026, 10, 1))
    ]


def test_news_get_old_after_the_days_of_the_plan() -> None:
    heard = TODAY - timedelta(days=30)

    assert up(news_on=heard, stale_after=30) == ()
    assert up(news_on=heard, stale_after=29) == (Flag.STALE,)


def test_a_measure_that_waits_is_blocked_once_it_should_go_on() -> None:
    assert up(waits_for=["La halle"]) == (Flag.BLOCKED,)
    assert up(status="to_start", starts_on=TODAY + timedelta(days=1), waits_for=["La halle"]) == ()


@given(facts, days)
def test_what_is_done_or_dropped_is_neither_late_nor_stale_nor_blocked(given_facts: Facts, day: date) -> None:
    if given_facts.status in ("done", "dropped"):
        assert computed(given_facts, day) == ()


@given(facts, days, st.integers(1, 500))
def test_a_flag_of_dates_never_goes_down_by_waiting(given_facts: Facts, day: date, later: int) -> None:
    before = set(flags(computed(given_facts, day)))

    after = set(flags(computed(given_facts, day + timedelta(days=later))))

    assert before <= after


@given(facts, days)
def test_every_flag_has_its_cause(given_facts: Facts, day: date) -> None:
    for one in computed(given_facts, day):
        assert one.on is not None or one.subject


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"status": "done", "open_tasks": 1}, Disagreement.DONE_WITH_OPEN_TASKS),
        ({"status": "done", "waits_for": ["La halle"]}, Disagreement.DONE_BEFORE_WHAT_IT_NEEDS),
        ({"status": "under_way", "due_on": date(2026, 1, 1)}, Disagreement.OPEN_AND_LATE),
        ({"status": "under_way", "waits_for": ["La halle"]}, Disagreement.UNDER_WAY_AND_BLOCKED),
    ],
)
def test_a_declared_state_that_facts_contradict_asks_for_a_reason(
    said: dict[str, object], asked: Disagreement
) -> None:
    found = disagreements(Facts(**said), TODAY)  # type: ignore[arg-type]  # hypothesis and tables give the fields

    assert found == (asked,)
    assert found[0].sentence


def test_a_declared_state_that_agrees_asks_nothing() -> None:
    assert disagreements(Facts("done"), TODAY) == ()
    assert disagreements(Facts("under_way", due_on=TODAY), TODAY) == ()
    assert disagreements(Facts("paused", due_on=date(2026, 1, 1)), TODAY) == ()


def test_each_flag_has_its_word() -> None:
    assert [flag.word for flag in Flag] == ["En retard", "Sans nouvelles", "Bloquée"]
