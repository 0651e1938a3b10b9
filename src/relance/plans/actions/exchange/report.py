"""What became of each row of a file, or would."""

from dataclasses import dataclass, field
from enum import StrEnum

from relance.plans.models import Plan


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row: its header, what it was, what it is, as they are shown."""

    header: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: where ("Mesures!C12") and the cause, a French sentence."""

    where: str
    cause: str


@dataclass(slots=True)
class RowReport:
    """`label` says in a few words which row it is."""

    table: str
    where: str
    label: str
    outcome: Outcome
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class ExchangeReport:
    """`kept` counts rows of the plan that the file does not name: they stay. `unknown` is what
    was not read. `plan` is None when nothing was taken in."""

    name: str
    dry_run: bool
    rows: list[RowReport]
    unknown: list[str]
    kept: int
    plan: Plan | None = None

    @property
    def faults(self) -> list[Fault]:
        return [fault for row in self.rows for fault in row.faults]

    @property
    def is_refused(self) -> bool:
        return bool(self.faults)

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def changes_nothing(self) -> bool:
        return not (self.count(Outcome.CREATED) or self.count(Outcome.UPDATED) or self.is_refused)
