"""The texts of a scheme, read once, and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import bareme
from relance.kernel.errors import RelanceError
from relance.schemes.models import Scheme, SchemeVersion
from relance.schemes.rules.amounts import money_of
from relance.values.money import Money


class NoVersion(RelanceError):
    """No version of the scheme applies on that day."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a version answers for these facts on this day. `amount` None: unknown, or not applicable."""

    decision: bareme.Decision
    verdict: str
    amount: Money | None


@lru_cache(maxsize=128)
def read_text(text: str) -> bareme.Scheme:
    """A text of rules, loaded once in this process. Raises bareme.SchemeError."""
    return bareme.loads(text)


def loaded(version: SchemeVersion) -> bareme.Scheme:
    """The rules of a stored version."""
    return read_text(version.text)


def decide(version: SchemeVersion, facts: Mapping[str, Any], *, on: date) -> bareme.Decision:
    """What `bareme` answers. Raises bareme.FactsError, bareme.NotInForce."""
    return bareme.evaluate(loaded(version), facts, on=on)


def answer(version: SchemeVersion, facts: Mapping[str, Any], *, on: date) -> Answer:
    """The same with its amount in minor units. Raises also rules.amounts.Unrounded."""
    decision = decide(version, facts, on=on)
    return Answer(decision, decision.verdict, money_of(decision))


def version_on(scheme: Scheme, day: date) -> SchemeVersion:
    """The version that applies on this day: the latest from it or before. Raises NoVersion."""
    rows = SchemeVersion.objects.of(scheme.authority).filter(scheme=scheme, applies_from__lte=day)
    version = rows.order_by("-applies_from", "-number").first()
    if version is None or (version.valid_to is not None and version.valid_to < day):
        raise NoVersion(
            f"Le dispositif «\u00a0{scheme.title}\u00a0» n’a pas de barème qui vaille le {day:%d/%m/%Y}."
        )
    return version


def changes_of(version: SchemeVersion) -> list[str]:
    """What a version changed against the one before, in words; empty for the first."""
    rows = SchemeVersion.objects.of(version.authority).filter(scheme=version.scheme_id)
    before = rows.filter(number__lt=version.number).order_by("-number").first()
    return bareme.differences(loaded(before), loaded(version)) if before else []


def versions_of(scheme: Scheme) -> list[SchemeVersion]:
    """Every version, the latest first."""
    rows = SchemeVersion.objects.of(scheme.authority).filter(scheme=scheme)
    return list(rows.order_by("-number"))
