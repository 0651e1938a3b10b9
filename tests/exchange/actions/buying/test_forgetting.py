"""Names are forgotten thirty days after the last shop is done; counts stay."""

import pytest

from relance.exchange import models as m
from relance.exchange import nightly
from relance.exchange.actions import buying
from tests.exchange.actions.buying.shopping import NOW, basket, bread, later, numbers, only_part, order, shop
from tests.support.cast import Cast


@pytest.fixture
def placed(cast: Cast) -> m.Order:
    return order(basket(cast, bread(shop(cast))))


def forgotten(placed: m.Order) -> bool:
    return m.Order.objects.of(placed.authority).get(pk=placed.pk).erased_at is not None


def test_an_order_that_is_not_over_keeps_its_name(placed: m.Order) -> None:
    assert buying.forget_buyers(later(days=400)) == 0
    assert not forgotten(placed)


def test_thirty_days_after_the_end_the_name_goes_and_the_part_stays(placed: m.Order) -> None:
    buying.hand_over(part=only_part(placed), now=NOW)

    assert buying.forget_buyers(later(days=30)) == 0
    assert buying.forget_buyers(later(days=31)) == 1

    row = m.Order.objects.of(placed.authority).get()
    assert (row.buyer, row.email, row.phone, row.account) == ("", "", "", None)
    assert row.who == placed.who
    assert only_part(placed).total == 320


def test_one_part_that_is_open_keeps_the_name(cast: Cast) -> None:
    placed = order(basket(cast, bread(shop(cast)), bread(shop(cast, "Épicerie Fabre"))))
    buying.hand_over(part=m.OrderPart.objects.of(cast.valmont).filter(order=placed)[0], now=NOW)

    assert buying.forget_buyers(later(days=100)) == 0


def test_a_basket_of_yesterday_is_gone_and_its_stock_free(cast: Cast) -> None:
    stock = bread(shop(cast))
    basket(cast, stock, quantity=4)

    assert buying.forget_baskets(later(hours=23)) == 0
    assert buying.forget_baskets(later(hours=25)) == 1
    assert numbers(stock) == (10, 0, 0)
    assert not m.Basket.objects.of(cast.valmont).exists()


def test_the_night_says_what_it_did(cast: Cast) -> None:
    basket(cast, bread(shop(cast)))

    assert nightly.end_baskets(later(days=2)) == "1 réservations rendues, 1 paniers oubliés"
    assert nightly.forget_buyers(later(days=2)) == "0 acheteurs oubliés"
