"""Values into a template: what is printed, and which fields had nothing to say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from relance.applications.rules.letters.fields import CONDITIONS, OF_MOTIVES
from relance.applications.rules.letters.language import Block, Each, Either, Piece, Said, Template
from relance.values.typography import Locale, punctuate

_HERE: Final = "\u0252"  # letters that no French text holds: one stands for a value,
_BETWEEN: Final = "\u0253"  # the other for the end of a piece, while the spaces are put right


@dataclass(frozen=True, slots=True)
class Values:
    """What one file has to say. An absent or empty field is missing where the letter needs it."""

    fields: Mapping[str, str]
    conditions: frozenset[str] = frozenset()
    motives: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter's words. `blocks` are JSON-ready; `missing` names each empty field once, in order."""

    title: str
    blocks: tuple[dict[str, Any], ...]
    missing: tuple[str, ...] = field(default=())


def fill(template: Template, values: Values, locale: Locale = Locale.FR) -> Filled:
    """The letter for these values. A template with problems is a ValueError: it is never printed."""
    if template.problems or template.title is None:
        raise ValueError("a template with problems is not filled: " + "; ".join(map(str, template.problems)))
    writer = _Writer(values, locale)
    title = "".join(run["text"] for run in writer.runs(template.title.pieces, values.fields))
    blocks = tuple(_lists(writer.blocks(template.blocks, values.fields)))
    return Filled(title, blocks, tuple(dict.fromkeys(writer.missing)))


class _Writer:
    def __init__(self, values: Values, locale: Locale) -> None:
        self.values, self.locale = values, locale
        self.missing: list[str] = []

    def blocks(self, blocks: tuple[Block, ...], fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for block in blocks:
            if isinstance(block, Said) and block.kind == "signatures":
                who = [fields.get(name, "").strip() for name in ("collectivite", "demandeur")]
                yield {"kind": "signatures", "who": who}
            elif isinstance(block, Said):
                yield {"kind": block.kind, "runs": self.runs(block.pieces, fields)}
            elif isinstance(block, Either):
                holds = self._holds(block.test, fields)
                yield from self.blocks(block.then if holds else block.otherwise, fields)
            else:
                yield from self._each(block, fields)

    def _each(self, block: Each, fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for motive in self.values.motives:
            # A motive that lacks something says so; it does not borrow from the one before.
            yield from self.blocks(block.body, {**fields, **dict.fromkeys(OF_MOTIVES, ""), **motive})

    def _holds(self, test: str, fields: Mapping[str, str]) -> bool:
        return test in self.values.conditions if test in CONDITIONS else bool(fields.get(test, "").strip())

    def runs(self, pieces: tuple[Piece, ...], fields: Mapping[str, str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for piece in _spaced(pieces, self.locale):
            text = piece.text
            if piece.field:
                text = fields.get(piece.field, "").strip()
                if not text:
                    self.missing.append(piece.field)
            if found and found[-1]["strong"] == piece.strong:
                found[-1]["text"] += text
            else:
                found.append({"text": text, "strong": piece.strong})
        return found


@lru_cache(maxsize=512)
def _spaced(pieces: tuple[Piece, ...], locale: Locale) -> tuple[Piece, ...]:
    """The pieces with the spaces of the locale; values are left as they come.

    Spaces depend on what stands around them, across fields and bold: the whole line is put right at once,
    with a letter in place of each value and of each end of a piece.
    """
    if any(_HERE in piece.text or _BETWEEN in piece.text for piece in pieces):
        return pieces
    whole = _BETWEEN.join(_HERE if piece.field else piece.text for piece in pieces)
    texts = punctuate(whole, locale).split(_BETWEEN)
    return tuple(
        piece if piece.field else Piece(text, strong=piece.strong)
        for piece, text in zip(pieces, texts, strict=True)
    )


def _lists(blocks: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Lines of a list that follow each other become one list."""
    items: list[list[dict[str, Any]]] = []
    for block in blocks:
        if block["kind"] == "item":
            items.append(block["runs"])
            continue
        if items:
            yield {"kind": "list", "items": items}
            items = []
        yield block
    if items:
        yield {"kind": "list", "items": items}
