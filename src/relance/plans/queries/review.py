"""Facts under review: grouped as in the document, with progress and who decided what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from relance.plans.models import Fact, FactKind, FactState, Measure, Plan

OF_THE_PLAN = (
    FactKind.TITLE,
    FactKind.TERRITORY,
    FactKind.STATUS,
    FactKind.DATE,
    FactKind.BUDGET,
    FactKind.AMOUNT,
)


UNSURE_FIRST = "moins-surs"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A fact in the review. `is_moot`: the measure it belongs to is rejected, so it needs no decision."""

    fact: Fact
    depth: int
    is_moot: bool

    @property
    def waits(self) -> bool:
        return self.fact.state == FactState.PROPOSED and not self.is_moot


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is. Facts of rejected measures need no decision and are in no count."""

    total: int
    accepted: int
    corrected: int
    rejected: int

    @property
    def decided(self) -> int:
        return self.accepted + self.corrected + self.rejected

    @property
    def waiting(self) -> int:
        return self.total - self.decided

    @property
    def is_complete(self) -> bool:
        return self.waiting == 0


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """A part of the review: the plan itself, an axis with its measures, what has no axis, findings.

    `name` names it in addresses: "plan", "axe-12", "sans-axe", "constats", "moins-surs".
    """

    name: str
    title: str
    number: str
    facts: tuple[Reviewed, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Review:
    plan: Plan
    groups: tuple[ReviewGroup, ...]
    progress: Progress
    by_person: tuple[tuple[str, int], ...]

    def group(self, name: str) -> ReviewGroup | None:
        """The group of this name; without one, the first that waits for a decision, else the first."""
        if name == UNSURE_FIRST:
            return self.unsure_first
        if name:
            return next((group for group in self.groups if group.name == name), None)
        waiting = (group for group in self.groups if group.progress.waiting)
        return next(waiting, self.groups[0] if self.groups else None)

    def after(self, group: ReviewGroup) -> ReviewGroup | None:
        """The next group that waits for a decision, starting over at the top."""
        place = self.groups.index(group) if group in self.groups else -1
        others = (*self.groups[place + 1 :], *self.groups[:place])
        return next((other for other in others if other.progress.waiting), None)

    @property
    def unsure_first(self) -> ReviewGroup:
        """What waits for a decision, whatever its part, from the least sure reading on."""
        waiting = [one for group in self.groups for one in group.facts if one.waits]
        waiting.sort(key=lambda one: (one.fact.confidence, one.fact.order, one.fact.pk))
        facts = tuple(replace(one, depth=0) for one in waiting[:AT_ONCE])
        return ReviewGroup(UNSURE_FIRST, "Les moins sûrs d’abord", "", facts, _progress(facts))

    @property
    def kept(self) -> tuple[Fact, ...]:
        """The facts that would be public: kept, and of no rejected measure. Parents before parts."""
        return tuple(
            reviewed.fact
            for group in self.groups
            for reviewed in group.facts
            if reviewed.fact.is_kept and not reviewed.is_moot
        )

    @property
    def is_empty(self) -> bool:
        return not self.groups


def review_of(plan: Plan) -> Review:
    """The whole review in one query (and its people and texts joined to it)."""
    facts = list(
        Fact.objects.of(plan.authority)
        .filter(plan=plan)
        .select_related("source", "decided_by", "added_by")
        .defer("source__text")
        .order_by("order", "pk")
    )
    heirs = heirs_of(facts)
    axes = {fact.pk for fact in facts if fact.kind == FactKind.AXIS}
    parts: dict[int | None, list[Fact]] = {}
    for fact in facts:
        fact.plan = plan
        if fact.pk not in heirs:
            # What stands under an axis stays there when the axis is worded anew.
            above = heirs.get(fact.parent_id, fact.parent_id) if fact.parent_id in axes else fact.parent_id
            parts.setdefault(above, []).append(fact)
    top = parts.get(None, [])
    groups = [
        _group("plan", "Le plan", "", [f for f in top if f.kind in OF_THE_PLAN], parts),
        *(
            _group(f"axe-{axis.pk}", axis.passage, axis.current.get("number") or "", [axis], parts)
            for axis in top
            if axis.kind == FactKind.AXIS
        ),
        _group("sans-axe", "Sans axe", "", [f for f in top if f.kind == FactKind.MEASURE], parts),
        _group("constats", "Constats", "", [f for f in top if f.kind == FactKind.FINDING], parts),
    ]
    groups = [group for group in groups if group.facts]
    people = Counter(str(fact.decided_by) for fact in facts if fact.decided_by_id)
    return Review(
        plan=plan,
        groups=tuple(groups),
        progress=_progress([reviewed for group in groups for reviewed in group.facts]),
        by_person=tuple(people.most_common()),
    )


def group_of(fact: Fact) -> str:
    """The name of the part of the review that shows this fact."""
    top = fact
    while top.parent is not None:
        top = top.parent
    if top.kind == FactKind.AXIS:
        return f"axe-{top.pk}"
    if top.kind in OF_THE_PLAN:
        return "plan"
    return "constats" if top.kind == FactKind.FINDING else "sans-axe"


def heirs_of(facts: Iterable[Fact]) -> dict[int | None, int]:
    """The kept fact of a later version that follows another: followed → follower."""
    return {fact.earlier_id: fact.pk for fact in facts if fact.earlier_id and fact.is_kept}


def has_measures(plan: Plan) -> bool:
    """Whether the plan has measures already, made of facts or brought by an import of rows."""
    return Measure.objects.of(plan.authority).filter(plan=plan).exists()


def _group(
    name: str,
    title: str,
    number: str,
    roots: Sequence[Fact],
    parts: dict[int | None, list[Fact]],
) -> ReviewGroup:
    reviewed = tuple(_walk(roots, parts, 0, is_moot=False))
    return ReviewGroup(name, title, number, reviewed, _progress(reviewed))


def _walk(
    facts: Iterable[Fact], parts: dict[int | None, list[Fact]], depth: int, *, is_moot: bool
) -> Iterable[Reviewed]:
    for fact in facts:
        yield Reviewed(fact, depth, is_moot)
        # A rejected axis leaves its measures standing; a rejected measure takes its parts along.
        below = is_moot or (fact.kind == FactKind.MEASURE and fact.state == FactState.REJECTED)
        yield from _walk(parts.get(fact.pk, ()), parts, depth + 1, is_moot=below)


def _progress(reviewed: Iterable[Reviewed]) -> Progress:
    states = Counter(one.fact.state for one in reviewed if not one.is_moot)
    return Progress(
        total=sum(states.values()),
        accepted=states[FactState.ACCEPTED],
        corrected=states[FactState.CORRECTED],
        rejected=states[FactState.REJECTED],
    )
