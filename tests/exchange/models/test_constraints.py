"""What must never be false is refused by the database, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.directory.actions import organisation_called
from relance.exchange import models as m
from tests.exchange import build
from tests.exchange.build import NOW
from tests.support.cast import Cast

LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont, claimed_by=cast.charlie)


def refused(constraint: str, model: type[Any], **values: Any) -> None:
    """The database refuses this row, and says by which constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        model.objects.create(**values)
    message = str(refusal.value)
    assert constraint in message or "UNIQUE" in message, message


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("seller_claimed_says_by_whom", {"state": "claimed"}),
        ("seller_closed_says_when", {"state": "closed"}),
        ("seller_sells_once_claimed", {"sells": "own"}),
        ("seller_siret_digits", {"siret": "123"}),
        ("seller_stands_on_earth", {"latitude": 44_000_000}),
        ("seller_stands_on_earth", {"latitude": 94_000_000, "longitude": 0}),
        ("seller_has_name", {"name": ""}),
        ("seller_state_known", {"state": "sleeping"}),
        ("seller_delivery_known", {"delivery": "bike"}),
        ("seller_slots_last", {"slot_minutes": 0}),
    ],
)
def test_a_shop_that_cannot_be(cast: Cast, name: str, wrong: dict[str, Any]) -> None:
    said = {"slug": "ravel", "organisation": organisation_called(name="Ravel", country="FR"), **wrong}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        build.seller(cast.valmont, said.pop("name", "Quincaillerie Ravel"), **said)


def test_a_listed_shop_is_nobodys(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="seller_listed_is_nobodys"), transaction.atomic():
        build.seller(cast.valmont, claimed_by=None, state="listed", claimed_at=NOW)


def test_two_shops_of_a_town_have_two_addresses_and_two_numbers(cast: Cast) -> None:
    build.seller(cast.valmont, "Mercerie Ravel", siret="73282932000074")

    for same in ({"slug": "mercerie-ravel"}, {"slug": "autre", "siret": "73282932000074"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            build.seller(cast.valmont, "Autre", **same)


def test_two_towns_may_have_the_same_address(cast: Cast) -> None:
    build.seller(cast.valmont, "Mercerie Ravel")

    assert build.seller(cast.brumes, "Mercerie Ravel").pk


def test_a_right_goes_to_another_shop_once(cast: Cast, shop: m.Seller) -> None:
    other = build.seller(cast.valmont, "Ferme des Iscles")
    said = {"authority": cast.valmont, "right": "sell", "given_by": cast.charlie, "given_at": NOW}
    m.Grant.objects.create(giver=other, receiver=shop, **said)

    refused("grant_once", m.Grant, giver=other, receiver=shop, **said)
    refused("grant_to_another", m.Grant, giver=shop, receiver=shop, **said)


def test_a_right_taken_back_may_be_given_again(cast: Cast, shop: m.Seller) -> None:
    other = build.seller(cast.valmont, "Ferme des Iscles")
    said = {"authority": cast.valmont, "right": "sell", "given_by": cast.charlie, "given_at": NOW}
    m.Grant.objects.create(giver=other, receiver=shop, revoked_at=LATER, **said)

    assert m.Grant.objects.create(giver=other, receiver=shop, **said).pk


def test_a_closure_lasts(cast: Cast, shop: m.Seller) -> None:
    refused(
        "closure_lasts",
        m.Closure,
        authority=cast.valmont,
        seller=shop,
        starts_at=NOW,
        ends_at=NOW,
        said_at=NOW,
    )


def test_a_shop_has_one_code_at_a_time(cast: Cast, shop: m.Seller) -> None:
    said = {
        "authority": cast.valmont,
        "seller": shop,
        "digest": "a" * 64,
        "sent_by": "post",
        "sent_to": "4 place du Marché",
        "made_at": NOW,
        "expires_at": LATER,
    }
    m.ClaimCode.objects.create(**said)

    refused("claim_code_one_at_a_time", m.ClaimCode, **said)
    refused("claim_code_tries_end", m.ClaimCode, **(said | {"failures": 6, "ended_at": NOW}))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("listing_has_title", {"title": ""}),
        ("listing_gtin_digits", {"gtin": "12"}),
        ("listing_unit_known", {"unit": "XXX"}),
        ("listing_direction_known", {"direction": "up"}),
    ],
)
def test_a_listing_that_cannot_be(shop: m.Seller, name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        build.listing(shop, **wrong)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("stock_never_promised_twice", {"on_hand": 1, "allocated": 1, "reserved": 1}),
        ("stock_counted_or_on_demand", {"on_hand": None, "on_demand": False}),
        ("stock_counted_or_on_demand", {"on_hand": 3, "on_demand": True}),
        ("allocated", {"on_hand": 1, "allocated": -1}),
        ("reserved", {"on_hand": 1, "reserved": -1}),
        ("stock_channel_known", {"channel": "moon"}),
    ],
)
def test_a_stock_that_cannot_be(shop: m.Seller, name: str, wrong: dict[str, Any]) -> None:
    listing = build.listing(shop)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        build.stock(listing, **wrong)


