"""What an officer is to be told of before they decide; none of it forbids anything. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from bareme import Interval, Scheme


class AlertKind(StrEnum):
    SAME_APPLICANT = "same_applicant"
    SAME_ACCOUNT = "same_account"
    SAME_FILE = "same_file"
    DIFFERS = "differs"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at. `numbers`: the other files that it is about."""

    kind: AlertKind
    text: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that was declared otherwise than a register says."""

    name: str
    label: str
    declared: str
    registered: str


def differences(
    scheme: Scheme, facts: Mapping[str, Any], sources: Mapping[str, Any], registered: Mapping[str, Any]
) -> list[Difference]:
    """Facts declared otherwise than the register says; its bracket agrees with what is in it."""
    found = []
    for name, fact in scheme.inputs.items():
        if "." in name or (sources.get(name) or {}).get("from") == "register" or facts.get(name) is None:
            continue
        label, told = fact.label["fr"], facts[name]
        if name in registered and not _same(told, registered[name]):
            found.append(Difference(name, label, _words(told), _words(registered[name])))
        elif fact.register and fact.register in registered:
            held = scheme.registers[fact.register].get(str(registered[fact.register]))
            if held is not None and not _within(told, held):
                found.append(Difference(name, label, _words(told), _words(held)))
    return found


def _same(told: Any, said: Any) -> bool:
    first, second = _number(told), _number(said)
    if first is not None and second is not None:
        return first == second
    return str(told).casefold().strip() == str(said).casefold().strip()


def _within(told: Any, held: Decimal | Interval) -> bool:
    value = _number(told)
    if value is None:
        return True  # a bracket against a bracket: no officer is disturbed for it
    return value == held if isinstance(held, Decimal) else held.low <= value <= held.high


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        return Decimal(str(value).split(" ")[0].replace("\u202f", ""))
    except (InvalidOperation, IndexError):
        return None


def _words(value: Any) -> str:
    if isinstance(value, Interval):
        return f"de {value.low} à {value.high}" if value.high.is_finite() else f"{value.low} ou plus"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
