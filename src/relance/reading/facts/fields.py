"""Lines that say one thing of a measure: "Pilote : Service habitat", "Budget      12 k€"."""

import re
from dataclasses import dataclass
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.labels import SPACED, Key, key_of
from relance.reading.facts.lines import Line
from relance.values.typography import flat

_FIELD: Final = re.compile(r"[*_]{0,3}([^\W\d_][^:\n|]{1,60}?)[*_]{0,3} ?: *[*_]{0,3}(?=(\S|$))")


# "Quand ? 2027", "Combien ? 1,2 million d'euros"
_ASKED: Final = re.compile(r"((?:pour|avec)? ?(?:quoi|qui|quand|combien|comment|ou))[\u00a0 ]?\? +(?=(\S))")


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: `value` is its place in the document, None when it stands below.

    `aligned`: the value stands in a column of its own, and may go on beneath itself.
    """

    key: Key
    label: str
    value: Span | None
    aligned: bool = False


def field_of(line: Line) -> Field | None:
    """The field of a line that is "Label : value", or None.

    Axis, title and objective labels count only where they cannot be the start of a sentence.
    """
    if line.is_row or line.label:
        return None
    if (spaced := SPACED.match(line.text)) and (key := key_of(spaced[1])):
        start, value = line.span.start + spaced.end(), line.text[spaced.end() :].rstrip()
        return Field(key, spaced[1].strip(), Span(start, start + len(value)), aligned=True)
    found = _FIELD.match(line.flat) or _ASKED.match(line.flat)
    if not found or len(found[1].split()) > 6:
        return None
    key = key_of(found[1])
    if key is None:
        return None
    start = found.end()
    value = line.text[start:].rstrip()
    at = line.span.start + start
    return Field(key, found[1].strip(), Span(at, at + len(value)) if value.strip() else None)


def inline_fields(text: str, span: Span) -> tuple[Span, list[Field]]:
    """A measure without the labelled values at its end, and those values.

    "Rénover la halle. Partenaires : Région. Budget : 12 k€." keeps "Rénover la halle.".
    """
    words = flat(span.quote(text)).replace("\n", " ")
    hits = [hit for hit in _INLINE.finditer(words) if hit.start() > 0 and _is_value(hit[1])]
    if not hits:
        return span, []
    found: list[Field] = []
    for index, hit in enumerate(hits):
        stop = hits[index + 1].start() if index + 1 < len(hits) else len(words)
        value = words[hit.end() : stop].rstrip(" .;,|)")
        if value.strip() and (key := key_of(hit[1])):
            start = span.start + hit.end()
            found.append(Field(key, hit[1], Span(start, start + len(value))))
    kept = words[: hits[0].start()].rstrip(" (–-|")
    if not found or len(kept.split()) < 2:
        return span, []
    return Span(span.start, span.start + len(kept)), found


def _is_value(label: str) -> bool:
    return key_of(label) in _VALUES or label.startswith("instruction")


_VALUES: Final = frozenset((Key.LEAD, Key.PARTNER, Key.FUNDER, Key.AMOUNT, Key.HORIZON, Key.BENEFICIARIES))
_INLINE: Final = re.compile(
    r"(?:(?<=[.;|)]) ?|(?<= [–|-]) |(?<=\()|(?<=\n))((?:pilotes?|porteurs?|responsables?|partenaires?"
    r"|financeurs?|financements?"
    r"|budgets?|couts?|montants?|enveloppe|echeances?|echeancier|calendrier|horizon|delais?|beneficiaires?"
    r"|public|maitre d'ouvrage|instruction)"
    r"(?: (?:previsionnel(?:le)?s?|estimee?s?|totale?s?|cible|vises?))?) ?: ?"
)


def bare_label(line: Line) -> Key | None:
    """The key of a line that is nothing but a known label, its value standing beneath."""
    if line.is_row or line.words > 5 or line.stop not in ("", ":", "?") or ":" in line.text.rstrip(" :"):
        return None
    if SPACED.match(line.text):
        return None  # its value stands beside it
    return key_of(line.text)
