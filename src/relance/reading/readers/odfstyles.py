"""What the styles of an OpenDocument file make of a paragraph, a list and a sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from relance.reading.readers.wordnumbers import written_number

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADING = re.compile(r"(?:heading|titre)[\s_]*(?:20_)?([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """Of a paragraph: `level` for those that only look like headings by their style."""

    level: int | None
    names: tuple[str, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a level of a list is marked: a bullet, or a number with what stands around it."""

    kind: str | None = None
    prefix: str = ""
    suffix: str = ""
    levels: int = 1
    start: int = 1

    def shown(self, counts: Sequence[int], at: int) -> str:
        """The mark of the item counted by `counts[at]` (from 1), with the numbers above it."""
        if self.kind is None:
            return "•"
        figures = [
            written_number(max(count, 1) + (self.start - 1 if depth == at else 0), self.kind)
            for depth, count in enumerate(counts[: at + 1])
        ]
        return f"{self.prefix}{'.'.join(figures[-self.levels :])}{self.suffix}".strip() or "•"


class Styles:
    def __init__(self, roots: Sequence[etree._Element | None]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style") if root is not None else ():
                self._styles.setdefault(style.get(f"{_STYLE}name", ""), style)
            for shape in root.iter(f"{TEXT}list-style") if root is not None else ():
                self._lists.setdefault(shape.get(f"{_STYLE}name", ""), _levels(shape))

    def look(self, node: etree._Element, name: str | None) -> Look:
        """What the style called `name` and the spans inside say about a paragraph."""
        chain = list(self._chain(name))
        names = [shown for style in chain[:1] if (shown := style.get(f"{_STYLE}display-name"))]
        level = None
        for style in chain:
            title = style.get(f"{_STYLE}display-name") or style.get(f"{_STYLE}name") or ""
            if match := _HEADING.search(title):
                level = min(int(match[1]), 6)
            elif title.lower() in {"title", "titre", "titre principal"}:
                level = 1
            elif title.lower() in {"subtitle", "sous-titre"}:
                level = 2
            if level:
                break
        if self._is_bold(node, chain):
            names.append("bold")
        if size := self._first(chain, f"{_FO}font-size", r"([\d.]+)pt"):
            names.append(f"font={float(size):.1f}")
        margin = self._first(chain, f"{_FO}margin-left", r"([\d.]+)cm")
        return Look(level, tuple(names), round(float(margin) / 0.63) if margin else 0)

    def list_level(self, name: str | None, level: int) -> ListLevel:
        """The mark of a level (from 1) of the list style called `name`."""
        return self._lists.get(name or "", {}).get(level, ListLevel())

    def is_hidden(self, name: str | None) -> bool:
        """Whether a table with this style is not shown."""
        style = self._styles.get(name or "")
        if style is None:
            return False
        return any(part.get(f"{TABLE}display") == "false" for part in style.iter(f"{_STYLE}table-properties"))

    def _chain(self, name: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name and name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].get(f"{_STYLE}parent-style-name")

    def _is_bold(self, node: etree._Element, chain: Sequence[etree._Element]) -> bool:
        if self._first(chain, f"{_FO}font-weight", r"(bold|[6-9]00)"):
            return True
        spans = [span for span in node if span.tag == f"{TEXT}span"]
        inside = bool(spans) and not (node.text or "").strip()
        return inside and all(
            not (span.tail or "").strip()
            and self._first(
                list(self._chain(span.get(f"{TEXT}style-name"))), f"{_FO}font-weight", r"(bold|[6-9]00)"
            )
            for span in spans
        )

    @staticmethod
    def _first(chain: Sequence[etree._Element], attribute: str, pattern: str) -> str | None:
        for style in chain:
            for part in style:
                if (raw := part.get(attribute)) is not None:
                    match = re.fullmatch(pattern, raw)
                    return match[1] if match else None
        return None


def _levels(shape: etree._Element) -> dict[int, ListLevel]:
    found = {}
    for part in shape:
        depth = part.get(f"{TEXT}level", "")
        if not depth.isdigit():
            continue
        form = part.get(f"{_STYLE}num-format")
        if part.tag != f"{TEXT}list-level-style-number" or not form:
            found[int(depth)] = ListLevel()
            continue
        levels, start = part.get(f"{TEXT}display-levels", "1"), part.get(f"{TEXT}start-value", "1")
        found[int(depth)] = ListLevel(
            kind=_KINDS.get(form, "decimal"),
            prefix=part.get(f"{_STYLE}num-prefix", ""),
            suffix=part.get(f"{_STYLE}num-suffix", ""),
            levels=int(levels) if levels.isdigit() and levels != "0" else 1,
            start=int(start) if start.isdigit() else 1,
        )
    return found
