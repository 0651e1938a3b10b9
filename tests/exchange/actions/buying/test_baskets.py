"""What is put in a basket is held for half an hour, and nobody else can take it meanwhile."""

import pytest

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import CycleClosed, NotEnough, NotForSale
from relance.exchange.queries.buying import basket_called, basket_view
from relance.kernel.errors import Missing
from tests.exchange import build
from tests.exchange.actions.buying.shopping import NOW, basket, bread, later, numbers, shop
from tests.support.cast import Cast


def test_what_is_put_in_is_held(cast: Cast) -> None:
    stock = bread(shop(cast))

    basket(cast, stock, quantity=3)

    assert numbers(stock) == (10, 0, 3)


def test_the_same_again_adds_up_in_one_line(cast: Cast) -> None:
    stock = bread(shop(cast))
    made = basket(cast, stock, quantity=3)

    buying.put(basket=made, stock=stock.pk, quantity=2, now=NOW)

    assert numbers(stock) == (10, 0, 5)
    (part,) = basket_view(made, now=NOW).parts
    assert [line.cost.quantity for line in part.lines] == [5]


def test_what_others_hold_cannot_be_taken(cast: Cast) -> None:
    stock = bread(shop(cast), 3)
    basket(cast, stock, quantity=2)

    with pytest.raises(NotEnough, match="il n’en reste que 1") as refusal:
        basket(cast, stock, quantity=2)

    assert refusal.value.left == 1
    assert numbers(stock) == (3, 0, 2)


def test_what_was_held_too_long_goes_to_whoever_asks(cast: Cast) -> None:
    stock = bread(shop(cast), 3)
    basket(cast, stock, quantity=3)

    basket(cast, stock, quantity=2, now=later(minutes=31))

    assert numbers(stock) == (3, 0, 2)


def test_the_night_frees_what_was_held_too_long(cast: Cast) -> None:
    stock = bread(shop(cast))
    basket(cast, stock, quantity=3)

    assert buying.free_ended(later(minutes=29)) == 0
    assert buying.free_ended(later(minutes=31)) == 1
    assert buying.free_ended(later(minutes=31)) == 0
    assert numbers(stock) == (10, 0, 0)


def test_a_basket_says_until_when_it_holds(cast: Cast) -> None:
    made = basket(cast, bread(shop(cast)))

    (line,) = basket_view(made, now=NOW).parts[0].lines
    (lapsed,) = basket_view(made, now=later(hours=1)).parts[0].lines

    assert line.held_until == later(minutes=30)
    assert lapsed.held_until is None


def test_made_on_demand_never_runs_out(cast: Cast) -> None:
    stock = bread(shop(cast), None)

    basket(cast, stock, quantity=500)

    assert numbers(stock) == (None, 0, 500)


def test_less_frees_and_none_takes_the_line_out(cast: Cast) -> None:
    stock = bread(shop(cast))
    made = basket(cast, stock, quantity=5)

    buying.set_quantity(basket=made, stock=stock.pk, quantity=2, now=NOW)
    assert numbers(stock) == (10, 0, 2)

    assert buying.set_quantity(basket=made, stock=stock.pk, quantity=0, now=NOW) is None
    assert numbers(stock) == (10, 0, 0)
    assert basket_view(made, now=NOW).count == 0


def test_more_than_there_is_leaves_the_basket_as_it_was(cast: Cast) -> None:
    stock = bread(shop(cast), 4)
    made = basket(cast, stock, quantity=2)

    with pytest.raises(NotEnough):
        buying.set_quantity(basket=made, stock=stock.pk, quantity=5, now=NOW)

    assert numbers(stock) == (4, 0, 2)
    assert basket_view(made, now=NOW).count == 2


def test_emptying_lets_go_of_everything(cast: Cast) -> None:
    seller = shop(cast)
    stocks = [bread(seller, title=f"Pain {n}") for n in range(3)]
    made = basket(cast, *stocks)

    buying.empty(basket=made, now=NOW)

    assert [numbers(stock) for stock in stocks] == [(10, 0, 0)] * 3


def test_a_shop_that_sells_nothing_online_takes_no_order(cast: Cast) -> None:
    stock = bread(shop(cast, sells=m.Sells.NONE))

    with pytest.raises(NotForSale, match="ne prend pas de réservation en ligne"):
        basket(cast, stock)


def test_what_is_not_in_the_window_takes_no_order(cast: Cast) -> None:
    stock = bread(shop(cast), state=m.ListingState.DRAFT)

    with pytest.raises(NotForSale, match="appelez la boutique"):
        basket(cast, stock)


def test_a_kind_that_ends_by_contact_takes_no_order(cast: Cast) -> None:
    stock = bread(shop(cast), kind="internship")

    with pytest.raises(NotForSale):
        basket(cast, stock)


def test_what_is_of_another_authority_is_not_there(cast: Cast) -> None:
    elsewhere = build.seller(cast.brumes, claimed_by=cast.charlie)
    stock = build.stock(build.listing(elsewhere))

    with pytest.raises(Missing):
        basket(cast, stock)


def test_what_is_not_in_the_basket_cannot_be_changed(cast: Cast) -> None:
    with pytest.raises(Missing):
        buying.set_quantity(basket=basket(cast), stock=bread(shop(cast)).pk, quantity=1, now=NOW)


def test_a_basket_is_known_by_its_cookie_in_its_town_alone(cast: Cast) -> None:
    made = basket(cast)

    assert basket_called(cast.valmont, made.token) == made
    assert basket_called(cast.brumes, made.token) is None
    assert basket_called(cast.valmont, "") is None


def test_what_is_for_a_cycle_is_ordered_in_a_cycle(cast: Cast) -> None:
    stock = build.stock(build.listing(shop(cast)), channel=m.Channel.CYCLE)

    with pytest.raises(CycleClosed, match="commande groupée"):
        basket(cast, stock)


@pytest.mark.parametrize("shops", [1, 4])
def test_a_basket_costs_as_many_questions_for_four_shops_as_for_one(
    cast: Cast, shops: int, django_assert_num_queries: object
) -> None:
    stocks = [bread(shop(cast, f"Boutique {n}")) for n in range(shops)]
    made = basket(cast, *stocks)

    with django_assert_num_queries(5):  # type: ignore[operator]  # pytest-django's own fixture has no public type
        basket_view(made, now=NOW)
