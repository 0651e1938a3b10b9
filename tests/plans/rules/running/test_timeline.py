"""Where the bars of a timeline stand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.timeline import LEFT, ROW, TOP, WIDTH, Span, timeline

days = st.none() | st.dates(date(2020, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 11, 22)


def span(starts: date | None, ends: date | None) -> Span:
    return Span("m", "Fonds", starts, ends, "En cours")


@given(st.lists(st.tuples(days, days), max_size=6))
def test_every_bar_stands_inside_the_drawing_on_a_row_of_its_own(pairs: list[tuple[date, date]]) -> None:
    spans = [span(*sorted(pair)) if all(pair) else span(*pair) for pair in pairs]

    drawn = timeline(spans, TODAY)

    assert len(drawn.bars) + len(drawn.undated) == len(spans)
    for rank, bar in enumerate(drawn.bars):
        assert bar.x >= LEFT
        assert bar.x + bar.width <= LEFT + WIDTH + 4
        assert bar.y == TOP + rank * ROW + 4 < drawn.height


def test_a_side_that_the_dates_leave_open_says_so() -> None:
    (bar,) = timeline([span(None, date(2027, 6, 30))], TODAY).bars

    assert bar.open_start
    assert not bar.open_end
    assert bar.x == LEFT


def test_today_is_drawn_within_the_years_alone() -> None:
    assert timeline([span(date(2026, 1, 1), date(2026, 12, 31))], TODAY).today_x
    assert timeline([span(date(2030, 1, 1), date(2031, 1, 1))], TODAY).today_x is None


def test_nothing_dated_draws_nothing() -> None:
    drawn = timeline([span(None, None)], TODAY)

    assert drawn.bars == ()
    assert len(drawn.undated) == 1
    assert [tick.label for tick in timeline([span(date(2026, 5, 1), date(2027, 5, 1))], TODAY).ticks] == [
        "2026",
        "2027",
    ]
