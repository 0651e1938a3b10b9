"""From a plan spreadsheet to facts: columns say outright what prose has to be searched for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from relance.reading.document import Block, BlockKind, Document, Span
from relance.reading.facts.amounts import TOTAL_LABEL
from relance.reading.facts.drafts import unnumbered
from relance.reading.facts.extract import extract
from relance.reading.facts.tables import unit_of
from relance.reading.facts.types import (
    AmountFact,
    AmountRole,
    AxisFact,
    Facts,
    HorizonFact,
    MeasureFact,
    OrganisationFact,
    Role,
    TextFact,
)
from relance.reading.sheets import Action, PlanSheet, Value, read_plan_sheet
from relance.reading.sheets.types import Amount
from relance.values import sums
from relance.values.typography import flat, fold, squeeze


class _Place(TypedDict):
    """What every fact carries."""

    span: Span
    quote: str
    confidence: float


# Somebody wrote it under a column of that name.
_SURE = 0.99


def facts_of(document: Document, *, authority: str | None = None) -> Facts:
    """The facts of any document: by its columns when it is a plan spreadsheet, else by `extract`.

    Raises FaultySheet (cells, causes and what is allowed, in French) when a cell of a plan
    spreadsheet cannot be taken as meant.
    """
    sheet = read_plan_sheet(document)
    if sheet is None or (not sheet.actions and not sheet.problems):
        return extract(document, authority=authority)
    return sheet_facts(document, sheet, authority=authority)


def sheet_facts(document: Document, sheet: PlanSheet, *, authority: str | None = None) -> Facts:
    """The facts of a plan spreadsheet. Sub-actions are measures whose objective is their action.

    Title, territory and date come from the lines above the table. Raises FaultySheet.
    """
    sheet.checked()
    above = tuple(b for b in document.blocks if b.kind is BlockKind.PARAGRAPH and "preamble" in b.style)
    # Only those lines are read as prose: a funder's column says nothing of the territory.
    text = document.text[: above[-1].span.end] if above else ""
    said = extract(replace(document, text=text, blocks=above), authority=authority)
    if said.total_budget is None and (total := _total_above(document.text, above)):
        said = replace(said, total_budget=total)
    return _Adapter(document.text, sheet).facts(said)


def _total_above(text: str, above: Sequence[Block]) -> AmountFact | None:
    """The budget of the plan in a line above the table whose number is bare: "Budget total (€) : 4800000"."""
    for block in above:
        label, _, words = block.span.quote(text).partition(":")
        if not words.strip() or not TOTAL_LABEL.search(flat(label)):
            continue
        start = block.span.end - len(words.lstrip())
        span = Span(start, start + len(words.strip()))
        found = sums.parse(words, unit=unit_of(label) or ("$" if "$" in text else "€"))
        if found and not found.is_range:
            return AmountFact(
                span=span, quote=span.quote(text), confidence=0.95, money=found.low,
                role=AmountRole.TOTAL, what=squeeze(label), per=found.per, measure=None,
            )  # fmt: skip
    return None


class _Adapter:
    def __init__(self, text: str, sheet: PlanSheet) -> None:
        self._text = text
        self._sheet = sheet
        self._axes: dict[str, int] = {}
        self._facts: list[AxisFact] = []
        self._amounts: list[AmountFact] = []

    def facts(self, said: Facts) -> Facts:
        measures = tuple(self._measure(index, action) for index, action in enumerate(self._sheet.actions))
        title = self._sheet.title
        total = replace(said.total_budget, measure=None) if said.total_budget else None
        named = TextFact(**self._place(title.span), value=squeeze(title.words)) if title else said.title
        return replace(
            said,
            title=named,
            axes=tuple(self._facts),
            measures=measures,
            total_budget=total,
            amounts=(total, *self._amounts) if total else tuple(self._amounts),
            findings=(),
        )

    def _measure(self, index: int, action: Action) -> MeasureFact:
        span, printed = unnumbered(self._text, action.title.span)
        amount = self._amount(action.budget, AmountRole.ENVELOPE, action.title, index)
        for funding in action.fundings:
            self._amount(funding.amount, AmountRole.SHARE, funding.funder or action.title, index)
        return MeasureFact(
            **self._place(span),
            text=squeeze(span.quote(self._text)),
            axis=self._axis(action),
            number=action.number.words if action.number else printed,
            objective=self._objective(action),
            horizon=self._horizon(action),
            amount=amount,
            partners=tuple(self._organisations(action)),
        )

    def _place(self, span: Span) -> _Place:
        return {"span": span, "quote": span.quote(self._text), "confidence": _SURE}

    def _axis(self, action: Action) -> int | None:
        if not action.path:
            return None
        value = action.path[0]
        key = fold(value.words)
        if key not in self._axes:
            self._axes[key] = len(self._facts)
            span, number = unnumbered(self._text, value.span)
            label = squeeze(span.quote(self._text))
            self._facts.append(AxisFact(**self._place(span), label=label, number=number))
        return self._axes[key]

    def _objective(self, action: Action) -> str | None:
        """What stands above: the action of a sub-action, else the lowest sub-axis."""
        if action.parent is not None:
            return squeeze(self._sheet.actions[action.parent].title.words)
        return squeeze(action.path[-1].words) if len(action.path) > 1 else None

    def _horizon(self, action: Action) -> HorizonFact | None:
        if action.horizon is None or not action.dates:
            return None
        # Dates in two cells: the place of the first is where to look.
        return HorizonFact(**self._place(action.dates[0].span), horizon=action.horizon)

    def _amount(self, amount: Amount | None, role: AmountRole, what: Value, index: int) -> AmountFact | None:
        if amount is None:
            return None
        fact = AmountFact(
            **self._place(amount.value.span),
            money=amount.money,
            role=role,
            what=squeeze(what.words),
            per=amount.per,
            measure=index,
        )
        self._amounts.append(fact)
        return fact

    def _organisations(self, action: Action) -> list[OrganisationFact]:
        named = [
            *((value, Role.LEAD) for value in action.leads),
            *((value, Role.PARTNER) for value in action.partners),
            *((funding.funder, Role.FUNDER) for funding in action.fundings if funding.funder),
        ]
        return [
            OrganisationFact(**self._place(value.span), name=squeeze(value.words), role=role)
            for value, role in named
        ]
