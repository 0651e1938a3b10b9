"""What a measure is expected to cost, who would pay, and what is still to be found.

Nothing is added across currencies, nor across HT and TTC: each pair has its own account.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from relance.values.money import Money


@dataclass(frozen=True, slots=True)
class CostLine:
    """An expected cost. `spending`: "investment" or "operating"."""

    money: Money
    basis: str
    year: int
    spending: str


@dataclass(frozen=True, slots=True)
class FundingLine:
    """Money of a funder. `state`: sought, promised, notified, refused."""

    money: Money
    basis: str
    year: int
    spending: str
    state: str
    funder: str


@dataclass(slots=True)
class Account:
    """Costs and funding in one currency and on one tax basis.

    `by_year`: (cost, secured) by year and section; `by_funder`: sums by state, by funder, year and section.
    """

    currency: str
    basis: str
    cost: Money
    by_state: dict[str, Money] = field(default_factory=dict)
    by_funder: dict[tuple[str, int, str], dict[str, Money]] = field(default_factory=dict)
    by_year: dict[tuple[int, str], tuple[Money, Money]] = field(default_factory=dict)

    @property
    def secured(self) -> Money:
        """Promised and notified: what one may count on, more or less."""
        zero = Money.zero(self.currency)
        return self.by_state.get("promised", zero) + self.by_state.get("notified", zero)

    @property
    def gap(self) -> Money:
        """Cost less what is promised or notified; below zero when there is more than needed."""
        return self.cost - self.secured

    @property
    def has_cost(self) -> bool:
        return self.cost.minor > 0


def accounts(costs: Iterable[CostLine], funding: Iterable[FundingLine]) -> tuple[Account, ...]:
    """One account a currency and basis, in that order. Refused and sought money is secured nowhere."""
    found: dict[tuple[str, str], Account] = {}

    def account(money: Money, basis: str) -> Account:
        place = (money.currency, basis)
        if place not in found:
            found[place] = Account(money.currency, basis, Money.zero(money.currency))
        return found[place]

    for cost in costs:
        one = account(cost.money, cost.basis)
        one.cost += cost.money
        when = (cost.year, cost.spending)
        before, after = one.by_year.get(when, (Money.zero(one.currency),) * 2)
        one.by_year[when] = (before + cost.money, after)
    for line in funding:
        one = account(line.money, line.basis)
        zero = Money.zero(one.currency)
        one.by_state[line.state] = one.by_state.get(line.state, zero) + line.money
        theirs = one.by_funder.setdefault((line.funder, line.year, line.spending), {})
        theirs[line.state] = theirs.get(line.state, zero) + line.money
        if line.state in ("promised", "notified"):
            when = (line.year, line.spending)
            before, after = one.by_year.get(when, (zero, zero))
            one.by_year[when] = (before, after + line.money)
    return tuple(found[place] for place in sorted(found))
