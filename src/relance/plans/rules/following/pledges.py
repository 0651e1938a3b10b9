"""What becomes of a pledge: which states an answer may say, what they must come with, when it is late."""

from datetime import date
from enum import StrEnum


class WhereItStands(StrEnum):
    """The same values as the model's `PledgeState`; a test holds them together."""

    ASKED = "asked"
    GIVEN = "given"
    KEPT = "kept"
    PARTLY = "partly"
    DECLINED = "declined"
    BROKEN = "broken"


OPEN = frozenset({WhereItStands.ASKED, WhereItStands.GIVEN, WhereItStands.PARTLY})
NEED_WORDS = frozenset(WhereItStands) - {WhereItStands.ASKED, WhereItStands.GIVEN}


def may_say(state: str) -> bool:
    """A body may say anything of its pledge but that it was not asked yet."""
    return state in set(WhereItStands) - {WhereItStands.ASKED}


def needs_words(state: str) -> bool:
    """Whether the answer must come with its evidence, or its reason."""
    return state in NEED_WORDS


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether the term is over and the pledge is not: its last day still counts."""
    return state in OPEN and due_on is not None and today > due_on
