"""What is asked of a simulation.

Variants, an envelope, take-up, losses. Checked here, in the user's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from bareme.errors import BaremeError

Served = Literal["first_come", "pro_rata", "rank"]
SERVED: Final[tuple[Served, ...]] = ("first_come", "pro_rata", "rank")
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
ALL: Final = 1 << 60  # draws are 60 bits of an MD5: the same in every engine


class SimulationError(BaremeError):
    """`where`: the option; `cause`: what is wrong, and what was allowed."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(f"{where} : {cause}")
        self.where, self.cause = where, cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another text: the same scheme with these parameters at other values (`{"cap": "1000 EUR"}`)."""

    name: str
    parameters: Mapping[str, str]

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise SimulationError(
                f"variante « {self.name} »",
                "un nom : minuscules sans accent, chiffres et _, une lettre d’abord",
            )
        if not self.parameters:
            raise SimulationError(f"variante « {self.name} »", "dites ce qui change : paramètre=valeur")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """A named scenario.

    The share of those who are entitled that applies. `source`: where the share comes from.
    """

    name: str
    rate: Decimal
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise SimulationError(f"recours « {self.name} »", f"{self.rate} : de 0 à 1, ou de 0 % à 100 %")

    @property
    def below(self) -> int:
        """A firm applies if its draw, from 0 to 2^60, is below this: scenarios hold one another."""
        return int(self.rate * ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A named scenario: the share of what is due back that will not come."""

    name: str
    rate: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise SimulationError(f"pertes « {self.name} »", f"{self.rate} : de 0 à 1, ou de 0 % à 100 %")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The money there is. `served`: None for what the scheme says.

    `filed`: the column with the day each firm applies; without one the order is drawn, and no day can be
    said.
    `rank`: the column that ranks, the greatest first; without one, the scheme's `rank_by`.
    """

    amount: Decimal
    served: Served | None = None
    filed: str | None = None
    rank: str | None = None

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise SimulationError("enveloppe", f"{self.amount} : un montant d’au moins zéro")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that is asked, beside schemes and population. `by`: columns, or `departement`, `division`, `size`…

    `only`: column → values kept (a territory). `envelope`: None for none. `funnel`, `distribution`: whether
    wanted.
    """

    on: date
    variants: tuple[Variant, ...] = ()
    by: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    envelope: Envelope | None = None
    take_up: tuple[TakeUp, ...] = ()
    losses: tuple[Loss, ...] = ()
    paid: date | None = None
    seed: int = 1
    funnel: bool = True
    distribution: bool = True
    drawn_unknown: bool = False

    def __post_init__(self) -> None:
        for kind, names in (
            ("variante", [v.name for v in self.variants]),
            ("recours", [scenario.name for scenario in self.take_up]),
            ("pertes", [scenario.name for scenario in self.losses]),
            ("--by", list(self.by)),
        ):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise SimulationError(kind, f"« {twice} » est donné deux fois")


def rate(text: str, where: str) -> Decimal:
    """A share written `0.35`, `35 %`. Raises SimulationError."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    percent = bare.endswith("%")
    try:
        value = Decimal(bare.removesuffix("%"))
    except InvalidOperation:
        raise SimulationError(where, f"« {text} » n’est pas une part : 0.35 ou 35 %") from None
    return value.scaleb(-2) if percent else value


def scenarios(text: str, where: str) -> Iterable[tuple[str, Decimal]]:
    """Named shares written `low=20 %,central=35 %,high=50 %`, or one share alone (`central`)."""
    for part in text.split(","):
        name, sign, value = part.partition("=")
        yield (name.strip(), rate(value, where)) if sign else ("central", rate(name, where))


def variant(text: str) -> Variant:
    """A variant written `NAME:param=value`, several parameters separated by `;`. Raises SimulationError."""
    name, sign, rest = text.partition(":")
    if not sign:
        raise SimulationError(
            f"--variant {text}", "on écrit NOM:paramètre=valeur, comme « bas:cap=1000 EUR »"
        )
    parameters = {}
    for part in rest.split(";"):
        key, equal, value = part.partition("=")
        if not equal or not key.strip() or not value.strip():
            raise SimulationError(f"--variant {text}", f"« {part} » : on écrit paramètre=valeur")
        if key.strip() in parameters:
            raise SimulationError(f"--variant {text}", f"« {key.strip()} » est donné deux fois")
        parameters[key.strip()] = value.strip()
    return Variant(name=name.strip(), parameters=parameters)
