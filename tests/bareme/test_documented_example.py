"""The example of the reference page loads, passes its own test and answers as the page says."""

from __future__ import annotations

from decimal import Decimal

import bareme
from tests.bareme.schemes import JULY, documented

BAKER = {
    "headcount": 3,
    "monthly_rent": "620 EUR/month",
    "turnover": {"2019-07": "9000 EUR", "2020-07": "4000 EUR"},
    "naf": "56.10C",
    "shop": {"commune": "59009", "epci": "200093201"},
    "charter": "yes",
}


def test_the_example_of_the_reference_loads_without_a_warning() -> None:
    scheme = bareme.loads(documented())

    assert scheme.name == "fonds-rebond"
    assert scheme.warnings == ()


def test_the_example_passes_its_own_test() -> None:
    report = bareme.run_tests(bareme.loads(documented()))

    assert [result.failures for result in report.results] == [()]


def test_three_months_of_rent_stop_at_the_cap() -> None:
    scheme = bareme.loads(documented())

    decision = bareme.evaluate(scheme, BAKER, on=JULY)

    assert decision.verdict == "to be checked"
    assert decision.checks == ("hardship",)
    assert decision.amount == Decimal(1500)


def test_once_the_officer_agrees_the_firm_is_eligible() -> None:
    scheme = bareme.loads(documented())

    decision = bareme.evaluate(scheme, {**BAKER, "checks": {"hardship": True}}, on=JULY)

    assert decision.verdict == "eligible"
    assert decision.questions == ()


def test_an_excluded_commune_is_refused_whatever_else_is_missing() -> None:
    scheme = bareme.loads(documented())

    decision = bareme.evaluate(scheme, {"shop": "59350"}, on=JULY)

    assert decision.verdict == "not eligible"
    assert decision.amount is bareme.NOT_APPLICABLE
    assert "here" in decision.because


def test_the_hash_pins_the_text_and_not_its_line_ends() -> None:
    text = documented()

    unix, windows = bareme.loads(text), bareme.loads(text.replace("\n", "\r\n"))

    assert unix.hash == windows.hash
    assert unix.hash != bareme.loads(text.replace("1500 EUR", "1600 EUR")).hash
