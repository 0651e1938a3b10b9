"""Where an applicant stands in the questions of a call: the same for the pre-check and for a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from relance.applications.models import Application
from relance.applications.rules.asking import registered
from relance.applications.rules.asking.pages import State
from relance.directory.queries import RegisteredFacts, registered_facts
from relance.schemes import queries as schemes
from relance.schemes.models import Call, SchemeVersion

PEOPLE = frozenset({"household", "person"})
"""Beneficiaries who are natural persons: they have no number of a register."""


def is_for_people(version: SchemeVersion) -> bool:
    return version.beneficiary in PEOPLE


def version_of(call: Call, today: date) -> SchemeVersion:
    """The version that a file begun today is under. Raises schemes.NoVersion."""
    return schemes.version_on(call.scheme, today)


def state_of_check(
    version: SchemeVersion,
    *,
    today: date,
    declared: Mapping[str, Any],
    skipped: frozenset[str],
    register: RegisteredFacts | None,
) -> State:
    """The questions of a pre-check."""
    rules = schemes.loaded(version)
    known = registered.facts_of(rules, register.as_json()) if register else {}
    return State(rules, _within(version, today), declared, known, skipped)


def state_of(application: Application, today: date, *, skipped: frozenset[str] = frozenset()) -> State:
    """The questions of a file. What it holds is what was declared; the register's own facts are beside."""
    rules = schemes.loaded(application.version)
    on = application.month_aided if application.version.applies_by == "month_aided" else today
    declared = {
        name: value
        for name, value in application.facts.items()
        if application.sources.get(name, {}).get("from") != "register"
    }
    return State(rules, _within(application.version, on or today), declared, application.registered, skipped)


def looked_up(number: str) -> RegisteredFacts | None:
    """What the register says of this number; None when it is not there, which stops nobody."""
    return registered_facts(number) if number else None


def _within(version: SchemeVersion, day: date) -> date:
    """The day, or the nearest one on which the text answers."""
    day = max(day, version.valid_from)
    return min(day, version.valid_to) if version.valid_to else day
