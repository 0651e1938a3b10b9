"""The gap to be found, each currency and tax basis for itself."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.financing import CostLine, FundingLine, accounts
from relance.values.money import Money

moneys = st.builds(Money, st.integers(1, 10**12), st.sampled_from(["EUR", "CAD"]))
sections = st.sampled_from(["investment", "operating"])
bases = st.sampled_from(["net", "gross"])
costs = st.lists(st.builds(CostLine, moneys, bases, st.integers(2024, 2030), sections), max_size=6)
funding = st.lists(
    st.builds(
        FundingLine,
        moneys,
        bases,
        st.integers(2024, 2030),
        sections,
        st.sampled_from(["sought", "promised", "notified", "refused"]),
        st.sampled_from(["Région", "État"]),
    ),
    max_size=8,
)


def euros(units: int) -> Money:
    return Money.of(units, "EUR")


def line(units: int, state: str, funder: str = "Région") -> FundingLine:
    return FundingLine(euros(units), "net", 2026, "investment", state, funder)


def test_the_gap_is_the_cost_less_what_is_promised_or_notified() -> None:
    (account,) = accounts(
        [CostLine(euros(100), "net", 2026, "investment")],
        [line(30, "notified"), line(20, "promised"), line(25, "sought"), line(90, "refused")],
    )

    assert account.gap == euros(50)
    assert account.by_state["sought"] == euros(25)
    assert account.by_funder == {
        ("Région", 2026, "investment"): {
            "notified": euros(30),
            "promised": euros(20),
            "sought": euros(25),
            "refused": euros(90),
        }
    }
    assert account.by_year == {(2026, "investment"): (euros(100), euros(50))}


def test_ht_and_ttc_are_never_added() -> None:
    found = accounts(
        [CostLine(euros(100), "net", 2026, "investment"), CostLine(euros(120), "gross", 2026, "operating")],
        [],
    )

    assert [(one.basis, one.cost) for one in found] == [("gross", euros(120)), ("net", euros(100))]


def test_each_funder_has_a_line_a_year_and_section() -> None:
    (account,) = accounts(
        [],
        [
            line(30, "notified"),
            line(5, "notified"),
            FundingLine(euros(7), "net", 2027, "operating", "sought", "Région"),
            line(9, "promised", "État"),
        ],
    )

    assert {place: sums for place, sums in account.by_funder.items() if place[0] == "Région"} == {
        ("Région", 2026, "investment"): {"notified": euros(35)},
        ("Région", 2027, "operating"): {"sought": euros(7)},
    }
    assert account.by_funder["État", 2026, "investment"] == {"promised": euros(9)}


def test_funding_without_a_cost_is_shown_without_pretending_a_surplus() -> None:
    (account,) = accounts([], [line(30, "promised")])

    assert not account.has_cost
    assert account.secured == euros(30)


@given(costs, funding)
def test_each_account_adds_up_its_own_lines_and_no_other(
    given_costs: list[CostLine], given_funding: list[FundingLine]
) -> None:
    for account in accounts(given_costs, given_funding):
        own = [
            one for one in given_costs if (one.money.currency, one.basis) == (account.currency, account.basis)
        ]
        paid = [
            one
            for one in given_funding
            if (one.money.currency, one.basis) == (account.currency, account.basis)
            and one.state in ("promised", "notified")
        ]
        assert account.cost == Money.total([one.money for one in own], account.currency)
        assert account.gap == account.cost - Money.total([one.money for one in paid], account.currency)
        secured = [
            money
            for sums in account.by_funder.values()
            for state, money in sums.items()
            if state in ("promised", "notified")
        ]
        assert Money.total(secured, account.currency) == account.secured
        assert Money.total([cost for cost, _ in account.by_year.values()], account.currency) == account.cost
