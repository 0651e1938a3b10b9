"""Decisions as JSON-ready data: exact numbers as text, absences by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bareme.reasons import Reason
from bareme.types import Quantity
from bareme.values import EXACT, NOT_APPLICABLE, UNKNOWN, Days, Interval

if TYPE_CHECKING:
    from bareme.decision import Decision


def json_value(value: Any) -> Any:
    """A value: True, "1500.00", "2020-06-18", {"from": …, "to": …}, "unknown", "not applicable"."""
    if value is UNKNOWN or value is None:
        return "unknown"
    if value is NOT_APPLICABLE:
        return "not applicable"
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal | Fraction):
        return str(value) if isinstance(value, Fraction) else format(value or abs(value), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Interval):
        ends = (("from", value.low), ("to", value.high))
        return {key: format(bound, "f") for key, bound in ends if bound.is_finite()}
    if isinstance(value, Days):
        return {"from": value.low.isoformat(), "to": value.high.isoformat()}
    return sorted(value) if isinstance(value, frozenset) else str(value)


def as_dict(decision: Decision) -> dict[str, Any]:
    """Everything a decision says."""
    with localcontext(EXACT):
        receipt = decision.receipt
        return {
            "scheme": receipt.scheme,
            "hash": receipt.hash,
            "language": receipt.language,
            "on": receipt.on.isoformat(),
            "overlay": dict(receipt.overlay),
            "uses": dict(receipt.uses),
            "verdict": decision.verdict,
            "amount": json_value(decision.amount),
            "currency": decision.program.scheme.currency,
            "least": None if decision.least is None else format(decision.least, "f"),
            "most": None if decision.most is None else format(decision.most, "f"),
            "lines": {name: json_value(value) for name, value in decision.lines.items()},
            "conditions": {name: json_value(value) for name, value in decision.conditions.items()},
            "because": list(decision.because),
            "checks": list(decision.checks),
            "assumed": list(decision.assumed),
            "reasons": [_reason(reason) for reason in decision.reasons],
            "roundings": [
                {
                    "mode": r.mode,
                    "before": json_value(r.before),
                    "after": json_value(r.after),
                    "step": json_value(r.step),
                }
                for r in decision.roundings
            ],
            "questions": [
                {
                    "fact": q.path,
                    "label": dict(q.label),
                    "source": q.source,
                    "settles": format(q.settles, "f"),
                }
                for q in decision.questions
            ],
            "sentences": {language: decision.sentences(language) for language in ("fr", "en")},
        }


def _reason(reason: Reason) -> dict[str, Any]:
    kind = reason.node.type
    found: dict[str, Any] = {"kind": reason.kind, "value": json_value(reason.value)}
    if reason.name:
        found["name"] = reason.name
    if reason.label:
        found["label"] = dict(reason.label)
    if reason.value is False and reason.refusal:
        found["refusal"] = dict(reason.refusal)
    if reason.reference:
        found["reference"] = reason.reference
    if isinstance(kind, Quantity) and kind.unit.powers:
        found["unit"] = str(kind.unit)
    if reason.uses:
        found["uses"] = [
            {
                "kind": used.kind,
                "name": used.name.split("@")[0],
                "label": dict(used.label),
                "value": json_value(value),
            }
            | ({"reference": used.reference} if used.reference else {})
            | ({"example": True} if used.example else {})
            for used, value in reason.uses
        ]
    if reason.children:
        found["because"] = [_reason(child) for child in reason.children]
    return found
