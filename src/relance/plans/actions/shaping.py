"""People shape the facts of a review: add a missed one, merge two, split one, move one elsewhere.

The wording stays the document's: a merged measure quotes from the first word of one to the
last of the other, a split one quotes each half.
"""

import hashlib
import uuid
from datetime import datetime
from typing import Any

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.reviewing import Decision, WordsNotThere, apply
from relance.plans.actions.steps import Step, acting
from relance.plans.models import DocumentText, Fact, FactKind, FactState, Plan
from relance.plans.permissions import check
from relance.values.typography import NBSP, squeeze

# What a fact of each kind may belong to; None: it stands by itself.
ABOVE: dict[str, tuple[str | None, ...]] = {
    FactKind.AXIS: (None,),
    FactKind.MEASURE: (None, FactKind.AXIS),
    FactKind.FINDING: (None, FactKind.AXIS, FactKind.MEASURE),
    FactKind.AMOUNT: (None, FactKind.MEASURE),
    FactKind.HORIZON: (FactKind.MEASURE,),
    FactKind.PARTNER: (FactKind.MEASURE,),
    FactKind.PARAMETER: (FactKind.MEASURE,),
}
TRIM = " \t\n\r\u00a0\u202f,;:–—-•"


class CannotShape(RelanceError):
    """These facts cannot be merged, split or moved so; the message says why."""


def add_fact(
    *,
    plan: Plan,
    source: DocumentText,
    by: Account,
    at: datetime,
    kind: str,
    start: int,
    end: int,
    value: dict[str, Any],
    parent: Fact | None = None,
) -> Fact:
    """Add what the reader missed: these words of the text, accepted by whoever adds them.

    `value` has the shape of the kind (`rules.drafts`). Raises WordsNotThere, CannotShape.
    """
    check(by, Right.EDIT_PLANS, plan.authority)
    if not 0 <= start < end <= len(source.text) or not source.text[start:end].strip():
        raise WordsNotThere("Ces mots ne sont pas dans le document.")
    if (parent.kind if parent else None) not in ABOVE.get(kind, ()):
        raise CannotShape("Choisissez à quoi ce fait appartient.")
    words = squeeze(source.text[start:end])
    with acting(plan=plan, by=by, at=at, label=f"Ajouter{NBSP}: {words}") as step:
        return _add(step, plan, source, by, at, kind, (start, end), value, parent)


def merge(*, first: Fact, second: Fact, by: Account, at: datetime) -> Fact:
    """Make one measure of two that follow each other: the first one, with the words of both.

    What belonged to the second belongs to it; the second is rejected with that reason.
    """
    check(by, Right.EDIT_PLANS, first.authority)
    if first.place > second.place:
        first, second = second, first
    with acting(plan=first.plan, by=by, at=at, label=f"Réunir{NBSP}: {first.passage}") as step:
        first, second = _locked(first), _locked(second)
        if first.pk == second.pk or {first.kind, second.kind} != {FactKind.MEASURE}:
            raise CannotShape("Choisissez deux mesures différentes.")
        if first.source_id != second.source_id or first.plan_id != second.plan_id:
            raise CannotShape("Ces deux mesures ne sont pas du même texte.")
        between = (
            Fact.objects.of(first.authority)
            .filter(plan=first.plan, source=first.source, kind__in=(FactKind.MEASURE, FactKind.AXIS))
            .exclude(pk__in=(first.pk, second.pk))
            .exclude(state=FactState.REJECTED)
            .filter(start__gte=first.place[1], end__lte=second.place[0])
        )
        if between.exists():
            raise CannotShape(
                "Le document dit autre chose entre ces deux mesures. Réunissez deux mesures qui se suivent."
            )
        step.touch(first)
        step.touch(second)
        for part in _parts(second):
            step.touch(part)
            part.parent = first
            part.save(update_fields=["parent"])
        start, end = first.place[0], max(first.place[1], second.place[1])
        apply(first, by, at, Decision.CORRECT, {**first.current, "start": start, "end": end}, "")
        apply(second, by, at, Decision.REJECT, None, f"Réunie avec «{NBSP}{first.passage[:200]}{NBSP}»")
    return first


