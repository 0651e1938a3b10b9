"""Slots are whole, in service hours, once the order can be ready."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.rules.buying.slots import Slot, slots

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MORNING = (NINE, NINE + timedelta(hours=3))
HALF = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def starts(found: list[Slot]) -> list[str]:
    return [f"{one.starts_at:%H:%M}" for one in found]


def test_the_first_slot_is_the_first_whole_one_after_preparation() -> None:
    found = list(slots([MORNING], now=NINE + timedelta(minutes=10), preparation=HOUR, length=HALF))

    assert starts(found) == ["10:30", "11:00", "11:30"]


def test_what_is_left_after_the_last_whole_slot_is_not_offered() -> None:
    span = (NINE, NINE + timedelta(minutes=50))

    assert starts(list(slots([span], now=NINE - HOUR, preparation=HALF, length=HALF))) == ["09:00"]


def test_a_full_slot_is_told_and_takes_nobody() -> None:
    found = list(
        slots([MORNING], now=NINE - HOUR, preparation=HALF, length=HOUR, capacity=2, taken={NINE: 2})
    )

    assert [one.left for one in found] == [0, 2, 2]
    assert found[0].is_full
    assert not found[1].is_full


def test_without_a_capacity_no_slot_is_full() -> None:
    found = list(slots([MORNING], now=NINE - HOUR, preparation=HALF, length=HOUR, taken={NINE: 99}))

    assert not any(one.is_full for one in found)


PARIS = ZoneInfo("Europe/Paris")


def night(month: int, day: int, until: int) -> tuple[datetime, datetime]:
    """From one in the morning, at Paris, in 2027."""
    return datetime(2027, month, day, 1, tzinfo=PARIS), datetime(2027, month, day, until, tzinfo=PARIS)


# At Paris the hour from two to three does not exist in March, and comes twice in October.
@pytest.mark.parametrize(
    ("span", "told"),
    [
        (night(3, 28, 4), "01:00 01:30 03:00 03:30"),
        (night(10, 31, 4), "01:00 01:30 02:00 02:30 02:00 02:30 03:00 03:30"),
    ],
)
def test_the_night_of_a_change_of_hour_has_each_slot_once(span: tuple[datetime, datetime], told: str) -> None:
    found = list(slots([span], now=NINE, preparation=HALF, length=HALF))

    assert [f"{one.starts_at.astimezone(PARIS):%H:%M}" for one in found] == told.split()
    assert len({one.starts_at for one in found}) == len(found)
    assert all(one.ends_at - one.starts_at == HALF for one in found)


def test_a_slot_in_the_hour_that_comes_twice_remembers_who_took_it() -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # half past two, winter time

    found = list(
        slots([night(10, 31, 4)], now=NINE, preparation=HALF, length=HALF, capacity=1, taken={second: 1})
    )

    assert [one.starts_at for one in found if one.is_full] == [second]


@given(
    minutes=st.integers(0, 600),
    preparation=st.integers(0, 240),
    length=st.integers(5, 120),
    now=st.integers(-600, 600),
)
def test_every_slot_is_whole_within_the_hours_and_late_enough(
    minutes: int, preparation: int, length: int, now: int
) -> None:
    span = (NINE, NINE + timedelta(minutes=minutes))
    moment = NINE + timedelta(minutes=now)

    found = list(
        slots(
            [span],
            now=moment,
            preparation=timedelta(minutes=preparation),
            length=timedelta(minutes=length),
        )
    )

    for one in found:
        assert span[0] <= one.starts_at < one.ends_at <= span[1]
        assert one.ends_at - one.starts_at == timedelta(minutes=length)
        assert one.starts_at >= moment + timedelta(minutes=preparation)
    assert found == sorted(found, key=lambda one: one.starts_at)
