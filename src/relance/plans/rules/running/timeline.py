"""Where the bars of a timeline stand: months across, measures down. Pure; the page draws it as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEFT, WIDTH, ROW, TOP = 260, 940, 26, 34
"""Units of the drawing: room for titles, for the months, the height of a row and of the head."""


@dataclass(frozen=True, slots=True)
class Span:
    """A measure to draw. Either end may be open."""

    key: str
    title: str
    starts_on: date | None
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`open_start` and `open_end`: the text leaves that side open, and the bar fades into the edge."""

    span: Span
    x: int
    y: int
    width: int
    open_start: bool
    open_end: bool

    @property
    def text_y(self) -> int:
        return self.y + 13


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today_x: int | None
    undated: tuple[Span, ...]


def timeline(spans: Sequence[Span], today: date) -> Timeline:
    """Draw every span that has a date between the first and the last year named; the others stand aside."""
    dated = [one for one in spans if one.starts_on or one.ends_on]
    undated = tuple(one for one in spans if not (one.starts_on or one.ends_on))
    if not dated:
        return Timeline(LEFT + WIDTH, TOP, (), (), None, undated)
    named = [day for one in dated for day in (one.starts_on, one.ends_on) if day]
    first, last = date(min(named).year, 1, 1), date(max(named).year + 1, 1, 1)
    days = (last - first).days

    def x(day: date) -> int:
        return LEFT + (min(max(day, first), last) - first).days * WIDTH // days

    bars = []
    for rank, one in enumerate(dated):
        start, end = x(one.starts_on or first), x(one.ends_on or last)
        bars.append(
            Bar(
                one,
                start,
                TOP + rank * ROW + 4,
                max(end - start, 4),
                one.starts_on is None,
                one.ends_on is None,
            )
        )
    ticks = tuple(Tick(x(date(year, 1, 1)), str(year)) for year in range(first.year, last.year))
    here = x(today) if first <= today <= last else None
    return Timeline(LEFT + WIDTH, TOP + len(dated) * ROW + 8, tuple(bars), ticks, here, undated)
