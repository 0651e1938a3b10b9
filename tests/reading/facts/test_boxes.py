"""Forms with boxes to tick, and sheets whose values stand in a column of their own."""

from tests.reading.facts.reading import read, texts

BOXES = """
Commune de Bourg-Neuf – Candidature

3. LES ACTIONS ENVISAGÉES
Cocher les actions retenues et compléter la ligne.

☒ Reprise d’un local vacant
      Précisez : acheter la pharmacie pour y loger une boulangerie
      Montant HT : 185 000 €     Début : 06/2021     Fin : 12/2022
      Partenaires : Foncière du Lac, Lac Active
☐ Création d’un marché
      Précisez : ………………………
      Montant HT : ………… €     Début : …/……     Fin : …/……
      Partenaires : ………………………
☒ Autre
      Précisez : transformer la poste en atelier partagé
      Montant HT : 310 000 €     Début : 09/2021     Fin : 06/2024
      Partenaires : La Poste

5. ENGAGEMENTS DU CANDIDAT
☒ Je certifie l’exactitude des renseignements.
☒ J’autorise la publication du dossier.
Signature et cachet
"""

SHEETS = """
CONTRAT DE RELANCE DU PAYS DU LAC

Article 4 – Engagement financier
Le coût total des actions est de 3 920 000 €.

ORIENTATION 1 : LE COMMERCE

FICHE ACTION 1.1
Intitulé                 Halle du bourg
Maître d’ouvrage         Société du Lac
Description              Restaurer la halle pour y tenir un marché couvert et des
                         expositions, avec trois logements à l’étage.
Calendrier               Études 2021, travaux 2022-2023
Coût prévisionnel (HT)   1 450 000 €
Plan de financement      État : 580 000 €
                         Région : 870 000 €

FICHE ACTION 1.2
Intitulé                 Boutiques à loyer progressif
Maître d’ouvrage         Greta 89
Calendrier               2022-2023
Coût prévisionnel (HT)   960 000 €
"""


def test_only_ticked_boxes_are_measures() -> None:
    facts = read(BOXES)

    assert texts(facts) == ["Reprise d’un local vacant", "transformer la poste en atelier partagé"]


def test_labels_side_by_side_on_a_line_are_read_apart() -> None:
    first, last = read(BOXES).measures

    assert first.amount is not None
    assert first.amount.money.minor == 185_000_00
    assert first.horizon is not None
    assert first.horizon.horizon.years == (2021, 2022)
    assert last.horizon is not None
    assert last.horizon.horizon.years == (2021, 2024)
    assert [p.name for p in first.partners] == ["Foncière du Lac", "Lac Active"]


def test_boxes_that_are_all_empty_are_bullets() -> None:
    facts = read("Plan de Bourg-Neuf\n\nNos mesures\n\n☐ Rouvrir la halle\n☐ Créer un marché du soir\n")

    assert texts(facts) == ["Rouvrir la halle", "Créer un marché du soir"]


def test_values_in_a_column_of_their_own_belong_to_their_sheet() -> None:
    halle, boutiques = read(SHEETS).measures

    assert (halle.number, halle.text) == ("1.1", "Halle du bourg")
    assert halle.horizon is not None
    assert halle.horizon.horizon.years == (2021, 2023)
    assert halle.amount is not None
    assert halle.amount.money.minor == 1_450_000_00
    assert boutiques.horizon is not None
    assert boutiques.horizon.horizon.years == (2022, 2023)


def test_a_name_that_ends_on_a_number_is_no_line_of_a_table_of_contents() -> None:
    boutiques = read(SHEETS).measures[1]

    assert [p.name for p in boutiques.partners] == ["Greta 89"]


def test_a_plan_of_financing_goes_on_beneath_its_first_line() -> None:
    halle = read(SHEETS).measures[0]

    assert [p.name for p in halle.partners] == ["Société du Lac", "État", "Région"]


def test_the_articles_of_a_contract_with_sheets_are_no_measures() -> None:
    facts = read(SHEETS)

    assert texts(facts) == ["Halle du bourg", "Boutiques à loyer progressif"]


