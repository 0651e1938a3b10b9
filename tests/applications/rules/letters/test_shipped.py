"""The texts to begin with are whole, and none of them claims to be verified."""

from datetime import date

import pytest

from relance.applications.rules.letters import Motive, Subject, fill, model_for, parse, values_of
from relance.applications.rules.letters.shipped import KINDS

OUTCOMES = {"acceptance": "accepted", "agreement": "accepted", "refusal": "refused", "closing": "closed"}


@pytest.mark.parametrize("country", ["FR", "CA"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_text_reads_without_a_problem_and_lacks_nothing_of_a_whole_file(
    kind: str, country: str
) -> None:
    model = model_for(kind, country)
    file = Subject(
        authority="Valmont",
        scheme="Aide au loyer",
        number="2026-1",
        applicant="Boulangerie Amblard",
        identifier="552 100 554",
        lettered_on=date(2026, 4, 3),
        submitted_on=date(2026, 3, 3),
        decided_on=date(2026, 4, 1),
        decided_by="Agathe Rocheblave",
        ground="délibération 2026-03",
        currency="EUR",
        outcome=OUTCOMES.get(kind, ""),
        motive="Le bail est ancien.",
        awarded=100,
        computed=100,
        motives=(Motive("L’effectif est trop grand", "12 personnes", "art. 2"),),
    )

    template = parse(title=model.title, body=model.body)
    letter = fill(template, values_of(file))

    assert template.problems == ()
    assert letter.missing == ()


@pytest.mark.parametrize("country", ["FR", "CA"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_text_says_what_the_town_must_check(kind: str, country: str) -> None:
    assert model_for(kind, country).to_check


@pytest.mark.parametrize("kind", ["refusal", "closing", "acceptance"])
def test_a_decision_in_france_names_both_remedies_and_quebec_names_neither(kind: str) -> None:
    france, quebec = model_for(kind, "FR").body, model_for(kind, "CA").body

    assert "recours gracieux" in france
    assert "tribunal administratif" in france
    assert "tribunal" not in quebec
    assert "revoie votre dossier" in quebec


def test_the_delay_of_remedies_is_to_be_checked_as_our_source_is_unsure() -> None:
    assert any("R421-5" in one for one in model_for("refusal", "FR").to_check)


def test_a_kind_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(LookupError):
        model_for("greeting", "FR")
