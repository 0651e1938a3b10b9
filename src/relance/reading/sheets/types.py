"""What a plan spreadsheet says, cell by cell."""

from dataclasses import dataclass

from relance.reading.document import ReadingError, Span
from relance.values.horizon import Horizon
from relance.values.money import Money

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Value:
    """The words of a cell (or of a part of it, in a list), their place and address ("G7")."""

    words: str
    span: Span
    cell: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a cell. `per`: "year", "month"… when it is paid again and again."""

    money: Money
    value: Value
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A funder and what it gives; either may be missing."""

    funder: Value | None
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken as meant. `message`: French, with what is allowed."""

    cell: str
    message: str
    value: str

    def __str__(self) -> str:
        return f"Cellule {self.cell}\u00a0: {self.message}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that holds no action: instructions of a template, a title between two groups."""

    cell: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Action:
    """A row of the plan. `parent`: index of the action that a sub-action belongs to.

    `path`: axis, sub-axis, sub-sub-axis as far as they are filled. `horizon` joins the dates
    of start and end, or reads the column of horizons; `dates` are the cells it was read from.
    `leads` are organisations, `services` parts of the author, `people` persons by name.
    """

    title: Value
    path: tuple[Value, ...] = ()
    parent: int | None = None
    number: Value | None = None
    description: Value | None = None
    objectives: Value | None = None
    indicators: Value | None = None
    leads: tuple[Value, ...] = ()
    services: tuple[Value, ...] = ()
    people: tuple[Value, ...] = ()
    partners: tuple[Value, ...] = ()
    fundings: tuple[Funding, ...] = ()
    budget: Amount | None = None
    status: Value | None = None
    priority: Value | None = None
    horizon: Horizon | None = None
    dates: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """All actions of a workbook in order, with what is wrong and what was left aside."""

    title: Value | None
    actions: tuple[Action, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]

    def checked(self) -> "PlanSheet":
        """Itself, or FaultySheet when it has problems."""
        if self.problems:
            raise FaultySheet(self.problems)
        return self


class FaultySheet(ReadingError):
    """A plan spreadsheet with cells that cannot be taken as meant; `problems` has them all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        rest = len(problems) - _TOLD
        told = [str(problem) for problem in problems[:_TOLD]]
        if rest > 0:
            told.append(
                f"Et {rest} autre{'s' if rest > 1 else ''} cellule{'s' if rest > 1 else ''} à corriger."
            )
        super().__init__(" ".join(told))
