"""The French import template and the files around it, as published (see ../shared/data)."""

import os
from pathlib import Path

import pytest

from relance.reading.facts import facts_of
from relance.reading.readers import read_document
from relance.reading.sheets import FaultySheet, PlanSheet, read_plan_sheet

ROOT = Path(__file__).resolve().parents[3]
FILES = Path(os.environ.get("RELANCE_SHARED", ROOT.parent / "shared")) / "data" / "plan-spreadsheets"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="the published spreadsheets are absent (../shared)"
)


def plan(name: str) -> PlanSheet:
    found = read_plan_sheet(read_document((FILES / name).read_bytes(), name=name))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "actions"),
    [
        ("modele-import-pa.xlsx", 1),
        ("nouveau-plan-valide.xlsx", 7),
        ("one_fiche_plan.xlsx", 1),
        ("plan_column_order_issue.xlsx", 1),
        ("plan_sans_axes.xlsx", 46),
        ("plan_with_sous_actions_valid.xlsx", 7),
    ],
)
def test_valid_files_are_read_whole(name: str, actions: int) -> None:
    assert len(plan(name).checked().actions) == actions


def test_the_template_is_read_with_its_columns() -> None:
    (action,) = plan("modele-import-pa.xlsx").actions

    assert action.title.cell == "D5"
    assert len(action.path) == 3
    assert action.budget is not None
    assert action.budget.money.minor == 12_456_600
    assert action.horizon is not None
    assert action.horizon.ongoing
    assert {f.funder.words for f in action.fundings if f.funder} >= {"Région", "DREAL"}


def test_a_budget_in_words_is_refused_with_its_cell() -> None:
    with pytest.raises(FaultySheet, match=r"Cellule X4.*Entre 200 et 500"):
        plan("plan_budget_issue.xlsx").checked()


def test_an_action_twice_is_refused_with_both_cells() -> None:
    with pytest.raises(FaultySheet, match=r"Cellule D5.*déjà en D4"):
        plan("plan_with_duplicate_actions.xlsx").checked()


def test_the_open_document_template_leaves_the_end_of_what_goes_on_aside() -> None:
    # Its example goes on, and says TRUE where the date of the end belongs.
    found = plan("modele-import-pa.ods").checked()

    assert len(found.actions) == 1
    assert [one.cell for one in found.skipped if "en continu" in one.reason] == ["AB5"]


def test_sub_actions_become_measures_under_their_action() -> None:
    name = "plan_with_sous_actions_valid.xlsx"

    facts = facts_of(read_document((FILES / name).read_bytes(), name=name))

    assert facts.title is not None
    assert facts.title.value == "Plan avec sous-actions"
    assert len(facts.axes) == 2
    assert [m.objective for m in facts.measures if m.text.startswith("Sous-action 1")] == ["Action 1"] * 2
