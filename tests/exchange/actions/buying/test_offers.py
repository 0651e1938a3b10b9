"""Offers: dates, stock, and the lowest price of 30 days."""

from datetime import date, timedelta

import pytest

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.actions.buying import BadOffer
from tests.exchange.actions.buying.shopping import NOW, basket, bread, later, only_part, order, shop
from tests.support.cast import Cast

TODAY = NOW.date()


@pytest.fixture
def listing(cast: Cast) -> m.Listing:
    """Sold at 3.20 for sixty days."""
    made = bread(shop(cast)).listing
    buying.note_price(listing=made, at=later(days=-60))
    return made


def reduce(
    listing: m.Listing, price: int = 300, starts: date = TODAY, ends: date = TODAY, **more: object
) -> m.Offer:
    return buying.make_offer(
        listing=listing,
        rule=m.OfferRule.PRICE,
        price=price,
        starts_on=starts,
        ends_on=ends,
        by=listing.seller.claimed_by,  # type: ignore[arg-type]  # the shop is held
        **({"at": NOW} | more),  # type: ignore[arg-type]  # what a test says
    )


def three_for_two(listing: m.Listing) -> m.Offer:
    return buying.make_offer(
        listing=listing,
        rule=m.OfferRule.BUNDLE,
        bundle=3,
        bundle_paid=2,
        starts_on=TODAY,
        ends_on=TODAY,
        by=listing.seller.claimed_by,  # type: ignore[arg-type]  # the shop is held
        at=NOW,
    )


def test_a_reduction_keeps_the_lowest_price_of_thirty_days(listing: m.Listing) -> None:
    assert reduce(listing).prior == 320


def test_a_price_lowered_last_week_is_the_reference(listing: m.Listing) -> None:
    listing.price = 310
    listing.save()
    buying.note_price(listing=listing, at=later(days=-7))
    listing.price = 330
    listing.save()
    buying.note_price(listing=listing, at=later(days=-1))

    assert reduce(listing).prior == 310
    with pytest.raises(BadOffer):
        reduce(listing, 310, TODAY + timedelta(days=2), TODAY + timedelta(days=3))


def test_a_reduction_that_is_none_is_refused(listing: m.Listing) -> None:
    with pytest.raises(BadOffer, match=r"3,20\s€"):
        reduce(listing, 320)


def test_the_same_reduction_again_is_measured_against_itself(listing: m.Listing) -> None:
    reduce(listing, 300)

    with pytest.raises(BadOffer, match=r"est de 3\s€"):
        reduce(listing, 300, TODAY + timedelta(days=10), TODAY + timedelta(days=12))


def test_what_was_never_sold_has_no_reference(cast: Cast) -> None:
    with pytest.raises(BadOffer, match="prix de référence"):
        reduce(bread(shop(cast)).listing)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (TODAY - timedelta(days=1), TODAY),
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=91)),
    ],
)
def test_dates_that_make_no_sense_are_refused(listing: m.Listing, starts: date, ends: date) -> None:
    with pytest.raises(BadOffer):
        reduce(listing, 300, starts, ends)


def test_two_offers_on_one_listing_do_not_overlap(listing: m.Listing) -> None:
    reduce(listing)

    with pytest.raises(BadOffer, match="ne s’ajoutent pas"):
        three_for_two(listing)


def test_a_bundle_says_what_is_paid(listing: m.Listing) -> None:
    with pytest.raises(BadOffer, match="3 pour 2"):
        buying.make_offer(
            listing=listing,
            rule=m.OfferRule.BUNDLE,
            bundle=2,
            bundle_paid=2,
            starts_on=TODAY,
            ends_on=TODAY,
            by=listing.seller.claimed_by,  # type: ignore[arg-type]  # the shop is held
            at=NOW,
        )


def test_an_order_keeps_the_offer_it_was_placed_under(cast: Cast, listing: m.Listing) -> None:
    offer = reduce(listing, quantity=3)
    stock = listing.stocks.get()

    part = only_part(order(basket(cast, stock, quantity=2)))

    line = part.lines.get()
    assert (line.offer, line.reduction, part.total) == (offer, 40, 600)
    assert m.Offer.objects.of(cast.valmont).get().taken == 2


def test_an_offer_runs_out(cast: Cast, listing: m.Listing) -> None:
    reduce(listing, quantity=1)
    stock = listing.stocks.get()

    first = only_part(order(basket(cast, stock, quantity=2), key="a"))
    second = only_part(order(basket(cast, stock), key="b"))

    assert (first.total, second.total) == (620, 320)


def test_three_for_two_in_an_order(cast: Cast, listing: m.Listing) -> None:
    three_for_two(listing)

    assert only_part(order(basket(cast, listing.stocks.get(), quantity=4))).total == 960


def test_a_withdrawn_offer_counts_no_more_and_another_may_follow(cast: Cast, listing: m.Listing) -> None:
    offer = reduce(listing)
    buying.withdraw_offer(offer=offer, at=later(minutes=1))
    buying.withdraw_offer(offer=offer, at=later(minutes=2))

    assert only_part(order(basket(cast, listing.stocks.get()))).total == 320
    assert reduce(listing, 290, at=later(minutes=3)).prior == 300


def test_a_price_that_stays_is_noted_once(listing: m.Listing) -> None:
    for day in (-30, -10, 0):
        buying.note_price(listing=listing, at=later(days=day))

    assert m.PriceHistory.objects.of(listing.authority).count() == 1
