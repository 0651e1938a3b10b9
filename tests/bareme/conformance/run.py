"""Makes a scheme of each group of conformance cases, plays the cases, and says what came out in our words.

An input is written in short: `number`, `number kg`, `natural` (a number of at least 0), `money EUR/year`,
`rate`, `boolean`, `date`, `choice a b`; a final `?` says that it may be not applicable (then `not applicable`
may be given). An undeclared fact is a `number`. A parameter is its value, dated by us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

import bareme
from bareme.types import Quantity
from tests.bareme.schemes import JULY

HERE = Path(__file__).parent
SINCE = "2020-01-01"


@dataclass(frozen=True)
class Case:
    """One example of another engine: `group` says the rule, `told` what is given and expected."""

    group: Mapping[str, Any]
    told: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.group['source']} · {self.group['rule']} · {self.told['case']}"


def read(name: str) -> dict[str, Any]:
    """The whole file, every scalar as text."""
    found: dict[str, Any] = yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


def cases(book: Mapping[str, Any], part: str = "groups") -> Iterator[Case]:
    """Every case of one part of a file."""
    for group in book[part]:
        for told in group["cases"]:
            yield Case(group, told)


def answer(case: Case) -> bareme.Decision:
    """The decision of the group's scheme for the facts of the case."""
    return bareme.evaluate(bareme.loads(text(case.group)), facts(case), on=JULY)


def found(case: Case, decision: bareme.Decision) -> Any:
    """What the case is about: the amount, the condition or the value of `it`."""
    role = case.group.get("as", "value")
    if role == "amount":
        return decision.amount
    return decision.conditions["it"] if role == "condition" else decision.values["it"]


def wanted(said: str) -> Any:
    """An expectation as a value: unknown, not applicable, yes, no, a day, a number, a percentage."""
    words = {"unknown": bareme.UNKNOWN, "not applicable": bareme.NOT_APPLICABLE, "yes": True, "no": False}
    if said in words:
        return words[said]
    if said.endswith("%"):
        return Decimal(said[:-1].strip()) / 100
    return date.fromisoformat(said) if said.count("-") == 2 else Decimal(said)


def unit(decision: bareme.Decision) -> str:
    """The unit of `it`."""
    kind = decision.program.scheme.definitions["it"].node.type
    assert isinstance(kind, Quantity)
    return str(kind.unit)


def facts(case: Case) -> dict[str, Any]:
    """The facts of the case; « not applicable » becomes the answer that makes it so."""
    given: dict[str, Any] = {}
    optional = [name for name, kind in _declared(case.group).items() if kind.endswith("?")]
    for name, value in case.told["given"].items():
        if value != "not applicable":
            given[name] = value
    if case.told["given"] or case.group.get("as") != "value":
        for name in optional:
            given[f"has_{name}"] = "no" if case.told["given"].get(name) == "not applicable" else "yes"
    return given


def text(group: Mapping[str, Any]) -> str:
    """The group as a scheme of ours."""
    rule = group["it"]
    role = group.get("as", "value")
    scheme: dict[str, Any] = {
        "language": "1", "scheme": "essai", "title": {"fr": group["rule"]}, "kind": "grant",
        "currency": "EUR", "valid": {"from": SINCE}, "applies_by": "filing", "beneficiary": "firm",
    }  # fmt: skip
    if "units" in group:
        scheme["units"] = {name: {"fr": word} for name, word in group["units"].items()}
    scheme["inputs"] = dict(_inputs(group)) or {"unused": _input("unused", "boolean")}
    if "parameters" in group:
        scheme["parameters"] = {
            name: [{"from": SINCE, "value": value, "reference": "cas"}]
            for name, value in group["parameters"].items()
        }
    if "scales" in group:
        scheme["scales"] = {
            name: {
                "kind": scale["kind"],
                "versions": [{"from": SINCE, "reference": "cas", "brackets": scale["brackets"]}],
            }
            for name, scale in group["scales"].items()
        }
    if role == "value":
        scheme["definitions"] = {"it": {"value": rule, "label": {"fr": "Cela"}}}
    if role == "condition":
        scheme["eligibility"] = {"it": {"rule": rule, "else": {"fr": "Non"}}}
    amount = f"round_half_up({rule}, 0.01 EUR)" if group.get("round") else rule
    scheme["amount"] = amount if role == "amount" else "0 EUR"
    return yaml.safe_dump(scheme, sort_keys=False, allow_unicode=True, width=1000)


def _declared(group: Mapping[str, Any]) -> dict[str, str]:
    declared = dict(group.get("inputs", {}))
    for told in group["cases"]:
        for name in told["given"]:
            declared.setdefault(name, "number")
    if not group.get("inputs"):
        # A case may leave every fact out: those that the expression names are declared all the same.
        used = set(re.findall(r"\w+", group["it"])) - set(group.get("parameters", {}))
        for name in ("a", "b", "c", "x", "salary"):
            if name in used:
                declared.setdefault(name, "number")
    return declared


def _inputs(group: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, kind in _declared(group).items():
        found = _input(name, kind.rstrip("?"))
        if kind.endswith("?"):
            yield f"has_{name}", _input(f"has_{name}", "boolean")
            found["applies"] = f"has_{name}"
        yield name, found


def _input(name: str, kind: str) -> dict[str, Any]:
    first, *rest = kind.split()
    found: dict[str, Any] = {"type": first, "label": {"fr": name}}
    if first == "natural":
        found |= {"type": "number", "max": "1000000", "decimals": "4"}
    if first == "number":
        found |= {"min": "-1000000", "max": "1000000", "decimals": "4"}
        if rest[1:] == ["decimals"]:
            found["decimals"], rest = rest[0], []
    if first == "money":
        found["max"] = "1000000"
    if first == "choice":
        found["values"] = {word: {"fr": word} for word in rest}
    elif rest:
        found["unit"] = rest[0]
    return found
