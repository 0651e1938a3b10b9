"""Grouped orders open, close, and sell what others gave the right to sell."""

from datetime import timedelta

import pytest

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import CycleClosed
from relance.kernel.errors import Refused
from tests.exchange.actions.buying.shopping import NOW, basket, bread, later, shop
from tests.support.cast import Cast


def cycle_of(seller: m.Seller, opens: timedelta = timedelta(days=-1)) -> m.OrderCycle:
    start = NOW + opens
    return buying.make_cycle(
        coordinator=seller,
        name="Paniers du jeudi",
        place="Halle de Valmont",
        opens_at=start,
        closes_at=start + timedelta(days=2),
        pick_up_from=start + timedelta(days=3),
        pick_up_until=start + timedelta(days=3, hours=2),
    )


def test_its_moments_follow_each_other(cast: Cast) -> None:
    with pytest.raises(CycleClosed, match="dans cet ordre"):
        buying.make_cycle(
            coordinator=shop(cast),
            name="À l’envers",
            place="Halle",
            opens_at=later(days=2),
            closes_at=later(days=1),
            pick_up_from=later(days=3),
            pick_up_until=later(days=4),
        )


def test_it_sells_the_products_of_whoever_allowed_it(cast: Cast) -> None:
    hall, farm = shop(cast, "La Halle"), shop(cast, "Ferme des Crottes")
    listing = bread(farm).listing
    cycle = cycle_of(hall)

    with pytest.raises(Refused, match="n’a pas donné"):
        buying.add_to_cycle(cycle=cycle, listing=listing, on_hand=5, now=NOW)
    m.Grant.objects.create(
        authority=cast.valmont,
        giver=farm,
        receiver=hall,
        right=m.GrantedRight.SELL,
        given_by=cast.alice,
        given_at=NOW,
    )

    assert buying.add_to_cycle(cycle=cycle, listing=listing, on_hand=5, now=NOW).on_hand == 5


@pytest.mark.parametrize(
    ("opens", "sentence"),
    [(timedelta(days=1), "n’est pas ouverte"), (timedelta(days=-3), "est close depuis")],
)
def test_it_takes_orders_between_its_dates(cast: Cast, opens: timedelta, sentence: str) -> None:
    seller = shop(cast)
    cycle = cycle_of(seller, opens)
    stock = buying.add_to_cycle(
        cycle=cycle, listing=bread(seller).listing, on_hand=5, now=min(NOW, cycle.opens_at)
    )
    made = basket(cast)

    with pytest.raises(CycleClosed, match=sentence):
        buying.put(basket=made, stock=stock.pk, quantity=1, cycle=cycle.pk, now=NOW)


def test_what_was_taken_out_is_not_ordered_any_more(cast: Cast) -> None:
    seller = shop(cast)
    cycle = cycle_of(seller)
    stock = buying.add_to_cycle(cycle=cycle, listing=bread(seller).listing, on_hand=5, now=NOW)
    buying.take_from_cycle(cycle=cycle, listing=stock.listing)

    with pytest.raises(CycleClosed, match="laquelle"):
        buying.put(basket=basket(cast), stock=stock.pk, quantity=1, cycle=cycle.pk, now=NOW)


def test_nothing_is_added_to_a_cycle_that_is_over(cast: Cast) -> None:
    seller = shop(cast)

    with pytest.raises(CycleClosed, match="est close"):
        buying.add_to_cycle(
            cycle=cycle_of(seller, timedelta(days=-9)), listing=bread(seller).listing, on_hand=1, now=NOW
        )
