"""Turns what reading says of a document into the draft facts that people review.

One draft is one decision: an axis, a measure, its horizon, each sum, partner, parameter.
`value` is plain JSON; its shape by kind (a correction has the same shape):

title, territory   {"text"}
status             {"status"}                     a `DocumentStatus`
date               {"date"}                       ISO
budget             {"low", "high", "currency"}    minor units
axis               {"number"}                     the words are the draft's own
measure            {"number", "objective", "responds_to"}
horizon            {"start", "end", "precision", "ongoing", "relative"}
amount             {"low", "high", "currency", "per", "role", "meaning"}
partner            {"name", "acronym", "role"}
parameter          {"kind", "low", "high", "unit"}    plain decimals
finding            {"value", "unit", "bound"}

A correction of an axis, a measure or a finding may carry "start" and "end": other words of
the same text.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from relance.plans.rules.units import MONEY
from relance.reading.document import Span
from relance.reading.facts.types import (
    AmountFact,
    AmountRole,
    Facts,
    FindingFact,
    HorizonFact,
    MeasureFact,
    OrganisationFact,
    ParameterFact,
    ParameterKind,
)
from relance.reading.facts.types import Fact as ReadFact
from relance.values.typography import digits_of, fold


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be reviewed. `parent` is its place in the list of drafts: always before it."""

    kind: str
    start: int
    end: int
    quote: str
    value: dict[str, Any]
    confidence: int
    fingerprint: str
    parent: int | None = None


