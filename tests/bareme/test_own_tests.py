"""A scheme's own tests: what passes, what fails and says why, what was never seen."""

from __future__ import annotations

import pytest

import bareme
from tests.bareme.schemes import RENT, refused, scheme


def played(*tests: str, body: str = RENT) -> bareme.TestReport:
    lines = "".join(f"  - {{name: t{n}, date: 2020-07-01, {test}}}\n" for n, test in enumerate(tests))
    return bareme.run_tests(scheme(body + "tests:\n" + lines))


OK = "given: {headcount: 3, rent: 400}, expect: {verdict: eligible, amount: 1200 EUR}"


@pytest.mark.parametrize(
    "expect",
    [
        "amount: 1200", "amount: 1200.00 EUR", "verdict: eligible", "amounts: {amount: 1200 EUR}",
        "least: 1200", "most: 1200", "because: []", "ask: []",
    ],
)  # fmt: skip
def test_an_expectation_that_holds_passes(expect: str) -> None:
    assert played(f"given: {{headcount: 3, rent: 400}}, expect: {{{expect}}}").passed


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("amount: 1201", "amount : attendu 1201, obtenu 1200"),
        ("amount: unknown", "attendu unknown"),
        ("amount: not applicable", "attendu not applicable"),
        ("verdict: undetermined", "verdict : attendu undetermined, obtenu eligible"),
        ("amounts: {loan: 5}", "admis : amount"),
        ("amounts: {amount: 5}", "amount : attendu 5"),
        ("because: small", "because : attendu small, obtenu rien"),
        ("ask: [rent]", "ask : attendu rent, obtenu rien"),
        ("values: {x: 5}", "x : inconnu"),
    ],
)
def test_an_expectation_that_does_not_hold_says_what_came(expect: str, said: str) -> None:
    report = played(f"given: {{headcount: 3, rent: 400}}, expect: {{{expect}}}")

    assert not report.passed
    assert said in report.results[0].failures[0]


def test_absences_are_expected_by_their_name() -> None:
    report = played(
        "given: {headcount: 30}, expect: {amount: not applicable, because: small}",
        "given: {headcount: 3}, expect: {amount: unknown, verdict: undetermined, ask: rent}",
        "given: {headcount: 3, rent: 100..200}, expect: {amount: unknown, least: 300, most: 600}",
    )

    assert [result.failures for result in report.results] == [(), (), ()]


def test_a_test_may_replace_a_parameter() -> None:
    report = played(
        "given: {headcount: 3, rent: 400}, parameters: {cap: 700 EUR}, expect: {amount: 700 EUR}", OK
    )

    assert report.passed


def test_facts_that_do_not_fit_are_a_failure_not_a_crash() -> None:
    report = played("given: {headcont: 3}, expect: {amount: 1}")

    assert "headcount" in report.results[0].failures[0]
    assert report.results[0].decision is None


def test_a_date_outside_the_validity_is_a_failure() -> None:
    report = bareme.run_tests(
        scheme(RENT + "tests:\n  - {name: tôt, date: 2019-01-01, given: {}, expect: {amount: 1}}\n")
    )

    assert "2019-01-01" in report.results[0].failures[0]


def test_coverage_tells_what_was_never_seen() -> None:
    seen_once = played(OK)
    seen_twice = played(OK, "given: {}, expect: {verdict: undetermined}")
    seen_thrice = played(
        OK, "given: {}, expect: {verdict: undetermined}", "given: {headcount: 90}, expect: {because: small}"
    )

    assert seen_once.unseen == (("small", "false"), ("small", "unknown"))
    assert seen_twice.unseen == (("small", "false"),)
    assert seen_thrice.covered


def test_a_scheme_without_tests_has_seen_nothing() -> None:
    report = bareme.run_tests(scheme(RENT))

    assert report.passed
    assert len(report.unseen) == 3


@pytest.mark.parametrize(
    ("test", "code"),
    [
        ("{name: a, given: {}, expect: {verdict: eligible}}", "missing"),
        ("{name: a, date: demain, given: {}, expect: {verdict: eligible}}", "value"),
        ("{name: a, date: 2020-01-01, given: {}, expect: {verdict: yes}}", "value"),
        ("{name: a, date: 2020-01-01, given: {}, expect: {sum: 5}}", "key"),
        (
            "{name: a, date: 2020-01-01, given: {}, expect: {verdict: eligible}, parameters: {cpa: 1 EUR}}",
            "name",
        ),
        ("{name: a, date: 2020-01-01, given: 5, expect: {verdict: eligible}}", "shape"),
    ],
)
def test_a_test_badly_written_is_refused(test: str, code: str) -> None:
    assert refused(RENT + f"tests:\n  - {test}\n").code == code


def test_a_what_if_enters_the_receipt() -> None:
    from decimal import Decimal

    from tests.bareme.schemes import JULY

    found = scheme(RENT, parameters={"cap": "700 EUR"})

    decision = bareme.evaluate(found, {"headcount": 3, "rent": 400}, on=JULY)

    assert decision.amount == Decimal(700)
    assert decision.receipt.overlay == (("cap", "700 EUR"),)
    assert decision.receipt.hash == scheme(RENT).hash


@pytest.mark.parametrize(("name", "value"), [("cpa", "1 EUR"), ("cap", "1 people"), ("cap", "beaucoup")])
def test_a_what_if_is_checked_like_the_text(name: str, value: str) -> None:
    with pytest.raises(bareme.SchemeError):
        scheme(RENT, parameters={name: value})
