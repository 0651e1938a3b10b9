"""Forms as a PDF reader gives them: labels alone, values beneath; rulebooks; budgets that name who pays."""

from tests.reading.facts.reading import read

FORM = """
Département du Lac – Recensement des actions

ACTION 1
Intitulé de l’action
Fonds d’avances aux hôtels
Description
Consentir des avances sans intérêt.
Pilote
Lac Tourisme
Partenaires associés
Crédit commun du Lac
Gîtes du Lac
Budget prévisionnel
750 000 €
Calendrier
2021-2022

ACTION 2
Intitulé de l’action
Prime aux saisonniers
Pilote
Maison de l’emploi
Partenaires associés
Chambre d’agriculture
Budget prévisionnel
40 000 €
Calendrier
2021

Signature du référent
"""


def test_the_words_of_a_numbered_action_stand_under_their_label() -> None:
    facts = read(FORM)

    assert [(m.number, m.text) for m in facts.measures] == [
        ("1", "Fonds d’avances aux hôtels"),
        ("2", "Prime aux saisonniers"),
    ]


def test_several_partners_stand_under_one_label() -> None:
    first, second = read(FORM).measures

    assert [p.name for p in first.partners] == ["Lac Tourisme", "Crédit commun du Lac", "Gîtes du Lac"]
    assert [p.name for p in second.partners] == ["Maison de l’emploi", "Chambre d’agriculture"]


def test_values_under_labels_give_sum_and_horizon() -> None:
    first = read(FORM).measures[0]

    assert first.amount is not None
    assert first.amount.money.minor == 750_000_00
    assert first.horizon is not None
    assert first.horizon.horizon.years == (2021, 2022)


def test_an_aid_of_a_rulebook_is_one_measure_and_its_headings_are_none() -> None:
    facts = read(
        """
        RÈGLEMENT DES AIDES

        AIDE N° 1 – MATÉRIEL DE PRODUCTION
        Objet
        Soutenir l’achat de machines.
        Bénéficiaires
        Entreprises de moins de 10 salariés.
        Nature et montant
        Subvention de 30 %, plafonnée à 8 000 €.
        Instruction
        Les dossiers sont instruits par Initiative Lac.

        AIDE N° 2 – LOCAUX D’ACTIVITÉ
        Objet
        Accompagner les travaux.
        Bénéficiaires
        Entreprises industrielles.
        Nature et montant
        Subvention de 15 %.
        Instruction
        Service économique.

        DISPOSITIONS COMMUNES
        Le bénéficiaire s’engage à maintenir son activité.
        """
    )

    assert [(m.number, m.text) for m in facts.measures] == [
        ("1", "MATÉRIEL DE PRODUCTION"),
        ("2", "LOCAUX D’ACTIVITÉ"),
    ]
    assert [p.name for p in facts.measures[0].partners] == ["Initiative Lac"]


def test_a_budget_names_who_pays() -> None:
    facts = read(
        """
        Plan du Lac

        Action 1.1 Rénover les vitrines
        Maître d’ouvrage : Syndicat mixte du Lac
        Financements : État (fonds vert) 90 000 € ; Région Bleue 60 000 €
        Échéance : 2022

        Action 1.2 Agrandir la maison de santé
        Maître d’ouvrage : Syndicat mixte du Lac
        Financements : emprunt
        Échéance : 2023
        """
    )

    assert [p.name for p in facts.measures[0].partners] == ["Syndicat mixte du Lac", "État", "Région Bleue"]
    assert [p.name for p in facts.measures[1].partners] == ["Syndicat mixte du Lac"]


def test_questions_that_label_values_are_labels() -> None:
    facts = read(
        """
        Fiche mesure n° 7

        Rénovation des friches

        Pour qui ?
        Communes, sociétés d’économie mixte

        Combien ?
        12 M€ sur deux ans

        Quand ?
        2021-2022

        Avec qui ?
        Banque du Lac, Ademe

        En bref
        La mesure finance le déficit des opérations.

        Fiche mesure n° 8

        Brigades vertes

        Combien ?
        900 000 €

        Quand ?
        Jusqu’en 2023

        Avec qui ?
        Conservatoire du Lac
        """
    )

    assert [(m.number, m.text) for m in facts.measures] == [
        ("7", "Rénovation des friches"),
        ("8", "Brigades vertes"),
    ]
    assert [[p.name for p in m.partners] for m in facts.measures] == [
        ["Banque du Lac", "Ademe"],
        ["Conservatoire du Lac"],
    ]
    assert [m.amount.money.minor if m.amount else None for m in facts.measures] == [12_000_000_00, 900_000_00]
