"""Every scheme shipped as an example loads without a warning and passes its own tests, with coverage."""

from __future__ import annotations

from pathlib import Path

import pytest

import bareme
from tests.bareme.schemes import ROOT

EXAMPLES = sorted((ROOT / "examples/schemes").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_passes_its_own_tests_and_sees_each_condition_three_ways(path: Path) -> None:
    scheme = bareme.load(path)

    report = bareme.run_tests(scheme)

    assert scheme.warnings == ()
    assert {result.test.name: result.failures for result in report.results if result.failures} == {}
    assert report.unseen == ()


def test_there_are_examples_to_look_at() -> None:
    assert EXAMPLES
