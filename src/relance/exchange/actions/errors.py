"""What a verb of the exchange refuses; the message is a French sentence for the person.

ExchangeRefused
├── WrongCode      the code is not the one sent, or is over
├── AlreadyClaimed somebody else holds the shop
└── WrongHours     hours, or a closure, that cannot be
"""

from relance.kernel.errors import RelanceError


class ExchangeRefused(RelanceError):
    pass


class WrongCode(ExchangeRefused):
    pass


class AlreadyClaimed(ExchangeRefused):
    pass


class WrongHours(ExchangeRefused):
    pass
