"""Files for everybody: shops and listings as CSV and GeoJSON, a shop as a vCard."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from relance.exchange import models as m
from relance.exchange.queries.open_data import LISTINGS, SHOPS
from tests.exchange import build
from tests.support.cast import Cast

HOME = "/valmont-sur-ouveze/commerces/"


@pytest.fixture
def bakery(cast: Cast) -> m.Seller:
    return build.seller(
        cast.valmont,
        claimed_by=cast.charlie,
        hours=build.ALWAYS,
        latitude=44_100_000,
        longitude=-5_100_000,
        phone="04 90 00 00 00",
        labels=["organic"],
        payments=["cash", "card"],
    )


def rows(client: Client, path: str) -> list[dict[str, str]]:
    answer: Any = client.get(HOME + path)
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_shops_say_their_hours_as_osm_writes_them(bakery: m.Seller, client: Client) -> None:
    (row,) = rows(client, "boutiques.csv")

    assert tuple(row) == SHOPS
    assert row["opening_hours"] == build.ALWAYS
    assert (row["latitude"], row["longitude"]) == ("44.1", "-5.1")
    assert (row["labels"], row["paiement"]) == ("Agriculture biologique", "cash; card")
    assert row["page"] == f"http://testserver{HOME}boutique/boulangerie-amblard/"
    (feature,) = client.get(f"{HOME}boutiques.geojson").json()["features"]
    assert feature["properties"]["opening_hours"] == build.ALWAYS
    assert feature["geometry"]["coordinates"] == [-5.1, 44.1]


def test_the_telephone_of_a_shop_is_told_once_its_owner_holds_the_page(
    bakery: m.Seller, cast: Cast, client: Client
) -> None:
    build.seller(cast.valmont, "Quincaillerie Ravel", phone="04 90 11 11 11", email="ravel@example.org")

    held, listed = rows(client, "boutiques.csv")

    assert (held["telephone"], listed["telephone"], listed["courriel"]) == ("04 90 00 00 00", "", "")


def test_closed_shops_drafts_and_what_not_everybody_sees_stay_in(
    bakery: m.Seller, cast: Cast, client: Client
) -> None:
    shown = build.listing(bakery, "Pain de seigle", gtin="3017620422003")
    build.listing(bakery, "Brioche secrète", state="draft")
    gone = build.seller(cast.valmont, "Ancienne boutique", state="closed", closed_at=build.NOW)
    build.listing(gone, "Plus rien")

    found = rows(client, "annonces.csv")

    assert [tuple(found[0]), len(rows(client, "boutiques.csv"))] == [LISTINGS, 1]
    assert [(one["identifiant"], one["intitule"], one["prix"], one["gtin"]) for one in found] == [
        (str(shown.pk), "Pain de seigle", "3,20", "3017620422003")
    ]


def test_another_town_is_not_in_the_file(bakery: m.Seller, cast: Cast, client: Client) -> None:
    build.listing(build.seller(cast.brumes, "Dépanneur"), "Sirop")

    assert rows(client, "annonces.csv") == []
    assert [one["nom"] for one in rows(client, "boutiques.csv")] == ["Boulangerie Amblard"]


def test_the_files_cost_the_same_queries_for_one_shop_and_for_many(
    bakery: m.Seller, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        build.listing(build.seller(cast.valmont, f"Boutique {number}", hours="24/7"), f"Pain {number}")

    for path, queries in (("boutiques.csv", 4), ("annonces.csv", 3)):
        with django_assert_max_num_queries(queries):
            assert len(rows(client, path)) >= 12


def test_a_shop_for_the_address_book(bakery: m.Seller, client: Client) -> None:
    answer = client.get(f"{HOME}boutique/boulangerie-amblard/fiche.vcf")

    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert "FN:Boulangerie Amblard" in answer.content.decode()
    assert "fiche.vcf" in client.get(f"{HOME}boutique/boulangerie-amblard/").content.decode()


def test_the_page_about_the_search_leads_to_the_files(bakery: m.Seller, client: Client) -> None:
    text = client.get(f"{HOME}comment/").content.decode()

    assert all(f"{HOME}{name}" in text for name in ("boutiques.csv", "boutiques.geojson", "annonces.csv"))
