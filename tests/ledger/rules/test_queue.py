"""Who is served when money returns."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relance.ledger.rules.queue import Waiting, served

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def waiting(place: int, amount: int, hours: int = 0) -> Waiting:
    return Waiting(place, amount, NOON + timedelta(hours=hours))


def test_the_file_that_was_complete_first_is_served_first() -> None:
    late, early = waiting(1, 10, hours=2), waiting(2, 10, hours=1)

    assert served(10, [late, early]) == [early]


def test_of_two_complete_at_once_the_first_recorded_is_served() -> None:
    assert served(10, [waiting(2, 10), waiting(1, 10)]) == [waiting(1, 10)]


def test_nobody_overtakes_because_they_ask_for_less() -> None:
    large, small = waiting(1, 50, hours=1), waiting(2, 5, hours=2)

    assert served(40, [large, small]) == []


def test_money_for_nobody_serves_nobody() -> None:
    assert served(1000, []) == []


@given(
    available=st.integers(0, 300),
    asked=st.lists(st.tuples(st.integers(1, 100), st.integers(0, 5)), max_size=12),
)
def test_the_served_are_the_longest_head_of_the_line_that_fits(
    available: int, asked: list[tuple[int, int]]
) -> None:
    line = [waiting(number, amount, hours) for number, (amount, hours) in enumerate(asked)]
    ordered = sorted(line, key=lambda one: (one.complete_at, one.place))

    done = served(available, line)

    assert done == ordered[: len(done)]
    assert sum(one.amount for one in done) <= available
    if len(done) < len(ordered):
        assert sum(one.amount for one in ordered[: len(done) + 1]) > available
