"""The straight rules drawn on a PDF page: what ruled tables are made of."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from relance.reading.readers.pdfchars import Place

_OBJECTS = 20_000
_RULES = 4_000
_POINTS = 2_000
_THIN = 3.0
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Drawings:
    """Rules as thin places on the page as shown, small dots (bullets drawn by hand), and how many images."""

    rules: list[Place]
    dots: list[Place]
    images: int


def page_rules(page: pdfium.PdfPage, place: Callable[[float, float, float, float], Place]) -> "Drawings":
    """What is drawn on a page. One with thousands of rules is a drawing, not a table: it has none."""
    rules: list[Place] = []
    dots: list[Place] = []
    images = 0
    for kind, bounds, is_box in _things(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
            continue
        x0, y0, x1, y1 = place(*bounds)
        if 1.2 <= x1 - x0 <= 9 and 1.2 <= y1 - y0 <= 9 and len(dots) < _RULES:
            dots.append((x0, y0, x1, y1))
            continue
        if y1 - y0 <= _THIN or x1 - x0 <= _THIN:
            if max(x1 - x0, y1 - y0) >= 6:
                rules.append((x0, y0, x1, y1))
        elif is_box and x1 - x0 >= 8 and y1 - y0 >= 6:
            rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        if len(rules) > _RULES:
            return Drawings([], [], images)
    return Drawings(rules, dots, images)


def _things(page: pdfium.PdfPage) -> Iterator[tuple[int, Place, bool]]:
    """Kind and bounds (left, bottom, right, top) of paths and images, also inside forms."""
    count = min(raw.FPDFPage_CountObjects(page.raw), _OBJECTS)
    stack = [(raw.FPDFPage_GetObject(page.raw, index), _SAME, 0) for index in range(count)]
    while stack:
        thing, matrix, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
            inner = _times(_matrix(thing), matrix)
            inside = min(raw.FPDFFormObj_CountObjects(thing), _OBJECTS)
            stack += [(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1) for index in range(inside)]
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield kind, (0, 0, 0, 0), False
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            yield from ((kind, _moved(bounds, matrix), is_box) for bounds, is_box in _pieces(thing))


def _pieces(path: object) -> Iterator[tuple[Place, bool]]:
    """A simple path is its bounds; of a long one each straight stroke counts for itself."""
    segments = raw.FPDFPath_CountSegments(path)
    if segments <= 6:
        sides = [ctypes.c_float() for _ in range(4)]
        if raw.FPDFPageObj_GetBounds(path, *(ctypes.byref(side) for side in sides)):
            left, bottom, right, top = (side.value for side in sides)
            yield (left, bottom, right, top), segments >= 4
        return
    sides = [ctypes.c_float() for _ in range(4)]
    if raw.FPDFPageObj_GetBounds(path, *(ctypes.byref(side) for side in sides)):
        left, bottom, right, top = (side.value for side in sides)
        if right - left <= 9 and top - bottom <= 9:
            # A round bullet is a path of many curves.
            yield (left, bottom, right, top), False
            return
    matrix = _matrix(path)
    across, up = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(min(segments, _POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(across), ctypes.byref(up))
        point = _point(across.value, up.value, matrix)
        if before and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            low = (min(before[0], point[0]), min(before[1], point[1]))
            high = (max(before[0], point[0]), max(before[1], point[1]))
            yield (*low, *high), False
        before = point


def _matrix(thing: object) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(bounds: Place, matrix: _Matrix) -> Place:
    if matrix == _SAME:
        return bounds
    x0, y0 = _point(bounds[0], bounds[1], matrix)
    x1, y1 = _point(bounds[2], bounds[3], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
