"""Money keeps its cents and its currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.values.money import CurrencyMismatch, Money, UnevenMoney
from relance.values.typography import Locale


def test_units_become_whole_cents() -> None:
    assert Money.of("12.50", "EUR") == Money(1250, "EUR")
    assert Money.of(66_100_000, "EUR").minor == 6_610_000_000
    assert str(Money(1250, "EUR").units) == "12.50"


def test_a_currency_without_cents_counts_units() -> None:
    assert Money.of(500, "JPY") == Money(500, "JPY")


def test_half_a_cent_is_refused() -> None:
    with pytest.raises(UnevenMoney):
        Money.of("0.005", "EUR")


@pytest.mark.parametrize("minor", [1.0, "1", True])
def test_only_whole_numbers_are_minor_units(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "EUR")  # type: ignore[arg-type]  # the error is the subject


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown currency 'XXE'"):
        Money(1, "XXE")


def test_sums_of_one_currency_add_and_compare() -> None:
    five, seven = Money(500, "CAD"), Money(700, "CAD")
    assert five + seven == Money(1200, "CAD")
    assert five - seven == -Money(200, "CAD")
    assert five * 3 == 3 * five == Money(1500, "CAD")
    assert five < seven
    assert seven >= five
    assert max(five, seven) is seven
    assert not Money.zero("CAD")


def test_two_currencies_never_meet() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "CAD")
    with pytest.raises(CurrencyMismatch):
        euro + dollar
    with pytest.raises(CurrencyMismatch):
        assert euro < dollar
    with pytest.raises(CurrencyMismatch):
        Money.total([euro], "CAD")
    assert euro != dollar


def test_money_meets_only_money_and_whole_factors() -> None:
    with pytest.raises(TypeError):
        Money(1, "EUR") + 1  # type: ignore[operator]  # the error is the subject
    with pytest.raises(TypeError):
        Money(1, "EUR") * 0.5  # type: ignore[operator]  # the error is the subject


def test_the_odd_cent_goes_to_the_one_named() -> None:
    parts = Money(100, "EUR").allocate({"ville": 1, "région": 1, "banque": 1}, odd_to="région")
    assert {name: part.minor for name, part in parts.items()} == {"ville": 33, "région": 34, "banque": 33}


def test_an_allocation_needs_sound_shares() -> None:
    with pytest.raises(ValueError, match="no share"):
        Money(100, "EUR").allocate({"ville": 1}, odd_to="région")
    with pytest.raises(ValueError, match="at least one is positive"):
        Money(100, "EUR").allocate({"ville": 0}, odd_to="ville")
    with pytest.raises(ValueError, match="zero or more"):
        Money(100, "EUR").allocate({"ville": 3, "région": -1}, odd_to="ville")


@given(
    st.integers(-(10**12), 10**12),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 1000), min_size=1, max_size=6),
)
def test_the_parts_always_sum_to_the_whole(minor: int, shares: dict[str, int]) -> None:
    first = min(shares)
    shares[first] += 1
    parts = Money(minor, "EUR").allocate(shares, odd_to=first)
    assert sum(part.minor for part in parts.values()) == minor
    assert all(abs(part.minor) <= abs(minor) for part in parts.values())


@pytest.mark.parametrize(
    ("money", "locale", "printed"),
    [
        (Money.of(66_100_000, "EUR"), Locale.FR, "66\u202f100\u202f000\u00a0€"),
        (Money(150050, "EUR"), Locale.FR, "1\u202f500,50\u00a0€"),
        (Money.of(12_000, "CAD"), Locale.FR_CA, "12\u00a0000\u00a0$"),
        (Money.of(12_000, "CAD"), Locale.FR, "12\u202f000\u00a0$\u00a0CA"),
        (Money.of(12_000, "USD"), Locale.FR_CA, "12\u00a0000\u00a0$\u00a0US"),
        (Money.of(12_000, "CAD"), Locale.EN, "CA$12,000"),
    ],
)
def test_each_locale_prints_money_its_own_way(money: Money, locale: Locale, printed: str) -> None:
    assert money.format(locale) == printed


def test_cents_are_printed_on_request() -> None:
    assert Money(1200, "EUR").format(cents=True) == "12,00\u00a0€"
    assert str(Money(1200, "EUR")) == "12\u00a0€"
