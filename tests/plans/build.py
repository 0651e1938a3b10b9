"""Builds the nouns of plans for tests, with as few words as a test needs."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from relance.directory.models import Organisation
from relance.kernel import files
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role
from relance.plans.models import (
    AnnouncedAmount,
    Axis,
    DocumentText,
    Fact,
    Measure,
    MeasurePartner,
    Omission,
    Plan,
    SourceDocument,
    digest_of,
)
from tests.reading.readers.paper import Paper

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TODAY = date(2026, 5, 4)
_numbers = count(1)


def authority(slug: str = "valmont", **fields: Any) -> Authority:
    fields = {"name": slug.title(), "country": "FR", "currency": "EUR", **fields}
    return Authority.objects.create(slug=slug, **fields)


def officer(at: Authority, *roles: Role, name: str = "alice") -> Account:
    account = Account.objects.create_user(f"{name}@{at.slug}.example", name=name.title())
    for role in roles:
        Membership.objects.create(account=account, authority=at, role=role)
    return account


def document(of: Authority, **fields: Any) -> SourceDocument:
    fields = {"title": "Plan de relance", "received_at": AT, **fields}
    return SourceDocument.objects.create(authority=of, **fields)


def text(of: SourceDocument, words: str, **fields: Any) -> DocumentText:
    fields = {"reader_version": 1, "format": "text", "read_at": AT, **fields}
    return DocumentText.objects.create(
        authority=of.authority, document=of, text=words, sha256=digest_of(words), **fields
    )


def plan(of: Authority, **fields: Any) -> Plan:
    fields = {
        "slug": f"plan-{next(_numbers)}",
        "title": "Plan de relance",
        "currency": of.currency,
        "created_at": AT,
        **fields,
    }
    return Plan.objects.create(authority=of, **fields)


def published(of: Authority, **fields: Any) -> Plan:
    return plan(of, state="published", **{"published_at": AT, "published_by_name": "Alice", **fields})


def axis(of: Plan, title: str = "Commerce", **fields: Any) -> Axis:
    fields = {"order": next(_numbers), "paraphrase": title, **fields}
    return Axis.objects.create(authority=of.authority, plan=of, **fields)


def measure(of: Plan, words: str = "Aider les commerces", **fields: Any) -> Measure:
    number = next(_numbers)
    fields = {"order": number, "code": f"m{number}", "paraphrase": words, **fields}
    return Measure.objects.create(authority=of.authority, plan=of, **fields)


def horizon(first: int | None, last: int | None) -> dict[str, Any]:
    """The fields of a measure dated by years."""
    return {
        "horizon_start": date(first, 1, 1) if first else None,
        "horizon_end": date(last, 12, 31) if last else None,
        "horizon_precision": "year",
    }


def partner(of: Measure, name: str, role: str = "partner") -> MeasurePartner:
    organisation, _ = Organisation.objects.get_or_create(name=name, country=of.authority.country)
    return MeasurePartner.objects.create(
        authority=of.authority, measure=of, organisation=organisation, role=role
    )


def amount(of: Plan | Axis | Measure, units: int, to: int | None = None, **fields: Any) -> AnnouncedAmount:
    """`units` whole units of the currency; the total of a plan, else an envelope."""
    the_plan = of if isinstance(of, Plan) else of.plan
    fields = {
        "role": "total" if isinstance(of, Plan) else "envelope",
        "axis": of if isinstance(of, Axis) else None,
        "measure": of if isinstance(of, Measure) else None,
        "low": units * 100,
        "high": (units if to is None else to) * 100,
        "currency": the_plan.currency,
        **fields,
    }
    return AnnouncedAmount.objects.create(authority=the_plan.authority, plan=the_plan, **fields)


def fact(of: Plan, source: DocumentText, words: str, **fields: Any) -> Fact:
    """A fact read at the first place of `words` in the text."""
    number = next(_numbers)
    start = source.text.index(words)
    fields = {
        "kind": "measure",
        "start": start,
        "end": start + len(words),
        "quote": words,
        "value": {},
        "confidence": 80,
        "order": number,
        "fingerprint": f"{number:064d}",
        **fields,
    }
    return Fact.objects.create(authority=of.authority, plan=of, source=source, **fields)


def omission(of: Plan, source: DocumentText, words: str, *, by: Account) -> Omission:
    """Words that somebody said are no fact."""
    start = source.text.index(words)
    return Omission.objects.create(
        authority=of.authority,
        plan=of,
        source=source,
        start=start,
        end=start + len(words),
        quote=words,
        said_by=by,
        said_at=AT,
    )


def pdf(of: Authority) -> SourceDocument:
    """A stored PDF of one page, with its text."""
    paper = Paper()
    paper.add_page()
    paper.prose("Ouvrir une halle au centre.")
    content = paper.bytes()
    stored = files.store(authority=of, by=None, name="plan.pdf", content=content, at=AT)
    source = document(of, file=stored, sha256=stored.sha256, title="Plan en PDF", name="plan.pdf")
    text(source, "Ouvrir une halle au centre.", format="pdf", pages=1, page_starts=[[1, 0]])
    return source
