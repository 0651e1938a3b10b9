"""The computed state of a measure, beside the one its lead declares. Late is never typed.

A measure is *late* when its date, its start or one of its tasks has passed; *stale* when nothing
was heard of it for longer than its plan allows; *blocked* when it should be going on and a
measure that it needs is not done. What is done or dropped is none of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OPEN = frozenset({"to_start", "under_way", "paused"})


class Flag(StrEnum):
    LATE = "late"
    STALE = "stale"
    BLOCKED = "blocked"

    @property
    def word(self) -> str:
        return {"late": "En retard", "stale": "Sans nouvelles", "blocked": "Bloquée"}[self.value]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a measure. `due_on`: the working date, else the end of its horizon.

    `overdue`: (title, date) of the earliest open task past its date, if any. `waits_for`: titles of the
    measures that it needs and that are not done. `news_on`: when something was last heard, or
    when waiting for it began. `open_tasks`: how many of its tasks are not done.
    """

    status: str
    starts_on: date | None = None
    due_on: date | None = None
    news_on: date | None = None
    stale_after: int = 90
    overdue: tuple[str, date] | None = None
    open_tasks: int = 0
    waits_for: Sequence[str] = ()


class Cause(StrEnum):
    """Why a flag is up; `subject` and `on` of a Because fill the sentence."""

    PAST_DUE = "past_due"
    NOT_STARTED = "not_started"
    TASK_PAST_DUE = "task_past_due"
    NO_NEWS = "no_news"
    WAITS_FOR = "waits_for"


@dataclass(frozen=True, slots=True)
class Because:
    flag: Flag
    cause: Cause
    on: date | None = None
    subject: str = ""


def computed(facts: Facts, today: date) -> tuple[Because, ...]:
    """Every flag that is up on this day, with its cause; empty for what is done or dropped."""
    if facts.status not in OPEN:
        return ()
    found = []
    if facts.due_on is not None and facts.due_on < today:
        found.append(Because(Flag.LATE, Cause.PAST_DUE, facts.due_on))
    if facts.status == "to_start" and facts.starts_on is not None and facts.starts_on < today:
        found.append(Because(Flag.LATE, Cause.NOT_STARTED, facts.starts_on))
    if facts.overdue is not None and facts.overdue[1] < today:
        found.append(Because(Flag.LATE, Cause.TASK_PAST_DUE, facts.overdue[1], facts.overdue[0]))
    if facts.news_on is not None and facts.news_on + timedelta(days=facts.stale_after) < today:
        found.append(Because(Flag.STALE, Cause.NO_NEWS, facts.news_on))
    if facts.status == "under_way" or facts.starts_on is None or facts.starts_on <= today:
        found += [Because(Flag.BLOCKED, Cause.WAITS_FOR, None, title) for title in facts.waits_for]
    return tuple(found)


def flags(because: Sequence[Because]) -> tuple[Flag, ...]:
    """The flags that are up, each once, late first."""
    return tuple(flag for flag in Flag if any(one.flag is flag for one in because))


class Disagreement(StrEnum):
    """Where what is declared and what is computed do not go together."""

    DONE_WITH_OPEN_TASKS = "done_with_open_tasks"
    DONE_BEFORE_WHAT_IT_NEEDS = "done_before_what_it_needs"
    OPEN_AND_LATE = "open_and_late"
    UNDER_WAY_AND_BLOCKED = "under_way_and_blocked"

    @property
    def sentence(self) -> str:
        return {
            "done_with_open_tasks": "elle est dite réalisée, et des tâches restent à faire",
            "done_before_what_it_needs": "elle est dite réalisée, et une mesure qu’elle attend ne l’est pas",
            "open_and_late": "elle est en retard selon ses dates",
            "under_way_and_blocked": "elle est dite en cours, et attend une autre mesure",
        }[self.value]


def disagreements(facts: Facts, today: date) -> tuple[Disagreement, ...]:
    """What a declared state leaves unexplained: each asks for a reason."""
    found = []
    if facts.status == "done" and facts.open_tasks:
        found.append(Disagreement.DONE_WITH_OPEN_TASKS)
    if facts.status == "done" and facts.waits_for:
        found.append(Disagreement.DONE_BEFORE_WHAT_IT_NEEDS)
    up = flags(computed(facts, today))
    if Flag.LATE in up and facts.status in ("to_start", "under_way"):
        found.append(Disagreement.OPEN_AND_LATE)
    if Flag.BLOCKED in up and facts.status == "under_way":
        found.append(Disagreement.UNDER_WAY_AND_BLOCKED)
    return tuple(found)
