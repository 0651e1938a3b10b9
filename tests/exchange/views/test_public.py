"""What everybody reads: the search, its map, a shop, a listing; what machines read."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from relance.exchange import models as m
from relance.exchange.actions.showing import show_listings, show_shops
from tests.exchange import build
from tests.support.cast import Cast, sign_in


@pytest.fixture
def town(cast: Cast) -> dict[str, Any]:
    """A bakery that its owner holds, with bread; a hardware shop that nobody does."""
    bakery = build.seller(
        cast.valmont,
        claimed_by=cast.charlie,
        hours="24/7",
        latitude=44_100_000,
        longitude=5_100_000,
        street="4 place du Marché",
        labels=["organic"],
        siret="73282932000074",
        text="Pains au levain.",
    )
    hardware = build.seller(
        cast.valmont, "Quincaillerie Ravel", category="home", latitude=44_110_000, longitude=5_110_000
    )
    bread = build.listing(bakery, fields={"brand": "Moulin Haut"}, text="Farine de seigle <du pays>")
    build.stock(bread, 4)
    show_shops([bakery, hardware])
    show_listings([bread], today=build.NOW.date())
    return {"bakery": bakery, "hardware": hardware, "bread": bread, "cast": cast}


HOME = "/valmont-sur-ouveze/commerces/"


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode().replace("\u00a0", " ")


def test_the_search_finds_a_shop_and_its_bread(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}?q=seigles")

    assert "Pain de seigle" in text
    assert "1 résultat" in text
    assert "Quincaillerie" not in text


def test_a_misspelt_word_is_put_right_and_said(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}?q=boulengerie")

    assert "Boulangerie Amblard" in text
    assert "Résultats aussi pour" in text
    assert "exact=1" in text


def test_exactly_means_exactly(town: dict[str, Any], client: Client) -> None:
    assert "Rien ne correspond" in page(client, f"{HOME}?q=boulengerie&exact=1")


def test_nonsense_in_the_address_finds_something_all_the_same(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}?page=9999&pres=nord&distance=beaucoup&quoi=x&rayon=y")

    assert "Boulangerie Amblard" in text


def test_open_now_and_near(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}?ouvert=on&pres=44.1,5.1&distance=500")

    assert "Boulangerie Amblard" in text
    assert "à 0 m" in text
    assert "Quincaillerie" not in text


def test_the_map_draws_points_without_any_tile(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}?vue=carte")

    assert text.count("map-shop") == 2
    assert "<image" not in text
    assert "<title>Quincaillerie Ravel</title>" in text


def test_tiles_come_by_setting(town: dict[str, Any], client: Client, settings: Any) -> None:
    settings.TILES = "https://tuiles.example/{z}/{x}/{y}.png"

    assert 'href="https://tuiles.example/' in page(client, f"{HOME}?vue=carte")


def test_an_empty_directory_says_what_will_come(cast: Cast, client: Client) -> None:
    assert "L’annuaire est encore vide" in page(client, HOME)
    assert "Aucun point à montrer" in page(client, f"{HOME}?vue=carte")


def test_a_shop_says_who_sells_and_when_it_is_open(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}boutique/boulangerie-amblard/")

    assert "SIRET 73282932000074" in text
    assert "Ouvert" in text
    assert "Pain de seigle" in text
    assert "Agriculture biologique" in text


def test_a_shop_that_sells_nothing_online_is_first_class(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}boutique/quincaillerie-ravel/")

    assert "sans rien vendre en ligne" in text
    assert "Demander à cette boutique de rejoindre" in text
    assert "C’est ma boutique" in text


def test_a_shop_closed_for_good_says_so(town: dict[str, Any], client: Client) -> None:
    shop = town["hardware"]
    shop.state, shop.closed_at = m.SellerState.CLOSED, build.NOW
    shop.save()

    assert "fermée définitivement" in page(client, f"{HOME}boutique/quincaillerie-ravel/", 410)


def test_an_exceptional_closure_wins_over_the_hours(town: dict[str, Any], client: Client) -> None:
    now = timezone.now()
    m.Closure.objects.create(
        authority=town["cast"].valmont,
        seller=town["bakery"],
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=5),
        reason="Four en panne",
        said_at=now,
    )

    text = page(client, f"{HOME}boutique/boulangerie-amblard/")

    assert "Fermé, ouvre" in text
    assert "Four en panne" in text
    assert "Boulangerie Amblard" not in page(client, f"{HOME}?ouvert=on&quoi=shops")


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_machines_read_the_shop_in_the_words_of_schema_org(town: dict[str, Any], client: Client) -> None:
    m.Hours.objects.of(town["cast"].valmont).update(osm=build.ALWAYS)

    data = data_of(page(client, f"{HOME}boutique/boulangerie-amblard/"))

    assert data["@type"] == "Bakery"
    assert data["address"]["addressCountry"] == "FR"
    assert data["geo"]["latitude"] == 44.1
    first = data["openingHoursSpecification"][0]
    assert first == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "09:00",
        "closes": "12:00",
    }


def test_machines_read_the_listing_and_nothing_breaks_out(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}annonces/{town['bread'].pk}/")
    data = data_of(text)

    assert data["@type"] == "Product"
    assert data["description"] == "Farine de seigle <du pays>"
    assert "<du pays>" not in text
    assert data["offers"]["price"] == "3.20"
    assert data["offers"]["availability"] == "https://schema.org/InStock"


def test_a_listing_can_be_put_into_the_basket(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}annonces/{town['bread'].pk}/")

    assert "Encore 4 à réserver" in text
    assert "Mettre dans mon panier" in text
    assert "Moulin Haut" in text


def test_fields_for_accounts_are_not_for_everybody(town: dict[str, Any], client: Client) -> None:
    room = build.listing(
        town["bakery"],
        "Chambre mansardée",
        kind="room",
        fields={"area": 12, "free_from": "2027-01-01", "address": "7 rue Haute"},
    )
    path = f"{HOME}annonces/{room.pk}/"

    anonymous = page(client, path)
    signed_in = page(sign_in(client, town["cast"].alice), path)

    assert "7 rue Haute" not in anonymous
    assert "Connectez-vous" in anonymous
    assert "7 rue Haute" in signed_in


def test_a_listing_leads_to_its_shop(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}annonces/{town['bread'].pk}/")

    aside = text.split('aria-label="La boutique"')[1]
    assert f'<a href="{HOME}boutique/boulangerie-amblard/">Boulangerie Amblard</a>' in aside


def test_no_link_of_the_public_pages_leads_nowhere(town: dict[str, Any], client: Client) -> None:
    for path in ("", "?q=seigle", "comment/", "groupees/", "panier/", "boutique/boulangerie-amblard/"):
        assert 'href=""' not in page(client, HOME + path), path
    assert 'href=""' not in page(client, f"{HOME}annonces/{town['bread'].pk}/")


def test_a_draft_is_not_there(town: dict[str, Any], client: Client) -> None:
    hidden = build.listing(town["bakery"], "Brioche secrète", state="draft")

    page(client, f"{HOME}annonces/{hidden.pk}/", 404)
    assert "Brioche" not in page(client, f"{HOME}boutique/boulangerie-amblard/")


def test_what_is_not_there_is_said(town: dict[str, Any], client: Client) -> None:
    for path in ("annonces/999999/", "boutique/rien/", "photo/999999/"):
        page(client, HOME + path, 404)


def test_shops_as_geojson(town: dict[str, Any], client: Client) -> None:
    answer = client.get(f"{HOME}boutiques.geojson")

    assert answer["Content-Type"] == "application/geo+json"
    points = {one["properties"]["name"]: one["geometry"]["coordinates"] for one in answer.json()["features"]}
    assert points == {"Boulangerie Amblard": [5.1, 44.1], "Quincaillerie Ravel": [5.11, 44.11]}


def test_the_page_can_be_installed(town: dict[str, Any], client: Client) -> None:
    manifest = client.get(f"{HOME}application.webmanifest").json()
    worker = client.get(f"{HOME}application.js")

    assert manifest["start_url"] == manifest["scope"] == HOME
    assert worker["Content-Type"].startswith("text/javascript")
    assert f"{HOME}hors-ligne/".replace("-", "\\u002D") in worker.content.decode()
    assert "Le réseau est coupé" in page(client, f"{HOME}hors-ligne/")


def test_ranking_and_duties_are_stated(town: dict[str, Any], client: Client) -> None:
    text = page(client, f"{HOME}comment/")

    assert "Personne ne paie pour être mieux placé" in text
    assert "À vérifier par la collectivité" in text


def test_somebody_wishes_that_a_shop_would_join_once(town: dict[str, Any], client: Client) -> None:
    path = f"{HOME}boutique/quincaillerie-ravel/rejoindre/"

    first = client.post(path, follow=True).content.decode()
    again = client.post(path, follow=True).content.decode()

    assert "C’est noté" in first
    assert "déjà noté" in again
    assert m.JoinRequest.objects.of(town["cast"].valmont).count() == 1


def test_something_wrong_is_reported(town: dict[str, Any], client: Client) -> None:
    path = f"{HOME}boutique/boulangerie-amblard/signaler/?annonce={town['bread'].pk}"

    assert client.post(path, {}).status_code == 422
    client.post(path, {"wrong": "price", "text": "Ce n’est pas le prix", "email": "zoe@example.org"})

    report = m.Report.objects.of(town["cast"].valmont).get()
    assert report.listing == town["bread"]
    assert report.state == m.ReportState.OPEN


def test_the_search_asks_a_constant_number_of_queries(
    town: dict[str, Any], client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        one = build.listing(town["bakery"], f"Pain de seigle {number}")
        show_listings([one], today=build.NOW.date())

    with django_assert_max_num_queries(14):
        client.get(f"{HOME}?q=seigle")


def test_pages_of_who_is_signed_in_are_kept_by_nobody(town: dict[str, Any], client: Client) -> None:
    assert "private" not in client.get(HOME).get("Cache-Control", "")
    assert "private" in sign_in(client, town["cast"].charlie).get(HOME)["Cache-Control"]
