"""Where somebody stands toward a measure, and what they see and write from there.

editor    may edit plans in the authority
lead      leads this measure, whatever role they hold elsewhere, or none
team      works on this measure
internal  reads what is internal to the authority
outside   everybody else
"""

from enum import IntEnum

ABOVE = {"public": 0, "internal": 1, "team": 2, "editors": 4}


class Standing(IntEnum):
    OUTSIDE = 0
    INTERNAL = 1
    TEAM = 2
    LEAD = 3
    EDITOR = 4

    def sees(self, level: str) -> bool:
        """Whether things of this level ("public", "internal", "team", "editors") are shown to them."""
        return self >= ABOVE[level]

    def writes(self, edited_by: str) -> bool:
        """Whether they write a field that "team" (the lead and the editors) or "editors" edit."""
        return self >= (Standing.LEAD if edited_by == "team" else Standing.EDITOR)

    @property
    def edits(self) -> bool:
        """Whether they write the working fields."""
        return self >= Standing.LEAD

    def levels(self) -> list[str]:
        return [level for level in ABOVE if self.sees(level)]


EDITORS_ALONE = frozenset({"lead", "referent", "weight", "kind", "working_title"})
"""Fields that a lead who is no editor does not write: who answers, and how much the measure counts."""
