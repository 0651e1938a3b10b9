"""What a line costs: the best offer, never two, and the lowest price of 30 days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.rules.buying.prices import Deal, Practised, cost, lowest_before, per_cent_off

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def reduced(price: int, pk: int = 1, left: int | None = None) -> Deal:
    return Deal(pk=pk, rule="price", price=price, starts_on=DAY, ends_on=DAY, left=left)


def bundle(units: int, paid: int, pk: int = 2, left: int | None = None) -> Deal:
    return Deal(pk=pk, rule="bundle", bundle=units, paid=paid, starts_on=DAY, ends_on=DAY, left=left)


def test_without_an_offer_a_line_costs_its_price() -> None:
    line = cost(quantity=3, price=320, deals=[], on=DAY)

    assert (line.total, line.reduction, line.deal) == (960, 0, None)


def test_a_reduced_price_counts_for_each_unit() -> None:
    line = cost(quantity=3, price=320, deals=[reduced(300)], on=DAY)

    assert (line.total, line.reduction) == (900, 60)


@pytest.mark.parametrize(("quantity", "total"), [(1, 320), (2, 640), (3, 640), (5, 1280), (6, 1280)])
def test_three_for_two_counts_by_whole_bundles(quantity: int, total: int) -> None:
    assert cost(quantity=quantity, price=320, deals=[bundle(3, 2)], on=DAY).total == total


def test_the_offer_that_saves_most_counts_and_no_other() -> None:
    line = cost(quantity=3, price=320, deals=[reduced(300), bundle(3, 2)], on=DAY)

    assert line.deal == bundle(3, 2)
    assert line.total == 640


def test_of_two_equal_offers_the_first_made_counts() -> None:
    assert cost(quantity=1, price=320, deals=[reduced(300, 7), reduced(300, 8)], on=DAY).deal == reduced(
        300, 7
    )


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_an_offer_counts_on_its_days_alone(day: date) -> None:
    assert cost(quantity=1, price=320, deals=[reduced(300)], on=day).total == 320


def test_an_offer_covers_what_is_left_of_it() -> None:
    line = cost(quantity=5, price=320, deals=[reduced(300, left=2)], on=DAY)

    assert line.total == 2 * 300 + 3 * 320
    assert reduced(300, left=2).uses(5) == 2
    assert bundle(3, 2, left=5).uses(9) == 3


def test_an_offer_that_costs_more_is_not_one() -> None:
    assert cost(quantity=1, price=320, deals=[reduced(400)], on=DAY).deal is None


@given(
    quantity=st.integers(1, 500),
    price=st.integers(0, 1_000_000),
    low=st.integers(0, 1_000_000),
    units=st.integers(2, 9),
    left=st.none() | st.integers(0, 50),
)
def test_an_offer_never_makes_a_line_dearer_nor_negative(
    quantity: int, price: int, low: int, units: int, left: int | None
) -> None:
    deals = [reduced(low, left=left), bundle(units, units - 1, left=left)]

    line = cost(quantity=quantity, price=price, deals=deals, on=DAY)

    assert 0 <= line.total <= quantity * price
    assert line.total == quantity * price - line.reduction


def since(days: float, price: int) -> Practised:
    return Practised(NOON - timedelta(days=days), price)


def test_the_lowest_price_of_thirty_days_is_the_reference() -> None:
    assert lowest_before([since(60, 500), since(20, 450), since(5, 480)], starts_at=NOON) == 450


def test_a_price_in_force_when_the_thirty_days_begin_counts() -> None:
    assert lowest_before([since(90, 300), since(29, 500)], starts_at=NOON) == 300


def test_a_price_that_ended_before_does_not_count() -> None:
    assert lowest_before([since(90, 100), since(30, 500)], starts_at=NOON) == 500


def test_what_was_never_shown_has_no_reference() -> None:
    assert lowest_before([], starts_at=NOON) is None
    assert lowest_before([since(-1, 100)], starts_at=NOON) is None


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 900)), max_size=8))
def test_the_reference_is_a_price_that_was_shown(shown: list[tuple[int, int]]) -> None:
    prices = [since(days, price) for days, price in shown]

    lowest = lowest_before(prices, starts_at=NOON)

    assert lowest is None or lowest in {price for _, price in shown}
    recent = [price for days, price in shown if 0 < days < 30]
    assert not recent or lowest is not None


@pytest.mark.parametrize(
    ("price", "prior", "said"), [(75, 100, 25), (67, 100, 33), (667, 1000, 33), (1, 3, 66)]
)
def test_a_reduction_is_announced_rounded_down(price: int, prior: int, said: int) -> None:
    assert per_cent_off(price, prior) == said
