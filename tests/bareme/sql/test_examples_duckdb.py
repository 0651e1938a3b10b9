"""The examples of the repository, on DuckDB: each of their own tests answers as the evaluator does."""

from __future__ import annotations

from pathlib import Path

import pytest

import bareme
from tests.bareme.sql.rows import differences, duckdb_run

EXAMPLES = sorted(Path("examples/schemes").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_answers_its_own_tests_in_sql(path: Path) -> None:
    scheme = bareme.load(path)
    by_day: dict[object, list[object]] = {}
    for test in scheme.tests:
        if not test.parameters:
            by_day.setdefault(test.on, []).append(test.given)

    wrong = [line for on, rows in by_day.items() for line in differences(scheme, rows, on, duckdb_run)]  # type: ignore[arg-type]  # a day and its facts

    assert wrong == []
