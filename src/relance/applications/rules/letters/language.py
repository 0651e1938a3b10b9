"""The language of letters: what an officer writes, read into a tree, with every problem named by its line.

| written | prints |
|---|---|
| a blank line | the end of a paragraph |
| `## Intertitre` | a heading |
| `- élément` | a line of a list |
| `**mot**` | in bold |
| `{champ}` | the value of a field; `{{` and `}}` print braces |
| `[si accordée]` … `[sinon]` … `[fin]` | one or the other |
| `[pour chaque motif]` … `[fin]` | once for each condition that is not met |
| `[signatures]` | the places where the town and the applicant sign |

The object of the letter is a line of its own, with fields.

Nothing else means anything: what looks like a command of the printing program is printed as it stands.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from relance.applications.rules.letters.fields import (
    CONDITIONS,
    FACT,
    FIELDS,
    OF_MOTIVES,
    condition_of,
    key_of,
)
from relance.values.typography import NBSP

LONGEST: Final = 20_000  # signs: some eight pages
DEEPEST: Final = 4
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]|\*\*")
_ORDER: Final = re.compile(r"^\[\s*(.*?)\s*\]$")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text cannot be used. `line` counts from 1 in the body; 0: the object of the letter."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Ligne {self.line}{NBSP}: {self.message}" if self.line else f"Objet{NBSP}: {self.message}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, or the value of `field` (then `text` is empty)."""

    text: str
    field: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A title, heading, paragraph or line of a list."""

    kind: str
    pieces: tuple[Piece, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Either:
    """`then` if the condition (or the field) named holds, else `otherwise`."""

    test: str
    line: int
    then: tuple["Block", ...]
    otherwise: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Each:
    """The body, once for each motive."""

    line: int
    body: tuple["Block", ...]


Block = Said | Either | Each


@dataclass(frozen=True, slots=True)
class Template:
    """A text as read. Only one without problems is filled."""

    title: Said | None
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]

    def names(self) -> frozenset[str]:
        """Every field named anywhere, those of motives left out."""
        found = set[str]()
        for block in (self.title, *self.blocks) if self.title else self.blocks:
            found |= set(_names(block))
        return frozenset(found - set(OF_MOTIVES))


def parse(*, title: str, body: str, facts: Collection[str] = ()) -> Template:
    """A letter as a tree. `facts`: the inputs of the scheme, which `{fait.…}` may name.

    Lines of problems count from 1 in the body; 0 is the object.
    """
    if len(body) > LONGEST:
        return Template(None, (), (Problem(1, f"Le texte est trop long{NBSP}: {LONGEST} signes au plus."),))
    return _Reader(body, frozenset(facts)).read(title)


def _names(block: Block) -> Iterator[str]:
    if isinstance(block, Said):
        yield from (piece.field for piece in block.pieces if piece.field)
        return
    if isinstance(block, Either) and block.test in FIELDS:
        yield block.test
    inner = (*block.then, *block.otherwise) if isinstance(block, Either) else block.body
    for one in inner:
        yield from _names(one)


@dataclass(slots=True)
class _Open:
    """A `[si …]` or `[pour chaque …]` that waits for its `[fin]`."""

    line: int
    test: str  # empty: for each motive
    then: list[Block]
    otherwise: list[Block] | None = None

    @property
    def body(self) -> list[Block]:
        return self.then if self.otherwise is None else self.otherwise


class _Reader:
    def __init__(self, text: str, facts: frozenset[str]) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.facts = facts
        self.top: list[Block] = []
        self.open: list[_Open] = []
        self.problems: list[Problem] = []
        self.waiting: list[str] = []
        self.since = 0

    def read(self, title: str) -> Template:
        title = " ".join(title.split())
        if not title:
            self._wrong(
                0, "dites en une ligne de quoi parle la lettre\u00a0: «\u00a0Votre demande {numero}\u00a0»."
            )
        said = Said("title", self._pieces(0, title), 0) if title else None
        for number, line in enumerate(self.lines, 1):
            self._line(number, line.strip())
        self._paragraph()
        for left in self.open:
            self._wrong(left.line, "ce qui s’ouvre ici n’est pas fermé\u00a0: ajoutez une ligne [fin].")
        if not self.top and not self.problems:
            self._wrong(1, "la lettre ne dit rien\u00a0: écrivez au moins un paragraphe.")
        return Template(said, tuple(self.top), tuple(sorted(self.problems, key=lambda one: one.line)))

    def _wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def _put(self, block: Block) -> None:
        (self.open[-1].body if self.open else self.top).append(block)

    def _line(self, number: int, line: str) -> None:
        if not line:
            self._paragraph()
        elif order := _ORDER.match(line):
            self._paragraph()
            self._order(number, order[1])
        elif line.startswith("## "):
            self._paragraph()
            self._put(Said("heading", self._pieces(number, line[3:]), number))
        elif line.startswith("- "):
            self._paragraph()
            self._put(Said("item", self._pieces(number, line[2:]), number))
        else:
            self.since = self.since if self.waiting else number
            self.waiting.append(line)

    def _paragraph(self) -> None:
        if self.waiting:
            said = Said("paragraph", self._pieces(self.since, "\n".join(self.waiting)), self.since)
            self.waiting = []
            self._put(said)

    def _order(self, number: int, order: str) -> None:
        words = condition_of(order)
        if words == "fin":
            self._close(number)
        elif words == "sinon":
            self._otherwise(number)
        elif words == "signatures":
            self._put(Said("signatures", (), number))
        elif words in ("pour chaque motif", "pour chaque motifs"):
            if any(not one.test for one in self.open):
                self._wrong(number, "on ne répète pas les motifs à l’intérieur des motifs.")
            self._opened(_Open(number, "", []))
        elif words.startswith("si "):
            self._opened(_Open(number, self._test(number, words[3:]), []))
        else:
            self._wrong(
                number,
                f"«\u00a0[{order}]\u00a0» n’est pas connu\u00a0: "
                "[si …], [sinon], [pour chaque motif], [signatures] ou [fin].",
            )

    def _opened(self, one: _Open) -> None:
        if len(self.open) == DEEPEST:
            self._wrong(one.line, f"{DEEPEST} conditions l’une dans l’autre au plus.")
        self.open.append(one)

    def _test(self, number: int, name: str) -> str:
        if name in CONDITIONS:
            return name
        if self._known(key_of(name)):
            return key_of(name)
        self._wrong(
            number,
            f"«\u00a0[si {name}]\u00a0» n’est pas connu.{_nearest(name, [*CONDITIONS, *FIELDS])} "
            f"Conditions possibles\u00a0: {', '.join(CONDITIONS)}, ou le nom d’un champ.",
        )
        return name

    def _otherwise(self, number: int) -> None:
        if not self.open or not self.open[-1].test or self.open[-1].otherwise is not None:
            self._wrong(number, "[sinon] vient une fois, entre [si …] et [fin].")
            return
        self.open[-1].otherwise = []

    def _close(self, number: int) -> None:
        if not self.open:
            self._wrong(number, "[fin] ne ferme rien.")
            return
        one = self.open.pop()
        if one.test:
            self._put(Either(one.test, one.line, tuple(one.then), tuple(one.otherwise or ())))
        else:
            self._put(Each(one.line, tuple(one.then)))

    def _known(self, name: str) -> bool:
        if name.startswith(FACT):
            return name.removeprefix(FACT) in self.facts
        return name in FIELDS or (name in OF_MOTIVES and any(not one.test for one in self.open))

    def _pieces(self, first: int, words: str) -> tuple[Piece, ...]:
        found: list[Piece] = []
        place, strong = 0, False

        def say(text: str) -> None:
            text = text.replace("\n", " ")
            if text:
                found.append(Piece(text, strong=strong))

        for hit in _PIECE.finditer(words):
            say(words[place : hit.start()])
            place = hit.end()
            line = first + words.count("\n", 0, hit.start())
            if hit[0] == "**":
                strong = not strong
            elif hit[0] in ("{{", "}}"):
                say(hit[0][0])
            elif hit[1] is None:
                self._wrong(
                    line, f"une accolade «\u00a0{hit[0]}\u00a0» est seule\u00a0; pour l’imprimer, doublez-la."
                )
            else:
                found.append(Piece("", self._field(line, hit[1]), strong))
        say(words[place:])
        if strong:
            self._wrong(first, "«\u00a0**\u00a0» ouvre des mots en gras que rien ne ferme.")
        return tuple(found)

    def _field(self, line: int, written: str) -> str:
        name = key_of(written)
        if self._known(name):
            return name
        if name in OF_MOTIVES:
            self._wrong(
                line, f"«\u00a0{{{written}}}\u00a0» ne s’emploie qu’entre [pour chaque motif] et [fin]."
            )
        elif name.startswith(FACT):
            known = ", ".join(FACT + fact for fact in sorted(self.facts)) or "aucun"
            self._wrong(
                line, f"le barème n’a pas de fait «\u00a0{written}\u00a0». Faits possibles\u00a0: {known}."
            )
        else:
            self._wrong(
                line,
                f"le champ «\u00a0{written}\u00a0» n’existe pas.{_nearest(name, FIELDS)} "
                f"Champs possibles\u00a0: {', '.join(FIELDS)}.",
            )
        return name


def _nearest(name: str, among: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(among), n=1, cutoff=0.7)
    return f" Vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?" if near else ""
