"""The words of a text as the search sees them: folded, cut the same way everywhere, plural as singular.

Pure. Both databases are given these words ready made, and queries are made of the same ones,
so no parser or collation of theirs has a say.
"""

import re
from typing import Final

from relance.values.typography import fold

LONGEST: Final = 60
_WORD = re.compile(r"[^\W\d_]+|\d+")


def words(text: str) -> list[str]:
    """ "Les prêts d’honneur" → ["les", "pret", "d", "honneur"] (with `les` left as it is short)."""
    return [_singular(word[:LONGEST]) for word in _WORD.findall(fold(text))]


def query_words(text: str) -> list[str]:
    """The words to look for, each once, in their order; silent ones only if there are no others."""
    asked = list(dict.fromkeys(words(text)))
    return [word for word in asked if word not in SILENT] or asked


def _singular(word: str) -> str:
    """The regular plurals of French, from four letters up: loyers → loyer, locaux → local, eaux → eau."""
    if len(word) < 4 or word.endswith("ss"):
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return word[:-2] + "l"
    return word[:-1] if word.endswith(("s", "x")) else word


# Words that say nothing by themselves; they are looked for only when a query holds nothing else.
SILENT: Final = frozenset(
    words(
        """a au aux avec c ce ces cette d dans de des du en entre est et il ils j l la le les leur leurs lui
        m mais me même n ne nos notre nous on ont ou où par pas plus pour qu que qui s sa sans se ses son
        sont sur t un une vos votre vous y and for of the"""
    )
)
