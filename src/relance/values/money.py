"""Money: an integer number of minor units and an ISO 4217 currency, and nothing else.

Two currencies are never added nor compared: both raise `CurrencyMismatch`.
`relance.values.sums` finds money in French text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import is_currency

from relance.values.typography import Locale, currency, digits_of


class CurrencyMismatch(ValueError):
    """Two sums of different currencies met where only one currency makes sense."""


class UnevenMoney(ValueError):
    """The amount has more decimals than its currency has minor units."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum. `minor`: whole minor units (cents), of either sign. `currency`: "EUR", "CAD"…"""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(f"minor units are whole numbers, got {self.minor!r}")
        if not is_currency(self.currency):
            raise ValueError(
                f"unknown currency {self.currency!r}: an ISO 4217 code such as EUR or CAD was expected"
            )

    @classmethod
    def of(cls, units: int | str | Decimal, currency: str) -> "Money":
        """Money from whole or decimal units: `Money.of("12.50", "EUR")` is 1,250 cents.

        Raises UnevenMoney when the units do not come to whole minor units.
        """
        minor = Decimal(units).scaleb(digits_of(currency))
        if minor != minor.to_integral_value():
            raise UnevenMoney(f"{units} {currency} is not a whole number of minor units")
        return cls(int(minor), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @classmethod
    def total(cls, sums: Iterable["Money"], currency: str) -> "Money":
        """The sum of many, in `currency` (which an empty series needs); raises CurrencyMismatch."""
        out = cls.zero(currency)
        for one in sums:
            out += one
        return out

    @property
    def units(self) -> Decimal:
        """The same sum in units of the currency, exact: for printing and exchange only."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("money is multiplied by whole numbers; shares go through allocate()")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other).minor

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return self.format()

    def allocate(self, shares: Mapping[str, int], *, odd_to: str) -> dict[str, "Money"]:
        """Split by whole-number shares; what does not divide goes to `odd_to`.

        The parts always sum to the whole. Shares are ≥ 0 with a positive total, and
        `odd_to` names one of them, else ValueError.
        """
        if odd_to not in shares:
            raise ValueError(f"the odd cent goes to {odd_to!r}, which has no share among {sorted(shares)}")
        whole = sum(shares.values())
        if whole <= 0 or min(shares.values()) < 0:
            raise ValueError(f"shares are zero or more and at least one is positive, got {dict(shares)}")
        sign = -1 if self.minor < 0 else 1
        parts = {name: sign * (abs(self.minor) * share // whole) for name, share in shares.items()}
        parts[odd_to] += self.minor - sum(parts.values())
        return {name: Money(minor, self.currency) for name, minor in parts.items()}

    def format(self, locale: Locale = Locale.FR, *, cents: bool | None = None) -> str:
        """As the locale prints it: "66 100 000 €", "12 000,50 $"; see typography.currency."""
        return currency(self.minor, self.currency, locale, cents=cents)

    def _same(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            raise TypeError(f"money meets only money, got {other!r}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} are never added nor compared")
        return other
