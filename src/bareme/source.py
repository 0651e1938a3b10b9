"""Reads YAML with our own settings: text stays text, and each node knows its place.

YAML's own typing is what we do not want here: it turns commune 01004 into an octal number,
NAF 56.10 into 56.1 and `no` into false. Scalars therefore stay text until a type claims them.
Anchors, aliases, tags and several documents are refused: a scheme is one text, read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bareme.errors import Problem, SchemeError, Span

if TYPE_CHECKING:
    from yaml.events import Event

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as written. `inner` is where its first character stands; `single` if on one line."""

    value: str
    span: Span
    inner: Span
    single: bool


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple[Node, ...]
    span: Span

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping; keys keep their order and their place."""

    keys: dict[str, Text]
    values: dict[str, Node]
    span: Span

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def __iter__(self) -> Iterator[tuple[Text, Node]]:
        return ((self.keys[name], value) for name, value in self.values.items())

    def get(self, key: str) -> Node | None:
        return self.values.get(key)


Node = Text | Items | Mapping


def read(text: str, *, path: str) -> Node:
    """The tree of one YAML document.

    Raises SchemeError: bad YAML, a repeated key, an anchor, an alias, a tag, a second document.
    """
    if len(text) > MAX_CHARACTERS:
        cause = f"le texte dépasse {MAX_CHARACTERS} caractères"
        raise SchemeError([Problem("yaml", cause, Span(1, 1))], path=path, text=text[:2000])
    return _Reader(text, path).document()


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.problems: list[Problem] = []

    def refuse(self, cause: str, span: Span, help: str = "") -> SchemeError:
        problem = Problem("yaml", cause, span, help)
        return SchemeError([*self.problems, problem], path=self.path, text=self.text)

    def document(self) -> Node:
        import yaml  # 20 ms that `import bareme` does not pay

        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            events = yaml.parse(self.text, Loader=loader)
            node = self._document(events)
        except yaml.MarkedYAMLError as error:
            raise self.refuse(*_fault(error, self.text.splitlines())) from error
        except yaml.YAMLError as error:
            raise self.refuse(f"ce n’est pas du YAML : {error}", Span(1, 1)) from error
        if self.problems:
            raise SchemeError(self.problems, path=self.path, text=self.text)
        return node

    def _document(self, events: Iterator[Event]) -> Node:
        import yaml

        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                continue
            if isinstance(event, yaml.StreamEndEvent | yaml.DocumentEndEvent):
                continue
            if root is not None:
                raise self.refuse("un barème tient en un seul document YAML", _place(event))
            root = self._node(event, events, 0)
        if root is None:
            raise self.refuse("le fichier est vide", Span(1, 1), "un barème commence par « language: 1 »")
        return root

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        import yaml

        span = _place(event)
        if depth > MAX_DEPTH:
            raise self.refuse(f"plus de {MAX_DEPTH} niveaux emboîtés", span)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse("ancres et renvois YAML (« & », « * ») ne sont pas admis", span)
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refuse("une étiquette YAML (« ! ») n’est pas admise", span)
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, span)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Items(tuple(items), span)
        return self._mapping(events, span, depth)

    def _text(self, event: Any, span: Span) -> Text:
        single = event.start_mark.line == event.end_mark.line
        quoted = event.style in ("'", '"')
        escaped = quoted and len(event.value) + 2 != event.end_mark.column - event.start_mark.column
        inner = Span(span.line, span.column + (1 if quoted else 0), max(1, len(event.value)))
        return Text(event.value, span, inner, single and not escaped and event.style not in ("|", ">"))

    def _mapping(self, events: Iterator[Event], span: Span, depth: int) -> Mapping:
        import yaml

        keys: dict[str, Text] = {}
        values: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Text):
                raise self.refuse("une clé est un mot", key.span)
            if key.value in keys:
                first = keys[key.value].span
                cause = f"la clé « {key.value} » est répétée"
                self.problems.append(Problem("key", cause, key.span, f"déjà écrite ligne {first.line}"))
                continue
            keys[key.value], values[key.value] = key, value
        return Mapping(keys, values, span)


QUOTES = "un texte qui contient « : », « , », « [ » ou « # » se met entre guillemets"
FAULTS = {
    "did not find expected ',' or '}'": "il manque une virgule, ou « } »",
    "did not find expected ',' or ']'": "il manque une virgule, ou « ] »",
    "mapping values are not allowed in this context": "« : » n’est pas à sa place",
    "could not find expected ':'": "il manque « : » après une clé",
    "did not find expected key": "cette ligne n’est pas alignée sur les autres clés",
    "did not find expected '-' indicator": "cette ligne n’est pas alignée sur la liste",
    "found unexpected end of stream": "le fichier s’arrête au milieu d’un texte",
    "did not find expected node content": "il manque une valeur",
}


def _fault(error: Any, lines: list[str]) -> tuple[str, Span, str]:
    """What libyaml found, in French and where the author can mend it: cause, place, remedy."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return f"ce n’est pas du YAML : {error.problem}", Span(1, 1), ""
    span = Span(mark.line + 1, mark.column + 1)
    sign = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if "cannot start any token" in str(error.problem):
        if sign == "\t":
            return (
                "ce n’est pas du YAML : une tabulation sert de retrait",
                span,
                "le retrait se fait par des espaces",
            )
        return f"ce n’est pas du YAML : « {sign} » ne peut pas commencer un texte", span, QUOTES
    if "did not find expected ','" in str(error.problem) and begun is not None and begun.line < mark.line:
        # The reader noticed lines below: the fault is where the bracket opened, or where a # hid its end.
        opened = lines[begun.line][begun.column : begun.column + 1]
        line = lines[mark.line - 1]
        if " #" in line:
            place = Span(mark.line, line.index(" #") + 2)
            return (
                "ce n’est pas du YAML : « # » commence un commentaire et cache la fin de la ligne",
                place,
                QUOTES,
            )
        cause = f"ce n’est pas du YAML : « {opened} » n’est pas refermé"
        return cause, Span(begun.line + 1, begun.column + 1), f"noté à la ligne {mark.line + 1}"
    return f"ce n’est pas du YAML : {FAULTS.get(str(error.problem), error.problem)}", span, QUOTES


def _place(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if start.line == end.line else 1
    return Span(start.line + 1, start.column + 1, max(1, length))
