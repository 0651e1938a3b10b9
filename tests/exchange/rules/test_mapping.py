"""A map as SVG: every point is on the sheet, near ones are gathered, the scale tells the truth."""

from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.rules.mapping import CELL, HEIGHT, TILE, WIDTH, Drawing, drawing

POINTS = st.lists(
    st.tuples(
        st.integers(-80_000_000, 80_000_000),
        st.integers(-179_000_000, 179_000_000),
        st.just("Boutique"),
        st.just("b"),
    ),
    min_size=1,
    max_size=30,
)


def near(x: int, y: int) -> tuple[int, int, str, str]:
    """A point some metres from the middle of the town."""
    return (44_300_000 + y, 5_100_000 + x, f"b{x}", f"b-{x}")


@given(POINTS)
def test_every_point_is_on_the_sheet_and_none_is_lost(points: list[tuple[int, int, str, str]]) -> None:
    drawn = drawing(points)

    assert sum(mark.count for mark in drawn.marks) == len(points)
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in drawn.marks)
    assert 0 < drawn.bar <= WIDTH


def test_north_is_up_and_east_is_right() -> None:
    south, north = drawing([near(0, 0), near(9000, 9000)]).marks[::-1]

    assert north.y < south.y
    assert north.x > south.x


def test_points_too_near_for_a_finger_are_gathered() -> None:
    drawn = drawing([near(0, 0), near(1, 1), near(20_000, 20_000)])

    assert sorted(mark.count for mark in drawn.marks) == [1, 2]
    first, second = drawn.marks
    assert max(abs(first.x - second.x), abs(first.y - second.y)) > CELL


def test_nothing_draws_nothing() -> None:
    assert drawing([]) == Drawing()


def test_tiles_cover_the_sheet_only_when_asked() -> None:
    points = [near(0, 0), near(9000, 9000)]

    assert drawing(points).tiles == ()
    tiles = drawing(points, tiles=True).tiles
    assert min(tile.left for tile in tiles) <= 0
    assert max(tile.left for tile in tiles) + TILE >= WIDTH
    assert min(tile.top for tile in tiles) <= 0
    assert max(tile.top for tile in tiles) + TILE >= HEIGHT


def test_the_scale_is_a_round_number_that_fits_its_bar() -> None:
    """Two points 1,113 m apart from south to north: their distance in the drawing agrees with the bar."""
    drawn = drawing([near(0, 0), near(0, 10_000)])

    assert drawn.scale in {100, 200, 500}
    apart = abs(drawn.marks[0].y - drawn.marks[1].y)
    assert abs(apart / drawn.bar * drawn.scale - 1113) < 12
