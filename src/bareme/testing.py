"""A scheme's own tests, and what they have covered: each condition seen true, false and unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bareme.decision import Decision
from bareme.errors import BaremeError
from bareme.evaluation import evaluate
from bareme.loader import loads
from bareme.loader.dated import scalar
from bareme.model import Scheme, SchemeTest
from bareme.rendering import json_value
from bareme.values import UNKNOWN, NotAValue, Value

OUTCOMES = {"true": True, "false": False, "unknown": UNKNOWN}


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test played. `failures` is empty if it passed; each says what was expected and what came."""

    __test__ = False  # not a test of ours

    test: SchemeTest
    decision: Decision | None
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestReport:
    """All tests of one scheme. `unseen`: (condition, « true », « false » or « unknown ») never met."""

    __test__ = False  # not a test of ours

    scheme: Scheme
    results: tuple[TestResult, ...]
    unseen: tuple[tuple[str, str], ...]

    @property
    def passed(self) -> bool:
        return not any(result.failures for result in self.results)

    @property
    def covered(self) -> bool:
        return not self.unseen


def run_tests(scheme: Scheme) -> TestReport:
    """Plays every test of the scheme."""
    results = tuple(_play(scheme, test) for test in scheme.tests)
    return TestReport(scheme, results, tuple(_unseen(scheme, results)))


def _play(scheme: Scheme, test: SchemeTest) -> TestResult:
    try:
        used = scheme
        if test.parameters:
            used = loads(
                scheme.text, path=scheme.path, schemes=scheme.uses.values(), parameters=test.parameters
            )
        decision = evaluate(used, test.given, on=test.on)
    except BaremeError as error:
        return TestResult(test, None, (str(error),))
    return TestResult(test, decision, tuple(_differences(decision, test.expect)))


def _differences(decision: Decision, expect: Mapping[str, Any]) -> Iterable[str]:
    units = (decision.program.scheme.currency, *decision.program.scheme.units)
    found: dict[str, Any] = {
        "verdict": decision.verdict,
        "amount": decision.amount,
        "least": decision.least,
        "most": decision.most,
    }
    for key, wanted in expect.items():
        if key in ("because", "ask"):
            have = set(decision.because if key == "because" else (q.path for q in decision.questions))
            want = set([wanted] if isinstance(wanted, str) else wanted)
            if have != want:
                wished, came = (", ".join(sorted(group)) or "rien" for group in (want, have))
                yield f"{key} : attendu {wished}, obtenu {came}"
        elif key in ("amounts", "values"):
            group = decision.lines if key == "amounts" else decision.values
            for name, text in wanted.items():
                if name not in group:
                    yield f"{name} : inconnu ; admis : {', '.join(group)}"
                elif not _equal(group[name], text, units):
                    yield f"{name} : attendu {text}, obtenu {json_value(group[name])}"
        elif not _equal(found[key], wanted, units):
            yield f"{key} : attendu {wanted}, obtenu {json_value(found[key])}"


def _equal(found: Any, text: str, units: tuple[str, ...]) -> bool:
    """Is this the value written so? A number is compared exactly, a unit is not repeated by the answer."""
    said = json_value(found)
    if said == text or (isinstance(found, bool) and {True: "yes", False: "no"}[found] == text):
        return True
    try:
        value: Value = scalar(text, units)[0]
    except (NotAValue, ValueError):
        return False
    return isinstance(found, Decimal) and isinstance(value, Decimal) and found == value


def _unseen(scheme: Scheme, results: Iterable[TestResult]) -> Iterable[tuple[str, str]]:
    seen: dict[str, list[Value]] = {condition.name: [] for condition in scheme.conditions}
    for result in results:
        if result.decision is not None:
            for name, value in result.decision.conditions.items():
                seen[name].append(value)
    for name, values in seen.items():
        for word, outcome in OUTCOMES.items():
            if not any(value is outcome for value in values):
                yield name, word
