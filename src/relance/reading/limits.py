"""What a reader may spend on one file before it refuses it."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from relance.reading.document import TooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file; each is told in the message when it is passed.

    `file_bytes` and `unpacked_bytes` are bytes, `seconds` is wall-clock time, `depth` the
    nesting of elements, `characters` the length of the stored text.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 300_000_000
    pages: int = 600
    cells: int = 2_000_000
    blocks: int = 300_000
    characters: int = 20_000_000
    depth: int = 400
    seconds: float = 120.0


DEFAULT = Limits()


def megabytes(size: int) -> str:
    """`12_345_678` → "12,3 Mo", as French readers write it."""
    return f"{size / 1_000_000:.1f}".replace(".", ",") + "\u00a0Mo"


def whole(number: int) -> str:
    """`20000` → "20 000", with no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


def refuse_over(count: int, allowed: int, what: str) -> None:
    """Raise `TooLarge` when `count` passes `allowed`; `what` is a French plural ("pages")."""
    if count > allowed:
        raise TooLarge(f"Ce fichier contient plus de {whole(allowed)} {what}, le maximum accepté.")


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the garbage collector run less often: it walks through every cell that is kept, each time.

    Saves a third of the time on a sheet of 20,000 rows. Process-wide while it lasts; two
    threads at once at worst leave the rarer pace to the last one that ends.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Deadline:
    """A stopwatch that readers look at between two pages or a few hundred rows."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise `TooLarge` once the time is spent."""
        if time.monotonic() > self._end:
            raise TooLarge(
                f"La lecture de ce fichier dépasse {self._seconds:g} secondes, la durée maximale. "
                "Découpez-le ou enregistrez-le sous une forme plus simple."
            )
