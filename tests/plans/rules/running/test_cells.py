"""A cell that comes back from a spreadsheet."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.running.cells import Verdict, judge

words = st.sampled_from(["", "En cours", "Réalisée", "2026-12-31"])


def test_both_changed_it_is_a_conflict() -> None:
    assert judge(exported="a", current="b", sheet="c") is Verdict.CONFLICT


def test_what_nobody_touched_in_the_sheet_stays_as_others_wrote_it() -> None:
    assert judge(exported="a", current="b", sheet="a") is Verdict.SAME


def test_both_wrote_the_same() -> None:
    assert judge(exported="a", current="b", sheet="b") is Verdict.AGREED


@given(words, words, words)
def test_a_cell_is_written_only_where_nobody_else_wrote(exported: str, current: str, sheet: str) -> None:
    verdict = judge(exported=exported, current=current, sheet=sheet)

    if verdict is Verdict.CHANGE:
        assert current == exported != sheet
    if current != exported and sheet not in (exported, current):
        assert verdict is Verdict.CONFLICT
