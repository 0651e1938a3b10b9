"""Dependencies form no circle, whatever the order they are added in."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.circles import path_back

edges = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=25)


def test_a_way_back_is_shown_from_end_to_end() -> None:
    assert path_back([(2, 3), (3, 1)], 1, 2) == [2, 3, 1]
    assert path_back([(2, 3)], 1, 2) is None
    assert path_back([], 1, 1) == [1]


@given(edges)
def test_adding_only_what_closes_no_circle_leaves_none(wanted: list[tuple[int, int]]) -> None:
    kept: list[tuple[int, int]] = []
    for measure, needs in wanted:
        if path_back(kept, measure, needs) is None:
            kept.append((measure, needs))

    for start in range(1, 8):
        assert all(path_back(kept, start, needs) is None for one, needs in kept if one == start)


@given(edges, st.integers(1, 7), st.integers(1, 7))
def test_a_way_that_is_given_exists(given_edges: list[tuple[int, int]], measure: int, needs: int) -> None:
    way = path_back(given_edges, measure, needs)

    if way is not None:
        assert (way[0], way[-1]) == (needs, measure)
        assert all(pair in given_edges for pair in itertools.pairwise(way))
