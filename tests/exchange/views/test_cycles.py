"""Grouped orders for whoever buys: found, ordered from while open, fetched at one place."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from relance.exchange import models as m
from relance.exchange.actions import buying
from tests.exchange import build
from tests.support.cast import Cast, sign_in

HOME = "/valmont-sur-ouveze/commerces/"


def cycle(seller: m.Seller, *, opens: int = -1, closes: int = 2) -> m.OrderCycle:
    """A grouped order that opens and closes so many days from now."""
    now = timezone.now()
    return buying.make_cycle(
        coordinator=seller,
        name="Paniers du jeudi",
        place="Halle",
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        pick_up_from=now + timedelta(days=closes + 1),
        pick_up_until=now + timedelta(days=closes + 1, hours=2),
    )


def sold_in(found: m.OrderCycle, listing: m.Listing, on_hand: int | None = 5) -> m.Stock:
    before = min(timezone.now(), found.closes_at - timedelta(hours=1))
    return buying.add_to_cycle(cycle=found, listing=listing, on_hand=on_hand, now=before, price=280)


@pytest.fixture
def farm(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont, "Ferme des Iscles", claimed_by=cast.charlie)


def page(client: Client, path: str) -> str:
    answer: Any = client.get(HOME + path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_from_the_home_of_the_exchange_to_the_order(farm: m.Seller, client: Client) -> None:
    found = cycle(farm)
    stock = sold_in(found, build.listing(farm, "Courge"))

    assert f"groupees/{found.pk}/" in page(client, "")
    text = page(client, f"groupees/{found.pk}/")
    assert "Courge" in text
    assert "2,80 €" in text
    assert "encore 5" in text
    client.post(f"{HOME}panier/ajouter/", {"stock": stock.pk, "cycle": found.pk, "quantity": 2})

    basket = page(client, "panier/")
    assert "Paniers du jeudi : retrait" in basket
    said = {"name": "Léa", "email": "lea@example.org", "total": "560", "key": "k" * 20}
    placed = client.post(f"{HOME}panier/", said, follow=True)
    assert placed.status_code == 200, placed.content.decode()
    part = m.OrderPart.objects.of(farm.authority).get()
    assert (part.cycle, part.total) == (found, 560)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(1, 3, "Commandes à partir du"), (-5, -1, "Close depuis le"), (-1, 2, "Commandez jusqu’au")],
)
def test_one_orders_only_while_it_is_open(
    farm: m.Seller, client: Client, opens: int, closes: int, words: str
) -> None:
    found = cycle(farm, opens=opens, closes=closes)
    sold_in(found, build.listing(farm, "Courge"))

    text = page(client, f"groupees/{found.pk}/")

    assert words in text
    assert ("panier/ajouter/" in text) == (opens < 0 < closes)
    assert ("Paniers du jeudi" in page(client, "groupees/")) == (closes > 0)


def test_what_ran_out_is_said_and_what_was_withdrawn_is_gone(farm: m.Seller, client: Client) -> None:
    found = cycle(farm)
    stock = sold_in(found, build.listing(farm, "Courge"), on_hand=1)
    sold_in(found, build.listing(farm, "Poireau", state="withdrawn"))
    client.post(f"{HOME}panier/ajouter/", {"stock": stock.pk, "cycle": found.pk, "quantity": 1})

    text = page(client, f"groupees/{found.pk}/")

    assert "épuisé" in text
    assert "Poireau" not in text


def test_an_empty_town_says_so(cast: Cast, client: Client) -> None:
    assert "Aucune commande groupée" in page(client, "groupees/")


def test_the_pages_cost_the_same_queries_whatever_is_sold(
    farm: m.Seller, client: Client, django_assert_max_num_queries: Any
) -> None:
    found = cycle(farm)
    for number in range(10):
        sold_in(found, build.listing(farm, f"Courge {number}"))

    with django_assert_max_num_queries(4):
        page(client, f"groupees/{found.pk}/")
    with django_assert_max_num_queries(3):
        page(client, "groupees/")


def test_the_coordinator_takes_a_listing_out_again(farm: m.Seller, cast: Cast) -> None:
    found = cycle(farm)
    stock = sold_in(found, build.listing(farm, "Courge"))
    merchant = sign_in(Client(), cast.charlie)
    path = f"{HOME}boutique/ferme-des-iscles/gestion/groupees/{found.pk}/"

    answer = merchant.post(path, {"retirer": str(stock.listing_id)}, follow=True)

    assert "ne se commande plus ici" in answer.content.decode()
    assert not m.CycleListing.objects.of(cast.valmont).exists()
