"""What changed between two versions of a measure: words, sums, dates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from relance.values.money import Money


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stay, go or come, spaces and punctuation included."""

    kind: Literal["same", "gone", "new"]
    text: str


def words_apart(before: str, after: str) -> tuple[Piece, ...]:
    """The difference of two texts, word by word. Joined, same+gone give `before`, same+new `after`."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("new", "".join(new[c:d])))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


@dataclass(frozen=True, slots=True)
class Shift:
    """Envelopes of one currency before and after; `by` is their difference."""

    before: Money
    after: Money

    @property
    def by(self) -> Money:
        return self.after - self.before


def money_apart(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[Shift, ...]:
    """How the envelopes moved, one shift a currency that moved. Other sums are shown, never added."""
    old, new = _envelopes(before), _envelopes(after)
    shifts = [
        Shift(Money(old.get(currency, 0), currency), Money(new.get(currency, 0), currency))
        for currency in sorted(old.keys() | new.keys())
    ]
    return tuple(shift for shift in shifts if shift.by.minor)


def _envelopes(sums: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in sums:
        if one["role"] in ("envelope", "total") and one["per"] == "total" and one["high"] is not None:
            found[one["currency"]] = found.get(one["currency"], 0) + one["high"]
    return found
