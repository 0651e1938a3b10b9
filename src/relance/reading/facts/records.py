"""Pages written as keys and values (YAML, front matter): entries with a title, fields, lists.

An entry that holds other entries is a group; the innermost entries are measures, and so are
the words of a list under a key such as "mesures". PyYAML gives the place of each value.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import yaml

from relance.reading.document import Document, Span
from relance.reading.facts import lexicon, toml
from relance.reading.facts.drafts import Draft, DraftAxis, Outline, axis_called, drop_empty, unnumbered
from relance.reading.facts.fields import Field
from relance.reading.facts.keys import ASKS, ENGLISH, MEASURES, SKIPPED, TEXTS, TITLES
from relance.reading.facts.labels import Key, key_of
from relance.reading.facts.lines import acts
from relance.values.typography import flat, fold, squeeze

_LINE: Final = re.compile(r"\s*(?:- )?[\"']?[^\W\d_][\w '’/().-]{0,40}[\"']?\s*:(?:\s|$)|\s*- |\s*#|\s*$|---")
_KEYED: Final = re.compile(r"\s*(?:- )?[a-zà-ÿ_][\w-]*:(?:\s|$)")
_FRONT: Final = re.compile(r"\A\s*---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_BULLET: Final = re.compile(
    r"^[ \t]*(?:[*•–-]|\d{1,2}[.)])[ \t]+(\S.*(?:\n(?![ \t]*(?:[*•–-][ \t]|\d{1,2}[.)]|\n)).+)*)",
    re.MULTILINE,
)
_LARGEST: Final = 400_000
_DEEPEST: Final = 12


def front_matter(text: str) -> int:
    """Where the front matter of a page ends; 0 without one."""
    found = _FRONT.match(text)
    return found.end() if found else toml.end_of(text)


@dataclass(slots=True)
class Entry:
    """A mapping of the page: its title, its labelled values and the entries inside it."""

    key: str
    title: Span | None = None
    number: Span | None = None
    fields: list[Field] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    inner: list["Entry"] = field(default_factory=list)
    spoken: bool = False  # its text, without a title, promises something


def read_records(document: Document) -> Outline | None:
    """The outline of a page of keys and values; None when the document is not one."""
    text = document.text
    if (told := _told_in_toml(text)) is not None:
        return told
    start, end = bounds_of_records(text)
    if end <= start or end - start > _LARGEST:
        return None
    try:
        nodes = list(yaml.compose_all(text[start:end], Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return None
    builder = _Builder(text, start)
    roots = [builder.entry("", node, 0) for node in nodes if isinstance(node, yaml.MappingNode)]
    roots += [
        Entry("", inner=list(builder.sequence("mesures", node, 0)))
        for node in nodes
        if isinstance(node, yaml.SequenceNode)
    ]
    outline = Outline([], [], [])
    for root in roots:
        _collect(text, root, outline)
    drop_empty(outline)
    return outline if outline.drafts else None


def _told_in_toml(text: str) -> Outline | None:
    """The outline of a TOML front matter that lists measures; None when it lists none."""
    builder = _Builder(text, 0)
    root = Entry("")
    for table in toml.tables(text):
        name = _plain(table.name)
        if SKIPPED.match(name):
            continue
        made = Entry(name if table.several else "") if name else root
        for key, spans in table.values:
            for span in spans:
                builder.value(made, _plain(key), span)
        if made is not root and table.several:
            root.inner.append(made)
    if len(root.inner) < 2:
        return None
    outline = Outline([], [], [])
    root.title = None
    _collect(text, root, outline)
    drop_empty(outline)
    return outline if len(outline.drafts) >= 2 else None


def title_of_records(document: Document) -> Span | None:
    """The title that a front matter gives the page."""
    for table in toml.tables(document.text):
        for key, spans in table.values:
            if not table.name and key in ("titre", "title"):
                return spans[0]
    front = _FRONT.match(document.text)
    start, end = (front.start(1), front.end(1)) if front else bounds_of_records(document.text)
    if end <= start:
        return None
    found = re.search(r"^(?:titre|title)\s*:\s*[\"']?(.+?)[\"']?\s*$", document.text[start:end], re.MULTILINE)
    return Span(start + found.start(1), start + found.end(1)) if found else None


def bounds_of_records(text: str) -> tuple[int, int]:
    """Where the keys and values stand: the front matter, else the whole text if it looks so."""
    if front := _FRONT.match(text):
        body = text[front.end() :].strip()
        lines = front[1].split("\n")
        if len(body) < len(front[1]) and all(_LINE.match(line) or line.startswith(" ") for line in lines):
            return front.start(1), front.end(1)
        return (front.start(1), len(text)) if _keyed(body) else (0, 0)
    return (0, len(text)) if _keyed(text) else (0, 0)


def _keyed(text: str) -> bool:
    """Whether most lines are keys and values."""
    lines = [line for line in text.split("\n") if line.strip()][:400]
    shaped = sum(_LINE.match(line) is not None for line in lines)
    keyed = sum(re.match(r"\s*(?:- )?[a-zà-ÿ_][\w-]*:(?:\s|$)", line) is not None for line in lines)
    return len(lines) >= 4 and shaped >= 0.6 * len(lines) and keyed >= 0.3 * len(lines)


def _key(node: yaml.Node) -> str:
    """A key as plain words: "Budget_total" → "budget total"."""
    return _plain(str(getattr(node, "value", "")))


def _plain(key: str) -> str:
    return " ".join(re.sub(r"[_-]", " ", fold(key)).split())


@dataclass(slots=True)
class _Builder:
    text: str
    base: int
    seen: set[int] = field(default_factory=set)

    def entry(self, key: str, node: yaml.MappingNode, depth: int) -> Entry:
        made = Entry(key)
        if depth > _DEEPEST or id(node) in self.seen:  # aliases may loop
            return made
        self.seen.add(id(node))
        if any(_key(name) in ("url", "href", "link", "lien") for name, _ in node.value):
            return made  # a button, not an entry
        for name_node, value in node.value:
            name = " ".join(
                fold(str(getattr(name_node, "value", ""))).replace("_", " ").replace("-", " ").split()
            )
            if isinstance(value, yaml.ScalarNode):
                self._scalar(made, name, value)
            elif isinstance(value, yaml.SequenceNode):
                self._list(made, name, value, depth)
            elif isinstance(value, yaml.MappingNode) and not SKIPPED.match(name):
                made.inner.append(self._named(name_node, self.entry(name, value, depth + 1)))
        if made.title is None and depth and made.body and not made.inner:
            words = made.body[0].quote(self.text)
            if acts(flat(words)) or lexicon.commits(words, flat(words)):
                made.title, made.spoken = made.body.pop(0), True
        return made

    def _named(self, name_node: yaml.Node, inner: Entry) -> Entry:
        """A group may be named by its key alone ("axe 1 - Commerce:")."""
        if inner.title is None and " " in str(getattr(name_node, "value", "")):
            inner.title = self.span(name_node)
        return inner

    def sequence(self, name: str, node: yaml.SequenceNode, depth: int) -> Iterable[Entry]:
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield self.entry(name, item, depth + 1)
            elif isinstance(item, yaml.ScalarNode) and (span := self.span(item)):
                yield Entry(name, title=span)

    def _scalar(self, made: Entry, name: str, node: yaml.ScalarNode) -> None:
        if (span := self.span(node)) is not None:
            self.value(made, name, span)

    def value(self, made: Entry, name: str, span: Span) -> None:
        """Give an entry what stands under a key: its title, its number, a labelled value, its text."""
        if name in TITLES and (made.title is None or name in ("titre", "title", "intitule")):
            made.title = span
            return
        key = ENGLISH.get(name) or key_of(name)
        if key is Key.NUMBER:
            made.number = span
        elif listed := self._bullets(span):
            made.inner += [Entry("mesures", title=one) for one in listed]
        elif name in TEXTS or key in (Key.CONTEXT, Key.OBJECTIVE, Key.INDICATOR):
            made.body.append(span)
        elif key is not None:
            made.fields.append(Field(key, name, span))

    def _bullets(self, span: Span) -> list[Span]:
        """The items of a Markdown list written inside a value."""
        found = []
        for item in _BULLET.finditer(self.text, span.start, span.end):
            words = item[1].rstrip()
            found.append(Span(item.start(1), item.start(1) + len(words)))
        return found

    def _list(self, made: Entry, name: str, node: yaml.SequenceNode, depth: int) -> None:
        key = ENGLISH.get(name) or key_of(name)
        spans = [
            span for item in node.value if isinstance(item, yaml.ScalarNode) and (span := self.span(item))
        ]
        if key in (Key.PARTNER, Key.LEAD, Key.FUNDER, Key.BENEFICIARIES) and spans:
            made.fields += [Field(key, name, span) for span in spans]
            return
        if SKIPPED.match(name) or (spans and not MEASURES.match(name)):
            return
        made.inner += self.sequence(name, node, depth)

    def span(self, node: yaml.Node) -> Span | None:
        """The place of a value without its quotes or block sign; None when it is empty."""
        start, end = self.base + node.start_mark.index, self.base + node.end_mark.index
        if start >= end:
            return None
        if self.text[start] in "|>":
            start = min(end, self.text.find("\n", start, end) + 1 or end)
            return Span(start, end) if self.text[start:end].strip() else None
        if self.text[start] in "\"'" and end - start >= 2:
            start, end = start + 1, end - 1
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        return Span(start, end) if end > start else None


def _collect(text: str, root: Entry, outline: Outline) -> None:
    telling = any(f.key in (Key.AMOUNT, Key.BENEFICIARIES, Key.LEAD) for f in root.fields)
    if not root.inner and root.title and telling:
        _measure(text, root, outline, None, None, 0.7)  # the page of one aid
    groups = _groups(root)
    grouped = any(entry.inner for entry in groups)
    for entry in groups:
        if entry.title and _tells(entry.title.quote(text)):
            continue
        if not entry.inner:
            # Beside groups, "plan: {name: …, budget: …}" speaks of the whole.
            if _is_measure(text, entry) and not (
                grouped and entry.key and not MEASURES.match(flat(entry.key))
            ):
                _measure(text, entry, outline, _said_axis(text, entry, outline), None, 0.85)
            continue
        axis = None
        if entry.title:
            span, number = unnumbered(text, entry.title)
            printed = entry.number.quote(text) if entry.number else number
            outline.axes.append(DraftAxis(span, printed, 0.9))
            axis = len(outline.axes) - 1
        _measures(text, entry, outline, axis, None)


def _tells(title: str) -> bool:
    """Whether the title of a group announces what is, not what will be done: "Des constats :"."""
    return lexicon.DIAGNOSIS_HEADING.match(flat(title).strip(" :*_.!«»")) is not None


def _said_axis(text: str, entry: Entry, outline: Outline) -> int | None:
    """The axis that an entry of a flat list names itself: "thematique: Commerce"."""
    said = next((f.value for f in entry.fields if f.key is Key.AXIS and f.value), None)
    if said is None:
        return None
    return axis_called(text, said, outline)


def _groups(root: Entry, depth: int = 0) -> list[Entry]:
    """The entries of the first level that names groups: what only wraps them is passed through."""
    found: list[Entry] = []
    holders = [entry for entry in root.inner if entry.inner]
    for entry in root.inner:
        deeper = any(inner.inner for inner in entry.inner)
        if entry.inner and deeper and depth < _DEEPEST and (entry.title is None or len(holders) == 1):
            found += _groups(entry, depth + 1)
        else:
            found.append(entry)
    return found


def _measures(text: str, group: Entry, outline: Outline, axis: int | None, objective: Span | None) -> None:
    for entry in group.inner:
        if entry.inner:
            _measures(text, entry, outline, axis, entry.title or objective)
        elif _is_measure(text, entry):
            own = axis if axis is not None else _said_axis(text, entry, outline)
            _measure(text, entry, outline, own, objective, 0.92)


def _is_measure(text: str, entry: Entry) -> bool:
    if entry.title is not None and ASKS.match(flat(entry.title.quote(text))):
        return False  # a question put to the inhabitants
    return entry.title is not None and (
        entry.spoken or MEASURES.match(flat(entry.key)) is not None or bool(entry.fields)
    )


def _measure(
    text: str, entry: Entry, outline: Outline, axis: int | None, objective: Span | None, confidence: float
) -> None:
    assert entry.title is not None  # noqa: S101 — callers have looked
    draft = Draft(span=entry.title, confidence=confidence, axis=axis, objective=objective)
    draft.number = squeeze(entry.number.quote(text)) if entry.number else None
    draft.fields, draft.body = entry.fields, entry.body
    draft.units = {f.value: "?" for f in entry.fields if f.key is Key.AMOUNT and f.value}
    outline.drafts.append(draft)
