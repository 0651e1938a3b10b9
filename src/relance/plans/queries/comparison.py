"""Two versions of a plan's document side by side: what is new, gone, reworded, re-dated, re-priced."""

from dataclasses import dataclass
from enum import StrEnum

from relance.plans.models import Amendment, DocumentText, Fact, FactKind, FactPlace, FactState
from relance.plans.queries.telling import tell
from relance.plans.rules.addresses import passage_path
from relance.values.typography import Locale, locale_of


class Difference(StrEnum):
    """How a version differs, in the order in which it is shown."""

    UNSURE = "unsure"
    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"
    REDATED = "redated"
    REPRICED = "repriced"
    OTHER = "other"


LABELS = {
    Difference.UNSURE: "À rapprocher",
    Difference.NEW: "Nouveau",
    Difference.GONE: "Disparu",
    Difference.REWORDED: "Reformulé",
    Difference.REDATED: "Redaté",
    Difference.REPRICED: "Montant ou condition changés",
    Difference.OTHER: "Autre changement",
}
_OF_KIND = {
    FactKind.HORIZON: Difference.REDATED,
    FactKind.DATE: Difference.REDATED,
    FactKind.AMOUNT: Difference.REPRICED,
    FactKind.BUDGET: Difference.REPRICED,
    FactKind.PARAMETER: Difference.REPRICED,
    FactKind.PARTNER: Difference.OTHER,
    FactKind.STATUS: Difference.OTHER,
}


@dataclass(frozen=True, slots=True)
class Side:
    """One version's words, its value said in French, and the address of its passage."""

    fact: Fact
    words: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `about` is the measure that a detail belongs to."""

    difference: Difference
    before: Side | None
    after: Side | None
    about: str

    @property
    def label(self) -> str:
        return LABELS[self.difference]


@dataclass(frozen=True, slots=True)
class Comparison:
    amendment: Amendment
    changes: tuple[Change, ...]
    same: int

    def of(self, difference: Difference) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.difference is difference)

    @property
    def groups(self) -> list[tuple[str, str, tuple[Change, ...]]]:
        """(name, label, changes) of each difference that there is."""
        return [(one.value, LABELS[one], self.of(one)) for one in Difference if self.of(one)]


def comparison_of(amendment: Amendment) -> Comparison:
    """Every difference between the version and what was known before, in four queries."""
    plan, text = amendment.plan, amendment.text
    facts = {
        fact.pk: fact
        for fact in Fact.objects.of(plan.authority)
        .filter(plan=plan)
        .select_related("source")
        .defer("source__text")
        .order_by("order", "pk")
    }
    again = set(
        FactPlace.objects.of(plan.authority)
        .filter(text=text, fact__plan=plan)
        .values_list("fact_id", flat=True)
    )
    telling = _Telling(plan.authority.slug, facts, locale_of(plan.authority.locale))
    new = [fact for fact in facts.values() if fact.source_id == text.pk]
    changes = [change for fact in new if (change := telling.changed(fact, text))]
    followed = {fact.earlier_id for fact in new} | {fact.maybe_id for fact in new}
    gone = [
        fact
        for fact in facts.values()
        if _was_there(fact, amendment) and fact.pk not in again and fact.pk not in followed
    ]
    gone_keys = {fact.pk for fact in gone} | followed
    changes += [
        Change(Difference.GONE, telling.side(fact), None, telling.about(fact))
        for fact in gone
        if fact.parent_id not in gone_keys or telling.is_axis(fact.parent_id)
    ]
    return Comparison(amendment, tuple(changes), len(again))


def _was_there(fact: Fact, amendment: Amendment) -> bool:
    return (
        fact.source_id != amendment.text_id
        and fact.source.read_at <= amendment.received_at
        and fact.added_by_id is None
        and (fact.state != FactState.REJECTED or bool(fact.reason == GONE_BECAUSE))
    )


GONE_BECAUSE = "Absent de la nouvelle version"


@dataclass(frozen=True, slots=True)
class _Telling:
    authority: str
    facts: dict[int, Fact]
    locale: Locale

    def side(self, fact: Fact) -> Side:
        start, end = fact.place
        url = passage_path(self.authority, fact.source.document_id, start, end, fact.source.reader_version)
        return Side(fact, fact.passage, tell(fact.kind, fact.current, self.locale), url)

    def is_axis(self, key: int | None) -> bool:
        fact = self.facts.get(key or 0)
        return fact is not None and fact.kind == FactKind.AXIS

    def about(self, fact: Fact) -> str:
        parent = self.facts.get(fact.parent_id or 0)
        return parent.passage if parent and parent.kind == FactKind.MEASURE else ""

    def changed(self, fact: Fact, text: DocumentText) -> Change | None:
        before = self.facts.get(fact.earlier_id or fact.maybe_id or 0)
        if before is None:
            parent = self.facts.get(fact.parent_id or 0)
            if parent is not None and parent.kind == FactKind.MEASURE and parent.source_id == text.pk:
                return None  # said with its measure
            return Change(Difference.NEW, None, self.side(fact), self.about(fact))
        if fact.maybe_id:
            return Change(Difference.UNSURE, self.side(before), self.side(fact), "")
        if fact.kind not in (FactKind.AXIS, FactKind.MEASURE) and fact.value == before.value:
            return None  # carried along with its reworded measure
        difference = _OF_KIND.get(FactKind(fact.kind), Difference.REWORDED)
        return Change(difference, self.side(before), self.side(fact), self.about(fact))
