"""Every act of the ledger, and the errors it may raise. The only way money moves.

| act | accounts |
|---|---|
| vote | VOTED → AVAILABLE |
| amend | AMENDED → AVAILABLE, or back |
| allot, move | AVAILABLE → ALLOTTED here, RECEIVED → AVAILABLE there |
| close | AVAILABLE → RETURNED, or handed to the parent |
| request | MEMO → REQUESTED |
| reserve, reserve_many | AVAILABLE → RESERVED, or a place in the waiting list |
| commit | RESERVED → COMMITTED |
| release | RESERVED or COMMITTED → AVAILABLE |
| claim | MEMO → CLAIMED |
| pay | COMMITTED → PAID |
| reject | PAID → COMMITTED |
| repay | PAID → REPAID (and REUSED → AVAILABLE) |
| write_off | PAID → WRITTEN_OFF |
| recover | PAID or WRITTEN_OFF → RECOVERED (and REUSED → AVAILABLE) |
| reverse | any of these, the other way |
"""

from relance.ledger.actions.awards import commit, release, request, reserve, withdraw
from relance.ledger.actions.chart import map_account
from relance.ledger.actions.envelopes import allot, amend, close, move, open_envelope, vote
from relance.ledger.actions.errors import (
    ActKeyReused,
    BadAct,
    CaseShort,
    Conflict,
    EnvelopeClosed,
    EnvelopeExhausted,
    LedgerError,
    NotCloseable,
    WrongCurrency,
)
from relance.ledger.actions.many import Award, reserve_many
from relance.ledger.actions.order import Receipt, Served
from relance.ledger.actions.payments import claim, pay, reject
from relance.ledger.actions.returns import recover, repay, write_off
from relance.ledger.actions.reversal import reverse
from relance.ledger.models import Nature, PlaceState, Section, TaxBasis
from relance.ledger.rules.kinds import Act, Kind
from relance.ledger.rules.reference import Ref

__all__ = [
    "Act",
    "ActKeyReused",
    "Award",
    "BadAct",
    "CaseShort",
    "Conflict",
    "EnvelopeClosed",
    "EnvelopeExhausted",
    "Kind",
    "LedgerError",
    "Nature",
    "NotCloseable",
    "PlaceState",
    "Receipt",
    "Ref",
    "Section",
    "Served",
    "TaxBasis",
    "WrongCurrency",
    "allot",
    "amend",
    "claim",
    "close",
    "commit",
    "map_account",
    "move",
    "open_envelope",
    "pay",
    "recover",
    "reject",
    "release",
    "repay",
    "request",
    "reserve",
    "reserve_many",
    "reverse",
    "vote",
    "withdraw",
    "write_off",
]
