"""Answers in words: for checking them, for the receipt, for the officer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bareme.model import say
from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking.fields import Field, Kind, declared, field_for
from relance.applications.rules.asking.pages import State, key_of, page_of, period_words
from relance.values.money import Money, UnevenMoney
from relance.values.typography import NBSP, Locale, long_date, number

UNKNOWN = "Je ne sais pas encore"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `key`: its page; `source`: "declared" or "register"."""

    key: str
    path: str
    question: str
    answer: str
    source: str


def summary(state: State, locale: Locale = Locale.FR) -> list[Line]:
    """Every fact that is known, in the order of the scheme; registers' first words for what they say."""
    lines = []
    facts = state.facts
    for path in (*state.scheme.inputs, *state.scheme.entities):
        if path.startswith(("already.", "checks.")):
            continue
        value = known_facts.get(facts, path)
        if value is not None:
            lines += _lines(state, path, value, locale)
    return lines


def _lines(state: State, path: str, value: Any, locale: Locale) -> list[Line]:
    source = "declared" if known_facts.get(state.declared, path) is not None else "register"
    scheme = state.scheme
    key = key_of(scheme, path)
    if path in scheme.entities:
        return [Line(key, path, say(scheme.entities[path].label), _list(state, path, value, locale), source)]
    fact = declared(scheme, path)
    label = say(fact.label)
    if fact.by and isinstance(value, Mapping):
        return [
            Line(
                key,
                f"{path}.{period}",
                f"{label}, {period_words(period).lower()}",
                _of(state, f"{path}.{period}", one, locale),
                source,
            )
            for period, one in sorted(value.items())
        ]
    return [Line(key, path, _plain_label(state, path, label), _of(state, path, value, locale), source)]


def _plain_label(state: State, path: str, label: str) -> str:
    field = field_for(state.scheme, path, on=state.on, label=label, names=state.names)
    return field.label


def _of(state: State, path: str, value: Any, locale: Locale) -> str:
    return words(field_for(state.scheme, path, on=state.on, label="", names=state.names), value, locale)


def _list(state: State, path: str, value: Any, locale: Locale) -> str:
    if not value:
        return "Aucun"
    told = []
    fields = page_of(state, path).fields
    for rank, row in enumerate(value, 1):
        parts = [
            f"{one.label[:1].lower()}{one.label[1:]}{NBSP}: "
            f"{words(one, row.get(one.path.rpartition('.')[2]), locale)}"
            for one in fields
        ]
        told.append(f"{rank}. {', '.join(parts)}")
    return "\n".join(told)


def words(field: Field, value: Any, locale: Locale = Locale.FR) -> str:
    """A fact as a reader says it, with its unit."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, Mapping):
        return _bracket(field, value)
    if field.kind is Kind.CHOICE:
        return dict(field.choices).get(str(value), str(value))
    if field.kind is Kind.YES_NO:
        return {"yes": "Oui", "no": "Non"}.get(str(value), str(value))
    if field.kind is Kind.DATE:
        return long_date(date.fromisoformat(str(value)), locale)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field.kind is Kind.CODE:
        return str(value)
    return _quantity(field, str(value), locale)


def typed(field: Field, value: Any, locale: Locale = Locale.FR) -> str:
    """The fact as one would type it again: what the field shows when an answer is changed."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind is Kind.DATE:
        day = date.fromisoformat(str(value))
        return day.isoformat() if locale is Locale.FR_CA else f"{day:%d/%m/%Y}"
    if field.kind in (Kind.CHOICE, Kind.YES_NO, Kind.CODE):
        return str(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return plain_number(str(value)).replace(".", ",")


def plain_number(value: str) -> str:
    """ "1234.50 EUR/month" → "1234.50"."""
    match = re.match(r"-?[\d.]+", value.strip())
    return match[0] if match else value


def _bracket(field: Field, value: Mapping[str, Any]) -> str:
    low, high = value.get("from"), value.get("to")
    unit = f"{NBSP}{field.suffix}" if field.suffix else ""
    if low is None:
        return f"au plus {high}{unit}"
    return f"au moins {low}{unit}" if high is None else f"de {low} à {high}{unit}"


def _quantity(field: Field, value: str, locale: Locale) -> str:
    try:
        amount = Decimal(plain_number(value))
    except InvalidOperation:
        return value
    if field.kind is Kind.MONEY:
        currency, _, per = field.unit.partition("/")
        try:
            said = Money.of(amount, currency).format(locale)
        except UnevenMoney:
            return f"{number(amount, locale)}{NBSP}{field.suffix}"
        return said + (field.suffix[field.suffix.index("/") :] if per and "/" in field.suffix else "")
    return number(amount, locale) + (f"{NBSP}{field.suffix}" if field.suffix else "")
