"""A buyer's pages: basket, order, receipt, and what they refuse."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from relance.exchange import models as m
from relance.exchange.actions import buying
from relance.exchange.queries.buying import cookie_of
from relance.kernel.models import Authority
from tests.exchange import build
from tests.exchange.actions.buying.shopping import bread, numbers, only_part, shop
from tests.support.cast import Cast

DAILY = "Mo-Su 00:00-24:00"


@pytest.fixture
def stock(cast: Cast) -> m.Stock:
    """Ten loaves of a shop that is open all day, every day."""
    seller = build.seller(cast.valmont, "Boulangerie Amblard", claimed_by=cast.alice, hours=DAILY)
    return bread(seller)


def put(client: Client, town: Authority, stock: m.Stock, quantity: object = 2) -> None:
    answer = client.post(f"/{town.slug}/commerces/panier/ajouter/", {"stock": stock.pk, "quantity": quantity})
    assert answer.status_code == 302


def said(client: Client, town: Authority) -> dict[str, str]:
    """What the page of the basket would send: its hidden fields and the first slot of each shop."""
    page = client.get(f"/{town.slug}/commerces/panier/").content.decode()
    fields = dict(re.findall(r'type="hidden" name="(total|key)" value="([^"]+)"', page))
    for name, options in re.findall(r'<select name="(slot_[^"]+)"(.*?)</select>', page, re.S):
        fields[name] = re.findall(r'<option value="([^"]+)"', options)[0]
    return fields | {"name": "Léa Cazenove", "email": "lea@example.org"}


def reserve(client: Client, town: Authority, **other: str) -> m.Order:
    answer = client.post(f"/{town.slug}/commerces/panier/", said(client, town) | other)
    assert answer.status_code == 302, answer.content.decode()
    return m.Order.objects.of(town).latest("pk")


def test_from_the_basket_to_the_order(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)

    order = reserve(client, cast.valmont)

    page = client.get(f"/{cast.valmont.slug}/commerces/commande/{order.token}/")
    assert "Boulangerie Amblard" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert numbers(stock) == (10, 2, 0)


def test_the_cookie_is_of_the_town_and_no_script_reads_it(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)

    cookie = client.cookies[cookie_of(cast.valmont)]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", f"/{cast.valmont.slug}/")


def test_the_basket_is_found_again_from_every_page(client: Client, cast: Cast, stock: m.Stock) -> None:
    home = f"/{cast.valmont.slug}/commerces/"
    pages = [home, f"{home}boutique/boulangerie-amblard/", f"{home}annonces/{stock.listing_id}/"]

    before = ["Votre panier" in client.get(page).content.decode() for page in pages]
    put(client, cast.valmont, stock)
    after = ["Votre panier" in client.get(page).content.decode() for page in pages]

    assert (before, after) == ([False] * 3, [True] * 3)
    assert "Ajouter autre chose" in client.get(f"{home}panier/").content.decode()


def test_an_empty_basket_says_what_it_is_for(client: Client, cast: Cast) -> None:
    page = client.get(f"/{cast.valmont.slug}/commerces/panier/").content.decode()

    assert "Votre panier est vide" in page
    assert "payez" not in page


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, cast: Cast, stock: m.Stock
) -> None:
    put(client, cast.valmont, stock)
    fields = said(client, cast.valmont)

    answer = client.post(f"/{cast.valmont.slug}/commerces/panier/", fields | {"email": "", "name": "Léa"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Laissez un courriel ou un téléphone." in page
    assert 'value="Léa"' in page
    assert not m.Order.objects.of(cast.valmont).exists()


def test_without_a_slot_it_asks_for_one(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    fields = {name: value for name, value in said(client, cast.valmont).items() if "slot" not in name}

    answer = client.post(f"/{cast.valmont.slug}/commerces/panier/", fields)

    assert answer.status_code == 422
    assert "Choisissez un créneau de retrait chez Boulangerie Amblard." in answer.content.decode()


def test_a_price_that_moved_is_shown_then_counts(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    fields = said(client, cast.valmont)
    m.Listing.objects.of(cast.valmont).update(price=500)

    answer = client.post(f"/{cast.valmont.slug}/commerces/panier/", fields)

    assert answer.status_code == 422
    assert "Un prix a changé" in answer.content.decode()
    assert 'name="total" value="1000"' in answer.content.decode()
    assert only_part(reserve(client, cast.valmont)).total == 1000


def test_two_clicks_make_one_order(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    fields = said(client, cast.valmont)
    first = client.post(f"/{cast.valmont.slug}/commerces/panier/", fields)
    put(client, cast.valmont, stock)  # the page of before, still open in another tab

    again = client.post(
        f"/{cast.valmont.slug}/commerces/panier/",
        fields | said(client, cast.valmont) | {"key": fields["key"]},
    )

    assert first["Location"] == again["Location"]
    assert m.Order.objects.of(cast.valmont).count() == 1


def test_more_than_there_is_says_how_many_are_left(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock, 11)

    assert "il n’en reste que 10" in client.get(f"/{cast.valmont.slug}/commerces/panier/").content.decode()


@pytest.mark.parametrize(
    ("quantity", "sentence"), [("deux", "nombre entier"), ("1000", "appelez la boutique")]
)
def test_a_quantity_that_is_none_says_what_is_allowed(
    client: Client, cast: Cast, stock: m.Stock, quantity: str, sentence: str
) -> None:
    put(client, cast.valmont, stock, quantity)

    assert sentence in client.get(f"/{cast.valmont.slug}/commerces/panier/").content.decode()


def test_a_line_is_changed_and_taken_out(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    address = f"/{cast.valmont.slug}/commerces/panier/changer/"

    client.post(address, {"stock": stock.pk, "quantity": 5})
    assert numbers(stock) == (10, 0, 5)
    client.post(address, {"stock": stock.pk, "quantity": 0})
    assert numbers(stock) == (10, 0, 0)


def test_a_buyer_gives_up_on_the_page_of_the_order(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    order = reserve(client, cast.valmont)
    part = only_part(order)

    answer = client.post(
        f"/{cast.valmont.slug}/commerces/commande/{order.token}/{part.pk}/annuler/", follow=True
    )

    assert "est annulée" in answer.content.decode()
    assert numbers(stock) == (10, 0, 0)


def test_a_part_of_another_order_is_not_given_up(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    mine = reserve(client, cast.valmont)
    put(client, cast.valmont, stock)
    other = only_part(reserve(client, cast.valmont))

    answer = client.post(f"/{cast.valmont.slug}/commerces/commande/{mine.token}/{other.pk}/annuler/")

    assert answer.status_code == 404
    assert numbers(stock) == (10, 4, 0)


def test_the_receipt_comes_with_the_goods(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    order = reserve(client, cast.valmont)
    part = only_part(order)
    address = f"/{cast.valmont.slug}/commerces/commande/{order.token}/{part.pk}/recu/"
    assert client.get(address).status_code == 404

    buying.hand_over(part=part, now=timezone.now())

    page = client.get(address).content.decode()
    assert "Reçu n° 1" in page
    assert "Cazenove" not in page


def test_an_order_is_not_shown_in_another_town(client: Client, cast: Cast, stock: m.Stock) -> None:
    put(client, cast.valmont, stock)
    order = reserve(client, cast.valmont)

    assert client.get(f"/{cast.brumes.slug}/commerces/commande/{order.token}/").status_code == 404


def test_a_page_of_three_shops_asks_no_more_than_a_page_of_one(
    client: Client, cast: Cast, stock: m.Stock, django_assert_max_num_queries: object
) -> None:
    put(client, cast.valmont, stock)
    for number in range(2):
        seller = build.seller(cast.valmont, f"Boutique {number}", claimed_by=cast.alice, hours=DAILY)
        put(client, cast.valmont, bread(seller))

    with django_assert_max_num_queries(12):  # type: ignore[operator]  # pytest-django's fixture has no public type
        client.get(f"/{cast.valmont.slug}/commerces/panier/")


def test_a_shop_without_hours_says_that_it_has_no_slot(client: Client, cast: Cast) -> None:
    seller = build.seller(cast.valmont, "Sans horaires", claimed_by=cast.alice)
    put(client, cast.valmont, bread(seller))

    assert "Aucun créneau libre" in client.get(f"/{cast.valmont.slug}/commerces/panier/").content.decode()


def test_a_closed_shop_takes_no_order(client: Client, cast: Cast) -> None:
    put(client, cast.valmont, bread(shop(cast, sells=m.Sells.NONE)))

    page = client.get(f"/{cast.valmont.slug}/commerces/panier/").content.decode()
    assert "ne prend pas de réservation en ligne" in page
