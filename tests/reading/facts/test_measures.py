"""Measures are told from diagnoses, slogans, criteria and decor, in every layout."""

import pytest

from tests.reading.facts.reading import only, read, texts


@pytest.mark.parametrize(
    "words",
    [
        "Créer une foncière municipale",
        "Nous rénoverons la halle et ses abords.",
        "Les droits de place seront réduits de moitié.",
        "Création d’une maison de santé pluridisciplinaire",
        "En soutenant les artisans du canton",
        "Un accord sera recherché avec les transporteurs.",
        "Une école de la deuxième chance ouvrira en 2021.",
    ],
)
def test_a_line_without_bullet_is_a_measure_when_it_promises(words: str) -> None:
    facts = read(
        f"Projet pour Bourg-Neuf\n\nNotre projet pour la ville et ses habitants de demain.\n\n{words}"
    )

    assert texts(facts) == [words]


@pytest.mark.parametrize(
    "words",
    [
        "Plus de 20 % des locaux sont inoccupés.",
        "Le centre-ville souffre de la concurrence des zones commerciales.",
        "Dépenser sans compter n’est pas une politique.",
        "Et vous, qu’en pensez-vous ? Donnez votre avis.",
        "Le 15 mars, votez pour nous !",
        "En poursuivant votre navigation sur ce site, vous acceptez les cookies.",
        "Partagez cette page",
        "Accueil > Économie > Plan de relance",
        "Publié le 24 août 2020",
        "Page 3 / 12",
        "Vu le code général des collectivités territoriales,",
        "Considérant que la crise a frappé les commerces ;",
        "Le règlement peut être contesté devant le tribunal administratif.",
        "La séance est levée à 22 h.",
        "Qui peut s’en satisfaire ?",
        "« Nous irons plus loin », déclare la présidente.",
        "Les formulaires se trouvent sur le site de la commune.",
    ],
)
def test_what_is_said_of_the_present_or_around_the_plan_is_no_measure(words: str) -> None:
    facts = read(f"Projet pour Bourg-Neuf\n\nCréer une halle couverte.\n\n{words}")

    assert texts(facts) == ["Créer une halle couverte."]


def test_the_lines_of_a_diagnosis_are_findings_not_measures() -> None:
    facts = read(
        """
        Projet pour Bourg-Neuf

        Notre constat
        - 3 000 emplois menacés
        - Un local sur huit vide

        Nos propositions
        - Une foncière pour acheter les murs
        """
    )

    assert texts(facts) == ["Une foncière pour acheter les murs"]
    assert [f.text for f in facts.findings] == ["3 000 emplois menacés", "Un local sur huit vide"]


def test_conditions_of_eligibility_are_no_measures() -> None:
    facts = read(
        """
        Règlement du fonds

        La commune attribue :
        1° Une subvention d’investissement ;
        2° Une avance remboursable.

        Sont éligibles les entreprises qui :
        a) emploient moins de dix salariés ;
        b) sont à jour de leurs cotisations.
        """
    )

    assert texts(facts) == ["Une subvention d’investissement ;", "Une avance remboursable."]


def test_articles_that_decide_are_measures_with_their_number() -> None:
    facts = read(
        """
        Délibération du conseil municipal

        Après en avoir délibéré, le conseil décide :
        Article 1 : de créer un fonds d’aide aux loyers.
        Article 2 : d’ouvrir un guichet unique à la mairie.
        Article 3 : La présente délibération peut faire l’objet d’un recours.
        """
    )

    assert [(m.number, m.text) for m in facts.measures] == [
        ("1", "de créer un fonds d’aide aux loyers."),
        ("2", "d’ouvrir un guichet unique à la mairie."),
    ]


def test_labelled_proposals_take_the_prose_beneath_as_their_description() -> None:
    facts = read(
        """
        Chapitre 4 : l’économie

        Proposition 31 : Préempter les baux du centre
        La commune louera ensuite à prix modéré.
        Proposition 32 : Installer une boutique-école
        Des apprentis y testeront leur métier.
        Proposition 33 : Diviser par deux la vacance
        """
    )

    assert [m.number for m in facts.measures] == ["31", "32", "33"]


def test_codes_number_measures() -> None:
    facts = read(
        "Rapport du conseil\n\nR1 – Créer une bourse\nR2 – Former des ambassadeurs\nR3 – Équiper les halles"
    )

    assert [(m.number, m.text) for m in facts.measures] == [
        ("R1", "Créer une bourse"),
        ("R2", "Former des ambassadeurs"),
        ("R3", "Équiper les halles"),
    ]


def test_several_measures_in_one_sentence_are_told_apart() -> None:
    facts = read(
        "Plan de Bourg-Neuf\n\nLe conseil décide de créer un fonds d’urgence, d’ouvrir une halle et de"
        " geler les loyers."
    )

    assert len(facts.measures) == 3
    assert texts(facts)[1].startswith("d’ouvrir une halle")


def test_two_verbs_of_one_measure_are_not_cut() -> None:
    facts = read("Plan de Bourg-Neuf\n\n- Financer et réaliser le plan de l’aérodrome")

    assert len(facts.measures) == 1


def test_a_second_promise_in_the_paragraph_is_another_measure() -> None:
    facts = read(
        "Plan de Bourg-Neuf\n\nLa Ville distribuera un bon d’achat à chaque foyer. Elle recrutera également"
        " trente jeunes."
    )

    assert len(facts.measures) == 2


def test_a_sentence_that_explains_the_measure_belongs_to_it() -> None:
    facts = read(
        "Plan de Bourg-Neuf\n\nUne taxe sera instaurée. Cette taxe sera versée aux animations du centre."
    )

    assert len(facts.measures) == 1


def test_a_reply_repeated_under_several_priorities_counts_each_time() -> None:
    facts = read(
        """
        2 – Stimuler la vie sociale

        Soutenir les initiatives locales.

        Réponse

        • Le Ministère veillera au suivi de cette priorité.

        4 – Créer un pôle culturel

        Réponse

        • Le Ministère veillera au suivi de cette priorité.
        """
    )

    assert [m.axis for m in facts.measures] == [0, 1]
    assert [m.response_to for m in facts.measures] == ["Stimuler la vie sociale", "Créer un pôle culturel"]
    assert len({m.span for m in facts.measures}) == 2


def test_english_halves_of_a_bilingual_page_are_left_out() -> None:
    facts = read(
        """
        Plan de la Ville de Bourg-Neuf

        • Rembourser les permis en 2021
        • Refund the occupancy permits in 2021
        • Ouvrir le théâtre de verdure
        • Reopen the open-air theatre to the public
        """
    )

    assert texts(facts) == ["Rembourser les permis en 2021", "Ouvrir le théâtre de verdure"]


def test_running_headers_are_left_out() -> None:
    pages = "\n\n".join(f"- Créer une halle numéro {n}\n\nVille de Bourg-Neuf – {n}" for n in range(1, 5))

    assert len(read("Plan de relance\n\n" + pages).measures) == 4


def test_a_measure_keeps_its_exact_words_and_place() -> None:
    text = "Plan de Bourg-Neuf\n\n- Créer  une\u00a0halle"
    measure = only(read(text))

    assert measure.quote == "Créer  une\u00a0halle"
    assert measure.text == "Créer une halle"
    assert text[measure.span.start : measure.span.end] == measure.quote


def test_nothing_is_found_in_a_text_that_promises_nothing() -> None:
    facts = read("Le lac est beau. Les oiseaux y viennent en hiver.")

    assert (facts.measures, facts.axes, facts.amounts) == ((), (), ())