def test_a_sum_of_a_whole_chapter_is_no_measure() -> None:
    facts = read(
        """
        Plan de Bourg-Neuf

        Nos mesures

        - Rouvrir la halle six jours sur sept
        - Recruter un manager de centre-ville
        Coût estimé : 2,1 M€ sur six ans
        """
    )

    assert texts(facts) == ["Rouvrir la halle six jours sur sept", "Recruter un manager de centre-ville"]
    assert [one.money.minor for one in facts.amounts] == [2_100_000_00]


def test_who_signs_a_quotation_is_no_measure() -> None:
    facts = read(
        """
        Plan de Bourg-Neuf

        Nos mesures

        - Garantir les emprunts des coopératives

        « La reprise par les salariés, ça marche. »
        Hélène P., menuisière, huitième de la liste
        """
    )

    assert texts(facts) == ["Garantir les emprunts des coopératives"]


def test_who_pays_a_share_of_a_sum_is_a_funder() -> None:
    facts = read(
        "Plan\n\nNos mesures\n\n- Rénover la halle : 640 000 €, dont 200 000 € de la Région\n- Rouvrir"
    )

    assert [p.name for p in facts.measures[0].partners] == ["Région"]


def test_who_deals_with_the_files_is_a_partner_and_how_is_not() -> None:
    facts = read(
        """
        Plan de Bourg-Neuf

        A1. Aide de 1 500 € aux entreprises fermées.
            Enveloppe : 180 000 €. Instruction : Initiative Lac.
        A2. Aide de 800 € pour un site marchand.
            Enveloppe : 40 000 €. Instruction : les dossiers sont déposés en mairie.
        A3. Prêt de 3 000 € aux artisans.
            Enveloppe : 20 000 €, abondée par la Caisse des dépôts.
        """
    )

    assert [[p.name for p in m.partners] for m in facts.measures] == [
        ["Initiative Lac"],
        [],
        ["Caisse des dépôts"],
    ]


def test_a_number_of_three_ranks_is_read_whole_in_a_cell() -> None:
    facts = read("Objectif\tAction\tÉchéance\n1.1 Loger\t1.1.1 Bâtir un foyer\t2022\n\t1.1.2 Louer\t2023\n")

    assert [(m.number, m.text) for m in facts.measures] == [("1.1.1", "Bâtir un foyer"), ("1.1.2", "Louer")]


def test_a_label_and_its_number_need_no_sign_before_a_capital() -> None:
    facts = read(
        "Plan\n\nMesure 1.1 Rouvrir la halle\n\nMesure 1.2 Créer un marché\n\nMesure 1.3 Louer un étal\n"
    )

    assert [(m.number, m.text) for m in facts.measures][:2] == [
        ("1.1", "Rouvrir la halle"),
        ("1.2", "Créer un marché"),
    ]


def test_a_slide_that_goes_on_keeps_its_axis() -> None:
    pages = [
        "AMBITION 1\nUne industrie qui investit",
        "Une industrie qui investit (1/2)\n▪ Créer un fonds\n▪ Aider les forges",
    ]
    pages += [
        "Une industrie qui investit (2/2)\n▪ Ouvrir une plateforme",
        "AMBITION 2\nDes compétences",
        "Des compétences\n▪ Ouvrir un campus",
    ]

    facts = read("Plan de relance\n\n" + "\n\n".join(pages))

    assert [axis.label for axis in facts.axes] == ["Une industrie qui investit", "Des compétences"]
    assert [m.axis for m in facts.measures] == [0, 0, 0, 1]


def test_keys_beneath_a_front_matter_are_read_with_it() -> None:
    facts = read(
        """
        ---
        titre: Relancer l’économie
        ---
        parties:
          - titre: "Le commerce"
            diagnostic:
              - "62 boutiques vides"
            mesures:
              - numero: 41
                titre: "Un bail à l’essai"
                cout: "120 000 €"
              - numero: 42
                titre: "Une place de marché"
                quand: 2027
        """
    )

    assert [axis.label for axis in facts.axes] == ["Le commerce"]
    assert [(m.number, m.text) for m in facts.measures] == [
        ("41", "Un bail à l’essai"),
        ("42", "Une place de marché"),
    ]


def test_the_acronym_that_ends_a_common_name_is_the_partner() -> None:
    facts = read(
        "Plan\n\nNos mesures\n\n- Louer dix boutiques avec la boutique de gestion BGE\n- Créer un marché\n"
    )

    assert [p.name for p in facts.measures[0].partners] == ["BGE"]
