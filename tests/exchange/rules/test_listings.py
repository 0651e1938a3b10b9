"""A listing as somebody types it: kept typed, or refused with what was allowed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.actions.cataloguing import KNOWN
from relance.exchange.rules.kinds import PACKAGED, load
from relance.exchange.rules.listings import (
    CheckedListing,
    checked_listing,
    gtin_of,
    price_of,
    printed_price,
    printed_tax,
    tax_of,
)

KINDS = load([PACKAGED])


def check(said: dict[str, Any], **fields: Any) -> CheckedListing:
    return checked_listing({"title": "Pain", **said}, fields, kinds=KINDS, known=KNOWN)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_title_alone_is_a_product_that_is_only_shown() -> None:
    found = check({})

    assert not found.errors
    assert found.stock is None
    assert found.values["kind"] == "product"
    assert found.values["state"] == "shown"
    assert found.values["price"] is None


def test_words_become_codes() -> None:
    found = check(
        {
            "kind": "Plats",
            "price": "12 €",
            "unit": "pièce",
            "tax": "5,5 %",
            "category": "Poissonnerie",
            "labels": "Vrac, artisan",
            "stock": "Sur commande",
            "state": "Brouillon",
        },
        allergens="Lait",
    )

    assert not found.errors
    assert found.values["kind"] == "dish"
    assert found.values["price"] == 1200
    assert found.values["tax"] == 550
    assert found.values["category"] == "fish"
    assert found.values["labels"] == ["bulk", "craft"]
    assert found.values["fields"] == {"allergens": ["milk"]}
    assert found.stock == (True, None)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"title": ""}, "title", "nécessaire"),
        ({"title": "x" * 201}, "title", "200 au plus"),
        ({"kind": "vaisseau"}, "kind", "produit"),
        ({"price": "trois"}, "price", "3,20"),
        ({"price": "3,205"}, "price", "3,20"),
        ({"price": "-3"}, "price", "3,20"),
        ({"price": "999999999"}, "price", "dix millions"),
        ({"tax": "vingt"}, "tax", "5,5"),
        ({"tax": "5,125"}, "tax", "5,5"),
        ({"unit": "brouette"}, "unit", "pièce, kg"),
        ({"category": "lune"}, "category", "Poissonnerie"),
        ({"labels": "bio, lune"}, "labels", "Agriculture biologique"),
        ({"gtin": "3017620422004"}, "gtin", "clé de contrôle est fausse"),
        ({"gtin": "123"}, "gtin", "8, 12, 13 ou 14 chiffres"),
        ({"gtin": "3017620422003", "kind": "service"}, "gtin", "avec un produit"),
        ({"stock": "beaucoup", "price": "3"}, "stock", "nombre entier"),
        ({"stock": "-1", "price": "3"}, "stock", "nombre entier"),
        ({"stock": "²", "price": "3"}, "stock", "nombre entier"),
        ({"stock": "3"}, "price", "un prix est nécessaire"),
        ({"kind": "stage", "stock": "3"}, "stock", "laissez le stock vide"),
        ({"kind": "stage", "price": "3"}, "price", "n’a pas de prix"),
        ({"kind": "plat"}, "price", "nécessaire pour un plat"),
        ({"kind": "plat", "direction": "Besoin"}, "direction", "Offre"),
        ({"state": "vendue"}, "state", "En vitrine"),
        ({"reference": "r" * 61}, "reference", "60 au plus"),
    ],
)
def test_what_is_wrong_says_what_was_allowed(said: dict[str, Any], field: str, sentence: str) -> None:
    found = check(said)

    assert sentence in plain(found.errors[field])


def test_fields_of_the_kind_are_checked_too() -> None:
    found = check({"kind": "room", "price": "400"}, area="5", free_from="demain")

    assert set(found.errors) == {"fields.area", "fields.free_from"}


@given(st.integers(0, 10_000_000_00))
def test_a_price_comes_back_as_it_was_printed(minor: int) -> None:
    assert price_of(printed_price(minor)) == minor


@given(st.integers(0, 99_99))
def test_a_rate_comes_back_as_it_was_printed(tax: int) -> None:
    assert tax_of(printed_tax(tax)) == tax


@given(st.text(max_size=20))
def test_any_text_is_a_price_or_a_sentence(text: str) -> None:
    found = check({"price": text})

    kept = found.values.get("price")
    assert ("price" in found.errors) is (bool(text.strip()) and kept is None)


@pytest.mark.parametrize("text", ["3017620422003", "3017 6204 2200 3", "96385074", "012345678905"])
def test_a_bar_code_is_its_digits(text: str) -> None:
    assert gtin_of(text) == text.replace(" ", "")


def test_nothing_said_prints_nothing() -> None:
    assert printed_price(None) == ""
    assert printed_tax(None) == ""
