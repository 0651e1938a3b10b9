"""A published document becomes a draft: its file kept, its text stored, its facts proposed.

Sending the same file again changes nothing. Reading it with a better reader adds a text and
the facts that are new; what people decided stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from relance.kernel import files
from relance.kernel.audit import record
from relance.kernel.models import Account, Authority, StoredFile
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.models import (
    Amendment,
    AxisWord,
    DocumentStatus,
    DocumentText,
    Fact,
    FactKind,
    MeasureWord,
    Plan,
    SourceDocument,
    digest_of,
)
from relance.plans.permissions import check
from relance.plans.queries.addresses import free_slug
from relance.plans.rules.drafts import Draft, drafts_of
from relance.reading.document import Document, ReadingError
from relance.reading.facts import facts_of
from relance.reading.readers import read_document
from relance.values.typography import squeeze

CHUNK = 200


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What became of one fact of the document. `is_new`: proposed now; else known from before."""

    kind: FactKind
    quote: str
    start: int
    end: int
    confidence: int
    is_new: bool
    depth: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`plan` and `document` are None after a dry run of a file that was not known."""

    name: str
    format: str
    characters: int
    dry_run: bool
    rows: tuple[ImportRow, ...]
    warnings: tuple[str, ...]
    plan: Plan | None
    document: SourceDocument | None
    was_known: bool

    @property
    def new(self) -> int:
        return sum(row.is_new for row in self.rows)

    def count(self, kind: FactKind) -> int:
        return sum(row.kind == kind for row in self.rows)


def import_document(
    *,
    authority: Authority,
    by: Account | None,
    name: str,
    content: bytes,
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """Read a document and propose its facts as a draft plan of the authority.

    Raises ReadingError (a file that cannot be read) or kernel.files.FileRefused, each with a
    French sentence, and then nothing is kept. `dry_run` reads and reports, and keeps nothing.
    """
    check(by, Right.EDIT_PLANS, authority)
    name = PurePath(name).name or "document"
    read = read_document(content, name=name)
    return keep_draft(
        authority=authority,
        by=by,
        name=name,
        content=content,
        read=read,
        drafts=drafts_of(facts_of(read, authority=authority.name)),
        at=at,
        dry_run=dry_run,
    )


def keep_draft(
    *,
    authority: Authority,
    by: Account | None,
    name: str,
    content: bytes,
    read: Document,
    drafts: Sequence[Draft],
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """The second half of `import_document`, for a file that was read already."""
    check(by, Right.EDIT_PLANS, authority)
    known = SourceDocument.objects.of(authority).filter(sha256=read.sha256).first()
    if known is not None and (plan := _amended_by(known)) is not None:
        # Its facts were matched when it came as another version: nothing is proposed twice.
        seen = frozenset(draft.fingerprint for draft in drafts)
        return _report(name, read, drafts, seen, plan, known, dry_run=dry_run)
    if dry_run:
        plan = _plan_of(known) if known else None
        return _report(name, read, drafts, _fingerprints(plan), plan, known, dry_run=True)
    stored = files.store(authority=authority, by=by, name=name, content=content, at=at)
    with transaction.atomic(), working_for(authority):
        document = keep_document(authority, by, read, stored, at)
        text = keep_text(document, read, at)
        plan = _plan_of(document) or _new_plan(document, _title(drafts, read, name), drafts, at)
        before = _fingerprints(plan)
        added = _propose(plan, text, drafts, before)
        if added or known is None:
            record(
                authority=authority,
                by=by,
                act="plans.import",
                subject=plan,
                at=at,
                after={"document": name, "sha256": read.sha256, "facts": added},
            )
    return _report(name, read, drafts, before, plan, document, dry_run=False, was_known=known is not None)


def keep_document(
    authority: Authority,
    by: Account | None,
    read: Document,
    stored: StoredFile,
    at: datetime,
) -> SourceDocument:
    """The row of this file, locked so that two people who send it at once make one draft."""
    SourceDocument.objects.of(authority).get_or_create(
        authority=authority,
        sha256=read.sha256,
        defaults={
            "file": stored,
            "name": stored.name,
            "title": stored.name,  # its own title is public only once somebody accepted it
            "received_at": at,
            "received_by": by,
        },
    )
    document = SourceDocument.objects.of(authority).select_for_update().get(sha256=read.sha256)
    if document.file_id is None:  # known from an import of rows: now its file is here too
        document.file = stored
        document.save(update_fields=["file"])
    return document


def keep_text(document: SourceDocument, read: Document, at: datetime) -> DocumentText:
    """The stored text of this reading; the same one when the reader's version is known."""
    text, _ = DocumentText.objects.of(document.authority).get_or_create(
        authority=document.authority,
        document=document,
        reader_version=read.reader_version,
        defaults={
            "text": read.text,
            "sha256": digest_of(read.text),
            "format": read.format,
            "pages": read.pages,
            "page_starts": page_starts(read),
            "warnings": list(read.warnings),
            "read_at": at,
        },
    )
    if text.text != read.text:
        raise ReadingError(
            "Le lecteur ne donne plus le même texte pour ce document sous le même numéro de version. "
            "Prévenez l’administration du site."
        )
    if read.pages and not text.page_starts:  # stored before the places of pages were kept
        text.page_starts = page_starts(read)
        text.save(update_fields=["page_starts"])
    return text


