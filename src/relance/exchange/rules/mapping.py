"""A map as SVG: points on a plane (web Mercator), near ones gathered, and the tiles beneath if there are any.

Source of the projection and of tile numbers: wiki.openstreetmap.org, Slippy map tilenames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, pi, radians, sinh, tan
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 560
MARGIN: Final = 40
CELL: Final = 60  # points nearer than a finger are gathered
TILE: Final = 256
DEEPEST: Final = 17


@dataclass(frozen=True, slots=True)
class Mark:
    """A shop, or `count` of them gathered: where in the drawing, and on Earth (millionths)."""

    x: float
    y: float
    count: int
    name: str
    key: str
    latitude: int
    longitude: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the background, as the server of tiles numbers it, and where it stands."""

    z: int
    x: int
    y: int
    left: float
    top: float


@dataclass(frozen=True)
class Drawing:
    """What the template draws; `scale` is how many metres `bar` units stand for."""

    marks: tuple[Mark, ...] = ()
    tiles: tuple[Tile, ...] = ()
    scale: int = 0
    bar: float = 0.0
    width: int = WIDTH
    height: int = HEIGHT


def drawing(points: Sequence[tuple[int, int, str, str]], *, tiles: bool = False) -> Drawing:
    """Points (latitude, longitude in millionths, name, key) on one sheet, all of them in sight."""
    if not points:
        return Drawing()
    plane = [_project(lat, lon) for lat, lon, _, _ in points]
    low_x, high_x = min(x for x, _ in plane), max(x for x, _ in plane)
    low_y, high_y = min(y for _, y in plane), max(y for _, y in plane)
    zoom = _zoom(high_x - low_x, high_y - low_y)
    size = TILE * 2**zoom
    left = (low_x + high_x) / 2 * size - WIDTH / 2
    top = (low_y + high_y) / 2 * size - HEIGHT / 2
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(plane):
        cell = (int((x * size - left) // CELL), int((y * size - top) // CELL))
        cells.setdefault(cell, []).append(number)
    marks = tuple(
        _mark([(plane[n], points[n]) for n in numbers], size, left, top) for numbers in cells.values()
    )
    middle = degrees(atan(sinh(pi * (1 - (low_y + high_y)))))
    metres = 40_075_016.686 * cos(radians(middle)) / size
    scale = _round(metres * 160)
    return Drawing(
        tuple(sorted(marks, key=lambda mark: (mark.y, mark.x))),
        _tiles(zoom, left, top) if tiles else (),
        scale,
        round(scale / metres, 1),
    )


def _project(latitude: int, longitude: int) -> tuple[float, float]:
    """Both from 0 to 1, north at 0."""
    angle = radians(max(min(latitude / 1e6, 85.0), -85.0))
    return (longitude / 1e6 + 180) / 360, (1 - asinh(tan(angle)) / pi) / 2


def _zoom(wide: float, high: float) -> int:
    for zoom in range(DEEPEST, 0, -1):
        size = TILE * 2**zoom
        if wide * size <= WIDTH - 2 * MARGIN and high * size <= HEIGHT - 2 * MARGIN:
            return zoom
    return 1


def _mark(
    held: list[tuple[tuple[float, float], tuple[int, int, str, str]]], size: int, left: float, top: float
) -> Mark:
    x = sum(place[0] for place, _ in held) / len(held) * size - left
    y = sum(place[1] for place, _ in held) / len(held) * size - top
    _, (latitude, longitude, name, key) = held[0]
    if len(held) > 1:
        latitude = round(sum(point[0] for _, point in held) / len(held))
        longitude = round(sum(point[1] for _, point in held) / len(held))
    return Mark(round(x, 1), round(y, 1), len(held), name, key, latitude, longitude)


def _tiles(zoom: int, left: float, top: float) -> tuple[Tile, ...]:
    most = 2**zoom
    out = []
    for y in range(int(top // TILE), int((top + HEIGHT) // TILE) + 1):
        for x in range(int(left // TILE), int((left + WIDTH) // TILE) + 1):
            if 0 <= y < most:
                out.append(Tile(zoom, x % most, y, round(x * TILE - left, 1), round(y * TILE - top, 1)))
    return tuple(out)


def _round(metres: float) -> int:
    """The round number just below: 1, 2 or 5 and zeros."""
    power = 1
    while power * 10 <= metres:
        power *= 10
    return max(next((step * power for step in (5, 2, 1) if step * power <= metres), 1), 1)
