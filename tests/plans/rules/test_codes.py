"""Codes of measures."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.addresses import measure_path, passage_path, plan_path
from relance.plans.rules.codes import measure_code


def test_a_printed_number_names_its_measure() -> None:
    assert measure_code("11", 3, set()) == "11"
    assert measure_code("1.4", 3, set()) == "1-4"
    assert measure_code("N° 7 bis", 3, set()) == "n-7-bis"


def test_a_measure_without_number_is_named_by_its_rank() -> None:
    assert measure_code("", 3, set()) == "m3"
    assert measure_code("—", 3, set()) == "m3"


def test_a_number_printed_twice_names_two_measures() -> None:
    assert measure_code("1", 4, {"1"}) == "1-m5"


@given(st.lists(st.text(max_size=40), max_size=20))
def test_codes_are_short_single_and_fit_an_address(numbers: list[str]) -> None:
    codes: list[str] = []
    for rank, number in enumerate(numbers, 1):
        codes.append(measure_code(number, rank, set(codes)))

    assert len(set(codes)) == len(codes)
    assert all(0 < len(code) <= 30 and code.replace("-", "").isalnum() and code.isascii() for code in codes)


def test_addresses_of_plans() -> None:
    assert plan_path("valmont", "relance") == "/valmont/plans/relance/"
    assert measure_path("valmont", "relance", "1-4") == "/valmont/plans/relance/mesures/1-4/"
    assert passage_path("valmont", 3, 10, 20) == "/valmont/documents/3/?passage=10-20#passage"
    assert passage_path("valmont", 3, 10, 20, 2) == "/valmont/documents/3/?passage=10-20&version=2#passage"
