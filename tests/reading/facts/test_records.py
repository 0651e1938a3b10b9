"""Pages of keys and values: groups are axes, innermost entries and listed words are measures."""

from relance.values.money import Money
from tests.reading.facts.reading import labels, read, texts

PAGE = """
---
title: Plan de rebond
menu:
  - accueil
axes:
  - titre: "La mer"
    actions:
      - titre: Moderniser la criée
        montant: 2100000
        calendrier: 2021-2022
        partenaires: [Région, Comité des pêches]
      - titre: Aider les armements
        échéance: 2023
  - titre: Les familles
    mesures:
      - Distribuer des chèques
      - Rénover le gymnase
tags: [relance]
---
"""


def test_entries_give_axes_measures_and_their_fields() -> None:
    facts = read(PAGE, name="plan.md")

    assert facts.title is not None
    assert facts.title.value == "Plan de rebond"
    assert labels(facts) == ["La mer", "Les familles"]
    assert texts(facts) == [
        "Moderniser la criée",
        "Aider les armements",
        "Distribuer des chèques",
        "Rénover le gymnase",
    ]
    first = facts.measures[0]
    assert first.amount is not None
    assert first.amount.money == Money.of(2_100_000, "EUR")
    assert first.horizon is not None
    assert first.horizon.horizon.years == (2021, 2022)
    assert [p.name for p in first.partners] == ["Région", "Comité des pêches"]


def test_lists_written_inside_a_value_are_measures() -> None:
    facts = read(
        """
        ---
        title: Relancer le pays
        sections:
          - type: hero
            actions:
              - label: Nous rejoindre
                url: /contact
          - features:
              - title: Commerces
                content: |-
                  * Créer une tournée
                  * Geler les loyers
              - title: Emplois
                content: |-
                  * Embaucher des apprentis
        ---
        """,
        name="plan.md",
    )

    assert labels(facts) == ["Commerces", "Emplois"]
    assert texts(facts) == ["Créer une tournée", "Geler les loyers", "Embaucher des apprentis"]


def test_the_page_of_one_aid_is_one_measure() -> None:
    facts = read("nom: Chèque numérique\nmontant: 1 500 €\ntaux: 50 %\norganisme: Initiative du Lac\n")

    assert texts(facts) == ["Chèque numérique"]
    assert [p.name for p in facts.measures[0].partners] == ["Initiative du Lac"]


def test_a_front_matter_before_a_text_gives_its_title_alone() -> None:
    body = "\n".join(f"- Créer la halle numéro {n}" for n in range(1, 8))
    facts = read(
        f"---\ntitle: Soutien aux artisans\ntags:\n- commerce\n---\n\n## Actions\n{body}\n", name="plan.md"
    )

    assert facts.title is not None
    assert facts.title.value == "Soutien aux artisans"
    assert len(facts.measures) == 7


def test_broken_or_looping_yaml_is_read_as_text() -> None:
    assert read("a: [\nb: 'x\n- Créer une halle\n") is not None
    assert read("a: &a\n  titre: Créer\n  b: *a\nc: d\ne: f\n") is not None


def test_what_a_page_of_keys_states_or_asks_is_no_measure() -> None:
    facts = read(
        """
        ---
        title: Un centre vivant
        sections:
          - title: "Des constats :"
            content: |-
              * Trop de vitrines closes
              * Un marché qui se vide
          - title: "Les termes du débat :"
            content: |-
              * Comment rendre la place aux piétons ?
              * Quelles halles voulons-nous (bâtir ou non) ?
          - title: Ouvrir des boutiques
            content: |-
              * Racheter dix locaux
              * Aider les repreneurs
        ---
        """
    )

    assert [axis.label for axis in facts.axes] == ["Ouvrir des boutiques"]
    assert texts(facts) == ["Racheter dix locaux", "Aider les repreneurs"]
