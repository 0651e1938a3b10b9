"""What somebody asks of the ledger, and what they are told in return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from relance.kernel.models import Account, Authority
from relance.ledger.models import PlaceState
from relance.ledger.rules.content import digest
from relance.ledger.rules.kinds import Act
from relance.ledger.rules.reference import Ref
from relance.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One act to be written.

    `on`: day of effect. `cause`: what it rests on (a deliberation, a decision, a batch). `key`: the
    act key, made by the caller, the same for each retry. `at`: moment of recording; None, the ordinary
    case, reads the clock once the accounts are locked, so that lines stand in the order of time.
    """

    authority: Authority
    act: Act
    envelopes: tuple[int, ...]
    key: str
    on: date
    cause: Ref
    by: Account | None
    at: datetime | None = None
    case: Ref | None = None
    note: str = ""
    says: Mapping[str, object] = field(default_factory=dict)
    written_content: str = ""  # of an act asked for earlier and written now (waiting list)

    @property
    def envelope(self) -> int:
        return self.envelopes[0]

    @property
    def content(self) -> str:
        return self.written_content or digest(
            self.act,
            {
                "envelopes": list(self.envelopes),
                "on": self.on,
                "cause": [self.cause.kind, self.cause.key],
                "case": [self.case.kind, self.case.key] if self.case else None,
                **self.says,
            },
        )

    @property
    def by_name(self) -> str:
        return str(self.by) if self.by else "Relance"


class Asked(TypedDict):
    """What every act is told, by keyword.

    authority: whose envelope it is. cause: what the act rests on. on: day of effect, not in the future.
    key: the act key. by: who acts; None, Relance itself. at: moment of recording, for imports and tests
    (None reads the clock). note: up to 300 letters.
    """

    authority: Authority
    cause: Ref
    on: date
    key: str
    by: Account | None
    at: NotRequired[datetime | None]
    note: NotRequired[str]


def order(
    act: Act,
    envelopes: tuple[int, ...],
    *,
    case: Ref | None = None,
    says: Mapping[str, object] | None = None,
    **asked: Unpack[Asked],
) -> Order:
    """The order of an act, from what its caller said. `says`: what else makes it this act and no other."""
    return Order(act=act, envelopes=envelopes, case=case, says=says or {}, **asked)


def told(amount: Money) -> dict[str, object]:
    """How an order says its amount."""
    return {"amount": amount.minor, "currency": amount.currency}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Somebody in the waiting list whom this act could serve: the key they asked with, and for whom."""

    key: str
    case: Ref
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an act did. The same act key and content give the same receipt again (`replayed`).

    `amount`: the whole. `parts`: by funder (its id in the register). `transfers`: ids of the rows.
    `place`: for a reservation that had to wait, where it stands; None when it was written at once.
    `served`: whom the act could serve from the waiting list (told once, not when replayed).
    """

    act: Act
    key: str
    envelope: int
    amount: Money
    parts: Mapping[int, Money]
    transfers: tuple[int, ...]
    recorded_at: datetime
    place: PlaceState | None = None
    served: tuple[Served, ...] = ()
    replayed: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.place == PlaceState.WAITING
