"""One formula a plan, with its inputs: null is not one, order is not weight."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.progress import IN_WORDS, Input, progress

one_input = st.builds(
    Input,
    key=st.integers(1, 99),
    status=st.sampled_from(["to_start", "under_way", "done", "dropped"]),
    tasks=st.just(4),
    tasks_done=st.integers(0, 4),
    weight=st.none() | st.integers(0, 9),
    declared=st.none() | st.integers(0, 100),
)
inputs = st.lists(one_input, max_size=8)
formulas = st.sampled_from(sorted(IN_WORDS))


@given(formulas, inputs)
def test_progress_is_a_share_or_nothing(formula: str, given_inputs: list[Input]) -> None:
    found = progress(formula, given_inputs)

    assert found.value is None or 0 <= found.value <= 1
    assert found.counted + found.left_out + found.dropped == len(given_inputs)


@given(formulas, inputs, st.randoms())
def test_the_order_of_measures_plays_no_part(formula: str, given_inputs: list[Input], chance: object) -> None:
    shuffled = list(given_inputs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random

    assert progress(formula, shuffled).value == progress(formula, given_inputs).value


@given(formulas, inputs)
def test_finishing_a_measure_never_lowers_a_share_of_done_ones(
    formula: str, given_inputs: list[Input]
) -> None:
    before = progress("done", [*given_inputs, Input(100, "under_way")]).value
    after = progress("done", [*given_inputs, Input(100, "done")]).value

    assert before is not None
    assert after is not None
    assert after > before


@given(inputs)
def test_a_measure_without_weight_changes_nothing_in_a_weighted_progress(given_inputs: list[Input]) -> None:
    alone = progress("weighted", given_inputs)

    beside = progress("weighted", [*given_inputs, Input(100, "done", weight=None)])

    assert beside.value == alone.value
    assert beside.left_out == alone.left_out + 1


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 100)), min_size=1, max_size=6))
def test_the_same_weights_give_the_plain_mean(pairs: list[tuple[int, int]]) -> None:
    weight = pairs[0][0]
    given_inputs = [Input(n, "under_way", weight=weight, declared=said) for n, (_, said) in enumerate(pairs)]

    assert progress("weighted", given_inputs).value == progress("declared", given_inputs).value


def test_no_declared_progress_is_not_zero() -> None:
    found = progress("declared", [Input(1, "under_way", declared=40), Input(2, "under_way")])

    assert found.value == Fraction(2, 5)
    assert (found.counted, found.left_out) == (1, 1)


def test_a_done_measure_is_all_done_whatever_it_declared() -> None:
    assert progress("declared", [Input(1, "done", declared=40)]).value == 1


def test_tasks_count_by_measure_and_not_all_together() -> None:
    found = progress("tasks", [Input(1, "under_way", 1, 1), Input(2, "under_way", 10, 0), Input(3, "done")])

    assert found.value == Fraction(1, 2)
    assert found.left_out == 1


def test_nothing_to_count_is_no_progress_rather_than_zero() -> None:
    assert progress("tasks", [Input(1, "done")]).value is None
    assert progress("done", []).value is None


def test_what_was_dropped_is_in_no_formula() -> None:
    found = progress("done", [Input(1, "done"), Input(2, "dropped")])

    assert found.value == 1
    assert found.dropped == 1


def test_an_unknown_formula_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="weighted"):
        progress("mine", [])


def test_each_formula_is_said_in_words() -> None:
    for formula in IN_WORDS:
        assert progress(formula, []).words.endswith(".")
