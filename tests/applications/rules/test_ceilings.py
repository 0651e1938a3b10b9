"""What is left under a ceiling: to the day, dated, and refused outside its dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.ceilings import (
    CEILINGS,
    Aid,
    Period,
    ceiling_on,
    group_of,
    room,
    years_before,
)
from relance.values.money import Money


def aid(day: date, euros: int, currency: str = "EUR") -> Aid:
    return Aid("Région", day, Money(euros * 100, currency), "déclarée")


def test_three_years_roll_to_the_day() -> None:
    day = date(2026, 1, 30)

    found = room("de_minimis", day, [aid(date(2023, 1, 30), 100_000), aid(date(2023, 1, 29), 50_000)])

    assert found.since == date(2023, 1, 30)
    assert found.left == Money(200_000_00, "EUR")


def test_before_2024_whole_years_counted_under_the_former_ceiling() -> None:
    found = room("de_minimis", date(2020, 7, 1), [aid(date(2018, 1, 1), 150_000), aid(date(2017, 12, 31), 9)])

    assert found.ceiling is not None
    assert found.ceiling.amount == Money(200_000_00, "EUR")
    assert found.left == Money(50_000_00, "EUR")


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2031, 1, 1)])
def test_outside_its_dates_nothing_is_guessed(day: date) -> None:
    found = room("de_minimis", day, [])

    assert (found.ceiling, found.left, found.used) == (None, None, None)
    assert "ne connaît pas de plafond" in found.why


def test_what_is_left_is_never_below_zero() -> None:
    found = room("de_minimis", date(2026, 1, 1), [aid(date(2025, 1, 1), 400_000)])

    assert found.left == Money(0, "EUR")
    assert found.used == Money(400_000_00, "EUR")


def test_two_currencies_are_never_added() -> None:
    found = room("de_minimis", date(2026, 1, 1), [aid(date(2025, 1, 1), 400_000, "CAD")])

    assert found.used == Money(0, "EUR")


def test_an_aid_granted_later_does_not_count_yet() -> None:
    assert not room("de_minimis", date(2026, 1, 1), [aid(date(2026, 1, 2), 1)]).aids


def test_each_ceiling_has_its_reference_and_its_dates_do_not_overlap() -> None:
    for one in CEILINGS:
        assert one.reference
        assert one.until is None or one.since <= one.until
        holding = [other for other in CEILINGS if other.regime == one.regime and other.holds(one.since)]
        assert holding == [one]


def test_the_year_of_a_quebec_town_is_its_own() -> None:
    ceiling = ceiling_on("quebec_year", date(2026, 5, 1))

    assert ceiling is not None
    assert (ceiling.period, ceiling.first_day(date(2026, 5, 1))) == (
        Period.YEAR_OF_AUTHORITY,
        date(2026, 1, 1),
    )


def test_three_years_before_a_29_february_is_a_28() -> None:
    assert years_before(date(2024, 2, 29), 3) == date(2021, 2, 28)


def test_a_single_undertaking_goes_through_chains() -> None:
    links = [("a", "b"), ("c", "b"), ("d", "e")]

    assert group_of("a", links) == {"a", "b", "c"}
    assert group_of("z", links) == {"z"}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_everybody_of_a_group_has_the_same_group(links: list[tuple[str, str]]) -> None:
    group = group_of("a", links)

    assert all(group_of(other, links) == group for other in group)


@given(st.lists(st.integers(0, 200_000), max_size=6), st.integers(0, 100_000))
def test_more_aid_never_leaves_more_room(given_before: list[int], more: int) -> None:
    day = date(2026, 3, 1)
    aids = [aid(date(2025, 3, 1), euros) for euros in given_before]

    before, after = room("de_minimis", day, aids), room("de_minimis", day, [*aids, aid(day, more)])

    assert before.left is not None
    assert after.left is not None
    assert after.left <= before.left
