"""The answer for one applicant: verdict, amount, reasons, questions left. Light until something is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from bareme import arithmetic
from bareme.values import EXACT, NOT_APPLICABLE, UNKNOWN, Interval, NotApplicable, Unknown, Value

if TYPE_CHECKING:
    from bareme.closures import Env
    from bareme.model import Line
    from bareme.program import Program
    from bareme.questions import Question
    from bareme.reasons import Reason

Verdict = Literal["eligible", "not eligible", "to be checked", "undetermined"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """One rounding: `before` exactly (a fraction after a prorata), `after`, to a multiple of `step`."""

    mode: str
    before: Decimal | Fraction
    after: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Receipt:
    """What pins an answer: the texts, the language, the date. `uses`: hashes of stacked schemes."""

    scheme: str
    hash: str
    language: int
    on: date
    overlay: tuple[tuple[str, str], ...]
    uses: tuple[tuple[str, str], ...]


class Decision:
    """What one scheme answers for one set of facts at one date.

    `verdict`: eligible, not eligible, to be checked (only the officer's appreciations are missing),
    undetermined. `met`: the conditions alone, True, False or UNKNOWN. `result`: the amount as far as it is
    known (an Interval if some fact is a bracket), whatever the verdict. Reasons, roundings and questions are
    worked out when first read.
    """

    def __init__(
        self, program: Program, env: Env, facts: Mapping[str, Any], verdict: Verdict, met: Value,
        tests: list[Value], amounts: list[Value], result: Value,
    ) -> None:  # fmt: skip
        self.program, self.env, self.facts = program, env, facts
        self.verdict, self.met, self.tests, self.amounts, self.result = verdict, met, tests, amounts, result

    def __repr__(self) -> str:
        return f"<Decision {self.program.scheme.name} {self.on}: {self.verdict}, {self.amount}>"

    @property
    def on(self) -> date:
        """The date of evaluation."""
        found: date = self.env[0]
        return found

    @property
    def amount(self) -> Decimal | Unknown | NotApplicable:
        """The exact amount; not applicable if refused (or nothing is due); unknown while it may change.

        For « to be checked » it is what will be due if the officer agrees, unless it depends on that too.
        """
        if self.verdict == "not eligible":
            return NOT_APPLICABLE
        if self.verdict == "undetermined" or not isinstance(self.result, Decimal | NotApplicable):
            return UNKNOWN
        return self.result

    @property
    def least(self) -> Decimal | None:
        """The least amount that can still come out if the conditions are met; None if nobody knows."""
        return self._bound(0)

    @property
    def most(self) -> Decimal | None:
        """The most that can still come out; None if nobody knows or if it has no end."""
        return self._bound(1)

    def _bound(self, side: int) -> Decimal | None:
        if self.verdict == "not eligible" or not isinstance(self.result, Decimal | Interval):
            return None
        found: Decimal = arithmetic.bounds(self.result)[side]
        return found if found.is_finite() else None

    @property
    def lines(self) -> dict[str, Value]:
        """Each amount line by name; not applicable if refused."""
        refused = self.verdict == "not eligible"
        return {
            line.name: NOT_APPLICABLE if refused else v
            for line, v in zip(self.program.lines, self.amounts, strict=True)
        }

    def line(self, name: str) -> Line:
        """The declaration of a line (its kind, label and reference)."""
        return next(line for line in self.program.lines if line.name == name)

    @property
    def conditions(self) -> dict[str, Value]:
        """Each condition in force by name: True, False, UNKNOWN or NOT_APPLICABLE."""
        return {c.name: v for c, v in zip(self.program.conditions, self.tests, strict=True)}

    @property
    def because(self) -> tuple[str, ...]:
        """Names of the conditions that are false."""
        return tuple(name for name, value in self.conditions.items() if value is False)

    @property
    def checks(self) -> tuple[str, ...]:
        """Names of the conditions that wait for the officer alone."""
        from bareme.questions import uncertain

        return tuple(
            condition.name
            for condition, value in zip(self.program.conditions, self.tests, strict=True)
            if value is UNKNOWN and officer_only(uncertain(self.program, condition.node, self.env))
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """Facts that were not given and hold by the default of the scheme."""
        given = self.program.environment(self.facts, self.on, defaults=False)
        slots = self.program.given
        facts = self.program.scheme.inputs.values()
        return tuple(f.path for f in facts if f.default is not None and given[slots[f.path]] is UNKNOWN)

    @property
    def values(self) -> dict[str, Value]:
        """Each definition by name."""
        return {name: self.env[slot] for name, slot in self.program.named.items()}

    @property
    def stacked(self) -> dict[str, Decision | None]:
        """The decision of each scheme used, at the same facts and date; None if not in force that day."""
        return {name: self.env[slot] for name, slot in self.program.results.items()}

    @property
    def receipt(self) -> Receipt:
        scheme = self.program.scheme
        uses = tuple((name, other.hash) for name, other in scheme.uses.items())
        return Receipt(scheme.name, scheme.hash, scheme.language, self.on, scheme.overlay, uses)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """One tree for each condition in force, then for each amount line (none if refused)."""
        from bareme.reasons import build

        return build(self)

    @property
    def roundings(self) -> tuple[Rounding, ...]:
        """Each rounding that shaped the amounts, innermost first."""
        from decimal import localcontext

        from bareme.reasons import roundings

        with localcontext(EXACT):
            return tuple(roundings(self))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The facts that could still change the answer, in the order worth asking."""
        from bareme.questions import order

        return order(self)

    def sentences(self, language: str = "fr") -> list[str]:
        """The answer and its reasons, one sentence each, for the applicant (`fr`, `fr-CA`, `en`)."""
        from bareme.sentences import sentences

        return sentences(self, language)

    def explain(self, language: str = "fr") -> str:
        """The whole tree as indented text, with values, roundings and references, for the officer."""
        from bareme.sentences import explain

        return explain(self, language)

    def as_dict(self) -> dict[str, Any]:
        """The decision as JSON-ready data: numbers are text, absences are named."""
        from bareme.rendering import as_dict

        return as_dict(self)


def officer_only(paths: set[str]) -> bool:
    """Are all these facts the officer's to appreciate?"""
    return bool(paths) and all(path.startswith("checks.") or ".checks." in path for path in paths)
