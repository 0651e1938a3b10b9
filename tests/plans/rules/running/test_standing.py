"""Who sees and writes what, from where they stand."""

import pytest

from relance.plans.rules.running.standing import EDITORS_ALONE, Standing


@pytest.mark.parametrize(
    ("standing", "levels"),
    [
        (Standing.OUTSIDE, ["public"]),
        (Standing.INTERNAL, ["public", "internal"]),
        (Standing.TEAM, ["public", "internal", "team"]),
        (Standing.LEAD, ["public", "internal", "team"]),
        (Standing.EDITOR, ["public", "internal", "team", "editors"]),
    ],
)
def test_each_sees_what_is_meant_for_them(standing: Standing, levels: list[str]) -> None:
    assert standing.levels() == levels


def test_a_lead_writes_what_the_team_edits_and_not_what_editors_do() -> None:
    assert Standing.LEAD.writes("team")
    assert not Standing.LEAD.writes("editors")
    assert Standing.EDITOR.writes("editors")
    assert not Standing.TEAM.writes("team")


def test_only_leads_and_editors_write_working_fields() -> None:
    assert [one for one in Standing if one.edits] == [Standing.LEAD, Standing.EDITOR]
    assert "lead" in EDITORS_ALONE
    assert "status" not in EDITORS_ALONE
