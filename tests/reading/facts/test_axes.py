"""Axes are the top-level groups that a document names."""

from tests.reading.facts.reading import labels, read, texts


def test_labelled_headings_are_axes_with_their_numbers() -> None:
    facts = read(
        """
        Plan de relance de Bourg-Neuf

        AXE 1 : SOUTENIR LES COMMERCES
        - Créer un fonds
        AXE 2 : RÉNOVER LES ÉCOLES
        - Isoler les toits
        """
    )

    assert [(a.number, a.label) for a in facts.axes] == [
        ("1", "SOUTENIR LES COMMERCES"),
        ("2", "RÉNOVER LES ÉCOLES"),
    ]
    assert [m.axis for m in facts.measures] == [0, 1]


def test_a_label_may_stand_above_its_words() -> None:
    facts = read(
        "Plan\n\nAXE 1\nConnaître pour agir\n- Ouvrir un bureau\nAXE 2\nEmbellir\n- Planter des arbres"
    )

    assert [(a.number, a.label) for a in facts.axes] == [
        ("1", "Connaître pour agir"),
        ("2", "Embellir"),
    ]


def test_headings_by_their_place_alone_are_axes_when_they_hold_several_measures() -> None:
    facts = read(
        """
        Pour Bourg-Neuf

        Des commerces vivants

        - Créer une halle
        - Baisser les loyers

        La solidarité en actes

        - Instaurer un tarif social
        - Ouvrir une épicerie
        """
    )

    assert labels(facts) == ["Des commerces vivants", "La solidarité en actes"]


def test_questions_are_no_axes() -> None:
    facts = read(
        """
        Plan de relance : vos questions

        Comment payer mon loyer ?
        La Ville prend en charge deux mois de loyer.

        Qui peut m’aider ?
        La Ville ouvrira un guichet.
        """
    )

    assert labels(facts) == []
    assert len(facts.measures) == 2


def test_the_heading_between_axis_and_measure_is_its_objective() -> None:
    facts = read(
        """
        1. COMMERCE

        Animer le centre
        - Organiser un marché

        2. ÉCOLE

        Mieux manger
        - Acheter bio
        """
    )

    assert labels(facts) == ["COMMERCE", "ÉCOLE"]
    assert [m.objective for m in facts.measures] == ["Animer le centre", "Mieux manger"]


def test_a_table_of_contents_is_neither_axis_nor_measure() -> None:
    facts = read(
        """
        Plan de relance

        Sommaire
        Soutenir le commerce ........ 3
        Rénover les écoles ........ 5

        I. SOUTENIR LE COMMERCE
        - Créer un fonds
        II. RÉNOVER LES ÉCOLES
        - Isoler les toits
        """
    )

    assert labels(facts) == ["SOUTENIR LE COMMERCE", "RÉNOVER LES ÉCOLES"]
    assert texts(facts) == ["Créer un fonds", "Isoler les toits"]


def test_a_list_that_announces_the_headings_to_come_is_a_table_of_contents() -> None:
    facts = read(
        """
        1. CENTRE

        Les principaux éléments :
        - Une animation du centre
        - Un soutien aux artisans

        Animation du centre

        Organiser un marché de nuit

        Soutien aux artisans

        Créer un guichet unique

        2. GARE

        Rouvrir le buffet
        """
    )

    assert texts(facts) == ["Organiser un marché de nuit", "Créer un guichet unique", "Rouvrir le buffet"]


def test_the_first_column_of_a_table_filled_once_gives_the_axis_of_its_rows() -> None:
    facts = read(
        "AXE\tPRIORITÉ\tOBJECTIF\tHORIZON\n"
        "Le centre\t2\tCréer une halle\t2022\n"
        "\t1\tBaisser les loyers\tEn continu\n"
        "La gare\t3\tRouvrir le buffet\t2021-2024\n"
    )

    assert labels(facts) == ["Le centre", "La gare"]
    assert [(m.axis, m.number) for m in facts.measures] == [(0, "2"), (0, "1"), (1, "3")]


def test_a_document_without_groups_has_no_axis() -> None:
    facts = read("Plan de relance de Bourg-Neuf\n\nLa Ville créera un fonds. Elle ouvrira aussi une halle.")

    assert labels(facts) == []
    assert [m.axis for m in facts.measures] == [None, None]
