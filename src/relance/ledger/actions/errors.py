"""Expected refusals of the ledger. Each message is a French sentence for the person who acted.

LedgerError
├── EnvelopeExhausted  the envelope has less available than the act asks
├── CaseShort          the case has less on that account (paid more than committed, recovered more than paid…)
├── EnvelopeClosed     the act is not done on a closed envelope
├── NotCloseable       money is still reserved or committed, or a sub-envelope is open
├── ActKeyReused       the act key has served for an act with another content
├── WrongCurrency      the amount is in another currency than the envelope
├── BadAct             an argument does not make sense (amount of zero, date of effect in the future…)
└── Conflict           others wrote to the same accounts each time we tried; nothing was written
"""

from relance.kernel.errors import RelanceError


class LedgerError(RelanceError):
    pass


class EnvelopeExhausted(LedgerError):
    pass


class CaseShort(LedgerError):
    pass


class EnvelopeClosed(LedgerError):
    pass


class NotCloseable(LedgerError):
    pass


class ActKeyReused(LedgerError):
    pass


class WrongCurrency(LedgerError):
    pass


class BadAct(LedgerError):
    pass


class Conflict(LedgerError):
    pass
