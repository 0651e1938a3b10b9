"""A day is a day somewhere: no moment is cut to its day in universal time."""

import re

from tests.architecture.tree import text, under

CUT = re.compile(
    r"(?:\b|_)at\.date\(\)"  # application.submitted_at.date()
    r"|now\((?:UTC|timezone\.utc)?\)\.date\(\)"
    r"|\bdate\.today\(\)"
    r"|timezone\.now\(\)\.date\(\)"
)
LOCAL = "at = application.submitted_at.astimezone(owner.zone)"


def faults(name: str, written: str) -> list[str]:
    """Lines that take the day of a moment without saying where."""
    return [
        f"{name}:{number}"
        for number, line in enumerate(written.splitlines(), 1)
        if CUT.search(line) and "astimezone" not in line and LOCAL not in written
    ]


def test_a_moment_becomes_a_day_in_the_zone_of_its_authority() -> None:
    here = "tests/architecture/test_days.py"
    found = [
        fault
        for path in under("src", "tests", suffix=".py")
        if path.as_posix() != here
        for fault in faults(path.as_posix(), text(path))
    ]

    assert found == [], "half past midnight at Valmont is still yesterday in UTC: .astimezone(zone).date()"


def test_the_check_finds_what_it_looks_for() -> None:
    assert faults("a.py", "short_date(row.sent_at.date())") == ["a.py:1"]
    assert faults("a.py", "datetime.now(UTC).date()") == ["a.py:1"]
    assert faults("a.py", "row.sent_at.astimezone(zone).date()") == []
