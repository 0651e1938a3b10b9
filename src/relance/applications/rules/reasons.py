"""The reasons of an answer as they are kept with a decision: line by line, with values and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bareme import NOT_APPLICABLE, UNKNOWN, Decision, Reason
from bareme.rendering import json_value


@dataclass(frozen=True, slots=True)
class Used:
    """What a line looked at: a fact, a parameter, a definition; its value as text, its reference."""

    kind: str
    name: str
    label: str
    value: Any
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One condition or amount. `met`: "yes", "no", "unknown", "not applicable", or "amount"."""

    name: str
    label: str
    met: str
    value: Any
    reference: str = ""
    refusal: str = ""
    uses: tuple[Used, ...] = field(default=())


def snapshot(decision: Decision) -> dict[str, Any]:
    """What is kept of an answer, JSON-ready; `bareme` gives it again from the text, the facts and the day."""
    receipt = decision.receipt
    return {
        "scheme": receipt.scheme,
        "hash": receipt.hash,
        "on": receipt.on.isoformat(),
        "verdict": decision.verdict,
        "amount": json_value(decision.amount),
        "because": list(decision.because),
        "assumed": list(decision.assumed),
        "values": {name: json_value(value) for name, value in decision.values.items()},
        "lines": [_line(reason) for reason in decision.reasons],
    }


def lines(kept: Mapping[str, Any]) -> list[Line]:
    """The lines of a snapshot."""
    return [
        Line(
            name=row["name"],
            label=row["label"],
            met=row["met"],
            value=row["value"],
            reference=row.get("reference", ""),
            refusal=row.get("refusal", ""),
            uses=tuple(Used(**used) for used in row["uses"]),
        )
        for row in kept["lines"]
    ]


def refusals(kept: Mapping[str, Any]) -> list[str]:
    """The sentences of the conditions that are not met, each with its reference."""
    return [
        f"{line.refusal or line.label}" + (f" ({line.reference})" if line.reference else "") + "."
        for line in lines(kept)
        if line.met == "no"
    ]


def _line(reason: Reason) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": reason.name,
        "label": reason.label["fr"] if reason.label else "",
        "met": _met(reason),
        "value": json_value(reason.value),
        "uses": list({used["name"]: used for one in reason.walk() for used in _used(one)}.values()),
    }
    if reason.reference:
        row["reference"] = reason.reference
    if reason.value is False and reason.refusal:
        row["refusal"] = reason.refusal["fr"]
    return row


def _met(reason: Reason) -> str:
    if reason.kind == "amount":
        return "amount"
    if reason.value is UNKNOWN:
        return "unknown"
    if reason.value is NOT_APPLICABLE:
        return "not applicable"
    return "yes" if reason.value is True else "no"


def _used(reason: Reason) -> Iterator[dict[str, Any]]:
    for used, value in reason.uses:
        row = {
            "kind": used.kind,
            "name": used.name.split("@")[0],
            "label": used.label["fr"],
            "value": json_value(value),
        }
        if used.reference:
            row["reference"] = used.reference
        yield row
