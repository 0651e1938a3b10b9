"""Facts as plain data, in the form of the shared gold files plus span, quote, confidence and findings."""

from typing import Any

from relance.reading.document import Span
from relance.reading.facts.types import (
    AmountFact,
    AxisFact,
    Fact,
    Facts,
    HorizonFact,
    MeasureFact,
    OrganisationFact,
    ParameterFact,
)
from relance.values.money import Money

Json = dict[str, Any]


def to_json(facts: Facts, *, source: str | None = None) -> Json:
    """The facts as JSON types. Measures outside any named group stand under a label of None."""
    return {
        "source": source,
        "title": facts.title and facts.title.value,
        "territory": facts.territory and facts.territory.value,
        "adopted_on": facts.adopted_on and facts.adopted_on.value.isoformat(),
        "document_status": facts.status and facts.status.value.value,
        "total_budget": facts.total_budget and _budget(facts.total_budget),
        "axes": _axes(facts),
        "amounts": [_amount(one, facts) for one in facts.amounts],
        "findings": [{"text": one.text, **_place(one)} for one in facts.findings],
        "metadata": {
            name: _place(one)
            for name in ("title", "territory", "adopted_on", "status", "total_budget")
            if (one := getattr(facts, name)) is not None
        },
        "counts": {"axes": len(facts.axes), "measures": len(facts.measures)},
    }


def units(money: Money) -> int | float:
    """Units of the currency: a whole number where it is one."""
    value = money.units
    return int(value) if value == value.to_integral_value() else float(value)


def _axes(facts: Facts) -> list[Json]:
    groups: list[Json] = []
    by_axis: dict[int | None, Json] = {}
    order: list[int | None] = [*range(len(facts.axes))]
    if any(measure.axis is None for measure in facts.measures):
        order = [None, *order]
    for index in order:
        group = (
            _axis(facts.axes[index]) if index is not None else {"label": None, "number": None, "measures": []}
        )
        by_axis[index] = group
        groups.append(group)
    for number, measure in enumerate(facts.measures, start=1):
        by_axis[measure.axis]["measures"].append(_measure(measure, number))
    return groups


def _axis(axis: AxisFact) -> Json:
    return {"label": axis.label, "number": axis.number, **_place(axis), "measures": []}


def _measure(measure: MeasureFact, number: int) -> Json:
    amount = measure.amount
    return {
        "id": f"M{number:02}",
        "text": measure.text,
        "number": measure.number,
        "objective": measure.objective,
        "response_to": measure.response_to,
        "horizon": measure.horizon and _horizon(measure.horizon),
        "amount": units(amount.money) if amount else None,
        "currency": amount.money.currency if amount else None,
        "amount_period": amount.per if amount else None,
        "partners": [partner.name for partner in measure.partners],
        "organisations": [_organisation(partner) for partner in measure.partners],
        "aid_parameters": [_parameter(one) for one in measure.parameters],
        **_place(measure),
    }


def _horizon(fact: HorizonFact) -> Json:
    start, end = fact.horizon.years
    return {
        "start": start,
        "end": end,
        "ongoing": fact.horizon.ongoing,
        "precision": fact.horizon.precision.value,
        "raw": fact.quote,
        **_place(fact),
    }


def _amount(fact: AmountFact, facts: Facts) -> Json:
    return {
        "amount": units(fact.money),
        "currency": fact.money.currency,
        "what": fact.what,
        "role": fact.role.value,
        "period": fact.per,
        "measure": f"M{fact.measure + 1:02}" if fact.measure is not None else None,
        "raw": fact.quote,
        **_place(fact),
    }


def _budget(fact: AmountFact) -> Json:
    return {"amount": units(fact.money), "currency": fact.money.currency}


def _organisation(fact: OrganisationFact) -> Json:
    return {"name": fact.name, "acronym": fact.acronym, "role": fact.role.value, **_place(fact)}


def _parameter(fact: ParameterFact) -> Json:
    return {"param": fact.kind.value, "value": fact.value, "unit": fact.unit, **_place(fact)}


def _place(fact: Fact) -> Json:
    return {"span": _span(fact.span), "quote": fact.quote, "confidence": round(fact.confidence, 2)}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
