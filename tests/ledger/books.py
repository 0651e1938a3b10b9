"""A short way to act on the ledger, and to read where money stands straight from its lines."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from relance.kernel.models import Authority
from relance.kernel.rules import Role
from relance.ledger import actions
from relance.ledger.actions import Kind, Receipt, Ref, Section
from relance.ledger.models import Line, Transfer
from relance.values.money import Money
from tests.support.cast import Cast

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VOTE = Ref("deliberation", "2026-12")
RENT = Ref("award", "loyer-1")


def euros(units: int | str) -> Money:
    return Money.of(units, "EUR")


class Till:
    """Acts for one authority by one treasurer, each with a key of its own unless one is given."""

    def __init__(self, cast: Cast) -> None:
        self.authority = cast.valmont
        self.by = cast.holding(Role.TREASURER)
        self.count = 0

    def reserve_many(self, **said: Any) -> list[Receipt]:
        usual: dict[str, Any] = {"authority": self.authority, "by": self.by, "on": DAY, "at": MOMENT}
        return actions.reserve_many(**usual | said)

    def __getattr__(self, act: str) -> Callable[..., Any]:
        if act.startswith("_"):
            raise AttributeError(act)

        def do(**said: Any) -> Any:
            self.count += 1
            usual = {
                "authority": self.authority,
                "by": self.by,
                "key": f"{act}-{self.count}",
                "cause": Ref("test", act),
                "on": DAY,
                "at": MOMENT,
            }
            return getattr(actions, act)(**usual | said)

        return do

    def open(self, **said: Any) -> int:
        self.count += 1
        usual: dict[str, Any] = {
            "authority": self.authority,
            "name": f"Fonds {self.count}",
            "section": Section.OPERATING,
            "key": f"open-{self.count}",
            "by": self.by,
            "at": MOMENT,
        }
        return actions.open_envelope(**usual | said)


def standing(envelope: int) -> dict[Kind, int]:
    """Balance of each account that is not at zero, all funders together, in minor units."""
    return {kind: total for kind, total in _sums(envelope, None).items() if total}


def standing_of(envelope: int, funder: int) -> dict[Kind, int]:
    """The same for one funder."""
    return {kind: total for kind, total in _sums(envelope, funder).items() if total}


def _sums(envelope: int, funder: int | None) -> dict[Kind, int]:
    lines = Line.objects.everywhere("a test reads what stands").filter(account__envelope=envelope)
    if funder is not None:
        lines = lines.filter(account__funder=funder)
    sums: dict[Kind, int] = {}
    for kind, delta in lines.values_list("account__kind", "delta"):
        sums[Kind(kind)] = sums.get(Kind(kind), 0) + delta
    return sums


def transfers(authority: Authority, key: str) -> list[Transfer]:
    """The rows of an act, leg by leg."""
    rows = Transfer.objects.of(authority).filter(act_key=key).select_related("source", "target")
    return list(rows.order_by("leg"))
