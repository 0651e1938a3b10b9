"""The facts of a document as a page of French text for the terminal."""

from collections.abc import Iterable

from relance.reading.document import Document
from relance.reading.facts.types import DocumentStatus, Facts, MeasureFact
from relance.values.typography import Locale, long_date, punctuate

_STATUS = {
    DocumentStatus.ADOPTED: "adopté",
    DocumentStatus.REPORTED: "rapporté",
    DocumentStatus.PROMISED: "promis",
    DocumentStatus.REPLY: "réponse",
}
_WIDTH = 96


def summary(document: Document, facts: Facts) -> str:
    """Title, budget, then each axis with its measures; counts at the end."""
    lines = [*_head(facts), ""]
    by_axis: dict[int | None, list[MeasureFact]] = {}
    for measure in facts.measures:
        by_axis.setdefault(measure.axis, []).append(measure)
    for index in [None, *range(len(facts.axes))]:
        measures = by_axis.get(index, [])
        if index is not None:
            axis = facts.axes[index]
            lines.append(f"{axis.number}. {axis.label}" if axis.number else axis.label)
        for measure in measures:
            lines += _measure(measure)
        if measures or index is not None:
            lines.append("")
    lines.append(_counts(facts))
    lines += [f"Attention : {warning}" for warning in document.warnings]
    return "\n".join(punctuate(line, Locale.FR) for line in lines) + "\n"


def _head(facts: Facts) -> Iterable[str]:
    yield facts.title.value if facts.title else "Document sans titre"
    if facts.territory:
        yield f"Territoire : {facts.territory.value}"
    if facts.status:
        yield f"Statut : {_STATUS[facts.status.value]}"
    if facts.adopted_on:
        yield f"Adopté le {long_date(facts.adopted_on.value)}"
    if facts.total_budget:
        yield f"Budget total : {facts.total_budget.money}"


def _measure(measure: MeasureFact) -> Iterable[str]:
    words = (
        measure.text if len(measure.text) <= _WIDTH else measure.text[: _WIDTH - 1].rsplit(" ", 1)[0] + "…"
    )
    yield f"  - {measure.number + ' ' if measure.number else ''}{words}"
    said = []
    if measure.horizon:
        said.append(str(measure.horizon.horizon))
    if measure.amount:
        said.append(str(measure.amount.money))
    if measure.partners:
        said.append("avec " + ", ".join(partner.name for partner in measure.partners))
    if said:
        yield "      " + " ; ".join(said)


def _counts(facts: Facts) -> str:
    counts = [
        (len(facts.axes), "axe", "axes"),
        (len(facts.measures), "mesure", "mesures"),
        (len(facts.amounts), "somme", "sommes"),
        (len(facts.findings), "constat", "constats"),
    ]
    return ", ".join(f"{n} {one if n < 2 else many}" for n, one, many in counts) + "."
