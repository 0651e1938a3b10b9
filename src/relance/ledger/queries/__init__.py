"""Everything that may be read of the ledger; each figure is a sum of its rows.

Reading takes the right to read what is internal: the caller checks it
(`kernel.permissions.authority_for`), as it does for its own pages.
"""

from relance.ledger.queries.audit import faults
from relance.ledger.queries.cases import CaseStanding, case, cases
from relance.ledger.queries.envelopes import EnvelopeView, envelope, envelopes, envelopes_for
from relance.ledger.queries.journal import Entry, journal, latest, of_case, of_cause
from relance.ledger.queries.statement import (
    FunderStatement,
    Part,
    Statement,
    funder_statement,
    statement,
    wholes,
)
from relance.ledger.queries.waiting import PlaceView, place, waiting_list
from relance.ledger.rules.cut import Basis, Cut, cut
from relance.ledger.rules.figures import Figures

__all__ = [
    "Basis",
    "CaseStanding",
    "Cut",
    "Entry",
    "EnvelopeView",
    "Figures",
    "FunderStatement",
    "Part",
    "PlaceView",
    "Statement",
    "case",
    "cases",
    "cut",
    "envelope",
    "envelopes",
    "envelopes_for",
    "faults",
    "funder_statement",
    "journal",
    "latest",
    "of_case",
    "of_cause",
    "place",
    "statement",
    "waiting_list",
    "wholes",
]
