"""What is done every night, by `relance tick`.

An app registers in `<app>/nightly.py`, which the kernel imports when Django starts:

    @nightly("payments.late")
    def remind_of_late_instalments(now: datetime) -> str:
        …
        return "12 rappels"

Each function may run twice on one day without harm, and leaves long work to jobs.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from relance.kernel import files
from relance.kernel.jobs.workers import forget_the_dead

log = logging.getLogger("relance.nightly")

Function = Callable[[datetime], str]
_functions: dict[str, Function] = {}

KEPT_MESSAGES = timedelta(days=7)


@dataclass(frozen=True)
class Outcome:
    """What one function did; `error` is empty when it went well."""

    name: str
    said: str = ""
    error: str = ""


def nightly(name: str) -> Callable[[Function], Function]:
    """Register a function for the night. It says in a few French words what it did."""

    def registered(function: Function) -> Function:
        known = _functions.setdefault(name, function)
        if known.__qualname__ != function.__qualname__:
            raise ValueError(f"two nightly functions are called “{name}”")
        return function

    return registered


def run_all(now: datetime) -> list[Outcome]:
    """Run every registered function, in the order of their names; one that fails stops no other."""
    outcomes = []
    for name, function in sorted(_functions.items()):
        try:
            outcomes.append(Outcome(name, said=function(now)))
        except Exception as error:  # tomorrow it is tried again; the command says so and exits with 1
            log.exception("nightly work failed", extra={"work": name})
            outcomes.append(Outcome(name, error=f"{type(error).__name__}: {error}"))
    return outcomes


@nightly("kernel.antivirus")
def show_files_to_the_antivirus(now: datetime) -> str:
    return f"{files.examine_waiting()} fichier(s) analysé(s)"


@nightly("kernel.cleaning")
def clean_up(now: datetime) -> str:
    """Sessions that are over, messages of the queue that nobody reads again, workers long gone."""
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    old = DBTaskResult.objects.exclude(status="READY").filter(enqueued_at__lt=now - KEPT_MESSAGES)
    messages, _ = old.delete()
    forget_the_dead(now)
    return f"{sessions} session(s) et {messages} message(s) retirés"