def test_what_is_free_is_neither_allocated_nor_reserved(shop: m.Seller) -> None:
    listing = build.listing(shop)

    assert build.stock(listing, 10, allocated=3, reserved=2).free == 5
    assert build.stock(listing, None, channel="cycle").free is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("offer_reduces", {"rule": "price", "price": 300, "prior": 300}),
        ("offer_reduces", {"rule": "price", "price": 300}),
        ("offer_bundles", {"rule": "bundle", "bundle": 2, "bundle_paid": 2}),
        (
            "offer_not_taken_beyond",
            {"rule": "bundle", "bundle": 3, "bundle_paid": 2, "quantity": 1, "taken": 2},
        ),
        ("offer_lasts", {"rule": "price", "price": 1, "prior": 2, "ends_on": NOW.date() - timedelta(days=1)}),
    ],
)
def test_an_offer_that_cannot_be(cast: Cast, shop: m.Seller, name: str, wrong: dict[str, Any]) -> None:
    said = {
        "authority": cast.valmont,
        "listing": build.listing(shop),
        "starts_on": NOW.date(),
        "ends_on": NOW.date(),
        "made_at": NOW,
    }
    refused(name, m.Offer, **(said | wrong))


def order(cast: Cast, **more: Any) -> m.Order:
    said = {"authority": cast.valmont, "key": "k", "token": "t", "buyer": "Zoé", "placed_at": NOW}
    return m.Order.objects.create(**(said | more))


