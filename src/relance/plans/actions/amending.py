"""Another version of a plan's document: matched with what is known, and only differences are reviewed.

What stands there unchanged keeps its decision and its earlier words. What changed is a new
fact that follows the known one; what may be the same waits until somebody says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from relance.kernel import files
from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.importing import keep_document, keep_text
from relance.plans.actions.steps import acting
from relance.plans.models import (
    Amendment,
    DocumentText,
    Fact,
    FactKind,
    FactPlace,
    FactState,
    Plan,
    SourceDocument,
)
from relance.plans.permissions import check
from relance.plans.queries.coverage import open_amendment, text_of
from relance.plans.queries.review import heirs_of
from relance.plans.rules.drafts import Draft, drafts_of
from relance.plans.rules.matching import Wording, match
from relance.reading.document import Document
from relance.reading.facts import facts_of
from relance.reading.readers import read_document
from relance.values.typography import NBSP, fold

SINGLE = (FactKind.TITLE, FactKind.TERRITORY, FactKind.STATUS, FactKind.DATE, FactKind.BUDGET)
INHERITED = ("state", "corrected", "reason", "decided_by_id", "decided_at")


class CannotAmend(RelanceError):
    """This document cannot be another version of this plan; the message says why."""


def import_amendment(*, plan: Plan, by: Account | None, name: str, content: bytes, at: datetime) -> Amendment:
    """Read another version of the plan's document and propose what differs.

    Raises ReadingError or FileRefused for the file, CannotAmend when the plan has no text to
    compare with, when a version is already under review, or when the document is known.
    """
    check(by, Right.EDIT_PLANS, plan.authority)
    read = read_document(content, name=name)
    drafts = drafts_of(facts_of(read, authority=plan.authority.name))
    return keep_amendment(plan=plan, by=by, name=name, content=content, read=read, drafts=drafts, at=at)


def keep_amendment(
    *,
    plan: Plan,
    by: Account | None,
    name: str,
    content: bytes,
    read: Document,
    drafts: Sequence[Draft],
    at: datetime,
) -> Amendment:
    """The second half of `import_amendment`, for a file that was read already."""
    check(by, Right.EDIT_PLANS, plan.authority)
    earlier = text_of(plan)
    if earlier is None or not Fact.objects.of(plan.authority).filter(plan=plan).exists():
        raise CannotAmend("Ce plan ne vient pas d’un document lu par Relance.")
    if open_amendment(plan) is not None:
        raise CannotAmend("Une nouvelle version de ce plan est déjà en relecture. Publiez-la d’abord.")
    if SourceDocument.objects.of(plan.authority).filter(sha256=read.sha256, texts__isnull=False).exists():
        raise CannotAmend(f"Ce document est déjà connu{NBSP}: rien n’a changé.")
    stored = files.store(authority=plan.authority, by=by, name=name, content=content, at=at)
    with transaction.atomic(), working_for(plan.authority):
        document = keep_document(plan.authority, by, read, stored, at)
        text = keep_text(document, read, at)
        amendment = Amendment.objects.create(
            authority=plan.authority, plan=plan, earlier=earlier, text=text, received_at=at, received_by=by
        )
        work = _Work(plan, text, drafts, _known(plan))
        work.propose()
        record(
            authority=plan.authority,
            by=by,
            act="plans.amend",
            subject=plan,
            at=at,
            after={"document": name, "sha256": read.sha256, "proposed": work.proposed, "same": work.same},
        )
    return amendment


def resolve(*, fact: Fact, same: bool, by: Account, at: datetime) -> Fact:
    """Say whether a fact follows the one that it may follow, or is another one."""
    check(by, Right.REVIEW_FACTS, fact.authority)
    with acting(plan=fact.plan, by=by, at=at, label=f"Rapprocher{NBSP}: {fact.passage}") as step:
        locked = Fact.objects.of(fact.authority).select_for_update(of=("self",)).get(pk=fact.pk)
        if locked.maybe_id is None:
            return locked
        step.touch(locked)
        before = {"maybe": locked.maybe_id, "earlier": locked.earlier_id}
        locked.earlier_id = locked.maybe_id if same else None
        locked.maybe = None
        locked.save(update_fields=["earlier", "maybe"])
        record(
            authority=fact.authority,
            by=by,
            act="plans.fact.match",
            subject=locked,
            at=at,
            before=before,
            after={"earlier": locked.earlier_id},
        )
    return locked


def _known(plan: Plan) -> list[Fact]:
    """The facts that count today: none that a kept one has followed."""
    facts = list(Fact.objects.of(plan.authority).filter(plan=plan).order_by("order", "pk"))
    over = heirs_of(facts)
    gone = {fact.pk for fact in facts if fact.pk in over and fact.kind == FactKind.MEASURE}
    return [fact for fact in facts if fact.pk not in over and fact.parent_id not in gone]


@dataclass
class _Work:
    plan: Plan
    text: DocumentText
    drafts: Sequence[Draft]
    known: list[Fact]
    homes: dict[int, Fact] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    base: int = 0
    proposed: int = 0
    same: int = 0

    def propose(self) -> None:
        self.base = max((fact.order for fact in self.known), default=0)
        pairs = {**self._matched(FactKind.AXIS), **self._matched(FactKind.MEASURE)}
        for place, draft in enumerate(self.drafts):
            if place in pairs:
                fact, is_sure = pairs[place]
            else:
                fact, is_sure = self._beside(draft), True
            self._keep(place, draft, fact, is_sure)

    def _matched(self, kind: str) -> dict[int, tuple[Fact | None, bool]]:
        known = [fact for fact in self.known if fact.kind == kind]
        new = [(place, draft) for place, draft in enumerate(self.drafts) if draft.kind == kind]
        titles = {fact.pk: fold(fact.quote) for fact in self.known if fact.kind == FactKind.AXIS}
        found = match(
            [
                Wording(fact.quote, fact.value.get("number") or "", titles.get(fact.parent_id or 0, ""))
                for fact in known
            ],
            [Wording(draft.quote, draft.value.get("number") or "", self._home(draft)) for _, draft in new],
        )
        return {
            place: (None if one.known is None else known[one.known], one.is_sure)
            for (place, _), one in zip(new, found, strict=True)
        }

    def _home(self, draft: Draft) -> str:
        return "" if draft.parent is None else fold(self.drafts[draft.parent].quote)

    def _beside(self, draft: Draft) -> Fact | None:
        """The known fact that a detail is: of the same home and kind, the same value before any other."""
        parent = None if draft.parent is None else self.homes[draft.parent]
        if parent is not None and parent.source_id == self.text.pk:
            parent = parent.earlier
            if parent is None:  # new, or not known to be the same: its details are new with it
                return None
        near = [
            fact
            for fact in self.known
            if fact.kind == draft.kind
            and fact.pk not in self.taken
            and fact.parent_id == (parent.pk if parent else None)
        ]
        for one in near:
            if one.value == draft.value and (
                draft.kind not in _WORDS or fold(one.quote) == fold(draft.quote)
            ):
                return one
        others = [one for one in self.drafts if one.kind == draft.kind and one.parent == draft.parent]
        alone = len(near) == 1 and len(others) == 1
        return (
            near[0] if near and (draft.kind in SINGLE or alone) and draft.kind != FactKind.FINDING else None
        )

    def _keep(self, place: int, draft: Draft, fact: Fact | None, is_sure: bool) -> None:
        if fact is not None:
            self.taken.add(fact.pk)
        home = None if draft.parent is None else self.homes[draft.parent]
        unchanged = fact is not None and is_sure and _is_same(fact, draft)
        # Below a measure of other words, everything is said anew.
        below_new = home is not None and home.source_id == self.text.pk and home.kind == FactKind.MEASURE
        if fact is not None and unchanged and not below_new:
            FactPlace.objects.create(
                authority=self.plan.authority, fact=fact, text=self.text, start=draft.start, end=draft.end
            )
            self.homes[place] = fact
            self.same += 1
            return
        made = Fact(
            authority=self.plan.authority,
            plan=self.plan,
            source=self.text,
            parent=self._above(home),
            earlier=fact if is_sure else None,
            maybe=None if is_sure else fact,
            kind=draft.kind,
            start=draft.start,
            end=draft.end,
            quote=draft.quote,
            value=draft.value,
            confidence=draft.confidence,
            order=self.base + place + 1,
            fingerprint=draft.fingerprint,
        )
        if (
            Fact.objects.of(self.plan.authority)
            .filter(plan=self.plan, fingerprint=draft.fingerprint)
            .exists()
        ):
            made.fingerprint = f"{self.text.pk:x}-{draft.fingerprint}"[:64]
        if fact is not None and unchanged:  # what people decided of the same thing holds
            for name in INHERITED:
                setattr(made, name, getattr(fact, name))
        made.save()
        self.homes[place] = made
        self.proposed += made.state == FactState.PROPOSED

    def _above(self, home: Fact | None) -> Fact | None:
        """A measure stands under the known axis, also when that is worded anew."""
        if home is not None and home.kind == FactKind.AXIS and home.earlier is not None:
            return home.earlier
        return home


_WORDS = (FactKind.AXIS, FactKind.MEASURE, FactKind.FINDING)


def _is_same(fact: Fact, draft: Draft) -> bool:
    """Whether the document still says the same: the words of a wording, the value of anything else."""
    if fact.kind in _WORDS:
        return fold(fact.quote) == fold(draft.quote)
    return _plain(fact.value) == _plain(draft.value)


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: fold(said) if isinstance(said, str) else said
        for name, said in value.items()
        if name != "meaning"
    }
