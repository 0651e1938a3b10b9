"""Which fact of an amended document is which known one: by number, else by likeness, else somebody says.

Pure: two lists of wordings. Likeness is rapidfuzz's, 0 to 100, on folded words whatever their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from relance.values.typography import fold

SURE: Final = 85  # the same measure, reworded
POSSIBLE: Final = 55  # perhaps the same: a person is asked
NUMBERED: Final = 45  # enough likeness where the printed number is the same


@dataclass(frozen=True, slots=True)
class Wording:
    """A measure or an axis as its document words it. `home` is the folded title of its axis, or ""."""

    words: str
    number: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`known` is the place of a known wording, None for a new one. `is_sure`: nobody need be asked."""

    known: int | None
    score: float = 0.0
    is_sure: bool = True


def match(known: Sequence[Wording], new: Sequence[Wording]) -> tuple[Match, ...]:
    """For each new wording the known one that it is; no known one serves twice.

    The same words come first (under the same axis before another), then the same number with
    some likeness, then likeness alone, the best pairs first.
    """
    folded = [[(one, _folded(one.words)) for one in wordings] for wordings in (known, new)]
    found: dict[int, Match] = {}
    free = set(range(len(known)))
    pairs = []
    for there, (one, words) in enumerate(folded[1]):
        for here, (other, others) in enumerate(folded[0]):
            rank, score = _compare(others, words, same_number=bool(one.number) and one.number == other.number)
            if rank:
                pairs.append((rank, score, one.home == other.home, -abs(here - there), here, there))
    pairs.sort(key=lambda pair: (-pair[0], -pair[1], not pair[2], -pair[3], pair[4], pair[5]))
    for rank, score, _, _, here, there in pairs:
        if here in free and there not in found:
            found[there] = Match(here, score, rank > 1)
            free.discard(here)
    return tuple(found.get(there, Match(None)) for there in range(len(new)))


def likeness(one: str, other: str) -> float:
    """0 to 100; 100 for the same words, whatever case, accents and spaces."""
    return _likeness(_folded(one), _folded(other))


def _folded(words: str) -> tuple[str, str]:
    """The words as they are compared: in their order, and sorted."""
    folded = fold(words)
    return folded, " ".join(sorted(folded.split()))


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    if one[0] == other[0]:
        return 100.0
    return min(99.0, max(fuzz.ratio(one[0], other[0]), fuzz.ratio(one[1], other[1])))


def _compare(known: tuple[str, str], new: tuple[str, str], *, same_number: bool) -> tuple[int, float]:
    """How two wordings belong together: 4 same words, 3 same number, 2 alike, 1 perhaps, 0 not."""
    score = _likeness(known, new)
    if score == 100:
        return 4, score
    if same_number and score >= NUMBERED:
        return 3, score
    if score >= SURE:
        return 2, score
    return (1, score) if score >= POSSIBLE else (0, score)