def part(cast: Cast, shop: m.Seller, **more: Any) -> m.OrderPart:
    slot, _ = m.PickUp.objects.of(cast.valmont).get_or_create(
        authority=cast.valmont, seller=shop, starts_at=NOW, ends_at=LATER
    )
    said = {
        "authority": cast.valmont,
        "order": more.pop("order", None) or order(cast),
        "seller": shop,
        "number": 1,
        "pick_up": slot,
        "total": 640,
        "currency": "EUR",
    }
    return m.OrderPart.objects.create(**(said | more))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("order_part_confirmed_says_when", {"state": "confirmed"}),
        ("order_part_ready_says_when", {"state": "ready"}),
        ("order_part_ended_says_when", {"state": "handed_over"}),
        ("order_part_ended_says_when", {"state": "placed", "ended_at": NOW}),
        ("order_part_cancelled_says_why", {"state": "cancelled", "ended_at": NOW}),
        ("order_part_fetched_somewhere", {"pick_up": None}),
        ("order_part_(state_known|ended_says_when)", {"state": "lost"}),
    ],
)
def test_a_part_of_an_order_that_cannot_be(
    cast: Cast, shop: m.Seller, name: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        part(cast, shop, **wrong)


def test_an_order_has_one_part_a_shop(cast: Cast, shop: m.Seller) -> None:
    first = part(cast, shop)

    with pytest.raises(IntegrityError), transaction.atomic():
        part(cast, shop, order=first.order, number=2)


def test_an_order_names_its_buyer_until_it_forgets(cast: Cast) -> None:
    for wrong in ({"buyer": ""}, {"erased_at": NOW}):
        with pytest.raises(IntegrityError, match="order_names_its_buyer"), transaction.atomic():
            order(cast, **wrong)

    assert order(cast, buyer="", erased_at=NOW).pk


def test_a_line_adds_up(cast: Cast, shop: m.Seller) -> None:
    listing = build.listing(shop)
    said = {
        "authority": cast.valmont,
        "part": part(cast, shop),
        "listing": listing,
        "stock": build.stock(listing),
        "title": "Pain",
        "unit": "C62",
        "quantity": 2,
        "price": 320,
    }
    assert m.OrderLine.objects.create(total=640, **said).pk

    refused("order_line_adds_up", m.OrderLine, total=641, **said)


def test_a_slot_is_not_overfull(cast: Cast, shop: m.Seller) -> None:
    refused(
        "pick_up_not_overfull",
        m.PickUp,
        authority=cast.valmont,
        seller=shop,
        starts_at=NOW,
        ends_at=LATER,
        capacity=1,
        taken=2,
    )


def test_a_report_is_answered_with_words(cast: Cast, shop: m.Seller) -> None:
    said = {"authority": cast.valmont, "seller": shop, "wrong": "hours", "at": NOW}

    refused("report_answered_says_why", m.Report, state="righted", answered_at=NOW, **said)
    refused("report_answered_says_why", m.Report, state="open", answered_at=NOW, **said)


def test_a_cycle_is_ordered_before_it_is_fetched(cast: Cast, shop: m.Seller) -> None:
    said = {"authority": cast.valmont, "coordinator": shop, "name": "Paniers", "place": "Halle"}
    times = {"opens_at": NOW, "closes_at": LATER, "pick_up_from": LATER, "pick_up_until": LATEST}

    refused("cycle_fetching_lasts", m.OrderCycle, **said, **(times | {"pick_up_until": LATER}))
    refused("cycle_opens_first", m.OrderCycle, **said, **(times | {"closes_at": NOW}))
    refused("cycle_fetched_once_closed", m.OrderCycle, **said, **(times | {"pick_up_from": NOW}))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_prices_and_receipts_and_steps_are_never_changed(cast: Cast, shop: m.Seller, change: str) -> None:
    one = part(cast, shop)
    rows = [
        m.PriceHistory.objects.create(
            authority=cast.valmont, listing=build.listing(shop), channel="online", price=1, since=NOW
        ),
        m.Receipt.objects.create(
            authority=cast.valmont,
            part=one,
            seller=shop,
            number=1,
            content={},
            total=0,
            currency="EUR",
            made_at=NOW,
        ),
        m.PartEvent.objects.create(authority=cast.valmont, part=one, state="placed", at=NOW, by_role="buyer"),
    ]

    for row in rows:
        mine = type(row).objects.of(cast.valmont).filter(pk=row.pk)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            mine.delete() if change == "delete" else mine.update(authority=cast.brumes)


def test_a_showcase_shows_one_thing(cast: Cast, shop: m.Seller) -> None:
    said = {"authority": cast.valmont, "seller": shop, "title": "x", "category": "bakery"}
    m.Showcase.objects.create(what="shop", **said)

    refused("showcase_shop_once", m.Showcase, what="shop", **said)
    refused("showcase_shows_one_thing", m.Showcase, what="listing", **said)


STAFF: dict[str, Any] = {
    "email": "x@example.org",
    "right": "orders",
    "digest": "1" * 64,
    "invited_at": NOW,
    "expires_at": LATER,
}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("staff_right_known", {"right": "all"}),
        ("staff_digest", {"digest": "short"}),
        ("staff_accepted_by_somebody", {"accepted_at": NOW}),
        ("staff_invitation_lasts", {"expires_at": NOW}),
        ("staff_revoked_after", {"revoked_at": NOW - timedelta(days=1)}),
    ],
)
def test_somebody_of_the_staff_who_cannot_be(
    cast: Cast, shop: m.Seller, name: str, wrong: dict[str, Any]
) -> None:
    said = {"authority": cast.valmont, "seller": shop, "invited_by": cast.charlie, **STAFF, **wrong}

    refused(name, m.Staff, **said)


def test_an_invitation_is_accepted_in_time_or_not_at_all(cast: Cast, shop: m.Seller) -> None:
    said = {"authority": cast.valmont, "seller": shop, "invited_by": cast.charlie, **STAFF}

    refused("staff_accepted_in_time", m.Staff, **said, account=cast.bob, accepted_at=LATEST)


def test_an_address_and_an_account_are_once_in_a_staff(cast: Cast, shop: m.Seller) -> None:
    said = {"authority": cast.valmont, "seller": shop, "invited_by": cast.charlie, **STAFF}
    taken = {"account": cast.bob, "accepted_at": NOW}
    m.Staff.objects.create(**said, **taken)

    refused("staff_invited_once", m.Staff, **(said | {"digest": "2" * 64}))
    refused("staff_account_once", m.Staff, **(said | taken | {"digest": "3" * 64, "email": "y@example.org"}))
