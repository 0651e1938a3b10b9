"""HTML pages: what is written, without navigation, banners, cookie notices and hidden parts."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relance.reading.limits import Deadline, Limits, refuse_over
from relance.reading.readers.compose import Composer, GridCell, clean

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "nav",
        "aside",
        "footer",
        "button",
        "select",
        "textarea",
        "input",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "dialog",
        "map",
        "datalist",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "caption",
        "ul",
    ]
)
_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
    ]
)
# Words that name furniture in a class or an id, as a whole part between separators.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|consentement|gdpr|rgpd|tarteaucitron|didomi|axeptio|onetrust|breadcrumbs?|"
    r"fil-d-?ariane|ariane|skip-?links?|evitement|share|sharing|partage|social|newsletter|pagination|navbar|sidebar|"
    r"visually-hidden|sr-only|screen-reader-text|advert|publicite|back-to-top|print-only)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


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
        if tag.startswith(("-", "_", "!")) or (tag in _DROPPED and node.mem_id != self._root.mem_id):
            return False
        if tag == "br":
            self._inline.line()
            return False
        if node.mem_id != self._root.mem_id and self._is_furniture(node, tag):
            return False
        if tag == "table" and (grid := self._grid(node)):
            self._flush()
            self._composer.table(grid[0], headers=grid[1])
            return False
        if tag in _BLOCKS:
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
        if tag not in _BLOCKS:
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
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return True
        if (attributes.get("aria-hidden") or "").lower() == "true":
            return True
        if (attributes.get("role") or "").lower() in _ROLES:
            return True
        if tag in {"main", "article", "p", "h1", "h2", "h3", "li", "td", "th"}:
            return False
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        # A whole page may stand in something named "social": what holds much is kept.
        return bool(_FURNITURE.search(names)) and len(node.text()) < 0.3 * self._total

    def _grid(self, table: LexborNode) -> tuple[list[list[GridCell | None]], int | None] | None:
        """The cells of a table of data; None when the table only lays out the page."""
        rows = [row for row in table.css("tr") if _own(row, table)]
        refuse_over(len(rows), self._limits.cells, "cellules")
        if len(rows) < 2 or table.css_first("table table, h1, h2, h3, h4"):
            return None
        grid: dict[tuple[int, int], GridCell] = {}
        headers = 0
        for y, row in enumerate(rows):
            self._deadline.check()
            x = 0
            cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
            if (
                cells
                and headers == y
                and (_in_head(row) or (all(c.tag == "th" for c in cells) and len(cells) > 1))
            ):
                headers = y + 1
            for node in cells:
                while (y, x) in grid:
                    x += 1
                cell = GridCell(_cell_words(node), bold=node.tag == "th")
                for dy in range(min(_number(node, "rowspan"), len(rows) - y)):
                    for dx in range(_number(node, "colspan")):
                        grid.setdefault((y + dy, x + dx), cell)
                refuse_over(len(grid), self._limits.cells, "cellules")
        width = max((x for _, x in grid), default=-1) + 1
        if width < 2:
            return None
        refuse_over(width * len(rows), self._limits.cells, "cellules")
        return [[grid.get((y, x)) for x in range(width)] for y in range(len(rows))], headers or None


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


def _cell_words(cell: LexborNode) -> str:
    """The words of a cell, its paragraphs and list items on lines of their own."""
    parts: list[str] = []
    for node, opens in _events(cell):
        tag = node.tag or ""
        if tag == "-text":
            parts.append(re.sub(r"[ \t\r\n\f]+", " ", node.text_content or ""))
        elif tag == "br" or (tag in _BLOCKS and tag not in {"td", "th"}):
            parts.append("\n")
            if tag == "li" and opens:
                parts.append("• ")
    return clean("".join(parts))


def _events(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node below `root` when it opens (True), and elements again when they close (False)."""
    node = root.child
    while node is not None:
        yield node, True
        hidden = node.tag in _DROPPED or "hidden" in node.attributes
        if node.child is not None and not hidden:
            node = node.child
            continue
        while node.next is None:
            parent = node.parent
            if parent is None or parent.mem_id == root.mem_id:
                return
            node = parent
            yield node, False
        node = node.next


def _own(row: LexborNode, table: LexborNode) -> bool:
    parent = row.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent is not None and parent.mem_id == table.mem_id


def _in_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _inside(node: LexborNode, tags: set[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _number(node: LexborNode, name: str) -> int:
    raw = node.attributes.get(name) or "1"
    return min(max(int(raw), 1), 1_000) if re.fullmatch(r"\d{1,6}", raw) else 1
