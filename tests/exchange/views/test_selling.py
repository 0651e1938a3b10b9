"""A merchant's pages: orders to prepare, offers, grouped orders."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from relance.exchange import models as m
from relance.exchange.actions import buying
from tests.exchange import build
from tests.exchange.actions.buying.shopping import basket, bread, numbers, only_part, order
from tests.support.cast import Cast

DAILY = "Mo-Su 00:00-24:00"


@pytest.fixture
def seller(cast: Cast) -> m.Seller:
    """Alice's shop, open all day, every day."""
    return build.seller(cast.valmont, "Boulangerie Amblard", claimed_by=cast.alice, hours=DAILY)


@pytest.fixture
def stock(seller: m.Seller) -> m.Stock:
    made = bread(seller)
    buying.note_price(listing=made.listing, at=timezone.now() - timedelta(days=60))
    return made


@pytest.fixture
def part(cast: Cast, stock: m.Stock) -> m.OrderPart:
    now = timezone.now()
    return only_part(order(basket(cast, stock, quantity=2, now=now), now=now))


@pytest.fixture
def run(seller: m.Seller) -> str:
    return f"/{seller.authority.slug}/commerces/boutique/{seller.slug}/gestion/"


def state(part: m.OrderPart) -> str:
    return m.OrderPart.objects.of(part.authority).get(pk=part.pk).state


def test_the_page_of_an_order_says_who_comes_and_what_for(alice: Client, run: str, part: m.OrderPart) -> None:
    page = alice.get(f"{run}commandes/{part.number}/").content.decode()

    assert "Léa Cazenove" in page
    assert "2 × Pain de seigle" in page
    assert "lea@example.org" in page


@pytest.mark.parametrize("step", ["confirmed", "ready", "handed_over"])
def test_a_step_is_one_tap_from_the_day(alice: Client, run: str, part: m.OrderPart, step: str) -> None:
    answer = alice.post(f"{run}commandes/{part.number}/", {"step": step, "from": "day"})

    assert answer["Location"] == run
    assert state(part) == step


def test_the_day_shows_what_waits_with_its_button(alice: Client, run: str, part: m.OrderPart) -> None:
    page = alice.get(run).content.decode()

    assert "À confirmer" in page
    assert f"n° {part.number} · Léa Cazenove" in page
    assert 'value="confirmed"' in page


def test_giving_up_asks_why(alice: Client, run: str, part: m.OrderPart) -> None:
    address = f"{run}commandes/{part.number}/"

    alice.post(address, {"step": "cancelled", "why": ""})
    assert state(part) == "placed"
    alice.post(address, {"step": "cancelled", "why": "Four en panne"})
    assert state(part) == "cancelled"


@pytest.mark.parametrize("step", ["placed", "", "flown"])
def test_a_step_that_is_none_changes_nothing(alice: Client, run: str, part: m.OrderPart, step: str) -> None:
    answer = alice.post(f"{run}commandes/{part.number}/", {"step": step}, follow=True)

    assert "Cette étape n’existe pas." in answer.content.decode()
    assert state(part) == "placed"


def test_what_is_missing_is_replaced(
    alice: Client, run: str, seller: m.Seller, part: m.OrderPart, stock: m.Stock
) -> None:
    other = bread(seller, title="Pain complet", price=400)

    alice.post(
        f"{run}commandes/{part.number}/",
        {"step": "missing", "line": part.lines.get().pk, "instead": other.listing.pk},
    )

    assert numbers(stock) == (10, 0, 0)
    assert numbers(other) == (10, 2, 0)


def test_the_last_article_cannot_just_vanish(alice: Client, run: str, part: m.OrderPart) -> None:
    answer = alice.post(
        f"{run}commandes/{part.number}/",
        {"step": "missing", "line": part.lines.get().pk, "instead": ""},
        follow=True,
    )

    assert "annulez la commande" in answer.content.decode()


