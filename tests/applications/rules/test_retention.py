"""Files are kept for the time that their scheme says, announced before, and never erased while examined."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.retention import (
    NOTICE,
    Keeping,
    Standing,
    ends_on,
    erased_on,
    months_after,
    to_announce,
    to_erase,
)

KEEPING = Keeping(drafts=3, refused=24, closed=12, accepted=120)
DAY = date(2026, 1, 31)
DRAFT = Standing(draft=True, outcome="", changed_on=DAY)
EXAMINED = Standing(draft=False, outcome="", changed_on=DAY)


def decided(outcome: str) -> Standing:
    return Standing(draft=False, outcome=outcome, changed_on=DAY, decided_on=DAY)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2026, 12, 15), 120, date(2036, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("standing", "end"),
    [
        (DRAFT, date(2026, 4, 30)),
        (decided("refused"), date(2028, 1, 31)),
        (decided("closed"), date(2027, 1, 31)),
        (decided("accepted"), date(2036, 1, 31)),
        (EXAMINED, None),
        (replace(decided("refused"), erased=True), None),
    ],
)
def test_each_state_has_its_time(standing: Standing, end: date | None) -> None:
    assert ends_on(standing, KEEPING) == end


def test_the_end_is_announced_a_notice_before() -> None:
    end = date(2026, 4, 30)

    assert not to_announce(DRAFT, KEEPING, end - NOTICE - timedelta(days=1))
    assert to_announce(DRAFT, KEEPING, end - NOTICE)


def test_what_was_announced_is_not_announced_again() -> None:
    assert not to_announce(replace(DRAFT, announced_on=date(2026, 4, 1)), KEEPING, date(2026, 5, 1))


def test_nothing_is_erased_without_having_been_announced() -> None:
    assert not to_erase(DRAFT, KEEPING, date(2099, 1, 1))


def test_a_notice_given_late_is_still_a_whole_notice() -> None:
    late = replace(DRAFT, announced_on=date(2026, 6, 1))

    assert erased_on(late, KEEPING) == date(2026, 7, 1)
    assert not to_erase(late, KEEPING, date(2026, 6, 30))
    assert to_erase(late, KEEPING, date(2026, 7, 1))


def test_a_file_under_examination_is_never_erased() -> None:
    assert not to_erase(replace(EXAMINED, announced_on=DAY), KEEPING, date(2099, 1, 1))
    assert not to_announce(EXAMINED, KEEPING, date(2099, 1, 1))


@given(
    outcome=st.sampled_from(["accepted", "refused", "closed"]),
    announced=st.dates(DAY, date(2050, 1, 1)),
    today=st.dates(DAY, date(2060, 1, 1)),
)
def test_nobody_is_erased_before_their_time_nor_within_their_notice(
    outcome: str, announced: date, today: date
) -> None:
    standing = replace(decided(outcome), announced_on=announced)
    end = ends_on(standing, KEEPING)

    if to_erase(standing, KEEPING, today):
        assert end is not None
        assert end <= today
        assert announced + NOTICE <= today
