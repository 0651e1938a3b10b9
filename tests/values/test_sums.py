"""Money is found in French as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.values import sums
from relance.values.money import Money


def said(text: str) -> list[tuple[float, float, str, str | None]]:
    return [(s.low.minor / 100, s.high.minor / 100, s.low.currency, s.per) for s in sums.find(text)]


@pytest.mark.parametrize(
    ("text", "units", "currency"),
    [
        ("66,1M€", 66_100_000, "EUR"),
        ("110 millions d'euros", 110_000_000, "EUR"),
        ("1,5 milliard d’euros", 1_500_000_000, "EUR"),
        ("0,5 Md€", 500_000_000, "EUR"),
        ("2 Mds€", 2_000_000_000, "EUR"),
        ("20\u00a0M€", 20_000_000, "EUR"),
        ("300\u202f000 €", 300_000, "EUR"),
        ("1500€", 1500, "EUR"),
        ("1.500 €", 1500, "EUR"),
        ("125 000,50 €", 125_000.5, "EUR"),
        ("EUR 5 000", 5000, "EUR"),
        ("12 000 $", 12_000, "CAD"),
        ("2,5 M$", 2_500_000, "CAD"),
        ("12 k$", 12_000, "CAD"),
        ("12 000 $ US", 12_000, "USD"),
        ("$12,345.50", 12_345.5, "CAD"),
        ("3 000 dollars canadiens", 3000, "CAD"),
        ("un million d'euros", 1_000_000, "EUR"),
        ("quatre-vingt mille euros", 80_000, "EUR"),
        ("quinze mille deux cents euros", 15_200, "EUR"),
        ("cinquante mille euros (50 000 €)", 50_000, "EUR"),
        ("1,125 M€", 1_125_000, "EUR"),
        ("12,345 $", 12_345, "CAD"),
    ],
)
def test_one_sum_is_read(text: str, units: float, currency: str) -> None:
    assert said(f"Un fonds de {text} est créé.") == [(units, units, currency, None)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5 à 30 K€", 5000, 30_000),
        ("de 5 à 30 000 €", 5000, 30_000),
        ("500 € à 1 000 €", 500, 1000),
        ("entre 500 et 1 000 €", 500, 1000),
        ("500 à 1,5 M€", 500, 1_500_000),
        ("10-20 k€", 10_000, 20_000),
    ],
)
def test_both_ends_of_a_range_are_read(text: str, low: float, high: float) -> None:
    found = sums.find(text)
    assert [(s.low.minor / 100, s.high.minor / 100) for s in found] == [(low, high)]
    assert found[0].is_range


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("300 000€/an", "year"),
        ("2,5 M$ par année", "year"),
        ("1 200 euros HT par mois", "month"),
        ("500 € mensuels", "month"),
        ("20 € par jour", "day"),
        ("1 500 € annuels", "year"),
        ("1 500 € par entreprise", None),
    ],
)
def test_a_sum_says_what_period_it_is_for(text: str, per: str | None) -> None:
    assert [s.per for s in sums.find(text)] == [per]


@pytest.mark.parametrize(
    "text",
    [
        "5000 emplois",
        "100m²",
        "66,1 M",
        "3 millions d’habitants",
        "20 %",
        "en 2021",
        "12 kilomètres",
        "10 k",
        "",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert said(text) == []


def test_neighbouring_numbers_keep_out() -> None:
    assert said("3 aides et 5 000 €") == [(5000, 5000, "EUR", None)]
    assert said("en 2021, 300 000 €") == [(300_000, 300_000, "EUR", None)]
    assert said("20 % (1 000 €)") == [(1000, 1000, "EUR", None)]


def test_a_field_holds_one_sum_or_none() -> None:
    assert sums.parse("150 000 €") is not None
    assert sums.parse("10 € et 20 $") is None
    assert sums.parse("à préciser") is None
    assert sums.parse("150") is None


def test_a_column_may_say_the_unit_of_bare_numbers() -> None:
    read = sums.parse(" 150 ", unit="k€")
    assert read is not None
    assert read.low == Money.of(150_000, "EUR")
    assert (read.start, read.end) == (1, 4)


def test_the_dollar_may_be_another_than_the_canadian() -> None:
    assert sums.find("12 $", dollar="USD")[0].low.currency == "USD"


@given(st.integers(0, 10**12))
def test_what_we_print_is_read_back(minor: int) -> None:
    money = Money(minor, "EUR")
    assert [s.low for s in sums.find(money.format())] == [money]


@given(st.text("0123456789 ,.$€kMàet-un deux\u00a0", max_size=60))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    at = 0
    for found in sums.find(text):
        assert at <= found.start < found.end <= len(text)
        assert found.low <= found.high
        at = found.end
