"""Shops of the register find their shelf by their NAF code."""

import re

import pytest

from relance.exchange.rules.categories import OTHER, by_naf, categories, choices, name_of


@pytest.mark.parametrize(
    ("code", "shelf"),
    [
        ("10.71C", "bakery"),
        ("4724Z", "bakery"),
        ("47.11B", "grocery"),
        ("47.71Z", "clothing"),
        ("47.78A", "health"),
        ("47.59A", "home"),
        ("47.59B", "culture"),
        ("01.13Z", "farm"),
        ("96.02A", "beauty"),
        ("69.10Z", OTHER),
        ("", OTHER),
    ],
)
def test_a_naf_code_has_its_shelf(code: str, shelf: str) -> None:
    assert by_naf(code) == shelf


def test_shelves_have_names_and_types() -> None:
    for code, one in categories().items():
        assert re.fullmatch(r"[a-z]+", code)
        assert one.name
        assert one.schema
    assert (OTHER, categories()[OTHER].name) in choices()


def test_an_unknown_shelf_says_itself() -> None:
    assert name_of("moon") == "moon"
    assert name_of("fish") == "Poissonnerie"