class _Pile:
    """Collects drafts and gives each its fingerprint."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._seen: Counter[str] = Counter()

    def add(self, kind: str, fact: ReadFact, value: dict[str, Any], parent: int | None = None) -> int:
        above = "" if parent is None else self.drafts[parent].fingerprint
        what = "\x1f".join((kind, above, fold(fact.quote)))
        # The same words twice (a reply under two priorities) are two facts: told apart by their rank.
        self._seen[what] += 1
        fingerprint = hashlib.sha256(f"{what}\x1f{self._seen[what]}".encode()).hexdigest()
        self.drafts.append(
            Draft(
                kind=kind,
                start=fact.span.start,
                end=fact.span.end,
                quote=fact.quote,
                value=value,
                confidence=max(0, min(100, round(fact.confidence * 100))),
                fingerprint=fingerprint,
                parent=parent,
            )
        )
        return len(self.drafts) - 1


def drafts_of(facts: Facts) -> tuple[Draft, ...]:
    """The drafts in the order in which they are best reviewed: the plan, then each axis with its measures."""
    pile = _Pile()
    if facts.title:
        pile.add("title", facts.title, {"text": facts.title.value})
    if facts.territory:
        pile.add("territory", facts.territory, {"text": facts.territory.value})
    if facts.status:
        pile.add("status", facts.status, {"status": facts.status.value.value})
    if facts.adopted_on:
        pile.add("date", facts.adopted_on, {"date": facts.adopted_on.value.isoformat()})
    if facts.total_budget:
        money = facts.total_budget.money
        pile.add(
            "budget",
            facts.total_budget,
            {"low": money.minor, "high": money.minor, "currency": money.currency},
        )
    loose = [amount for amount in facts.amounts if amount.measure is None and not _is_total(amount, facts)]
    for pair in _pairs(loose):
        pile.add("amount", pair[0], _amount(pair))
    homes: list[int | None] = [None, *range(len(facts.axes))]
    for home in sorted(homes, key=lambda home: _first_place(facts, home)):
        axis = None
        if home is not None:
            axis = pile.add("axis", facts.axes[home], {"number": facts.axes[home].number})
        for index, measure in enumerate(facts.measures):
            if measure.axis == home:
                _add_measure(pile, facts, index, measure, axis)
    for finding in facts.findings:
        pile.add("finding", finding, finding_value(finding))
    return tuple(pile.drafts)


def _first_place(facts: Facts, home: int | None) -> int:
    """Where a group of measures starts in the text; an axis at its heading."""
    if home is not None:
        return facts.axes[home].span.start
    return min((measure.span.start for measure in facts.measures if measure.axis is None), default=0)


def _add_measure(pile: _Pile, facts: Facts, index: int, measure: MeasureFact, axis: int | None) -> None:
    value = {
        "number": measure.number,
        "objective": measure.objective,
        "responds_to": measure.response_to,
    }
    here = pile.add("measure", measure, value, axis)
    if measure.horizon:
        pile.add("horizon", measure.horizon, horizon_value(measure.horizon), here)
    sums = [amount for amount in facts.amounts if amount.measure == index]
    if measure.amount and not any(_same(measure.amount, other) for other in sums):
        sums.insert(0, measure.amount)
    stated = {parameter.span for parameter in measure.parameters if parameter.kind in _LIMITS}
    for pair in _pairs(sums):
        # A ceiling is decided once, as the parameter that it is.
        if pair[0].span not in stated or any(amount.role not in _BOUNDS_OF_AID for amount in pair):
            pile.add("amount", pair[0], _amount(pair), here)
    for partner in measure.partners:
        pile.add("partner", partner, _partner(partner), here)
    for parameters in _parameter_pairs(measure.parameters):
        pile.add("parameter", parameters[0], _parameter(parameters), here)


_LIMITS: Final = (ParameterKind.CEILING, ParameterKind.FLOOR)
_BOUNDS_OF_AID: Final = (AmountRole.CEILING, AmountRole.FLOOR)


def _partner(partner: OrganisationFact) -> dict[str, Any]:
    name, acronym = partner.name, partner.acronym
    if acronym:
        name = name.removesuffix(f"({acronym})").strip() or acronym
    return {"name": name, "acronym": acronym if acronym != name else None, "role": partner.role.value}


def horizon_value(fact: HorizonFact) -> dict[str, Any]:
    """A horizon as JSON; `precision` only where there is a date."""
    horizon = fact.horizon
    dated = bool(horizon.start or horizon.end)
    return {
        "start": horizon.start.isoformat() if horizon.start else None,
        "end": horizon.end.isoformat() if horizon.end else None,
        "precision": horizon.precision.value if dated else None,
        "ongoing": horizon.ongoing,
        "relative": horizon.relative,
    }


def _is_total(amount: AmountFact, facts: Facts) -> bool:
    return facts.total_budget is not None and _same(amount, facts.total_budget)


def _same(one: AmountFact, other: AmountFact) -> bool:
    return (one.span, one.money) == (other.span, other.money)


def _pairs(amounts: Sequence[AmountFact]) -> list[list[AmountFact]]:
    """Both ends of a range have one place and come as two facts: together again."""
    by_place: dict[tuple[Span, str], list[AmountFact]] = {}
    for amount in amounts:
        by_place.setdefault((amount.span, amount.money.currency), []).append(amount)
    return list(by_place.values())


def _amount(pair: Sequence[AmountFact]) -> dict[str, Any]:
    ends = sorted(amount.money.minor for amount in pair)
    low: int | None = ends[0]
    high: int | None = ends[-1]
    roles = {amount.role for amount in pair}
    if roles == {AmountRole.CEILING}:
        low = None
    elif roles == {AmountRole.FLOOR}:
        high = None
    first = pair[0]
    is_envelope = bool(roles & {AmountRole.ENVELOPE, AmountRole.TOTAL})
    return {
        "low": low,
        "high": high,
        "currency": first.money.currency,
        "per": first.per or "total",
        "role": "envelope" if is_envelope else "detail",
        "meaning": first.what[:300],
    }


def _parameter_pairs(parameters: Iterable[ParameterFact]) -> list[list[ParameterFact]]:
    """Envelopes are amounts already; two values of one kind at one place are a range."""
    by_place: dict[tuple[Span, ParameterKind, str | None], list[ParameterFact]] = {}
    for parameter in parameters:
        if parameter.kind is not ParameterKind.ENVELOPE:
            key = (parameter.span, parameter.kind, parameter.unit)
            by_place.setdefault(key, []).append(parameter)
    return list(by_place.values())


def _parameter(pair: Sequence[ParameterFact]) -> dict[str, Any]:
    values = sorted(parameter.value for parameter in pair if parameter.value is not None)
    read_unit = pair[0].unit or ""
    return {
        "kind": pair[0].kind.value,
        "low": plain_units(values[0], read_unit) if values else "",
        "high": plain_units(values[-1], read_unit) if values else "",
        "unit": _UNITS.get(read_unit, read_unit),
    }


_HUNDREDTHS: Final = {"%/100": 2}
_UNITS: Final = {"%/100": "percent", "%": "percent", "months": "month", "employees": "person"}


def plain_units(value: int, read_unit: str) -> str:
    """A value as a plain decimal of whole units: reading gives minor units of money, hundredths of %."""
    places = digits_of(read_unit) if read_unit in MONEY else _HUNDREDTHS.get(read_unit, 0)
    return f"{Decimal(value).scaleb(-places).normalize():f}"


# Searched in folded text without apostrophes: spaces are ordinary, "m²" is "m2".
_FIGURE: Final = re.compile(
    r"(?P<bound>plus de|au moins|plus d|moins de|au plus|jusqu a|pres de|environ|quelque)?\s*"
    r"(?P<value>\d{1,3}(?:\s\d{3})+|\d+(?:[.,]\d+)?)\s?(?P<unit>%|pour cent|m2\b)?"
)
_BOUNDS: Final = {
    "plus de": "at_least",
    "plus d": "at_least",
    "au moins": "at_least",
    "moins de": "at_most",
    "au plus": "at_most",
    "jusqu a": "at_most",
    "pres de": "about",
    "environ": "about",
    "quelque": "about",
}


def finding_value(finding: FindingFact) -> dict[str, Any]:
    """The figure of a finding: its first percentage, else its first number that is no year."""
    return finding_figure(finding.text)


def finding_figure(words: str) -> dict[str, Any]:
    """The same, of the words of a finding."""
    figures = list(_FIGURE.finditer(fold(words).replace("'", " ")))
    percents = [found for found in figures if found["unit"] in ("%", "pour cent")]
    others = [found for found in figures if not re.fullmatch(r"(?:19|20)\d\d", found["value"])]
    found = next(iter(percents or others), None)
    if found is None:
        return {"value": "", "unit": "", "bound": "exact"}
    unit = {"%": "percent", "pour cent": "percent", "m2": "m2"}.get(found["unit"] or "", "")
    return {
        "value": re.sub(r"[^\d.]", "", found["value"].replace(",", ".")),
        "unit": unit,
        "bound": _BOUNDS.get(found["bound"] or "", "exact"),
    }
