"""What the styles of a Word document make of a paragraph: heading level, bold, size, capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|titre|überschrift|encabezado)\s*([1-9])\b", re.I)
_CONTENTS = re.compile(r"(?:toc|tm|table des matières)\s*\d|toc heading|en-tête de table des matières", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """Of a paragraph: `level` 1–6 for headings, None otherwise; `indent` in steps of half an inch."""

    level: int | None
    names: tuple[str, ...]
    indent: int = 0


def val(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of the child `name`, or None."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child.get(f"{W}val") if child is not None else None


def flag(parent: etree._Element | None, name: str) -> bool:
    """Whether the on-off child `name` is there and on."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


class Styles:
    def __init__(self, element: etree._Element) -> None:
        self._by_id = {s.get(f"{W}styleId"): s for s in element.iter(f"{W}style")}
        defaults = [s for s in self._by_id.values() if s.get(f"{W}default") in {"1", "true"}]
        self._default = next((s for s in defaults if s.get(f"{W}type") == "paragraph"), None)
        self._document = element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The style of a paragraph, then those it is based on."""
        style_id = val(paragraph.find(f"{W}pPr"), "pStyle")
        style = self._by_id.get(style_id) if style_id else self._default
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            style = self._by_id.get(val(style, "basedOn"))

    def look(self, paragraph: etree._Element, words: str) -> Look:
        chain = list(self.chain(paragraph))
        properties = [paragraph.find(f"{W}pPr"), *(s.find(f"{W}pPr") for s in chain)]
        runs = [r for r in paragraph.iter(f"{W}r") if "".join(t.text or "" for t in r.iter(f"{W}t")).strip()]
        names = []
        style_name = next((n for n in (val(s, "name") for s in chain) if n), None)
        if style_name and style_name.lower() not in {"normal", "standard"}:
            names.append(style_name)
        if any(_CONTENTS.match(val(s, "name") or "") for s in chain):
            names.append("toc")
        for name, tag in (("bold", "b"), ("caps", "caps"), ("italic", "i"), ("underline", "u")):
            if runs and all(self._has(run, chain, tag) for run in runs):
                names.append(name)
        if runs and (size := max(self._size(run, chain) for run in runs)):
            names.append(f"font={size:.1f}")
        level = None if "toc" in names else self._level(chain, properties)
        return Look(level=level, names=tuple(names), indent=self._indent(properties))

    def _level(self, chain: list[etree._Element], properties: list[etree._Element | None]) -> int | None:
        for style in chain:
            name = val(style, "name") or ""
            if match := _HEADING.match(name):
                return min(int(match[1]), 6)
            if name.lower() in {"title", "titre"}:
                return 1
            if name.lower() in {"subtitle", "sous-titre"}:
                return 2
        for part in properties:
            raw = val(part, "outlineLvl")
            if raw and raw.isdigit():
                return min(int(raw) + 1, 6) if int(raw) < 9 else None
        return None

    def _has(self, run: etree._Element, chain: list[etree._Element], tag: str) -> bool:
        for part in (run.find(f"{W}rPr"), *(s.find(f"{W}rPr") for s in chain), self._document):
            if part is not None and part.find(f"{W}{tag}") is not None:
                return flag(part, tag)
        return False

    def _size(self, run: etree._Element, chain: list[etree._Element]) -> float:
        for part in (run.find(f"{W}rPr"), *(s.find(f"{W}rPr") for s in chain), self._document):
            raw = val(part, "sz")
            if raw and raw.isdigit():
                return int(raw) / 2
        return 0.0

    def _indent(self, properties: list[etree._Element | None]) -> int:
        for part in properties:
            indent = part.find(f"{W}ind") if part is not None else None
            if indent is not None:
                raw = indent.get(f"{W}left") or indent.get(f"{W}start") or "0"
                return int(raw) // 360 if raw.lstrip("-").isdigit() else 0
        return 0
