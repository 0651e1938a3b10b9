"""Dependencies form no circle."""

from collections.abc import Iterable


def path_back(edges: Iterable[tuple[int, int]], measure: int, needs: int) -> list[int] | None:
    """The way from `needs` back to `measure` along what each needs; None when there is none.

    Adding "measure needs `needs`" closes a circle exactly when such a way exists. The way starts
    with `needs` and ends with `measure`.
    """
    after: dict[int, list[int]] = {}
    for one, other in edges:
        after.setdefault(one, []).append(other)
    came_from: dict[int, int | None] = {needs: None}
    waiting = [needs]
    while waiting:
        here = waiting.pop()
        if here == measure:
            way = [here]
            while (before := came_from[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for other in after.get(here, ()):
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    return None
