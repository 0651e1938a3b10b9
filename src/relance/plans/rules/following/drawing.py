"""A small chart of an indicator as plain numbers for SVG: no library, no script, no style of its own.

The drawing is hidden from screen readers: the table beside it says everything that it shows. See
decision 0028.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from relance.plans.rules.following.figures import Figured

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 26, 26


@dataclass(frozen=True, slots=True)
class Point:
    """What a period shows: its name, its value and target, either of which may be missing."""

    name: str
    value: Figured | None = None
    target: Figured | None = None


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in whole pixels, with its words; `target_y` is where its target line stands."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    name: str
    words: str
    words_y: int
    target_y: int | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template prints. `baseline_y` is the line of the starting value, `zero_y` of nought."""

    bars: tuple[DrawnBar, ...]
    zero_y: int
    baseline_y: int | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def has_targets(self) -> bool:
        return any(bar.target_y is not None for bar in self.bars)

    @property
    def names_y(self) -> int:
        return self.height - 8


def drawing_of(points: Sequence[Point], baseline: Figured | None = None) -> Drawing | None:
    """Bars from zero, up or down, with targets as lines; None while there is no value to draw."""
    if not any(point.value for point in points):
        return None
    known = [figure.minor for point in points for figure in (point.value, point.target) if figure]
    if baseline is not None:
        known.append(baseline.minor)
    top, bottom = max(0, *known), min(0, *known)
    span = max(top - bottom, 1)
    room = HEIGHT - TOP - BOTTOM

    def place(minor: int) -> int:
        return TOP + (top - minor) * room // span

    step = (WIDTH - LEFT - RIGHT) // len(points)
    thick = max(min(step * 2 // 3, 72), 2)
    zero = place(0)
    bars = []
    for rank, point in enumerate(points):
        middle = LEFT + step * rank + step // 2
        end = place(point.value.minor) if point.value else zero
        bars.append(
            DrawnBar(
                x=middle - thick // 2,
                y=min(end, zero),
                width=thick,
                height=abs(end - zero),
                middle=middle,
                name=point.name if step >= 34 or rank in (0, len(points) - 1) else "",
                words=point.value.bare() if point.value and step >= 34 else "",
                words_y=max(min(end, zero) - 6, 12),
                target_y=place(point.target.minor) if point.target else None,
            )
        )
    return Drawing(tuple(bars), zero, place(baseline.minor) if baseline is not None else None)
