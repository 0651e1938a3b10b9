"""An answer told line by line to the person it is about."""

from datetime import date
from pathlib import Path

import pytest

import bareme
from relance.applications.rules import told
from relance.kernel.components import Outcome
from relance.values.typography import Locale

EXAMPLES = Path(__file__).parents[3] / "examples" / "schemes"
GRANT = bareme.load(EXAMPLES / "subvention-association.yaml")
NOW = date(2026, 11, 22)
GOOD = {
    "body_kind": "association",
    "declared": "2015-06-01",
    "requested": 30_000,
    "granted_this_year": 0,
    "other_authorities": 0,
    "republican_pledge": True,
    "project": {"cost": 80_000, "ends": "2027-12-31"},
}


def test_what_is_refused_says_the_sentence_of_the_scheme_and_its_article() -> None:
    decision = bareme.evaluate(GRANT, {**GOOD, "republican_pledge": False}, on=NOW)

    unmet = [one for one in told.reasons(decision) if one.outcome is Outcome.UNMET]

    assert [(one.text, one.article) for one in unmet] == [
        ("Le contrat d’engagement républicain doit être souscrit", "loi 2021-1109 ; décret 2021-1947")
    ]
    assert told.said(decision).heading.endswith("vous n’avez pas droit à cette aide.")
    assert told.said(decision).amount == ""


def test_what_is_granted_says_how_much_and_every_condition() -> None:
    decision = bareme.evaluate(GRANT, GOOD, on=NOW)

    assert told.said(decision).amount == "30\u202f000\u00a0€"
    assert {one.outcome for one in told.reasons(decision)} == {Outcome.MET}
    assert len(told.reasons(decision)) == 4


def test_what_is_not_known_yet_says_so() -> None:
    decision = bareme.evaluate(GRANT, {"body_kind": "association"}, on=NOW)

    assert {one.outcome for one in told.reasons(decision)} == {Outcome.MET, Outcome.UNKNOWN}
    assert told.said(decision).heading.startswith("Il manque")
    assert told.said(decision, all_answered=True).heading.startswith("Vos réponses suffisent.")
    assert told.said(decision).amount == ""


def test_an_amount_known_by_its_bounds_is_said_with_both() -> None:
    decision = bareme.evaluate(GRANT, {**GOOD, "requested": "1000..2000 EUR"}, on=NOW)
    open_ended = bareme.evaluate(GRANT, {**GOOD, "requested": "1000.. EUR"}, on=NOW)

    assert told.said(decision).amount == "entre 1\u202f000\u00a0€ et 2\u202f000\u00a0€"
    assert told.said(open_ended).amount == "entre 1\u202f000\u00a0€ et 40\u202f000\u00a0€"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_answer_of_every_example_can_be_told(path: Path) -> None:
    scheme = bareme.load(path)

    for test in scheme.tests:
        if test.parameters:
            continue
        decision = bareme.evaluate(scheme, test.given, on=test.on)
        lines = told.reasons(decision, Locale.FR_CA if scheme.currency == "CAD" else Locale.FR)
        assert all(line.text for line in lines)
        assert [line for line in lines if line.outcome is Outcome.UNMET] or decision.verdict != "not eligible"
