"""Puts misspelt words right, by the words of the town's own shop windows."""

from bisect import bisect_left
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from relance.exchange.models import Word
from relance.kernel.models import Authority

_known: dict[int, tuple[object, list[str]]] = {}
_lock = Lock()
NEAR = 3  # words that may stand for a misspelt one


@dataclass(frozen=True)
class Spelt:
    """Groups of words to look for (any of a group), and the words that were put right."""

    groups: tuple[tuple[str, ...], ...]
    corrected: tuple[tuple[str, str], ...]


def spelt(authority: Authority, asked: list[str]) -> Spelt:
    """The words as the town writes them; the last one may be a beginning. Words as the search cuts them."""
    words = vocabulary(authority)
    groups: list[tuple[str, ...]] = []
    corrected: list[tuple[str, str]] = []
    for number, word in enumerate(asked):
        if _stands(words, word, as_beginning=number == len(asked) - 1):
            groups.append((word,))
            continue
        near = nearest(words, word)
        groups.append((word, *near))
        if near:
            corrected.append((word, near[0]))
    return Spelt(tuple(groups), tuple(corrected))


def vocabulary(authority: Authority) -> list[str]:
    """Every word of the town's windows, in order; read again when there are new ones."""
    mine = Word.objects.of(authority)
    told = mine.aggregate(Max("pk"), Count("pk"))
    stamp = tuple(told.values())
    with _lock:
        known = _known.get(authority.pk)
    if known and known[0] == stamp:
        return known[1]
    words = sorted(mine.values_list("word", flat=True))
    with _lock:
        _known[authority.pk] = (stamp, words)
    return words


def forget() -> None:
    """Forget what was read: for tests, whose towns share keys."""
    with _lock:
        _known.clear()


def nearest(words: list[str], word: str) -> list[str]:
    """The known words that a misspelt one may mean, the likeliest first; none for a short one or a number."""
    if len(word) < 4 or word.isdigit():
        return []
    wrong = 1 if len(word) < 7 else 2
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=wrong, limit=NEAR)
    best = min((distance for _, distance, _ in found), default=0)
    return [other for other, distance, _ in found if distance == best]


def _stands(words: list[str], word: str, *, as_beginning: bool) -> bool:
    place = bisect_left(words, word)
    if place == len(words):
        return False
    return words[place].startswith(word) if as_beginning else words[place] == word
