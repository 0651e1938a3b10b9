"""What the named fields come to for a file, and the motives of a stored decision."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import bareme
from relance.applications.rules.letters import Subject, values_of
from relance.applications.rules.letters.subject import (
    lines_of,
    motives_of,
    needs_agreement,
    written_motive,
)
from relance.applications.rules.reasons import refusals, snapshot
from relance.values.typography import NBSP, NNBSP, Locale

FUND = Path(__file__).parents[4] / "examples/schemes/fonds-loyer.yaml"


def subject(**said: Any) -> Subject:
    given: dict[str, Any] = {
        "authority": "Valmont",
        "scheme": "Aide au loyer",
        "number": "2026-1",
        "applicant": "Boulangerie Amblard",
        "lettered_on": date(2026, 4, 3),
        "currency": "EUR",
    }
    return Subject(**{**given, **said})


def test_sums_and_days_are_written_in_full() -> None:
    values = values_of(subject(outcome="accepted", awarded=150_050, decided_on=date(2026, 4, 1)))

    assert values.fields["montant"] == f"1{NNBSP}500,50{NBSP}€"
    assert values.fields["date_decision"] == "1er avril 2026"


def test_a_sum_in_quebec_is_in_dollars() -> None:
    values = values_of(subject(outcome="accepted", awarded=34_987, currency="CAD"), Locale.FR_CA)

    assert values.fields["montant"] == f"349,87{NBSP}$"


def test_a_refusal_has_no_amount() -> None:
    values = values_of(subject(outcome="refused", awarded=0))

    assert values.fields["montant"] == ""
    assert "refusee" in values.conditions


@pytest.mark.parametrize(
    ("awarded", "above", "needed"),
    [(2_300_000, 2_300_000, False), (2_300_001, 2_300_000, True), (5_000_000, None, False)],
)
def test_an_agreement_is_needed_above_the_threshold_alone(
    awarded: int, above: int | None, needed: bool
) -> None:
    assert needs_agreement(awarded=awarded, above=above) is needed
    values = values_of(subject(outcome="accepted", awarded=awarded, computed=awarded, agreement_above=above))
    assert ("convention" in values.conditions) is needed


def test_an_amount_set_aside_is_said() -> None:
    assert "montant ecarte" in values_of(subject(outcome="accepted", awarded=1, computed=2)).conditions
    assert "montant ecarte" not in values_of(subject(outcome="refused", awarded=0, computed=2)).conditions


def test_facts_have_fields_of_their_own() -> None:
    values = values_of(subject(facts={"headcount": "3 personnes"}))

    assert values.fields["fait.headcount"] == "3 personnes"


def test_an_address_has_lines() -> None:
    assert lines_of(" 4, place \n\n84000 Valmont\n") == ["4, place", "84000 Valmont"]


def refused() -> bareme.Decision:
    facts = {
        "shop": {"commune": "59350", "epci": "200093201"},
        "register_kind": "none",
        "headcount": 12,
        "monthly_rent": 620,
        "created": "2015-03-01",
        "legal_form": "1000",
        "yearly_turnover": 180_000,
        "profit": 22_000,
        "tenant": True,
        "window": True,
        "turnover": {"2019-03": 1, "2019-04": 1, "2019-05": 1, "2020-03": 0, "2020-04": 0, "2020-05": 0},
    }
    return bareme.evaluate(bareme.load(FUND), facts, on=date(2020, 7, 1))


def test_motives_are_the_conditions_not_met_with_what_was_found_and_the_article() -> None:
    decision = refused()

    first, second = motives_of(snapshot(decision), decision.sentences("fr"), Locale.FR)

    assert first.sentence == "Réservé aux commerçants et artisans immatriculés"
    assert second.sentence == "L’effectif est trop grand"
    assert second.found.startswith(f"Effectif salarié{NBSP}: 12{NBSP}personnes")
    assert second.article == "juin 2020"  # of the figure it used: the condition itself cites nothing


def test_motives_stand_without_the_stored_sentences() -> None:
    decision = refused()

    motives = motives_of(snapshot(decision), [], Locale.FR)

    assert [one.found for one in motives] == ["", ""]
    assert [one.sentence for one in motives][1] == "L’effectif est trop grand"


def test_conditions_taken_for_a_motive_are_not_said_twice() -> None:
    kept = snapshot(refused())

    assert written_motive("\n".join(refusals(kept)), kept) == ""
    assert written_motive("Le local est un garage. ", kept) == "Le local est un garage."
