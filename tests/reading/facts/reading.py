"""Reading a text in one call, for tests."""

from textwrap import dedent

from relance.reading.facts import Facts, extract
from relance.reading.facts.types import MeasureFact
from relance.reading.readers import read_document


def read(text: str, *, name: str = "plan.txt", authority: str | None = None) -> Facts:
    """The facts of a text written with the indentation of the test."""
    return extract(read_document(dedent(text).strip().encode(), name=name), authority=authority)


def only(facts: Facts) -> MeasureFact:
    """The one measure of the facts."""
    assert [m.text for m in facts.measures][1:] == []
    return facts.measures[0]


def measure(words: str, *, before: str = "") -> MeasureFact:
    """The one measure of a plan that holds these words as a list item."""
    return only(read(f"Plan de Bourg-Neuf\n\nNos mesures\n\n{before}- {words}"))


def texts(facts: Facts) -> list[str]:
    return [one.text for one in facts.measures]


def labels(facts: Facts) -> list[str]:
    return [one.label for one in facts.axes]