def test_an_order_of_another_shop_is_not_here(alice: Client, cast: Cast, run: str, part: m.OrderPart) -> None:
    build.seller(cast.valmont, "Épicerie Fabre", claimed_by=cast.alice)

    answer = alice.get(run.replace("boulangerie-amblard", "epicerie-fabre") + f"commandes/{part.number}/")

    assert answer.status_code == 404


def test_a_reduction_is_announced_with_its_reference(alice: Client, run: str, stock: m.Stock) -> None:
    today = timezone.now().astimezone(stock.authority.zone).date()
    said = {
        "listing": stock.listing_id,
        "rule": "price",
        "price": "2,80",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=2)).isoformat(),
    }

    answer = alice.post(f"{run}promotions/", said, follow=True)

    page = answer.content.decode()
    assert "2,80\u00a0€ au lieu de 3,20\u00a0€, 12\u00a0% de moins" in page
    assert m.Offer.objects.of(stock.authority).get().prior == 320


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"price": ""}, "Dites le prix réduit."),
        ({"price": "deux"}, "Écrivez un prix, comme 2,80."),
        ({"price": "-1"}, "Écrivez un prix, comme 2,80."),
        ({"price": "4"}, "est de 3,20"),
        ({"listing": ""}, "Choisissez l’annonce en promotion."),
        ({"rule": "bundle", "bundle": ""}, "Dites combien on emporte."),
    ],
)
def test_what_is_wrong_with_an_offer_is_said(
    alice: Client, run: str, stock: m.Stock, other: dict[str, str], sentence: str
) -> None:
    today = timezone.now().astimezone(stock.authority.zone).date().isoformat()
    said = {
        "listing": stock.listing_id,
        "rule": "price",
        "price": "2,80",
        "starts_on": today,
        "ends_on": today,
    }

    answer = alice.post(f"{run}promotions/", said | other)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_offer_is_withdrawn(alice: Client, cast: Cast, run: str, stock: m.Stock) -> None:
    today = timezone.now().astimezone(stock.authority.zone).date()
    offer = buying.make_offer(
        listing=stock.listing,
        rule=m.OfferRule.PRICE,
        price=280,
        starts_on=today,
        ends_on=today,
        by=cast.alice,
        at=timezone.now(),
    )

    answer = alice.post(f"{run}promotions/{offer.pk}/retirer/", follow=True)

    assert "Retirée" in answer.content.decode()


def test_a_grouped_order_is_prepared_and_filled(alice: Client, run: str, stock: m.Stock) -> None:
    moments = ["2031-01-06T08:00", "2031-01-08T20:00", "2031-01-09T17:00", "2031-01-09T19:00"]
    names = ["opens_at", "closes_at", "pick_up_from", "pick_up_until"]
    said = {"name": "Paniers du jeudi", "place": "Halle", **dict(zip(names, moments, strict=True))}

    page = alice.post(f"{run}groupees/", said, follow=True)
    cycle = m.OrderCycle.objects.of(stock.authority).get()
    filled = alice.post(
        page.request["PATH_INFO"], {"listing": stock.listing_id, "on_hand": "12"}, follow=True
    )

    assert cycle.opens_at.astimezone(stock.authority.zone).hour == 8
    assert "0 commandés sur 12" in filled.content.decode()


def test_dates_in_no_order_are_said(alice: Client, run: str, seller: m.Seller) -> None:
    same = dict.fromkeys(["opens_at", "closes_at", "pick_up_from", "pick_up_until"], "2031-01-06T08:00")

    answer = alice.post(f"{run}groupees/", {"name": "x", "place": "y", **same})

    assert answer.status_code == 422
    assert "dans cet ordre" in answer.content.decode()


@pytest.mark.parametrize("orders", [1, 6])
def test_the_day_costs_the_same_for_six_orders_as_for_one(
    alice: Client, cast: Cast, run: str, stock: m.Stock, orders: int, django_assert_max_num_queries: object
) -> None:
    for key in range(orders):
        order(basket(cast, stock, now=timezone.now()), key=str(key), now=timezone.now())

    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's fixture has no public type
        alice.get(run)
