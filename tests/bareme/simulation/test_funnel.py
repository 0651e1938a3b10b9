"""Each text has its own funnel: what a variant changes is seen at the condition that it changes."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import bareme
from bareme.populations import Population
from bareme.simulation import Variant, funnel, simulate
from bareme.simulation.report import report
from bareme.simulation.results import Step
from tests.bareme.simulation.oracle import ON, Firm, decided, text, written

FIRMS = [
    Firm(f"{rank:014d}", "59350", bracket, charter, rent, 12, ON)
    for rank, (bracket, charter, rent) in enumerate(
        (bracket, charter, rent)
        for bracket in ("01", "03", "11", None)
        for charter in (True, False, None)
        for rent in (None, Decimal(90), Decimal(130), Decimal(400))
    )
]
STRICT = Variant(name="strict", parameters={"least_rent": "120 EUR/month", "limit": "3 people"})
RICHER = Variant(name="richer", parameters={"cap": "3000 EUR"})


@pytest.fixture
def population(tmp_path: Path) -> Population:
    return written(tmp_path / "firmes.csv", FIRMS)


def refused(parameters: dict[str, str] | None = None) -> Counter[str]:
    """How many firms each condition refuses, by the evaluator."""
    found: Counter[str] = Counter()
    for decision in decided(FIRMS, text(parameters)):
        found.update(name for name, value in decision.conditions.items() if value is False)
    return found


def counted(steps: tuple[Step, ...]) -> dict[str, int]:
    return {step.condition: step.refused for step in steps if step.refused}


def test_a_variant_that_asks_more_refuses_more(population: Population) -> None:
    result = simulate(text(), population, on=ON, threads=1, variants=[STRICT])

    assert counted(result.funnel) == refused()
    assert counted(result.variants[0].funnel) == refused(dict(STRICT.parameters))
    assert counted(result.variants[0].funnel) != counted(result.funnel)


def test_the_last_step_leaves_whoever_is_not_refused(population: Population) -> None:
    result = simulate(text(), population, on=ON, threads=1, variants=[STRICT])

    for answer, steps in ((result.text, result.funnel), (result.variants[0], result.variants[0].funnel)):
        assert steps[-1].left == answer.totals.firms - answer.totals.not_eligible
        assert sum(step.falls for step in steps) == answer.totals.not_eligible


def test_a_variant_of_amounts_has_the_funnel_of_the_text_and_does_not_repeat_it(
    population: Population,
) -> None:
    result = simulate(text(), population, on=ON, threads=1, variants=[RICHER, STRICT])

    shown = report(result)
    assert result.variants[0].funnel == result.funnel
    assert "Entonnoir — variante strict" in shown
    assert "Entonnoir — variante richer" not in shown


def test_many_variants_leave_only_the_funnel_of_the_text(
    population: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bareme.simulation.run.MOST_VARIANTS", 1)

    result = simulate(text(), population, on=ON, threads=1, variants=[STRICT, RICHER])

    assert counted(result.funnel) == refused()
    assert [answer.funnel for answer in result.variants] == [(), ()]


def test_no_funnel_is_made_when_none_is_asked(population: Population) -> None:
    result = simulate(text(), population, on=ON, threads=1, variants=[STRICT], funnel=False)

    assert result.funnel == result.variants[0].funnel == ()


def test_a_scheme_without_condition_has_no_funnel(tmp_path: Path) -> None:
    rules = text().text
    start, end = rules.index("eligibility:"), rules.index("amount:")
    open_to_all = bareme.loads(rules[:start] + rules[end:])

    result = simulate(open_to_all, written(tmp_path / "f.csv", FIRMS), on=ON, threads=1)

    assert result.funnel == ()
    assert funnel.MOST_VARIANTS > 1
