"""Territories by the national list."""

from __future__ import annotations

import pytest

from bareme.simulation import SimulationError
from bareme.simulation.territory import communes_of, kept


def test_the_communes_of_an_epci_are_those_of_the_list() -> None:
    found = communes_of(["200093201"])

    assert {"59350", "59512"} <= set(found)
    assert found == sorted(set(found))
    assert all(len(code) == 5 for code in found)


def test_two_epci_are_added_up() -> None:
    lille, marseille = ["200093201"], ["200054807"]

    assert communes_of(lille + marseille) == sorted(communes_of(lille) + communes_of(marseille))


def test_what_is_no_epci_is_refused() -> None:
    with pytest.raises(SimulationError, match="n’est pas un EPCI"):
        communes_of(["200093201", "123"])


def test_an_epci_is_asked_of_the_communes_so_that_a_sorted_file_is_hardly_read() -> None:
    (condition,) = kept({"epci": ["200093201"]}, {"codeCommuneEtablissement": "VARCHAR"})

    assert condition.startswith('("codeCommuneEtablissement" BETWEEN')
    assert "'59350'" in condition


def test_the_epci_that_a_file_tells_goes_before_the_list() -> None:
    (condition,) = kept({"epci": ["200093201"]}, {"codeCommuneEtablissement": "VARCHAR", "epci": "VARCHAR"})

    assert condition.startswith('("epci"::VARCHAR BETWEEN')
    assert "59350" not in condition
