"""A basket becomes one order, with a part a shop and a total each."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import BadBuyer, Buyer, NotEnough, NotForSale, PriceMoved, SlotGone
from relance.exchange.queries.buying import basket_view, order_called
from relance.exchange.rules.buying.steps import Who
from relance.kernel.errors import Missing
from relance.kernel.models import Job
from tests.exchange.actions.buying.shopping import (
    LEA,
    NOW,
    TEN_THIRTY,
    basket,
    bread,
    later,
    numbers,
    only_part,
    order,
    shop,
)
from tests.support.cast import Cast


def test_three_shops_are_one_order_of_three_parts(cast: Cast) -> None:
    stocks = [bread(shop(cast, f"Boutique {n}"), price=100 * n) for n in (1, 2, 3)]

    placed = order(basket(cast, *stocks, quantity=2))

    view = order_called(cast.valmont, placed.token)
    assert [part.part.total for part in view.parts] == [200, 400, 600]
    assert view.total == 1200
    assert {part.state for part in view.parts} == {"Reçue"}
    assert [numbers(stock) for stock in stocks] == [(10, 2, 0)] * 3


def test_the_same_key_is_the_same_order(cast: Cast) -> None:
    stock = bread(shop(cast))
    made = basket(cast, stock)
    first = order(made)

    again = buying.place(basket=made, buyer=LEA, slots={}, seen_total=0, key="one", now=NOW)

    assert again == first
    assert numbers(stock) == (10, 1, 0)


def test_numbers_follow_each_other_in_each_shop(cast: Cast) -> None:
    stock, other = bread(shop(cast)), bread(shop(cast, "Épicerie Fabre"))

    placed = [order(basket(cast, one), key=str(n)) for n, one in enumerate([stock, stock, other])]

    assert [only_part(one).number for one in placed] == [1, 2, 1]


@pytest.mark.parametrize(("shops", "things"), [(1, 1), (3, 1), (6, 1), (1, 8)])
def test_an_order_costs_the_same_queries_whatever_its_shops_and_things(
    cast: Cast, shops: int, things: int, django_assert_num_queries: Any
) -> None:
    sellers = [shop(cast, f"Boutique {n}") for n in range(shops)]
    made = basket(cast, *[bread(one, title=f"Pain {n}") for one in sellers for n in range(things)])
    view = basket_view(made, now=NOW)
    slots = {part.key: part.slots[0].starts_at for part in view.parts}

    with django_assert_num_queries(22):
        buying.place(basket=made, buyer=LEA, slots=slots, seen_total=view.total, key="one", now=NOW)


def test_putting_into_a_basket_costs_eight_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    stock = bread(shop(cast))
    made = basket(cast)

    with django_assert_num_queries(8):  # six, and those that open and close the savepoint of the test
        buying.put(basket=made, stock=stock.pk, quantity=1, now=NOW)


def test_a_basket_says_what_it_reads_and_reads_nothing_more(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    made = basket(cast, bread(shop(cast)), bread(shop(cast, "Épicerie Fabre"), price=150))

    with django_assert_num_queries(5):
        view = basket_view(made, now=NOW)
        said = [(part.seller.name, part.total, len(part.slots) > 0) for part in view.parts]

    assert said == [("Boulangerie Amblard", 320, True), ("Épicerie Fabre", 150, True)]


def test_a_second_order_takes_the_next_place_of_a_slot_that_stands(cast: Cast) -> None:
    stock = bread(shop(cast))

    slots = [only_part(order(basket(cast, stock), key=str(n))).pick_up for n in range(3)]

    assert len(set(slots)) == 1
    assert m.PickUp.objects.of(cast.valmont).get().taken == 3


def test_a_basket_that_is_no_more_says_so(cast: Cast) -> None:
    stock = bread(shop(cast))
    made = basket(cast)
    m.Basket.objects.of(cast.valmont).all().delete()

    with pytest.raises(Missing, match="n’existe plus"):
        buying.put(basket=made, stock=stock.pk, quantity=1, now=NOW)


def test_holds_end_with_the_order_and_the_lapsed_ones_of_others_too(cast: Cast) -> None:
    stock = bread(shop(cast), on_hand=5)
    mine = basket(cast, stock, quantity=3)
    basket(cast, stock, quantity=2, now=later(minutes=-10))
    m.BasketLine.objects.of(cast.valmont).filter(basket=mine).update(quantity=5)

    order(mine, now=later(minutes=25))

    assert numbers(stock) == (5, 5, 0)
    assert not m.Reservation.objects.of(cast.valmont).filter(ended_at__isnull=True).exists()


def test_a_hold_that_lapsed_is_taken_again_if_there_is_enough(cast: Cast) -> None:
    stock = bread(shop(cast), 1)
    made = basket(cast, stock)

    order(made, now=later(minutes=40))

    assert numbers(stock) == (1, 1, 0)


def test_a_hold_that_lapsed_and_was_taken_is_refused_and_nothing_is_written(cast: Cast) -> None:
    stock = bread(shop(cast), 1)
    late = basket(cast, stock)
    order(basket(cast, stock, now=later(minutes=40)), key="quick", now=later(minutes=40))

    with pytest.raises(NotEnough, match="il n’en reste plus"):
        order(late, key="late", now=later(minutes=41))

    assert m.Order.objects.of(cast.valmont).count() == 1
    assert numbers(stock) == (1, 1, 0)


def test_a_price_that_moved_is_shown_before_it_counts(cast: Cast) -> None:
    stock = bread(shop(cast))
    made = basket(cast, stock)
    m.Listing.objects.of(cast.valmont).filter(pk=stock.listing_id).update(price=350)

    with pytest.raises(PriceMoved, match=r"3,50\s€"):
        order(made, seen_total=320)


def test_the_price_of_the_channel_wins_over_the_listing(cast: Cast) -> None:
    stock = bread(shop(cast))
    m.Stock.objects.of(cast.valmont).filter(pk=stock.pk).update(price=280)

    assert only_part(order(basket(cast, stock))).total == 280


def test_what_has_no_price_cannot_be_ordered(cast: Cast) -> None:
    made = basket(cast, bread(shop(cast), price=None))

    with pytest.raises(NotForSale, match="n’a pas de prix"):
        order(made)


def test_an_empty_basket_is_no_order(cast: Cast) -> None:
    with pytest.raises(NotForSale, match="vide"):
        order(basket(cast))


@pytest.mark.parametrize(
    ("buyer", "sentence"),
    [
        (Buyer(name=" ", email="a@example.org"), "à quel nom"),
        (Buyer(name="Léa"), "un courriel ou un téléphone"),
        (Buyer(name="Léa", email="lea"), "nom@domaine.fr"),
    ],
)
def test_who_comes_for_it_must_be_known(cast: Cast, buyer: Buyer, sentence: str) -> None:
    with pytest.raises(BadBuyer, match=sentence):
        order(basket(cast, bread(shop(cast))), buyer=buyer)


def test_the_first_slot_leaves_time_to_prepare(cast: Cast) -> None:
    (part,) = basket_view(basket(cast, bread(shop(cast))), now=NOW).parts

    assert part.slots[0].starts_at == TEN_THIRTY - timedelta(minutes=30)  # ten o'clock and an hour of work


def test_a_slot_that_was_never_offered_is_refused(cast: Cast) -> None:
    made = basket(cast, bread(shop(cast)))
    (part,) = basket_view(made, now=NOW).parts

    for start in (datetime(2026, 11, 23, 3, tzinfo=NOW.tzinfo), NOW):
        with pytest.raises(SlotGone, match="Choisissez un créneau"):
            order(made, slots={part.key: start})


def test_a_full_slot_takes_nobody_else(cast: Cast) -> None:
    stock = bread(shop(cast, slot_capacity=1))
    first, second = basket(cast, stock), basket(cast, stock)
    (part,) = basket_view(first, now=NOW).parts
    slot = {part.key: part.slots[0].starts_at}
    order(first, slots=slot)

    with pytest.raises(SlotGone):
        order(second, key="two", slots=slot)

    assert numbers(stock) == (10, 1, 1)


def test_a_slot_given_up_is_free_again(cast: Cast) -> None:
    stock = bread(shop(cast, slot_capacity=1))
    placed = order(basket(cast, stock))
    buying.cancel(part=only_part(placed), who=Who.BUYER, why="", now=NOW)

    again = order(basket(cast, stock), key="two")

    assert only_part(again).pick_up == only_part(placed).pick_up


def test_the_mails_are_asked_for_with_the_order(cast: Cast) -> None:
    placed = order(basket(cast, bread(shop(cast))))

    assert Job.objects.of(cast.valmont).filter(kind="exchange.tell_placed").get().payload == {
        "order": placed.pk
    }


def test_the_same_buyer_is_recognised_without_being_named(cast: Cast) -> None:
    stock = bread(shop(cast))
    first, again = order(basket(cast, stock), key="a"), order(basket(cast, stock), key="b")
    other = order(basket(cast, stock), key="c", buyer=Buyer(name="Léa", email="autre@example.org"))

    assert first.who == again.who != other.who
    assert "lea" not in first.who


def test_the_address_of_an_order_is_of_its_town_alone(cast: Cast) -> None:
    placed = order(basket(cast, bread(shop(cast))))

    with pytest.raises(Missing):
        order_called(cast.brumes, placed.token)


def test_a_grouped_order_is_fetched_where_it_says(cast: Cast) -> None:
    seller = shop(cast)
    listing = bread(seller).listing
    cycle = buying.make_cycle(
        coordinator=seller,
        name="Paniers du jeudi",
        place="Halle de Valmont",
        opens_at=later(days=-1),
        closes_at=later(days=1),
        pick_up_from=later(days=2),
        pick_up_until=later(days=2, hours=2),
    )
    stock = buying.add_to_cycle(cycle=cycle, listing=listing, on_hand=5, price=300, now=NOW)
    made = basket(cast)
    buying.put(basket=made, stock=stock.pk, quantity=2, cycle=cycle.pk, now=NOW)

    placed = order(made)

    (part,) = order_called(cast.valmont, placed.token).parts
    assert (part.where, part.starts_at, part.part.total) == ("Halle de Valmont", later(days=2), 600)
    assert numbers(stock) == (5, 2, 0)
