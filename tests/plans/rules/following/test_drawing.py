"""The chart of an indicator, as whole numbers of pixels."""

from hypothesis import given, settings
from hypothesis import strategies as st

from relance.plans.rules.following.drawing import HEIGHT, WIDTH, Point, drawing_of
from relance.plans.rules.following.figures import Figured


def figure(minor: int) -> Figured:
    return Figured(minor, 0, "commerces")


def test_nothing_is_drawn_before_the_first_value() -> None:
    assert drawing_of([Point("2026", None, figure(3)), Point("2027")]) is None
    assert drawing_of([]) is None


def test_bars_start_from_zero_and_the_longest_reaches_the_top() -> None:
    drawing = drawing_of([Point("2026", figure(50)), Point("2027", figure(100))])

    assert drawing is not None
    small, large = drawing.bars
    assert large.y < small.y
    assert small.y + small.height == large.y + large.height == drawing.zero_y
    assert abs(large.height - 2 * small.height) <= 1


def test_a_negative_value_hangs_below_zero() -> None:
    drawing = drawing_of([Point("2026", figure(-20)), Point("2027", figure(20))])

    assert drawing is not None
    assert drawing.bars[0].y == drawing.zero_y
    assert drawing.bars[1].y + drawing.bars[1].height == drawing.zero_y


def test_a_period_without_value_keeps_its_place() -> None:
    drawing = drawing_of([Point("2026", figure(5)), Point("2027", None, figure(8))], figure(2))

    assert drawing is not None
    assert drawing.bars[1].height == 0
    assert drawing.bars[1].words == ""
    assert drawing.bars[1].target_y is not None
    assert drawing.baseline_y is not None


@given(
    st.lists(
        st.tuples(st.none() | st.integers(-(10**9), 10**9), st.none() | st.integers(-(10**9), 10**9)),
        min_size=1,
        max_size=40,
    ),
    st.none() | st.integers(-(10**9), 10**9),
)
@settings(max_examples=80)
def test_everything_stays_on_the_sheet(
    values: list[tuple[int | None, int | None]], start: int | None
) -> None:
    points = [
        Point(str(n), None if v is None else figure(v), None if t is None else figure(t))
        for n, (v, t) in enumerate(values)
    ]

    drawing = drawing_of(points, None if start is None else figure(start))

    if drawing is None:
        assert all(v is None for v, _ in values)
        return
    for bar in drawing.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
        assert bar.target_y is None or 0 <= bar.target_y <= HEIGHT
        assert 0 <= bar.words_y <= HEIGHT
