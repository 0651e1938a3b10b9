"""Finds words that a person typed in the stored text: same letters, whatever the spaces."""

import re
from typing import Final

from relance.values.typography import flat

MAX_WORDS: Final = 600  # more is not a sentence, and would make the search slow


def locate(text: str, words: str, *, near: int) -> tuple[int, int] | None:
    """Where the words stand in the text (half-open), nearest to `near`; None when they are not there.

    Case, accents, apostrophes and the kind and number of spaces do not count: what is quoted
    is the text itself.
    """
    tokens = flat(words).split()
    if not tokens or len(tokens) > MAX_WORDS:
        return None
    pattern = re.compile(r"\s+".join(re.escape(token) for token in tokens))
    places = [found.span() for found in pattern.finditer(flat(text))]
    return min(places, key=lambda place: abs(place[0] - near), default=None)