def split(*, fact: Fact, at_place: int, by: Account, at: datetime) -> tuple[Fact, Fact]:
    """Make two measures of one, cut at a place of the text. Its parts go to the half they stand in."""
    check(by, Right.EDIT_PLANS, fact.authority)
    with acting(plan=fact.plan, by=by, at=at, label=f"Couper{NBSP}: {fact.passage}") as step:
        locked = _locked(fact)
        if locked.kind != FactKind.MEASURE:
            raise CannotShape("Seule une mesure se coupe en deux.")
        start, end = locked.place
        text = locked.source.text
        first = _trimmed(text, start, min(at_place, end))
        second = _trimmed(text, max(at_place, start), end)
        if first is None or second is None:
            raise CannotShape("Coupez entre deux mots de la mesure, pas à son bord.")
        step.touch(locked)
        value = {**locked.current, "number": None}
        value = {name: said for name, said in value.items() if name not in ("start", "end")}
        apply(locked, by, at, Decision.CORRECT, {**locked.current, "start": first[0], "end": first[1]}, "")
        made = _add(step, locked.plan, locked.source, by, at, locked.kind, second, value, locked.parent)
        for part in _parts(locked):
            if part.pk != made.pk and part.start >= second[0]:
                step.touch(part)
                part.parent = made
                part.save(update_fields=["parent"])
    return locked, made


def move(*, fact: Fact, to: Fact | None, by: Account, at: datetime) -> Fact:
    """Put a measure under another axis, or a detail under another measure; None: under none."""
    check(by, Right.EDIT_PLANS, fact.authority)
    with acting(plan=fact.plan, by=by, at=at, label=f"Déplacer{NBSP}: {fact.passage}") as step:
        locked = _locked(fact)
        if to is not None and to.plan_id != locked.plan_id:
            raise CannotShape("Cet axe n’est pas de ce plan.")
        if (to.kind if to else None) not in ABOVE.get(locked.kind, ()):
            raise CannotShape("Ce fait ne peut pas aller là.")
        if locked.parent_id == (to.pk if to else None):
            return locked
        step.touch(locked)
        before = locked.parent_id
        locked.parent = to
        locked.save(update_fields=["parent"])
        _note(locked, by, at, "move", {"parent": before}, {"parent": locked.parent_id})
    return locked


def _locked(fact: Fact) -> Fact:
    facts = Fact.objects.of(fact.authority).select_for_update(of=("self",))
    return facts.select_related("plan", "source", "authority").get(pk=fact.pk)


def _parts(fact: Fact) -> list[Fact]:
    return list(Fact.objects.of(fact.authority).filter(parent=fact).select_for_update(of=("self",)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while end > start and text[end - 1] in TRIM:
        end -= 1
    while start < end and text[start] in TRIM:
        start += 1
    return (start, end) if start < end else None


def _add(
    step: Step,
    plan: Plan,
    source: DocumentText,
    by: Account,
    at: datetime,
    kind: str,
    place: tuple[int, int],
    value: dict[str, Any],
    parent: Fact | None,
) -> Fact:
    start, end = place
    facts = Fact.objects.of(plan.authority).filter(plan=plan)
    # Beside what stands before it in the text; the last one where nothing does.
    before = facts.filter(source=source, start__lte=start).order_by("-start", "-order").first()
    last = facts.order_by("-order").values_list("order", flat=True).first() or 0
    mark = f"hand\x1f{uuid.uuid4()}"
    fact = Fact.objects.create(
        authority=plan.authority,
        plan=plan,
        source=source,
        parent=parent,
        kind=kind,
        start=start,
        end=end,
        quote=source.text[start:end],
        value=value,
        confidence=100,
        order=before.order if before else last + 1,
        fingerprint=hashlib.sha256(mark.encode()).hexdigest(),
        added_by=by,
        state=FactState.ACCEPTED,
        decided_by=by,
        decided_at=at,
    )
    step.made.append(fact.pk)
    _note(fact, by, at, "add", None, {"kind": kind, "words": squeeze(fact.quote), "value": value})
    return fact


def _note(
    fact: Fact,
    by: Account,
    at: datetime,
    what: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    record(
        authority=fact.authority,
        by=by,
        act=f"plans.fact.{what}",
        subject=fact,
        at=at,
        before=before,
        after=after,
    )
