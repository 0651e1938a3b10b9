"""The progress of a plan: one formula, said in words, with its inputs.

A measure that a formula cannot use is left out and counted as such: no weight is not a weight
of one, no declared progress is not zero. The order of measures plays no part. What was dropped
is in no formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

IN_WORDS = {
    "done": "Nombre de mesures réalisées, divisé par le nombre de mesures qui ne sont pas abandonnées.",
    "tasks": "Pour chaque mesure qui a des tâches, la part des tâches faites\u00a0; puis la moyenne de ces "
    "parts.",
    "weighted": "Somme des avancements multipliés par le poids de leur mesure, divisée par la somme de ces "
    "poids. Une mesure sans poids, ou sans avancement, n’est pas comptée.",
    "declared": "Moyenne des avancements déclarés. Une mesure qui n’en déclare pas n’est pas comptée.",
}


@dataclass(frozen=True, slots=True)
class Input:
    """What a formula may use of a measure. `declared` is in percent, `weight` a whole number.

    `times`: how many measures are just so; `key` is then that of any of them.
    """

    key: int
    status: str
    tasks: int = 0
    tasks_done: int = 0
    weight: int | None = None
    declared: int | None = None
    times: int = 1

    @property
    def own(self) -> Fraction | None:
        """Its own progress: all of it once done, else what its lead declares, if anything."""
        if self.status == "done":
            return Fraction(1)
        return None if self.declared is None else Fraction(self.declared, 100)


@dataclass(frozen=True, slots=True)
class Part:
    """A measure in the formula: its share of 1, and how heavy it is there; None: left out."""

    key: int
    share: Fraction | None
    weight: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """`value` from 0 to 1; None when no measure can be used."""

    formula: str
    value: Fraction | None
    parts: tuple[Part, ...]
    dropped: int

    @property
    def counted(self) -> int:
        return sum(part.times for part in self.parts if part.share is not None)

    @property
    def left_out(self) -> int:
        return sum(part.times for part in self.parts if part.share is None)

    @property
    def words(self) -> str:
        return IN_WORDS[self.formula]


def progress(formula: str, inputs: Iterable[Input]) -> Progress:
    """The progress under a formula of IN_WORDS. Raises KeyError for another."""
    if formula not in IN_WORDS:
        raise KeyError(f"no formula is called “{formula}”; known: {', '.join(IN_WORDS)}")
    given = list(inputs)
    parts = tuple(_part(formula, one) for one in given if one.status != "dropped")
    weights = sum(part.weight * part.times for part in parts if part.share is not None)
    total = sum(
        (part.share * part.weight * part.times for part in parts if part.share is not None), Fraction(0)
    )
    dropped = sum(one.times for one in given if one.status == "dropped")
    return Progress(formula, total / weights if weights else None, parts, dropped)


def _part(formula: str, one: Input) -> Part:
    if formula == "done":
        return Part(one.key, Fraction(one.status == "done"), 1, one.times)
    if formula == "tasks":
        share = Fraction(one.tasks_done, one.tasks) if one.tasks else None
        return Part(one.key, share, 1, one.times)
    if formula == "declared":
        return Part(one.key, one.own, 1, one.times)
    if not one.weight:
        return Part(one.key, None, 0, one.times)
    return Part(one.key, one.own, one.weight, one.times)
