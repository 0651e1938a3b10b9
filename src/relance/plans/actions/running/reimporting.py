"""Takes an edited spreadsheet in again: row by row, each under its lock, judged anew when it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from relance.kernel.errors import RelanceError
from relance.kernel.models import Account
from relance.kernel.rules import Right
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.working import change
from relance.plans.models import Measure, Plan
from relance.plans.permissions import check
from relance.plans.queries.running.sheet_report import RowReport, SheetReport
from relance.plans.queries.running.sheets import read_sheet
from relance.values.typography import NBSP

PEOPLE = ("lead", "referent")


@dataclass(slots=True)
class Applied:
    """How many rows and cells were written, and a sentence for each row that was not."""

    rows: int = 0
    cells: int = 0
    refused: list[str] = field(default_factory=list)


def check_sheet(
    *, plan: Plan, by: Account | None, content: bytes, told: Callable[[int, int], None] | None = None
) -> SheetReport:
    """The dry run; `told` hears how many rows were looked at, of how many. Raises BadFile, Refused."""
    check(by, Right.EDIT_PLANS, plan.authority)
    return read_sheet(plan, content, told)


def apply_rows(*, plan: Plan, rows: list[RowReport], by: Account | None, at: datetime) -> Applied:
    """Write the changed cells of these rows. A row that is refused is left whole, and says why."""
    check(by, Right.EDIT_PLANS, plan.authority)
    done = Applied()
    measures = {
        one.pk: one
        for one in Measure.objects.of(plan.authority)
        .filter(plan=plan, pk__in=[one.measure for one in rows if one.measure])
        .select_related("authority", "plan")
    }
    for row in rows:
        measure = measures.get(row.measure or 0)
        for cell in row.conflicts:
            done.refused.append(
                f"{row.where}, {row.title}{NBSP}: {cell.header} a changé depuis l’export "
                f"(«{NBSP}{cell.current or 'vide'}{NBSP}»). "
                f"Le fichier dit «{NBSP}{cell.sheet or 'vide'}{NBSP}»."
            )
        done.refused += [f"{row.title or 'Sans titre'}, {fault}" for fault in row.faults]
        if measure is None or not row.changes:
            continue
        try:
            fields = {
                one.field: (
                    (contributor_called(authority=plan.authority, name=one.value) if one.value else None)
                    if one.field in PEOPLE
                    else one.value
                )
                for one in row.changes
            }
            made = change(measure=measure, by=by, at=at, fields=fields, because="Reprise d’un tableur")
        except RelanceError as error:
            done.refused.append(f"{row.where}, {row.title}{NBSP}: {error}")
            continue
        done.rows += bool(made)
        done.cells += len(made)
    return done
