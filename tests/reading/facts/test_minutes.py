"""Minutes, laws and slides: who speaks, what is formal, which groups hold something."""

from tests.reading.facts.reading import read

MINUTES = """
VILLE DE MONT-LAC
Extrait du registre des délibérations

DÉLIBÉRATION 2021-14 – PLAN DE RELANCE

Rapporteur : M. LEDOUX

M. GRAND regrette le retard et propose de créer une régie agricole.

Le conseil municipal décide d’exonérer les terrasses jusqu’au 31 octobre 2021.
Il charge l’office de commerce d’organiser une braderie.

DÉLIBÉRATION 2021-15 – AIDE AUX COMMERCES

Vote : unanimité

Le conseil municipal décide de verser 500 € à chaque boutique.
"""


def test_each_deliberation_is_a_group_and_none_is_the_title() -> None:
    facts = read(MINUTES)

    assert [(a.number, a.label) for a in facts.axes] == [
        ("2021-14", "PLAN DE RELANCE"),
        ("2021-15", "AIDE AUX COMMERCES"),
    ]


def test_a_speaker_alone_decides_nothing_and_a_vote_is_no_measure() -> None:
    texts = [m.text for m in read(MINUTES).measures]

    assert len(texts) == 3
    assert not any("régie" in text or "unanimité" in text or "Rapporteur" in text for text in texts)


def test_who_is_charged_with_a_task_takes_part() -> None:
    assert [p.name for p in read(MINUTES).measures[1].partners] == ["office de commerce"]


def test_a_title_without_measure_is_no_axis_and_what_can_be_paid_is_a_measure() -> None:
    facts = read(
        """
        Arrêté portant création d’un fonds

        TITRE Ier – Objet

        Article 1er
        Le présent arrêté s’applique à toutes les communes.

        TITRE II – Des aides

        Article 2
        Une avance de 10 000 € au plus peut être versée par la chambre de commerce.

        TITRE III – De l’accompagnement

        Article 3
        Il est institué un guichet unique.

        TITRE IV – Dispositions finales

        Article 4
        Le présent arrêté sera publié au recueil des actes administratifs.
        """
    )

    assert [(a.number, a.label) for a in facts.axes] == [("II", "Des aides"), ("III", "De l’accompagnement")]
    assert [m.axis for m in facts.measures] == [0, 1]


def test_slides_with_chevrons_and_bars_are_read() -> None:
    facts = read(
        """
        # Stratégie du Lac

        ## D’où partons-nous ?

        * 96 000 nuitées
        * Des hébergements vieillissants

        ## Axe 1 | Rénover l’offre

        › Audit de 80 meublés
        › Refonte du musée

        ## Axe 2 | Vendre autrement

        › Centrale de réservation

        ## Et maintenant ?

        * Vos questions
        """,
        name="plan.md",
    )

    assert [(a.number, a.label) for a in facts.axes] == [("1", "Rénover l’offre"), ("2", "Vendre autrement")]
    assert [m.text for m in facts.measures] == [
        "Audit de 80 meublés",
        "Refonte du musée",
        "Centrale de réservation",
    ]
