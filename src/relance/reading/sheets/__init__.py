"""Plan spreadsheets: recognised by the names of their columns, read into typed actions.

One public door: `read_plan_sheet(document) -> PlanSheet | None`. Columns may stand in any
order and under any of the names of `reading.columns`. What cannot be taken as meant is a
`Problem` with its cell and what is allowed; a sheet with problems is refused as a whole by
`PlanSheet.checked()`.
"""

from relance.reading.sheets.plan import read_plan_sheet
from relance.reading.sheets.types import (
    Action,
    FaultySheet,
    Funding,
    PlanSheet,
    Problem,
    Skipped,
    Value,
)

__all__ = [
    "Action",
    "FaultySheet",
    "Funding",
    "PlanSheet",
    "Problem",
    "Skipped",
    "Value",
    "read_plan_sheet",
]
