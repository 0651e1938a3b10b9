"""What a register answers of a scheme's facts. The register's words come as a plain mapping."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import bareme
from bareme.model import Input
from bareme.types import Code, Day
from bareme.values import Interval

ACTIVITY, FORM = {"naf"}, {"legal_form", "sirene_legal_form"}


def facts_of(scheme: bareme.Scheme, register: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of the scheme that the register knows, as `Application.facts` has them; brackets stay so.

    `register`: texts under activity, legal_form, headcount, unit_headcount, commune, created_on (as
    `directory.queries.RegisteredFacts.as_json` gives them). A place is filled where the beneficiary is
    the establishment itself; a date where the scheme takes just one from the register.
    """
    found: dict[str, Any] = {}
    whole = scheme.beneficiary in ("firm", "association")
    dated = [
        fact.path
        for fact in scheme.inputs.values()
        if fact.source == "register" and isinstance(fact.type, Day)
    ]
    for path, fact in scheme.inputs.items():
        value = _value(scheme, fact, register, whole=whole, only_date=len(dated) == 1)
        if value is None:
            continue
        owner, _, name = path.rpartition(".")
        if owner:
            found.setdefault(owner, {})[name] = value
        else:
            found[path] = value
    return found


def _value(
    scheme: bareme.Scheme, fact: Input, register: Mapping[str, Any], *, whole: bool, only_date: bool
) -> Any:
    if fact.register == "headcount_bracket":
        code = register.get("unit_headcount" if whole else "headcount") or ""
        return _bracket(scheme.registers[fact.register].get(str(code)))
    if isinstance(fact.type, Code) and fact.type.of == "commune" and fact.path.endswith(".commune"):
        return register.get("commune") or None if scheme.beneficiary == "establishment" else None
    if fact.source != "register":
        return None
    if isinstance(fact.type, Code):
        if fact.type.of in ACTIVITY:
            return register.get("activity") or None
        return (register.get("legal_form") or None) if fact.type.of in FORM else None
    return (register.get("created_on") or None) if isinstance(fact.type, Day) and only_date else None


def _bracket(value: Decimal | Interval | None) -> Any:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return int(value)
    low, high = (None if bound.is_infinite() else int(bound) for bound in (value.low, value.high))
    return {name: bound for name, bound in (("from", low), ("to", high)) if bound is not None}
