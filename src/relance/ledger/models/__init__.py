"""The nouns of the ledger, one subject per file."""

from relance.ledger.models.account import LedgerAccount
from relance.ledger.models.case import Case
from relance.ledger.models.chart import AccountingCode
from relance.ledger.models.envelope import Envelope, Nature, Section, Share, TaxBasis
from relance.ledger.models.line import BLOCK, DaySum, Line
from relance.ledger.models.transfer import Transfer
from relance.ledger.models.waiting import PlaceState, WaitingPlace

__all__ = [
    "BLOCK",
    "AccountingCode",
    "Case",
    "DaySum",
    "Envelope",
    "LedgerAccount",
    "Line",
    "Nature",
    "PlaceState",
    "Section",
    "Share",
    "TaxBasis",
    "Transfer",
    "WaitingPlace",
]
