"""Everything that may be read of schemes and calls, and what their rules answer."""

from relance.schemes.queries.calls import call_today, open_calls, opens_at, pieces_of
from relance.schemes.queries.rules import (
    Answer,
    NoVersion,
    answer,
    changes_of,
    decide,
    loaded,
    read_text,
    version_on,
    versions_of,
)
from relance.schemes.rules.pieces import Asked

__all__ = [
    "Answer",
    "Asked",
    "NoVersion",
    "answer",
    "call_today",
    "changes_of",
    "decide",
    "loaded",
    "open_calls",
    "opens_at",
    "pieces_of",
    "read_text",
    "version_on",
    "versions_of",
]
