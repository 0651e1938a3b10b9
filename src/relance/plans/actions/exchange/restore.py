"""Takes in a file of exchange: all of it, or nothing with the cause of each fault.

Rows are recognised by their keys: those of the plan are updated, others created. Rows that
the file does not name stay. Published words never change.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from relance.directory.actions import organisation_called
from relance.kernel.audit import record
from relance.kernel.models import Account, Authority, StoredFile
from relance.kernel.rules import Right
from relance.kernel.scope import working_for
from relance.plans.actions.exchange.checking import check_rows, final_rows
from relance.plans.actions.exchange.reading import IN_A_PLAN, Desk, Pending, read_rows
from relance.plans.actions.exchange.report import ExchangeReport, Outcome, RowReport
from relance.plans.actions.searching import show_in_search
from relance.plans.models import Measure, MeasurePartner, Plan, PlanState, SourceDocument
from relance.plans.permissions import check
from relance.plans.queries.addresses import free_slug
from relance.plans.queries.exchange.spec import LAYOUT, TABLES
from relance.plans.rules.codes import measure_code
from relance.plans.rules.exchange import BadFile, Book, read_book

CHUNK = 200
# Orders are single in a plan: those that change wait out of the way until all are free.
ASIDE = 1_000_000_000
IN_PLACE = ("axes", "measures")


def restore(
    *,
    authority: Authority,
    by: Account,
    name: str,
    content: bytes,
    at: datetime,
    into: Plan | None = None,
    dry_run: bool = False,
) -> ExchangeReport:
    """Take a plan in for the authority; the report says what became of each row.

    `into`: refuse a file of any other plan. Raises BadFile when the file cannot be read at all.
    A file with a fault changes nothing, and neither does a dry run. Changing a published plan
    takes the right to publish.
    """
    check(by, Right.EDIT_PLANS, authority)
    book = read_book(content, LAYOUT)
    with transaction.atomic(), working_for(authority):
        desk = Desk(authority, at)
        _read(desk, book, into)
        plan = desk.pending["plan"][0].row
        if plan.state == PlanState.PUBLISHED:
            check(by, Right.PUBLISH_PLANS, authority)
        report = _report(desk, book, name, dry_run=dry_run)
        if dry_run or report.is_refused or report.changes_nothing:
            report.plan = plan if plan.pk else None
            return report
        _save(desk, at)
        show_in_search(plan)
        record(
            authority=authority,
            by=by,
            act="plans.restore",
            subject=plan,
            at=at,
            after={
                "file": name,
                "created": report.count(Outcome.CREATED),
                "updated": [
                    {
                        "row": row.label,
                        "changes": [[one.header, one.before, one.after] for one in row.changes],
                    }
                    for row in report.rows
                    if row.changes
                ],
            },
        )
    report.plan = plan
    return report


def _read(desk: Desk, book: Book, into: Plan | None) -> None:
    if len(book.rows("plan")) != 1:
        raise BadFile(f"Un plan est attendu dans ce fichier, il y en a {len(book.rows('plan'))}.")
    for table in TABLES:
        read_rows(desk, book, table)
        if table.name != "plan":
            continue
        desk.plan = desk.pending["plan"][0].row
        if into is not None and desk.plan != into:
            raise BadFile(f"Ce fichier n’est pas celui du plan «\u00a0{into}\u00a0».")
    check_rows(desk)


def _report(desk: Desk, book: Book, name: str, *, dry_run: bool) -> ExchangeReport:
    rows = []
    kept = 0
    for table in TABLES:
        pending = desk.pending[table.name]
        if table.name in IN_A_PLAN:
            kept += len(final_rows(desk, table.name)) - len(pending)
        rows += [
            RowReport(
                table=table.title,
                where=one.source.where("key"),
                label=one.label,
                outcome=_outcome(one),
                changes=one.changes,
                faults=one.faults,
            )
            for one in pending
        ]
    return ExchangeReport(name=name, dry_run=dry_run, rows=rows, unknown=book.unknown, kept=kept)


def _outcome(pending: Pending) -> Outcome:
    if pending.faults:
        return Outcome.REFUSED
    if pending.is_new:
        return Outcome.CREATED
    return Outcome.UPDATED if pending.changed else Outcome.SAME


def _save(desk: Desk, at: datetime) -> None:
    plan = desk.pending["plan"][0]
    _save_documents(desk, at)
    if plan.is_new:
        plan.row.created_at = at
        plan.row.slug = free_slug(desk.authority, plan.row.slug or slugify(plan.row.title))
        plan.row.save()
    elif plan.changed:
        plan.row.save(update_fields=plan.changed)
    for table in TABLES[3:]:
        _save_rows(desk, desk.pending[table.name])


def _save_documents(desk: Desk, at: datetime) -> None:
    for pending in desk.pending["documents"]:
        document: SourceDocument = pending.row
        if pending.is_new:
            document.received_at = at
            document.file = (
                StoredFile.objects.of(desk.authority).filter(sha256=document.sha256).first()
                if document.sha256
                else None
            )
            document.save()
        elif pending.changed:
            document.save(update_fields=pending.changed)
    for pending in desk.pending["texts"]:
        if pending.is_new:
            pending.row.read_at = pending.row.read_at or at
            pending.row.save()


def _save_rows(desk: Desk, some: list[Pending]) -> None:
    """Save the rows of one table, new ones in bulk; orders that change make way first."""
    if not some:
        return
    table, model = some[0].table.name, some[0].table.model
    parents: list[tuple[Measure, Measure]] = []
    for pending in some:
        row: Any = pending.row
        if hasattr(row, "plan_id"):
            row.plan = desk.plan
        if isinstance(row, MeasurePartner):
            _give_organisation(desk, pending)
    if table == "measures":
        _give_codes(desk, some)
        parents = _without_parents(some)
    moved = [one for one in some if not one.is_new and table in IN_PLACE and "order" in one.changed]
    for pending in moved:
        waiting: Any = model.objects.of(desk.authority).filter(pk=pending.row.pk)
        waiting.update(order=ASIDE + pending.row.order)
    new = [pending.row for pending in some if pending.is_new]
    still = [one for one in some if not one.is_new and one not in moved and one.changed]
    for pending in [*still, *moved]:
        pending.row.save(update_fields=list(dict.fromkeys(pending.changed)))
    model.objects.bulk_create(new, batch_size=CHUNK)
    for measure, parent in parents:
        measure.parent = parent
        measure.save(update_fields=["parent"])


def _without_parents(some: list[Pending]) -> list[tuple[Measure, Measure]]:
    """Measures are saved first without their parents, which may come after them: these, to be set then."""
    later: list[tuple[Measure, Measure]] = []
    for pending in some:
        measure: Measure = pending.row
        if measure.parent is None or not (pending.is_new or "parent" in pending.changed):
            continue
        later.append((measure, measure.parent))
        measure.parent = None
    return later


def _give_codes(desk: Desk, some: list[Pending]) -> None:
    taken = {row.code for row in final_rows(desk, "measures") if row.code}
    for pending in some:
        if not pending.row.code:
            pending.row.code = measure_code(pending.row.number, len(taken) + 1, taken)
            taken.add(pending.row.code)


def _give_organisation(desk: Desk, pending: Pending) -> None:
    if pending.is_new or "organisation" in pending.changed:
        pending.row.organisation = organisation_called(
            name=pending.values["organisation"],
            acronym=pending.values.get("acronym") or "",
            country=desk.authority.country,
        )
