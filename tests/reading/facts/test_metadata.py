"""Title, territory, date and status: who speaks, and what its word is worth."""

from datetime import date

import pytest

from relance.reading.facts.types import DocumentStatus
from tests.reading.facts.reading import read


def test_the_line_that_names_the_plan_is_the_title() -> None:
    facts = read("VILLE DE BOURG-NEUF\nPlan de relance 2021-2023\n\n- Créer une halle")

    assert facts.title is not None
    assert facts.title.value == "Plan de relance 2021-2023"


def test_the_top_heading_of_the_format_is_the_title() -> None:
    facts = read("# Nos engagements\n\n## Commerce\n\n- Créer une halle", name="plan.md")

    assert facts.title is not None
    assert facts.title.value == "Nos engagements"


def test_an_extract_that_starts_with_its_priorities_has_no_title() -> None:
    assert read("Priorités\n\n2 – Stimuler la vie sociale\n\n- Créer une halle").title is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ville de Bourg-Neuf\n\nPlan de relance", "Bourg-Neuf"),
        ("Plan de relance de la MRC des Hautes-Terres", "Hautes-Terres"),
        ("Plan de la Communauté de communes du Pays d’Arlan", "Pays d’Arlan"),
        ("Un plan pour les commerces\n\nLe plan de relance de la CUB est voté.", "CUB"),
    ],
)
def test_the_territory_is_the_body_that_the_document_names(text: str, name: str) -> None:
    facts = read(f"{text}\n\n- Créer une halle")

    assert facts.territory is not None
    assert facts.territory.value == name


def test_who_publishes_the_document_may_be_known() -> None:
    text = "Plan de relance\n\nLa Ville de Bourg-Neuf et la Ville de Saint-Loup, et Saint-Loup.\n\n- Créer"
    facts = read(text, authority="Ville de Bourg-Neuf")

    assert facts.territory is not None
    assert facts.territory.value == "Bourg-Neuf"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Adopté par le conseil municipal du 27 janvier 2022", date(2022, 1, 27)),
        ("Séance du 8 avril 2021", date(2021, 4, 8)),
        ("La métropole a adopté le 15 mai un plan", None),
        ("Publié le 24 août 2020", None),
        ("Vu la loi du 7 août 2015", None),
        ("Conférence de presse du 3 juin 2020", None),
    ],
)
def test_only_a_full_date_of_adoption_counts(text: str, day: date | None) -> None:
    facts = read(f"Plan de relance de Bourg-Neuf\n{text}\n\n- Créer une halle")

    assert (facts.adopted_on.value if facts.adopted_on else None) == day


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Après en avoir délibéré, le conseil décide :\n- de créer une halle", DocumentStatus.ADOPTED),
        ("Adopté par le conseil municipal\n\n- Créer une halle", DocumentStatus.ADOPTED),
        (
            "La liste conduite par Odile Ferrand\n\nNous ferons mieux. Votez !\n\n- Créer",
            DocumentStatus.PROMISED,
        ),
        ("COMMUNIQUÉ DE PRESSE\n\nLa Ville a adopté un plan.\n\n- Créer une halle", DocumentStatus.REPORTED),
        (
            "1 – Voirie\n\nRéponse\n\n- Le Ministère agira.\n\n2 – Eau\n\nRéponse\n\n- Il agira.",
            DocumentStatus.REPLY,
        ),
    ],
)
def test_the_status_of_a_document_is_told_by_its_words(text: str, status: DocumentStatus) -> None:
    facts = read(f"Plan de relance de Bourg-Neuf\n\n{text}")

    assert facts.status is not None
    assert facts.status.value is status
