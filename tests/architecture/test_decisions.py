"""Decisions are numbered once, dated and short."""

import re
from pathlib import Path

DECISIONS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))


def test_a_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in DECISIONS]

    assert all(number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers), numbers


def test_a_decision_says_its_date_situation_choice_and_consequences() -> None:
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} – "), path.name
        assert re.search(r"^20\d\d-\d\d-\d\d", text, re.MULTILINE), path.name
        for heading in ("## Situation", "## Choice", "## Consequences"):
            assert heading in text, f"{path.name}: {heading}"


def test_a_decision_is_read_in_two_minutes() -> None:
    for path in DECISIONS:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 45, path.name
