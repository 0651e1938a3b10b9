"""HTML pages: what is written, without navigation, banners, cookie notices and hidden parts."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relance.reading.limits import Deadline, Limits, refuse_over
from relance.reading.readers.compose import Composer, clean
from relance.reading.readers.html_table import grid_of
from relance.reading.readers.html_tags import BLOCKS, DROPPED, FURNITURE, HIDDEN, ROLES


def read_html(text: str, composer: Composer, limits: Limits, deadline: Deadline) -> str | None:
    """Put the blocks of a page into `composer`; returns its title."""
    tree = LexborHTMLParser(text)
    root = tree.body or tree.root
    if root is not None:
        _Walk(root, composer, limits, deadline).run()
    title = tree.css_first("title")
    return (clean(title.text()).replace("\n", " ") or None) if title else None


class _Walk:
    """Goes through the page without recursion, so that deep nesting costs nothing."""

    def __init__(self, root: LexborNode, composer: Composer, limits: Limits, deadline: Deadline) -> None:
        self._root = root
        self._composer = composer
        self._limits = limits
        self._deadline = deadline
        self._inline = _Inline()
        self._lists: list[_List] = []
        self._pending: tuple[int, str] | None = None
        self._heading: list[int] = []
        self._styles: list[str] = []
        self._depth = 0
        self._total = max(len(root.text()), 1)

    def run(self) -> None:
        node: LexborNode | None = self._root
        seen = 0
        while node is not None:
            seen += 1
            if seen % 500 == 0:
                self._deadline.check()
            entered = self._enter(node)
            if entered and node.child is not None:
                node = node.child
                self._depth += 1
                refuse_over(self._depth, 5_000, "éléments imbriqués")
                continue
            if entered:
                self._leave(node)
            node = self._next(node)
        self._flush()

    def _next(self, node: LexborNode) -> LexborNode | None:
        """The node after this one, leaving those that end on the way."""
        while node.mem_id != self._root.mem_id:
            if node.next is not None:
                return node.next
            parent = node.parent
            if parent is None:
                return None
            self._depth -= 1
            node = parent
            self._leave(node)
        return None

    def _enter(self, node: LexborNode) -> bool:
        """Begin a node; False leaves out what is below it."""
        tag = node.tag or ""
        if tag == "-text":
            self._inline.text(node.text_content or "", pre="pre" in self._styles)
            return False
        if tag.startswith(("-", "_", "!")) or (tag in DROPPED and node.mem_id != self._root.mem_id):
            return False
        if tag == "br":
            self._inline.line()
            return False
        if node.mem_id != self._root.mem_id and self._is_furniture(node, tag):
            return False
        if tag == "table" and (grid := grid_of(node, self._limits, self._deadline)):
            self._flush()
            self._composer.table(grid[0], headers=grid[1])
            return False
        if tag in BLOCKS:
            self._flush()
            self._begin(node, tag)
        elif tag in {"b", "strong"}:
            self._inline.bold += 1
        elif tag == "a":
            self._inline.link += 1
        return True

    def _begin(self, node: LexborNode, tag: str) -> None:
        match tag:
            case "ul" | "ol" | "menu":
                self._lists.append(_List.of(node, tag))
            case "li":
                if not self._lists:
                    self._lists.append(_List(None))
                self._pending = (len(self._lists), self._lists[-1].marker())
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading.append(int(tag[1]))
            case "summary":
                self._heading.append(5)
            case "dt" | "dd" | "figcaption" | "caption" | "pre" | "blockquote" | "legend":
                self._styles.append(tag)
            case _:
                pass

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in {"b", "strong"}:
            self._inline.bold = max(0, self._inline.bold - 1)
        elif tag == "a":
            self._inline.link = max(0, self._inline.link - 1)
        if tag not in BLOCKS:
            return
        self._flush()
        if tag in {"ul", "ol", "menu"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._pending = None
        elif (re.fullmatch(r"h[1-6]", tag) or tag == "summary") and self._heading:
            self._heading.pop()
        elif self._styles and self._styles[-1] == tag:
            self._styles.pop()

    def _flush(self) -> None:
        words, style = self._inline.take()
        if not clean(words):
            return
        style += self._styles
        if self._heading:
            level = self._heading[-1]
            self._composer.heading(words, level=level, style=[*style, f"h{level}"])
        elif self._pending:
            level, marker = self._pending
            self._pending = None
            self._composer.item(words, level=level, marker=marker, style=style)
        elif self._lists:
            self._composer.paragraph(words, style=[*style, "in-item"], indent=len(self._lists))
        else:
            self._composer.paragraph(words, style=style)

    def _is_furniture(self, node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        if not attributes and tag != "header":
            return False
        if tag == "header":
            return not _inside(node, {"article", "main", "section"})
        if "hidden" in attributes or HIDDEN.search(attributes.get("style") or ""):
            return True
        if (attributes.get("aria-hidden") or "").lower() == "true":
            return True
        if (attributes.get("role") or "").lower() in ROLES:
            return True
        if tag in {"main", "article", "p", "h1", "h2", "h3", "li", "td", "th"}:
            return False
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        # A whole page may stand in something named "social": what holds much is kept.
        return bool(FURNITURE.search(names)) and len(node.text()) < 0.3 * self._total


class _Inline:
    """The words of the block being read, and how much of them is bold or link."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._letters = self._bold = self._link = 0
        self.bold = self.link = 0

    def text(self, words: str, *, pre: bool) -> None:
        self._parts.append(words if pre else re.sub(r"[ \t\r\n\f]+", " ", words))
        letters = len("".join(words.split()))
        self._letters += letters
        self._bold += letters if self.bold else 0
        self._link += letters if self.link else 0

    def line(self) -> None:
        self._parts.append("\n")

    def take(self) -> tuple[str, list[str]]:
        style = [
            name
            for name, count in (("bold", self._bold), ("link", self._link))
            if self._letters and count == self._letters
        ]
        words = "".join(self._parts)
        self._parts = []
        self._letters = self._bold = self._link = 0
        return words, style


class _List:
    def __init__(self, start: int | None, kind: str = "1") -> None:
        self._number = start
        self._kind = kind

    @classmethod
    def of(cls, node: LexborNode, tag: str) -> "_List":
        if tag != "ol":
            return cls(None)
        start = node.attributes.get("start") or "1"
        return cls(int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1, node.attributes.get("type") or "1")

    def marker(self) -> str:
        if self._number is None:
            return "•"
        number, self._number = self._number, self._number + 1
        if self._kind in {"a", "A"} and 1 <= number <= 26:
            return f"{chr(ord(self._kind) + number - 1)}."
        return f"{number}."


def _inside(node: LexborNode, tags: set[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False
