"""Spark, on two executors, answers row by row what the evaluator answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import bareme
from tests.bareme.properties.schemes import DAYS, Drawn, schemes
from tests.bareme.properties.test_meaning import loaded
from tests.bareme.sql.clusters import Engine, cluster
from tests.bareme.sql.rows import differences
from tests.bareme.sql.wide import GROUPS, Crowd, wide

pytestmark = [pytest.mark.proof, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FILES = ("fonds-loyer", "avances-remboursables", "supplement-loyer")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with cluster(tmp_path_factory.mktemp("spark")) as session:
        yield Engine(session)


def test_two_executors_share_the_rows(engine: Engine) -> None:
    assert engine.executors == 2


@pytest.mark.parametrize("group", GROUPS)
def test_every_construct_answers_the_same_at_its_edges(engine: Engine, group: str) -> None:
    scheme, crowds = wide(group), [Crowd(7, doubt=doubt) for doubt in (0, 0.3)]
    rows = [crowd.applicant(scheme) for crowd in crowds for _ in range(60)]

    wrong = differences(scheme, rows, date(2020, 2, 29), engine.run, dialect="spark")

    assert wrong == []


@settings(
    max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(schemes(), st.integers(0, 2**32), st.sampled_from(DAYS))
def test_a_scheme_drawn_at_random_answers_the_same(engine: Engine, drawn: Drawn, seed: int, on: date) -> None:
    crowd = Crowd(seed)

    wrong = differences(loaded(drawn), [crowd.resident() for _ in range(60)], on, engine.run, dialect="spark")

    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_an_example_answers_its_own_tests(engine: Engine, name: str) -> None:
    scheme = bareme.load(Path("examples/schemes") / f"{name}.yaml")
    days = sorted({test.on for test in scheme.tests})
    rows = [test.given for test in scheme.tests if test.on == days[-1] and not test.parameters]

    assert differences(scheme, rows, days[-1], engine.run, dialect="spark") == []
