"""Who may open what in plans: one function finds the row and checks the reader's right to it.

Rule in words: whoever reads internal papers of an authority sees its drafts; editors import,
correct and prepare; reviewers decide; editors and plan leads publish. What is published,
anybody reads. A row of another authority is not there at all.
"""

from django.db.models import Q

from relance.kernel.errors import Missing, NeedsAccount
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader, authority_called, authority_for, may, require
from relance.kernel.rules import Right
from relance.plans.models import DocumentText, Fact, Measure, Plan, PlanState


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


def check(by: Account | None, right: Right, authority: Authority) -> None:
    """For actions: whoever acts holds the right. None is the system itself, which a person started."""
    if by is not None:
        require(by, right, authority)


def acting(reader: Reader) -> Account:
    """Whoever acts has an account; views ask after the right was checked."""
    if not isinstance(reader, Account):
        raise NeedsAccount("Connectez-vous pour continuer.")
    return reader