def page_starts(read: Document) -> list[list[int]]:
    """Where the words of each page begin, as pairs (page, offset) in the order of the text."""
    starts: list[list[int]] = []
    for block in read.blocks:
        if block.page and (not starts or block.page > starts[-1][0]):
            starts.append([block.page, block.span.start])
    return starts


def _plan_of(document: SourceDocument) -> Plan | None:
    plans = Plan.objects.of(document.authority)
    now = plans.filter(document=document).order_by("pk").first()
    return now or plans.filter(amendments__earlier__document=document).order_by("pk").first()


def _amended_by(document: SourceDocument) -> Plan | None:
    """The plan that this document is another version of."""
    amendment = (
        Amendment.objects.of(document.authority)
        .filter(text__document=document)
        .select_related("plan__authority")
        .first()
    )
    return amendment.plan if amendment else None


def _new_plan(document: SourceDocument, title: str, drafts: Sequence[Draft], at: datetime) -> Plan:
    is_reply = any(
        draft.kind == FactKind.STATUS and draft.value["status"] == DocumentStatus.REPLY for draft in drafts
    )
    return Plan.objects.create(
        authority=document.authority,
        slug=free_slug(document.authority, title),
        title=title,
        currency=document.authority.currency,
        document=document,
        created_at=at,
        axis_word=AxisWord.PRIORITY if is_reply else AxisWord.AXIS,
        measure_word=MeasureWord.REPLY if is_reply else MeasureWord.MEASURE,
    )


def _title(drafts: Sequence[Draft], read: Document, name: str) -> str:
    titles = [draft.value["text"] for draft in drafts if draft.kind == FactKind.TITLE]
    return squeeze(titles[0] if titles else read.title or PurePath(name).stem)[:500] or name


def _fingerprints(plan: Plan | None) -> frozenset[str]:
    if plan is None:
        return frozenset()
    return frozenset(Fact.objects.of(plan.authority).filter(plan=plan).values_list("fingerprint", flat=True))


def _propose(plan: Plan, text: DocumentText, drafts: Sequence[Draft], known: frozenset[str]) -> int:
    """Add the drafts that are not known yet, parents before their parts; how many."""
    facts = Fact.objects.of(plan.authority).filter(plan=plan)
    rows = dict(facts.values_list("fingerprint", "pk"))
    base = max(facts.values_list("order", flat=True), default=0)
    new = [(place, draft) for place, draft in enumerate(drafts) if draft.fingerprint not in known]
    for depth in range(3):
        level = [(place, draft) for place, draft in new if _depth(drafts, draft) == depth]
        made = [
            Fact(
                authority=plan.authority,
                plan=plan,
                source=text,
                parent_id=rows[drafts[draft.parent].fingerprint] if draft.parent is not None else None,
                kind=draft.kind,
                start=draft.start,
                end=draft.end,
                quote=draft.quote,
                value=draft.value,
                confidence=draft.confidence,
                order=base + place + 1,
                fingerprint=draft.fingerprint,
            )
            for place, draft in level
        ]
        for fact in Fact.objects.bulk_create(made, batch_size=CHUNK):
            rows[fact.fingerprint] = fact.pk
    return len(new)


def _depth(drafts: Sequence[Draft], draft: Draft) -> int:
    return 0 if draft.parent is None else 1 + _depth(drafts, drafts[draft.parent])


def _report(
    name: str,
    read: Document,
    drafts: Sequence[Draft],
    before: frozenset[str],
    plan: Plan | None,
    document: SourceDocument | None,
    *,
    dry_run: bool,
    was_known: bool | None = None,
) -> ImportReport:
    rows = tuple(
        ImportRow(
            kind=FactKind(draft.kind),
            quote=squeeze(draft.quote),
            start=draft.start,
            end=draft.end,
            confidence=draft.confidence,
            is_new=draft.fingerprint not in before,
            depth=_depth(drafts, draft),
        )
        for draft in drafts
    )
    return ImportReport(
        name=name,
        format=read.format,
        characters=len(read.text),
        dry_run=dry_run,
        rows=rows,
        warnings=read.warnings,
        plan=plan,
        document=document,
        was_known=document is not None if was_known is None else was_known,
    )
