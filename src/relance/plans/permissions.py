"""Who may open what in plans: one function finds the row and checks the reader's right to it.

Rule in words: whoever reads internal papers of an authority sees its drafts; editors import,
correct and prepare; reviewers decide; editors and plan leads publish. Whoever leads a measure
writes its working fields, whatever role they hold or none, and nothing else; its team reads
them. What is published, anybody reads. A row of another authority is not there at all.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader, authority_called, authority_for, may, require
from relance.kernel.rules import Right
from relance.plans.models import (
    DocumentText,
    Fact,
    Measure,
    MeasureRole,
    PartnerAccount,
    Plan,
    PlanState,
    RoleOnMeasure,
)
from relance.plans.rules.running.standing import EDITORS_ALONE, Standing


def plan_for(reader: Reader, authority: str, slug: str, right: Right = Right.READ_INTERNAL) -> Plan:
    """The plan at this address, in whatever state, for a reader who holds the right there."""
    owner = authority_for(reader, authority, right)
    plan = Plan.objects.of(owner).filter(slug=slug).select_related("authority", "document").first()
    if plan is None:
        raise Missing("Ce plan n’existe pas ici.")
    return plan


def fact_for(reader: Reader, authority: str, slug: str, fact: int, right: Right) -> Fact:
    """A fact of a plan under review, for a reader who holds the right there."""
    plan = plan_for(reader, authority, slug, right)
    found = (
        Fact.objects.of(plan.authority)
        .filter(plan=plan, pk=fact)
        .select_related("plan__authority", "source", "parent", "decided_by")
        .first()
    )
    if found is None:
        raise Missing("Ce fait n’est pas dans ce plan.")
    return found


def measure_for(reader: Reader, authority: str, slug: str, code: str) -> Measure:
    """A measure of a plan in whatever state, for a reader of internal papers."""
    plan = plan_for(reader, authority, slug)
    found = (
        Measure.objects.of(plan.authority)
        .filter(plan=plan, code=code)
        .select_related("authority", "plan__document")
        .first()
    )
    if found is None:
        raise Missing("Cette mesure n’existe pas dans ce plan.")
    return found


def standing_of(reader: Reader, measure: Measure) -> Standing:
    """Where the reader stands toward this measure; one query for who is no editor."""
    return standings_of(reader, measure.authority, [measure.pk])[measure.pk]


def standings_of(reader: Reader, authority: Authority, measures: Collection[int]) -> dict[int, Standing]:
    """The same for many measures of one authority, in one query."""
    if may(reader, Right.EDIT_PLANS, authority):
        return dict.fromkeys(measures, Standing.EDITOR)
    least = Standing.INTERNAL if may(reader, Right.READ_INTERNAL, authority) else Standing.OUTSIDE
    found = dict.fromkeys(measures, least)
    if isinstance(reader, Account) and reader.is_active:
        for measure, role in (
            roles_held(reader, authority).filter(measure__in=measures).values_list("measure_id", "role")
        ):
            own = Standing.LEAD if role == RoleOnMeasure.LEAD else Standing.TEAM
            found[measure] = max(found[measure], own)
    return found


def roles_held(reader: Account, authority: Authority) -> QuerySet[MeasureRole]:
    """The roles that this account holds today on measures, also under a name that was merged into it."""
    return MeasureRole.objects.of(authority).filter(
        Q(contributor__account=reader) | Q(contributor__merged_into__account=reader), until__isnull=True
    )


def work_for(
    reader: Reader, authority: str, slug: str, code: str, *, edit: bool = False
) -> tuple[Measure, Standing]:
    """A measure at work, for who reads it from inside; with `edit`, for who writes its working fields.

    The measure is looked up in the plan of the address and the plan in the authority of the address.
    """
    owner = authority_called(authority)
    measure = (
        Measure.objects.of(owner)
        .filter(plan__slug=slug, code=code)
        .select_related("authority", "plan__authority", "plan__document", "axis", "ended_by")
        .first()
    )
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    standing = Standing.OUTSIDE if measure is None else standing_of(reader, measure)
    if standing < Standing.INTERNAL:
        require(reader, Right.READ_INTERNAL, owner)
    if measure is None:
        raise Missing("Cette mesure n’existe pas dans ce plan.")
    if edit and not standing.edits:
        raise Refused("Seuls la rédaction et le pilote de cette mesure la modifient.")
    return measure, standing


def works_for(reader: Reader, authority: str, slug: str) -> Plan:
    """The plan at work, for who reads internal papers or has a role on one of its measures."""
    owner = authority_called(authority)
    plan = Plan.objects.of(owner).filter(slug=slug).select_related("authority", "document").first()
    if not may(reader, Right.READ_INTERNAL, owner) and (
        plan is None
        or not isinstance(reader, Account)
        or not reader.is_active
        or not roles_held(reader, owner).filter(measure__plan=plan).exists()
    ):
        require(reader, Right.READ_INTERNAL, owner)
    if plan is None:
        raise Missing("Ce plan n’existe pas ici.")
    return plan


def check_work(by: Account | None, measure: Measure, fields: Collection[str] = ()) -> None:
    """For actions: who acts writes these working fields of the measure. None is the system itself."""
    if by is None:
        return
    standing = standing_of(by, measure)
    if not standing.edits:
        raise Refused("Seuls la rédaction et le pilote de cette mesure la modifient.")
    if standing < Standing.EDITOR and EDITORS_ALONE & set(fields):
        raise Refused(
            "Seule la rédaction change le pilote, l’élu référent, le poids et le titre d’une mesure."
        )


def text_for(reader: Reader, authority: str, document: int, version: int | None = None) -> DocumentText:
    """The text of a document: of a published plan for anybody, else for those who read internal papers."""
    owner = authority_called(authority)
    texts = DocumentText.objects.of(owner).filter(document=document)
    if not may(reader, Right.READ_INTERNAL, owner):
        # Earlier versions of a published plan's document stay readable.
        texts = texts.filter(
            Q(document__plans__state=PlanState.PUBLISHED)
            | Q(document__texts__followed_by__plan__state=PlanState.PUBLISHED)
        )
    if version is not None:
        texts = texts.filter(reader_version=version)
    text = texts.select_related("document__file").order_by("-reader_version").first()
    if text is None:
        raise Missing("Ce document n’existe pas, ou n’est pas publié.")
    return text


def partner_of(reader: Reader, authority: str) -> Authority:
    """The authority to which this account answers for a body, by invitation."""
    owner = authority_called(authority)
    account = acting(reader)
    if not account.is_active or not PartnerAccount.objects.of(owner).filter(account=account).exists():
        raise Refused(f"Votre compte ne répond pour aucun organisme auprès de {owner.name}.")
    return owner


def check(by: Account | None, right: Right, authority: Authority) -> None:
    """For actions: whoever acts holds the right. None is the system itself, which a person started."""
    if by is not None:
        require(by, right, authority)


def acting(reader: Reader) -> Account:
    """Whoever acts has an account; views ask after the right was checked."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    return reader
