"""Says facts in French, as officers read them in a list."""

from collections.abc import Callable
from datetime import date
from typing import Any

from relance.plans.models import (
    AmountPer,
    AmountRole,
    AnnouncedAmount,
    DocumentStatus,
    FactKind,
    FindingBound,
    ParameterKind,
    PartnerRole,
)
from relance.plans.rules.units import figure
from relance.values.horizon import Horizon, Precision
from relance.values.typography import NBSP, Locale, long_date


def tell(kind: str, value: dict[str, Any], locale: Locale = Locale.FR) -> str:
    """The value of a fact in a few words; empty where the quoted words say all."""
    return _TELLING[FactKind(kind)](value, locale)


def horizon_of(value: dict[str, Any]) -> Horizon | None:
    """The horizon that a value of kind horizon holds; None when it holds none."""
    first, last = (date.fromisoformat(value[end]) if value.get(end) else None for end in ("start", "end"))
    relative = value.get("relative") or None
    if not (first or last or value.get("ongoing") or relative):
        return None
    return Horizon(
        start=first,
        end=last,
        precision=Precision(value.get("precision") or Precision.YEAR),
        ongoing=bool(value.get("ongoing")),
        relative=relative,
    )


def _text(value: dict[str, Any], locale: Locale) -> str:
    return str(value.get("text", ""))


def _status(value: dict[str, Any], locale: Locale) -> str:
    return str(DocumentStatus(value["status"]).label)


def _date(value: dict[str, Any], locale: Locale) -> str:
    return long_date(date.fromisoformat(value["date"]), locale)


def _horizon(value: dict[str, Any], locale: Locale) -> str:
    horizon = horizon_of(value)
    return horizon.format(locale) if horizon else ""


def _amount(value: dict[str, Any], locale: Locale) -> str:
    amount = AnnouncedAmount(
        low=value["low"],
        high=value["high"],
        currency=value["currency"],
        per=value.get("per", AmountPer.TOTAL),
    )
    return amount.format(locale)


def _sum(value: dict[str, Any], locale: Locale) -> str:
    words = f"{_amount(value, locale)} · {AmountRole(value['role']).label.lower()}"
    if value["role"] == AmountRole.ENVELOPE or not value.get("meaning"):
        return words
    return f"{words}, {value['meaning']}"


def _partner(value: dict[str, Any], locale: Locale) -> str:
    acronym = f" ({value['acronym']})" if value.get("acronym") else ""
    return f"{value['name']}{acronym} · {PartnerRole(value['role']).label.lower()}"


def _parameter(value: dict[str, Any], locale: Locale) -> str:
    words = figure(value.get("low") or "", value.get("high") or "", value.get("unit") or "", locale)
    label = str(ParameterKind(value["kind"]).label)
    return f"{label}{NBSP}: {words}" if words else label


def _finding(value: dict[str, Any], locale: Locale) -> str:
    words = figure(value.get("value") or "", value.get("value") or "", value.get("unit") or "", locale)
    bound = FindingBound(value.get("bound") or FindingBound.EXACT)
    return words if bound == FindingBound.EXACT or not words else f"{bound.label} {words}"


def _axis(value: dict[str, Any], locale: Locale) -> str:
    return f"numéro {value['number']}" if value.get("number") else ""


def _measure(value: dict[str, Any], locale: Locale) -> str:
    said = [f"numéro {value['number']}" if value.get("number") else ""]
    if value.get("objective"):
        said.append(f"objectif{NBSP}: {value['objective']}")
    if value.get("responds_to"):
        said.append(f"répond à{NBSP}: {value['responds_to']}")
    return " · ".join(words for words in said if words)


_TELLING: dict[FactKind, Callable[[dict[str, Any], Locale], str]] = {
    FactKind.TITLE: _text,
    FactKind.TERRITORY: _text,
    FactKind.STATUS: _status,
    FactKind.DATE: _date,
    FactKind.BUDGET: _amount,
    FactKind.AXIS: _axis,
    FactKind.MEASURE: _measure,
    FactKind.HORIZON: _horizon,
    FactKind.AMOUNT: _sum,
    FactKind.PARTNER: _partner,
    FactKind.PARAMETER: _parameter,
    FactKind.FINDING: _finding,
}
