"""What the exchange does every night: windows of the day, names that served, forgotten baskets."""

from datetime import date, timedelta

import pytest

from relance.exchange import models as m
from relance.exchange import nightly
from relance.exchange.actions import buying
from relance.exchange.actions.showing import show_listings, show_shops
from relance.exchange.queries.finding import Asked, find
from tests.exchange import build
from tests.support.cast import Cast

NOW = build.NOW
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def bread(cast: Cast) -> m.Listing:
    shop = build.seller(cast.valmont, claimed_by=cast.alice, hours=build.ALWAYS)
    made = build.listing(shop)
    show_shops([shop])
    show_listings([made], today=TODAY)
    return made


def offer(listing: m.Listing, first: date, last: date) -> m.Offer:
    return m.Offer.objects.create(
        authority=listing.authority,
        listing=listing,
        rule="price",
        price=250,
        prior=320,
        starts_on=first,
        ends_on=last,
        made_at=NOW,
    )


def offers(cast: Cast, days: int = 0) -> list[str]:
    at = NOW + timedelta(days=days)
    found = find(authority=cast.valmont, asked=Asked(what="offers"), at=at).items
    return [one.listing.title for one in found if one.listing]


def test_an_offer_that_follows_another_is_shown_from_its_night_on(cast: Cast, bread: m.Listing) -> None:
    offer(bread, TODAY, TODAY)
    offer(bread, TOMORROW, TOMORROW)
    nightly.show_todays_offers(NOW)
    assert offers(cast) == ["Pain de seigle"]
    assert offers(cast, 1) == []  # the window still says today's

    nightly.show_todays_offers(NOW + timedelta(days=1))

    assert offers(cast, 1) == ["Pain de seigle"]


def test_an_offer_that_is_over_leaves_the_window(cast: Cast, bread: m.Listing) -> None:
    offer(bread, TODAY, TODAY)
    nightly.show_todays_offers(NOW)
    row = m.Showcase.objects.of(cast.valmont).get(listing=bread)
    assert row.offer_until == TODAY

    nightly.show_todays_offers(NOW + timedelta(days=1))

    row = m.Showcase.objects.of(cast.valmont).get(listing=bread)
    assert row.offer_until is None


def test_every_town_is_written_and_what_changed_behind_its_back_is_right(
    cast: Cast, bread: m.Listing
) -> None:
    build.seller(cast.brumes, "Dépanneur du Lac")
    m.Listing.objects.of(cast.valmont).update(title="Pain d’épeautre")

    said = nightly.show_todays_offers(NOW)

    assert said == "3 vitrines écrites"
    assert m.Showcase.objects.of(cast.valmont).get(listing=bread).title == "Pain d’épeautre"
    assert m.Showcase.objects.of(cast.brumes).get().title == "Dépanneur du Lac"
    assert not m.Word.objects.of(cast.valmont).filter(word="seigle").exists()


def test_the_day_is_that_of_the_town(cast: Cast, bread: m.Listing) -> None:
    offer(bread, TODAY, TODAY)
    almost = NOW.replace(hour=23, minute=30)  # past midnight at Valmont

    nightly.show_todays_offers(almost)

    assert m.Showcase.objects.of(cast.valmont).get(listing=bread).offer_until is None


def test_baskets_of_yesterday_give_back_what_they_held(cast: Cast, bread: m.Listing) -> None:
    stock = build.stock(bread, 5)
    basket = buying.new_basket(authority=cast.valmont, by=None, now=NOW)
    buying.put(basket=basket, stock=stock.pk, quantity=2, now=NOW)

    said = nightly.end_baskets(NOW + timedelta(days=2))

    assert said == "1 réservations rendues, 1 paniers oubliés"
    stock.refresh_from_db()
    assert stock.free == 5


def test_names_that_have_served_are_counted(cast: Cast, bread: m.Listing) -> None:
    m.JoinRequest.objects.create(
        authority=cast.valmont, seller=bread.seller, who="a" * 64, at=NOW - timedelta(days=400)
    )

    assert nightly.forget_names(NOW) == "1 souhaits et 0 courriels de signalement oubliés"
    assert nightly.forget_buyers(NOW) == "0 acheteurs oubliés"
