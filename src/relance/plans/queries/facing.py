"""The document beside the facts of one part of the review."""

from dataclasses import dataclass

from relance.plans.models import DocumentText, FactPlace, Plan
from relance.plans.queries.coverage import text_of
from relance.plans.queries.review import ReviewGroup
from relance.plans.rules.facing import Placed, Stretch, stretches

PICTURED = "pdf"


@dataclass(frozen=True, slots=True)
class Facing:
    """The stored text around the facts of a group. `has_pages`: its pages can be shown as pictures."""

    text: DocumentText
    stretches: tuple[Stretch, ...]
    has_pages: bool


def facing_of(plan: Plan, group: ReviewGroup) -> Facing | None:
    """The text under review, cut at the facts of the group; None without a document."""
    text = text_of(plan)
    if text is None:
        return None
    shown = {reviewed.fact.pk: reviewed.fact for reviewed in group.facts}
    places = [Placed(fact.pk, *fact.place) for fact in shown.values() if fact.source_id == text.pk]
    again = FactPlace.objects.of(plan.authority).filter(text=text, fact__in=list(shown))
    places += [Placed(one.fact_id, one.start, one.end) for one in again]
    has_pages = text.format == PICTURED and bool(text.page_starts) and text.document.file_id is not None
    return Facing(text, stretches(text.text, places), has_pages)
