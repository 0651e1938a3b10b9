"""TOML front matter as entries: `[[mesures]]`, `titre = "…"`. The standard reader gives no places.

Only what pages use is read: tables, strings on one line or between triple quotes, numbers,
and lists of strings. Anything else is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from relance.reading.document import Span

_FENCED: Final = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_TABLE: Final = re.compile(r"^[ \t]*\[(?P<list>\[)?(?P<name>[^\[\]\n]+)\]{1,2}[ \t]*(?:#.*)?$", re.MULTILINE)
_KEY: Final = re.compile(
    r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*"
    r"(?:\"\"\"(?P<long>.*?)\"\"\"|'''(?P<raw>.*?)'''|\"(?P<text>(?:[^\"\\\n]|\\.)*)\"|'(?P<plain>[^'\n]*)'"
    r"|\[(?P<items>[^\]]*)\]|(?P<bare>[^\n#\[\"']+))",
    re.MULTILINE | re.DOTALL,
)
_ITEM: Final = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'")


@dataclass(frozen=True, slots=True)
class Table:
    """One `[table]` or `[[table]]`: its last name, whether it is one of several, its values in order."""

    name: str
    several: bool
    values: tuple[tuple[str, tuple[Span, ...]], ...]


def end_of(text: str) -> int:
    """Where a TOML front matter ends; 0 without one."""
    found = _FENCED.match(text)
    return found.end() if found else 0


def tables(text: str) -> Iterator[Table]:
    """The tables of a TOML front matter, the unnamed one first; nothing without a front matter."""
    front = _FENCED.match(text)
    if front is None:
        return
    name, several, at = "", False, front.start(1)
    for head in _TABLE.finditer(text, front.start(1), front.end(1)):
        yield Table(name, several, tuple(_values(text, at, head.start())))
        name, several, at = head["name"].strip().rsplit(".", 1)[-1].strip(), bool(head["list"]), head.end()
    yield Table(name, several, tuple(_values(text, at, front.end(1))))


def _values(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for found in _KEY.finditer(text, start, end):
        if found["items"] is not None:
            base = found.start("items")
            spans = [
                _trimmed(text, base + item.start(item.lastindex or 0), base + item.end(item.lastindex or 0))
                for item in _ITEM.finditer(found["items"])
            ]
        else:
            kind = next(k for k in ("long", "raw", "text", "plain", "bare") if found[k] is not None)
            spans = [_trimmed(text, found.start(kind), found.end(kind))]
        kept = tuple(span for span in spans if span)
        if kept:
            yield found["key"], kept


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Span(start, end) if end > start else None
