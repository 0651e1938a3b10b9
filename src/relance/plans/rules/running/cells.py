"""A cell that comes back from a spreadsheet, against what it was and what it is now."""

from enum import StrEnum


class Verdict(StrEnum):
    SAME = "same"  # nobody touched it in the sheet
    CHANGE = "change"  # the sheet says something else, and nobody else did meanwhile
    AGREED = "agreed"  # the sheet says what somebody else wrote meanwhile
    CONFLICT = "conflict"  # both changed it, differently: shown, never overwritten


def judge(*, exported: str, current: str, sheet: str) -> Verdict:
    """Texts of one cell as exported, as it stands, and as the sheet brings it back."""
    if sheet == exported:
        return Verdict.SAME
    if sheet == current:
        return Verdict.AGREED
    return Verdict.CHANGE if current == exported else Verdict.CONFLICT
