"""What becomes of each row of a spreadsheet that comes back: shown, kept by a job, told row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relance.plans.rules.running.cells import Verdict
from relance.values.typography import NBSP

ROW_BY_ROW = ("Ligne", "Mesure", "Ce qu’elle devient", "Champ", "Aujourd’hui", "Dans le fichier")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that the sheet brings back otherwise. `value` is what `change` takes, for a change."""

    field: str
    header: str
    verdict: Verdict
    exported: str
    current: str
    sheet: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row of the file."""

    where: str
    title: str
    measure: int | None
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[CellChange, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class SheetReport:
    """Every row of the file. `unknown`: sheets and columns that are none of ours, named."""

    rows: list[RowReport] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    missing: int = 0

    @property
    def changed(self) -> list[RowReport]:
        return [one for one in self.rows if one.changes]

    @property
    def conflicting(self) -> list[RowReport]:
        return [one for one in self.rows if one.conflicts]

    @property
    def faulty(self) -> list[RowReport]:
        return [one for one in self.rows if one.faults]

    @property
    def same(self) -> int:
        return sum(not (one.changes or one.conflicts or one.faults) for one in self.rows)


def kept(report: SheetReport) -> dict[str, Any]:
    """The report as JSON, for a job to keep; what a cell would be set to is left out: it is judged anew."""

    def cells(given: Sequence[CellChange]) -> list[list[str]]:
        return [
            [one.field, one.header, one.verdict.value, one.exported, one.current, one.sheet] for one in given
        ]

    rows = [
        [one.where, one.title, one.measure, cells(one.changes), cells(one.conflicts), list(one.faults)]
        for one in report.rows
    ]
    return {"rows": rows, "unknown": report.unknown, "missing": report.missing}


def report_kept(said: Mapping[str, Any]) -> SheetReport:
    """The report that `kept` made this of."""

    def cells(given: Sequence[Sequence[str]]) -> tuple[CellChange, ...]:
        return tuple(
            CellChange(name, header, Verdict(verdict), exported, current, sheet)
            for name, header, verdict, exported, current, sheet in given
        )

    rows = [
        RowReport(where, title, measure, cells(changes), cells(conflicts), tuple(faults))
        for where, title, measure, changes, conflicts, faults in said["rows"]
    ]
    return SheetReport(rows, list(said["unknown"]), said["missing"])


def rows_said(report: SheetReport) -> Iterator[tuple[str, ...]]:
    """A line for each cell that changes, is left or is wrong; one for each row of which nothing changes."""
    for row in report.rows:
        for said, cells in (("change", row.changes), ("laissée, modifiée depuis", row.conflicts)):
            for one in cells:
                yield row.where, row.title, said, one.header, one.current, one.sheet
        for fault in row.faults:
            yield row.where, row.title, f"à corriger{NBSP}: {fault}", "", "", ""
        if not (row.changes or row.conflicts or row.faults):
            yield row.where, row.title, "reste comme elle est", "", "", ""
