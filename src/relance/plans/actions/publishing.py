"""Makes a reviewed plan public, and takes it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from relance.kernel.audit import record
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.filling import Made
from relance.plans.actions.making import make_rows
from relance.plans.actions.running.announcing import announce
from relance.plans.actions.running.versions import differs, first_version, next_version, settle
from relance.plans.actions.searching import show_in_search
from relance.plans.actions.steps import is_open
from relance.plans.models import Amendment, Fact, FactKind, FactState, Plan, PlanState, PlanVersion
from relance.plans.permissions import check
from relance.plans.queries.coverage import open_amendment
from relance.plans.queries.review import Review, has_measures, review_of
from relance.values.typography import NBSP


class NotReady(RelanceError):
    """The plan cannot be published as it stands; the message says what is missing."""


class NotPublished(RelanceError):
    """Only a published plan is withdrawn."""


def obstacles(review: Review) -> list[str]:
    """What keeps a plan from being published, in sentences; empty when it may be."""
    plan, waiting = review.plan, review.progress.waiting
    found = []
    if not is_open(plan):
        found.append("Ce plan est déjà publié.")
    unsure = sum(one.fact.maybe_id is not None for group in review.groups for one in group.facts)
    if unsure:
        facts = "un fait reste" if unsure == 1 else f"{unsure} faits restent"
        found.append(f"Dans la nouvelle version, {facts} à rapprocher de ce qui est connu.")
    if waiting:
        facts = "un fait attend" if waiting == 1 else f"{waiting} faits attendent"
        found.append(f"La relecture n’est pas finie{NBSP}: {facts} votre décision.")
    if not any(fact.kind == FactKind.MEASURE for fact in review.kept) and not has_measures(plan):
        found.append("Aucune mesure n’est acceptée. Un plan publié en montre au moins une.")
    if _title_is_rejected(review):
        found.append(f"Le titre lu est écarté. Donnez au plan le sien dans «{NBSP}Présentation{NBSP}».")
    return found


def publish(*, plan: Plan, by: Account | None, at: datetime, because: str = "", reference: str = "") -> Made:
    """Make axes, measures and the rest of the kept facts, and the plan public.

    A new version of the document becomes an amendment: `because` and `reference` (the
    deliberation) are shown with what it changes, and measures that it leaves out are ended.

    Raises NotReady with a sentence when facts are undecided or nothing was accepted, and
    when a measure that would go is in use elsewhere. All or nothing.
    """
    check(by, Right.PUBLISH_PLANS, plan.authority)
    try:
        with transaction.atomic(), working_for(plan.authority):
            locked = Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk)
            amendment = open_amendment(locked)
            review = review_of(locked)
            found = obstacles(review)
            if found:
                raise NotReady(" ".join(found))
            first_version(locked)
            version = _version_of(locked, amendment, by, at, because, reference)
            made = make_rows(plan=locked, facts=_with_texts(review), by=by, at=at, version=version)
            if amendment is not None:
                locked.document = amendment.text.document
                amendment.applied_at = at
                amendment.save(update_fields=["applied_at"])
            _take_from_facts(locked, review)
            before = locked.state
            locked.state = PlanState.PUBLISHED
            locked.published_at, locked.published_by = at, by
            locked.published_by_name = str(by) if by else "Relance"
            locked.save()
            if version is not None:
                settle(version)
                announce(version)
            elif differs(locked):
                _keep_correction(locked, by, at, because, reference)
            record(
                authority=plan.authority,
                by=by,
                act="plans.publish",
                subject=locked,
                at=at,
                before={"state": before},
                after={
                    "state": locked.state,
                    "added": made.added,
                    "changed": made.changed,
                    "removed": made.removed,
                },
            )
            show_in_search(locked)
    except ProtectedError as error:
        raise NotReady(
            "Une mesure qui doit être retirée du plan sert encore ailleurs. "
            "Acceptez-la de nouveau, ou détachez d’abord ce qui en dépend."
        ) from error
    plan.refresh_from_db()
    return made


def _version_of(
    plan: Plan,
    amendment: Amendment | None,
    by: Account | None,
    at: datetime,
    because: str,
    reference: str,
) -> PlanVersion | None:
    """The amendment that a new version of the document is."""
    if amendment is None or plan.published_at is None:
        return None
    document = amendment.text.document
    return next_version(
        plan=plan,
        by=by,
        at=at,
        on=document.issued_on or at.astimezone(plan.authority.zone).date(),
        because=because.strip() or f"Nouvelle version du document{NBSP}: {document.title}.",
        reference=reference.strip(),
        amendment=amendment,
    )


def _keep_correction(plan: Plan, by: Account | None, at: datetime, because: str, reference: str) -> None:
    """The first publication, or another one after facts were reviewed again."""
    if not PlanVersion.objects.of(plan.authority).filter(plan=plan).exists():
        first_version(plan)
        return
    said = because.strip() or "Publié de nouveau, après une relecture du même document."
    today = at.astimezone(plan.authority.zone).date()
    version = next_version(plan=plan, by=by, at=at, on=today, because=said, reference=reference.strip())
    settle(version)
    announce(version)


def withdraw(*, plan: Plan, by: Account | None, at: datetime, because: str) -> None:
    """Take a plan from the public. Its rows stay as they are. Raises NotPublished."""
    check(by, Right.PUBLISH_PLANS, plan.authority)
    if not because.strip():
        raise NotReady("Dites pourquoi ce plan est retiré.")
    with transaction.atomic(), working_for(plan.authority):
        locked = Plan.objects.of(plan.authority).select_for_update(of=("self",)).get(pk=plan.pk)
        if locked.state != PlanState.PUBLISHED:
            raise NotPublished("Ce plan n’est pas publié.")
        locked.state = PlanState.WITHDRAWN
        locked.withdrawn_at, locked.withdrawn_by = at, by
        locked.withdrawn_by_name = str(by) if by else "Relance"
        locked.withdrawn_because = because.strip()
        locked.save()
        record(
            authority=plan.authority,
            by=by,
            act="plans.withdraw",
            subject=locked,
            at=at,
            before={"state": PlanState.PUBLISHED.value},
            after={"state": locked.state, "because": locked.withdrawn_because},
        )
        show_in_search(locked)
    plan.refresh_from_db()


def _with_texts(review: Review) -> list[Fact]:
    """The kept facts, with each text loaded once for all of them."""
    facts = list(review.kept)
    texts = {fact.source_id: fact.source for fact in facts}
    for fact in facts:
        fact.source = texts[fact.source_id]
    return facts


def _title_is_rejected(review: Review) -> bool:
    rejected = [
        one.fact.value["text"]
        for group in review.groups
        for one in group.facts
        if one.fact.kind == FactKind.TITLE and one.fact.state == FactState.REJECTED
    ]
    return review.plan.title in rejected


def _take_from_facts(plan: Plan, review: Review) -> None:
    """Title, territory, date and status are fields: the kept fact says them."""
    kept = {fact.kind: fact.current for fact in review.kept}
    if FactKind.TITLE in kept:
        plan.title = kept[FactKind.TITLE]["text"][:500]
    if FactKind.TERRITORY in kept:
        plan.territory = kept[FactKind.TERRITORY]["text"][:300]
    if FactKind.DATE in kept:
        plan.adopted_on = kept[FactKind.DATE]["date"]
    if FactKind.STATUS in kept and plan.document is not None:
        plan.document.status = kept[FactKind.STATUS]["status"]
    if FactKind.TITLE in kept and plan.document is not None:
        plan.document.title = plan.title
    if plan.document is not None:
        plan.document.save(update_fields=["status", "title"])
