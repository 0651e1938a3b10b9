"""Lists behind pictograms, lists pasted into one paragraph, tables whose groups are in bold."""

from tests.reading.facts.reading import labels, read, texts

PICTURES = """
Pour notre ville

🏪 COMMERCE
✅ Une heure de parking gratuite
✅ Un manager de centre-ville
❌ Une nouvelle zone commerciale

🏭 Emploi
✅ Un forum mensuel avec France Travail
✅ 100 apprentis à la mairie d’ici 2030
"""


def test_a_pictogram_above_another_bullet_heads_a_group() -> None:
    facts = read(PICTURES)

    assert labels(facts) == ["COMMERCE", "Emploi"]
    assert [m.axis for m in facts.measures] == [0, 0, 1, 1]


def test_what_stands_behind_a_cross_will_not_be_done() -> None:
    facts = read(PICTURES)

    assert texts(facts) == [
        "Une heure de parking gratuite",
        "Un manager de centre-ville",
        "Un forum mensuel avec France Travail",
        "100 apprentis à la mairie d’ici 2030",
    ]


def test_an_item_beside_another_sign_takes_nothing_from_its_neighbours() -> None:
    parking = read(PICTURES).measures[0]

    assert parking.horizon is None
    assert parking.partners == ()


def test_pictograms_that_all_differ_are_a_list() -> None:
    facts = read("Nos mesures\n\n🚲 Créer une piste\n🌳 Planter mille arbres\n🏫 Rénover l’école\n")

    assert texts(facts) == ["Créer une piste", "Planter mille arbres", "Rénover l’école"]


def test_a_list_pasted_into_one_paragraph_is_read_apart() -> None:
    facts = read(
        "Programme d’actions\n\n1) Réhabiliter 20 cœurs de villes. 2) Réaménager l’entrée du bourg. "
        "3) Installer des commerces dans 30 communes, d’ici 2027."
    )

    assert [(m.number, m.text.split()[0]) for m in facts.measures] == [
        ("1", "Réhabiliter"),
        ("2", "Réaménager"),
        ("3", "Installer"),
    ]
    assert [m.horizon is not None for m in facts.measures] == [False, False, True]


def test_numbers_in_brackets_out_of_order_cut_nothing() -> None:
    facts = read("Nos mesures\n\n- Ouvrir la halle (voir 3) et 1) ci-dessus ; 7) rien\n- Créer un marché\n")

    assert len(facts.measures) == 2


def test_bold_marks_around_a_group_of_a_table_are_no_part_of_its_name() -> None:
    facts = read(
        """
        # Plan d’action

        | N° | Action | Coût |
        |----|--------|------|
        | **Axe 1 – Commerce** | | |
        | 1 | Rouvrir la halle | 120 k€ |
        | **Axe 2 – Emploi** | | |
        | 2 | Ouvrir une école | 1,2 M€ |
        """,
        name="plan.md",
    )

    assert labels(facts) == ["Commerce", "Emploi"]
