"""From the officer's page of a measure to the draft of a scheme."""

import pytest
from django.test import Client

import bareme
from relance.plans.models import AidParameter, Measure
from tests.plans import build
from tests.support.cast import Cast

MEASURE = "/valmont-sur-ouveze/gestion/plan/relance/mesure/loyers/"


@pytest.fixture
def measure(cast: Cast) -> Measure:
    plan = build.plan(cast.valmont, slug="relance", document=build.document(cast.valmont))
    measure = build.measure(plan, "Aider au loyer des commerces", code="loyers")
    assert plan.document
    words = "Aide plafonnée à 1 500 €, à hauteur de 50 %."
    source = build.text(plan.document, words)
    for kind, value, unit, quote in (
        ("ceiling", "1500", "EUR", "plafonnée à 1 500 €"),
        ("rate", "50", "percent", "50 %"),
    ):
        start = words.index(quote)
        AidParameter.objects.create(
            authority=cast.valmont,
            measure=measure,
            kind=kind,
            low=value,
            high=value,
            unit=unit,
            source=source,
            start=start,
            end=start + len(quote),
            quote=quote,
        )
    return measure


def test_parameters_stand_together_with_their_words(alice: Client, measure: Measure) -> None:
    page = alice.get(MEASURE).content.decode()

    assert "plafonnée à 1 500 €" in page
    assert "Plafond" in page
    assert "Télécharger le brouillon" in page
    assert "passage=5-24" in page


def test_the_draft_is_a_scheme(alice: Client, measure: Measure) -> None:
    answer = alice.get(f"{MEASURE}bareme.yaml")

    assert 'filename="bareme-loyers.yaml"' in answer["Content-Disposition"]
    scheme = bareme.loads(answer.content.decode())
    assert scheme.title["fr"] == "Aider au loyer des commerces"


def test_the_plan_leads_to_measures_with_parameters(alice: Client, measure: Measure) -> None:
    build.measure(measure.plan, "Tailler les platanes", code="platanes")

    page = alice.get("/valmont-sur-ouveze/gestion/plan/relance/").content.decode()

    assert MEASURE in page
    assert "/mesure/platanes/" not in page


def test_a_measure_without_parameters_says_so(alice: Client, measure: Measure) -> None:
    build.measure(measure.plan, "Tailler les platanes", code="platanes")

    page = alice.get(MEASURE.replace("loyers", "platanes")).content.decode()

    assert "Aucun paramètre d’aide" in page


def test_a_measure_that_is_not_there_is_not_found(alice: Client, measure: Measure) -> None:
    assert alice.get(MEASURE.replace("loyers", "autre")).status_code == 404
