"""Says the computed state of a measure in French."""

from relance.kernel.components import Chip, Meaning
from relance.plans.models import Status
from relance.plans.rules.running.states import Because, Cause, Flag
from relance.values.typography import NBSP, Locale, long_date

STATUS_MEANINGS = {
    Status.TO_START: Meaning.NEUTRAL,
    Status.UNDER_WAY: Meaning.INFO,
    Status.PAUSED: Meaning.WARNING,
    Status.DONE: Meaning.GOOD,
    Status.DROPPED: Meaning.BAD,
}
FLAG_MEANINGS = {Flag.LATE: Meaning.WARNING, Flag.STALE: Meaning.NEUTRAL, Flag.BLOCKED: Meaning.BAD}


def status_chip(status: str) -> Chip:
    return Chip(str(Status(status).label), STATUS_MEANINGS[Status(status)])


def flag_chip(flag: Flag) -> Chip:
    return Chip(flag.word, FLAG_MEANINGS[flag])


def because_words(one: Because, locale: Locale = Locale.FR, *, public: bool = False) -> str:
    """Why a flag is up, in a sentence. For the public, tasks and other measures are not named."""
    day = long_date(one.on, locale) if one.on else ""
    if one.cause is Cause.PAST_DUE:
        return f"Son échéance était le {day}."
    if one.cause is Cause.NOT_STARTED:
        return f"Elle devait commencer le {day}."
    if one.cause is Cause.TASK_PAST_DUE:
        if public:
            return f"Une étape attendue le {day} n’est pas faite."
        return f"La tâche «{NBSP}{one.subject}{NBSP}» était attendue le {day}."
    if one.cause is Cause.NO_NEWS:
        return f"Rien n’en a été dit depuis le {day}."
    return f"Elle attend «{NBSP}{one.subject}{NBSP}»."
