"""The bullets and numbers that Word computes and does not store in the text."""

import re
from dataclasses import dataclass

from lxml import etree

from relance.reading.readers.wordstyles import Styles, W, val

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_LOW = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Number:
    """Of a list paragraph: `shown` as printed ("1.4", "•"), `level` from 1."""

    shown: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int


class Numbering:
    """Counts list paragraphs in reading order; call `of` once for each of them."""

    def __init__(self, element: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if element is not None:
            self._read(element)

    def of(self, paragraph: etree._Element) -> Number | None:
        """What stands before this paragraph, or None when it is in no list."""
        found = self._place(paragraph)
        if found is None:
            return None
        number_id, depth = found
        if number_id not in self._lists:
            return Number("•", depth + 1) if number_id != "0" else None
        family, levels = self._lists[number_id]
        level = levels.get(depth, _Level("bullet", "•", 1))
        counts = self._counts.setdefault(family, [None] * 9)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        if level.kind == "none":
            return None
        if level.kind == "bullet":
            return Number(_bullet(level.text), depth + 1)
        shown = _PLACE.sub(lambda place: self._figure(counts, levels, int(place[1]) - 1), level.text)
        return Number(shown.strip() or "•", depth + 1)

    def _figure(self, counts: list[int | None], levels: dict[int, _Level], depth: int) -> str:
        level = levels.get(depth, _Level("decimal", "", 1))
        value = counts[depth]
        return written_number(level.start if value is None else value, level.kind)

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        number_id = depth = None
        for part in (paragraph, *self._styles.chain(paragraph)):
            properties = part.find(f"{W}pPr/{W}numPr")
            if properties is None:
                continue
            number_id = number_id or val(properties, "numId")
            depth = depth if depth is not None else val(properties, "ilvl")
        if number_id is None or number_id == "0":
            return None
        return number_id, min(int(depth), 8) if depth and depth.isdigit() else 0

    def _read(self, element: etree._Element) -> None:
        families = {a.get(f"{W}abstractNumId"): a for a in element.iter(f"{W}abstractNum")}
        for number in element.iter(f"{W}num"):
            number_id, family_id = number.get(f"{W}numId"), val(number, "abstractNumId")
            family = families.get(family_id)
            if number_id is None or family_id is None or family is None:
                continue
            levels = _levels(family)
            overrides = list(number.iter(f"{W}lvlOverride"))
            for override in overrides:
                levels |= _levels(override)
            # A list that restarts counts for itself.
            key = f"{family_id}/{number_id}" if overrides else family_id
            self._lists[number_id] = (key, levels)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in parent.iter(f"{W}lvl"):
        depth, start = level.get(f"{W}ilvl", "0"), val(level, "start") or "1"
        if depth.isdigit() and int(depth) < 9:
            found[int(depth)] = _Level(
                kind=val(level, "numFmt") or "decimal",
                text=val(level, "lvlText") or "",
                start=int(start) if start.isdigit() else 1,
            )
    return found


def _bullet(sign: str) -> str:
    """Symbol fonts put bullets at private places: they all show as one."""
    return sign if sign and not "\uf000" <= sign[0] <= "\uf0ff" and sign != "o" else "•"


def written_number(value: int, kind: str) -> str:
    """A number of a list in its kind ("decimal", "lowerLetter", "upperRoman"…), as Word names them."""
    if kind in {"lowerLetter", "upperLetter"} and 1 <= value <= 26 * 5:
        letter = chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"} and 1 <= value < 4000:
        roman = ""
        for size, sign in _ROMAN + _ROMAN_LOW:
            roman += sign * (value // size)
            value %= size
        return roman.lower() if kind == "lowerRoman" else roman
    return f"{value:02d}" if kind == "decimalZero" else str(value)
