"""The text under review, and what of it no fact represents."""

from dataclasses import dataclass

from relance.plans.models import (
    Amendment,
    DocumentText,
    Fact,
    FactKind,
    FactPlace,
    FactState,
    Omission,
    Plan,
)
from relance.plans.queries.passages import Passage, around
from relance.plans.rules.coverage import Cover, Coverage, coverage
from relance.values.typography import squeeze

# These answer for the whole sentence that they stand in: a total, a date, a condition.
WHOLE = (FactKind.BUDGET, FactKind.STATUS, FactKind.DATE, FactKind.AMOUNT, FactKind.PARAMETER)
HEADINGS = ("objective", "responds_to")
NEAR = 4000  # a heading stands within so many letters before its measure


@dataclass(frozen=True, slots=True)
class LeftSentence:
    """A sentence of nobody, with some of the text around it."""

    start: int
    end: int
    words: str
    before: str
    after: str

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class PlanCoverage:
    """How much of the plan's document its facts represent. `text` is None without a document."""

    text: DocumentText | None
    counts: Coverage
    omissions: tuple[Omission, ...]

    def sentences(self, first: int = 0, last: int | None = None) -> list[LeftSentence]:
        """The sentences left, in the order of the document."""
        if self.text is None:
            return []
        text = self.text.text
        return [
            LeftSentence(
                one.start,
                one.end,
                squeeze(text[one.start : one.end]),
                *around(text, Passage(one.start, one.end), letters=90),
            )
            for one in self.counts.left[first:last]
        ]


def text_of(plan: Plan) -> DocumentText | None:
    """The text that is reviewed: of the amendment under way, else the newest of its document."""
    amendment = open_amendment(plan)
    if amendment is not None:
        return amendment.text
    if plan.document_id is None:
        return None
    return (
        DocumentText.objects.of(plan.authority)
        .filter(document=plan.document_id)
        .select_related("document__file")
        .order_by("-reader_version")
        .first()
    )


def open_amendment(plan: Plan) -> Amendment | None:
    """The version whose differences are under review."""
    return (
        Amendment.objects.of(plan.authority)
        .filter(plan=plan, applied_at=None)
        .select_related("text__document__file", "earlier__document")
        .first()
    )


def coverage_of(plan: Plan) -> PlanCoverage:
    """What no fact of the plan represents in the text under review."""
    text = text_of(plan)
    if text is None:
        return PlanCoverage(None, Coverage(0, 0, ()), ())
    owner = plan.authority
    facts = list(Fact.objects.of(owner).filter(plan=plan, source=text))
    again = FactPlace.objects.of(owner).filter(text=text, fact__plan=plan).select_related("fact")
    omissions = tuple(Omission.objects.of(owner).filter(plan=plan, source=text).select_related("said_by"))
    kept = [fact for fact in facts if fact.state != FactState.REJECTED]
    covers = [Cover(*fact.place, whole=fact.kind in WHOLE) for fact in kept]
    covers += [Cover(one.start, one.end, whole=one.fact.kind in WHOLE) for one in again]
    covers += _headings(text.text, kept)
    # A rejected fact was looked at: somebody said of these words what an omission says.
    aside = [Cover(*fact.place) for fact in facts if fact.state == FactState.REJECTED]
    aside += [Cover(one.start, one.end, whole=True) for one in omissions]
    return PlanCoverage(text, coverage(text.text, covers, aside), omissions)


def _headings(text: str, facts: list[Fact]) -> list[Cover]:
    """The places of objectives and priorities, which measures carry as words."""
    covers: dict[tuple[int, int], Cover] = {}
    for fact in facts:
        if fact.kind != FactKind.MEASURE:
            continue
        for name in HEADINGS:
            words = squeeze(fact.current.get(name) or "")
            start = text.rfind(words, max(0, fact.start - NEAR), fact.start) if words else -1
            if start >= 0:
                place = (start, start + len(words))
                covers[place] = Cover(*place)
    return list(covers.values())
