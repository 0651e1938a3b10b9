"""From a read document to its facts: structure first, then what each measure says."""

from datetime import date

from relance.reading.document import Document
from relance.reading.facts import amounts as money
from relance.reading.facts import metadata
from relance.reading.facts.drafts import Draft, Outline
from relance.reading.facts.findings import findings_of
from relance.reading.facts.horizons import horizon_of
from relance.reading.facts.lines import lines_of
from relance.reading.facts.noise import noise_of
from relance.reading.facts.organisations import aliases
from relance.reading.facts.outline import outline_of
from relance.reading.facts.parameters import parameters_of
from relance.reading.facts.partners import Author, partners_of
from relance.reading.facts.records import front_matter, read_records
from relance.reading.facts.types import AmountFact, AxisFact, DocumentStatus, Facts, MeasureFact
from relance.values.typography import squeeze


def extract(document: Document, *, authority: str | None = None) -> Facts:
    """The facts of a document, in its order. `authority`: the name of who publishes it, if known.

    Pure: the same document gives the same facts. Never fails on any text; a document without
    measures gives none.
    """
    lines = lines_of(document)
    noise = noise_of(lines)
    records = read_records(document)
    if records is None and (front := front_matter(document.text)):
        noise |= {line.index for line in lines if line.span.start < front}
    title = metadata.title_of(document, lines, noise)
    outline = records or outline_of(document, lines, noise, title=title.span if title else None)
    territory = metadata.territory_of(document, title, authority)
    status = metadata.status_of(document, lines, title)
    found = money.amounts_of(document, lines, noise, outline.drafts, dollar=metadata.dollar_of(document))
    total = money.total_of(found, document.text)
    front = 0 if records else front_matter(document.text)
    if total is None and (total := money.total_in_front(document.text, front)):
        found = [total, *found]
    if total is not None:
        found = [total if (f.span, f.money) == (total.span, total.money) else f for f in found]
    reply = status is not None and status.value is DocumentStatus.REPLY
    names = tuple(n for n in (territory.value if territory else None, authority) if n)
    author = Author(
        () if reply else names,
        reply,
        joint=metadata.joint_body(document, territory),
        county=metadata.is_county(document, territory),
    )
    return Facts(
        title=title,
        territory=territory,
        adopted_on=metadata.adopted_on(document, title),
        status=status,
        total_budget=total,
        axes=tuple(
            AxisFact(
                span=axis.span,
                quote=axis.span.quote(document.text),
                confidence=axis.confidence,
                label=squeeze(axis.span.quote(document.text)),
                number=axis.number,
            )
            for axis in outline.axes
        ),
        measures=_measures(document, outline, found, author),
        amounts=tuple(found),
        findings=tuple(findings_of(document.text, sorted(outline.findings))),
    )


def _measures(
    document: Document, outline: Outline, found: list[AmountFact], author: Author
) -> tuple[MeasureFact, ...]:
    known = aliases(document.text)
    dated = metadata.dated(document)
    sums: dict[int, list[AmountFact]] = {}
    for fact in found:
        if fact.measure is not None:
            sums.setdefault(fact.measure, []).append(fact)
    return tuple(
        _measure(document, outline, index, draft, sums.get(index, []), author, known, dated)
        for index, draft in enumerate(outline.drafts)
    )


def _measure(
    document: Document,
    outline: Outline,
    index: int,
    draft: Draft,
    own: list[AmountFact],
    author: Author,
    known: dict[str, str],
    dated: date | None,
) -> MeasureFact:
    text = document.text
    quote = draft.span.quote(text)
    envelope = money.envelope_of(draft, own)
    axis = outline.axes[draft.axis] if draft.axis is not None else None
    over = squeeze(draft.objective.quote(text)).rstrip(" :") if draft.objective else None
    answered = squeeze(axis.span.quote(text)) if axis and draft.response else None
    return MeasureFact(
        span=draft.span,
        quote=quote,
        confidence=draft.confidence,
        text=squeeze(quote),
        axis=draft.axis,
        number=draft.number,
        objective=over,
        response_to=answered,
        horizon=horizon_of(text, draft, dated=dated, lead_in=draft.objective),
        amount=envelope,
        partners=partners_of(text, draft, author, known),
        parameters=parameters_of(text, draft, own, envelope),
    )
