"""What stands beneath a measure speaks of it: partners and dates of its description."""

import pytest

from tests.reading.facts.reading import read


def test_the_sentence_under_a_proposition_names_its_partners() -> None:
    facts = read(
        """
        Chapitre I – Campagnes

        Proposition n° 1 – Garantir un distributeur de billets partout
        En partenariat avec La Poste et la Caisse des Dépôts.

        Proposition n° 2 – Payer le permis aux apprentis
        Coût estimé : 6 millions d’euros par an.

        Proposition n° 3 – Rouvrir 150 derniers commerces
        Un appel à projets sera lancé d’ici 2028 avec France Relance Active.
        """
    )

    assert [[p.name for p in m.partners] for m in facts.measures] == [
        ["La Poste", "Caisse des Dépôts"],
        [],
        ["France Relance Active"],
    ]
    horizons = [m.horizon.horizon.years if m.horizon else None for m in facts.measures]
    assert horizons == [None, None, (None, 2028)]


def test_the_description_of_an_entry_dates_it() -> None:
    facts = read(
        """
        titre: Plan du Lac
        mesures:
        - titre: Plan vélo
          description: 40 km de pistes, pérennisées d’ici fin 2022.
          thematique: Mobilité
        - titre: Gratuité des bus
          description: Tous les samedis.
          thematique: Mobilité
        - titre: Chèque numérique
          description: Pour les commerçants.
          thematique: Commerce
        """
    )

    assert [m.horizon is not None for m in facts.measures] == [True, False, False]
    assert [a.label for a in facts.axes] == ["Mobilité", "Commerce"]
    assert [m.axis for m in facts.measures] == [0, 0, 1]


@pytest.mark.parametrize(
    ("words", "dated"),
    [
        ("Rénover les zones du contrat 2021-2024", False),
        ("Tenir deux ateliers par mois jusqu’en juin 2022", True),
    ],
)
def test_a_deadline_counts_after_any_word_and_a_period_of_programme_does_not(words: str, dated: bool) -> None:
    facts = read(f"Plan du Lac\n\n- {words}\n- Ouvrir une halle\n")

    assert (facts.measures[0].horizon is not None) is dated


def test_a_pictogram_after_the_bullet_is_not_part_of_the_measure() -> None:
    facts = read("# Plan du Lac\n\n- 🔑 Ouvrir une halle\n- 🏭 Créer une pépinière\n", name="plan.md")

    assert [m.text for m in facts.measures] == ["Ouvrir une halle", "Créer une pépinière"]


def test_a_pronoun_that_takes_up_the_body_opens_a_measure_of_its_own() -> None:
    facts = read(
        """
        Stratégie de la MRC du Lac

        Axe 1 – Entreprises

        La MRC bonifiera son fonds en 2021. Elle offrira, de concert avec la SADC, un congé de six mois.

        Axe 2 – Villages

        La MRC créera un programme. Il sera ouvert aux communes. Il visera les commerces.
        """
    )

    assert [m.text.split()[:2] for m in facts.measures] == [
        ["La", "MRC"],
        ["Elle", "offrira,"],
        ["La", "MRC"],
    ]
    assert [[p.name for p in m.partners] for m in facts.measures] == [[], ["SADC"], []]


def test_what_an_entry_says_of_the_whole_plan_is_no_measure() -> None:
    facts = read(
        """
        plan:
          name: Relance du Lac
          owner: Communauté du Lac
          budget: 9,5 M€
        priorities:
          - label: Port
            actions:
              - label: Électrifier les quais
                deadline: 2025
              - label: Attirer un armateur
                partners: [CCI du Lac]
          - label: Jeunes
            actions:
              - label: Loger les alternants
                lead: Habitat du Lac
        """
    )

    assert [a.label for a in facts.axes] == ["Port", "Jeunes"]
    assert [m.text for m in facts.measures] == [
        "Électrifier les quais",
        "Attirer un armateur",
        "Loger les alternants",
    ]


def test_a_part_of_a_year_dates_without_a_preposition() -> None:
    facts = read("Plan du Lac\n\n- Ouvrir le très haut débit pour tous fin 2022\n- Créer un fonds\n")

    first, second = facts.measures
    assert first.horizon is not None
    assert first.horizon.horizon.years == (2022, 2022)
    assert second.horizon is None
