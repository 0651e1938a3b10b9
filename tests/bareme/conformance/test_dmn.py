"""The ternary-logic and rounding groups of the DMN compatibility kit, in our language."""

from __future__ import annotations

import pytest

from tests.bareme.conformance.run import Case, answer, cases, found, read, wanted

BOOK = read("dmn.yaml")


@pytest.mark.parametrize("case", list(cases(BOOK)), ids=str)
def test_a_case_of_the_kit_comes_out_as_there(case: Case) -> None:
    value = found(case, answer(case))

    assert value == wanted(case.told["expect"])
    assert isinstance(value, bool) is isinstance(wanted(case.told["expect"]), bool)


@pytest.mark.parametrize("case", list(cases(BOOK, "differs")), ids=str)
def test_where_we_round_otherwise_the_reason_is_written(case: Case) -> None:
    assert found(case, answer(case)) == wanted(case.told["expect"])
    assert case.told["theirs"] != case.told["expect"]
    assert case.group["why"]


def test_the_whole_of_ternary_logic_is_there() -> None:
    groups = [group for group in BOOK["groups"] if "ternary" in group["source"]]

    assert sum(len(group["cases"]) for group in groups) == 21
    assert all(part["why"] for part in BOOK["left_out"])
