"""Pages whose measures stand in a TOML front matter; sheets that name their axis or ask their labels."""

from hypothesis import given
from hypothesis import strategies as st

from relance.reading.facts import toml
from tests.reading.facts.reading import labels, read, texts

PAGE = """
+++
title = "Économie et emploi"
weight = 4

[extra]
accroche = "Produire ici."

[[extra.mesures]]
numero = 21
titre = "Créer une coopérative de réparation navale"
detail = "Avec la Région Armor, sur le port."
cout = "2,4 M€"
echeance = "2028"

[[extra.mesures]]
numero = 22
titre = 'Réserver un quart de la zone aux artisans'
partenaires = ["Chambre de métiers", "Foncière du Lac"]
+++
"""


def test_the_tables_of_a_toml_front_matter_are_measures() -> None:
    facts = read(PAGE, name="page.md")

    assert facts.title is not None
    assert facts.title.value == "Économie et emploi"
    assert [(m.number, m.text) for m in facts.measures] == [
        ("21", "Créer une coopérative de réparation navale"),
        ("22", "Réserver un quart de la zone aux artisans"),
    ]


def test_the_values_of_a_toml_table_belong_to_its_measure() -> None:
    first, second = read(PAGE, name="page.md").measures

    assert first.amount is not None
    assert first.amount.money.minor == 2_400_000_00
    assert first.horizon is not None
    assert first.horizon.horizon.years == (None, 2028)
    assert [p.name for p in first.partners] == ["Région Armor"]
    assert [p.name for p in second.partners] == ["Chambre de métiers", "Foncière du Lac"]


def test_a_toml_front_matter_without_measures_leaves_the_page_to_its_words() -> None:
    front = '+++\ntitle = "Actualités"\n[extra]\nicone = "mer"\n+++'
    page = f"{front}\n\n## Nos mesures\n- Ouvrir la halle\n- Rouvrir le bac"

    facts = read(page, name="page.md")

    assert texts(facts) == ["Ouvrir la halle", "Rouvrir le bac"]


@given(st.text(alphabet="+[]=\"'#\n ab1", max_size=200))
def test_any_front_matter_gives_places_inside_the_text(body: str) -> None:
    text = f"+++\n{body}\n+++\n"

    places = [span for table in toml.tables(text) for _, spans in table.values for span in spans]

    assert all(0 <= span.start < span.end <= len(text) for span in places)


def test_sheets_that_name_their_axis_stand_under_it() -> None:
    facts = read(
        """
        FICHE PROJET

        Intitulé du projet . : Coopérative d’achat
        Axe du plan ........ : 2 – Circuits courts
        Partenaires ........ : Chambre d’agriculture
        Montant total HT ... : 240 000 €

        Intitulé du projet . : Rénovation de l’hôtel
        Axe du plan ........ : 1 – Tourisme
        Montant total HT ... : 680 000 €
        """
    )

    assert [(axis.number, axis.label) for axis in facts.axes] == [("2", "Circuits courts"), ("1", "Tourisme")]
    assert [(m.axis, m.text) for m in facts.measures] == [
        (0, "Coopérative d’achat"),
        (1, "Rénovation de l’hôtel"),
    ]


def test_a_label_that_asks_is_answered_on_its_line() -> None:
    facts = read(
        """
        Nos engagements

        Proposition 14. Un bail des quatre saisons
        Pourquoi ? Les loyers chassent les commerces.
        Comment ? La ville achètera six murs avec le comité des pêches et le Département.
        Combien ? 1,2 million d’euros.
        Quand ? 2027

        Proposition 15. Une halle aux pêcheurs
        Quand ? D’ici 2029

        Proposition 16. Une école de voile
        Quand ? 2028-2030
        """
    )

    assert [m.horizon.horizon.years for m in facts.measures if m.horizon] == [
        (2027, 2027),
        (None, 2029),
        (2028, 2030),
    ]
    assert [p.name for p in facts.measures[0].partners] == ["comité des pêches", "Département"]


def test_fields_on_one_line_between_points_are_read_apart() -> None:
    facts = read(
        """
        # Feuille de route

        ## Défi 1 – Produire

        #### Action 1.1 : Animer un club
        **Budget :** 12 000 € · **Pilote :** Chambre du Lac · **Partenaires :** Foncière du Lac

        ## Défi 2 – Accueillir

        #### Action 2.1 : Ouvrir une maison
        **Budget :** 50 000 € · **Pilote :** Maison du Lac
        """,
        name="plan.md",
    )

    assert labels(facts) == ["Produire", "Accueillir"]
    assert [[p.name for p in m.partners] for m in facts.measures] == [
        ["Chambre du Lac", "Foncière du Lac"],
        ["Maison du Lac"],
    ]


def test_articles_in_short_are_articles() -> None:
    facts = read(
        """
        ARRÊTÉ portant mesures de relance

        TITRE Ier – DES AIDES
        Art. 1er. – Une prime de 4 000 € est versée à tout artisan qui reprend un fonds.

        Art. 2. – Sont exonérés de redevance, jusqu’au 31 décembre 2021, les marchés de plein vent.

        TITRE II – DISPOSITIONS FINALES
        Art. 3. – Le directeur général est chargé de l’exécution du présent arrêté.
        """
    )

    assert [m.number for m in facts.measures] == ["1", "2"]
    assert labels(facts) == ["DES AIDES"]


def test_a_body_named_once_in_passing_is_not_the_territory() -> None:
    facts = read("Nos mesures\n\n- Obtenir de la SNCF la réouverture du guichet\n- Créer un marché\n")

    assert facts.territory is None
    assert [p.name for p in facts.measures[0].partners] == ["SNCF"]
