"""Files that an app serves by itself, to fewer people than those who read internal papers."""

from collections.abc import Callable

from relance.kernel.models import StoredFile

Kept = Callable[[StoredFile], bool]
_kept: list[Kept] = []


def keep_apart(function: Kept) -> None:
    """Let an app keep files of its own (letters, pieces) from the address that serves all the others.

    Called in its `AppConfig.ready`; the function says whether a file is one of them.
    """
    if function not in _kept:
        _kept.append(function)


def is_apart(file: StoredFile) -> bool:
    """Whether some app serves this file by itself alone."""
    return any(function(file) for function in _kept)
