"""Any scheme, any applicants: DuckDB answers row by row what the evaluator answers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.bareme.properties.schemes import DAYS, Drawn, schemes
from tests.bareme.properties.test_meaning import loaded
from tests.bareme.sql.rows import differences, duckdb_run
from tests.bareme.sql.wide import GROUPS, Crowd, wide

some = settings(
    max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
SEED = st.integers(0, 2**32)


@some
@given(schemes(), SEED, st.sampled_from(DAYS), st.sampled_from([0, 0.25, 0.8]))
def test_a_scheme_drawn_at_random_answers_the_same(drawn: Drawn, seed: int, on: date, doubt: float) -> None:
    crowd = Crowd(seed, doubt=doubt)

    assert differences(loaded(drawn), [crowd.resident() for _ in range(40)], on, duckdb_run) == []


@pytest.mark.parametrize("on", [date(2020, 2, 29), date(2021, 2, 28)], ids=str)
@pytest.mark.parametrize("group", GROUPS)
def test_every_construct_answers_the_same_at_its_edges(group: str, on: date) -> None:
    scheme, crowds = wide(group), [Crowd(on.toordinal(), doubt=doubt) for doubt in (0, 0.3)]

    rows = [crowd.applicant(scheme) for crowd in crowds for _ in range(100)]

    assert differences(scheme, rows, on, duckdb_run) == []
