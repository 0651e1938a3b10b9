"""Horizons, sums, partners and conditions of a measure."""

import pytest

from relance.reading.facts.types import AmountRole, ParameterKind, Role
from relance.values.money import Money
from tests.reading.facts.reading import measure, read


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Rénover la halle en 2022", 2022, 2022),
        ("Rénover la halle d’ici 2029", None, 2029),
        ("Rénover la halle dès janvier 2026", 2026, None),
        ("Rénover la halle (2021-2024)", 2021, 2024),
        ("Rénover la halle entre 2021 et 2024", 2021, 2024),
        ("Rénover la halle avant l’été 2021", None, 2021),
        ("Rénover la halle, pour toute l’année 2021", 2021, 2021),
    ],
)
def test_the_words_of_a_measure_date_it(words: str, start: int | None, end: int | None) -> None:
    found = measure(words).horizon

    assert found is not None
    assert found.horizon.years == (start, end)


@pytest.mark.parametrize(
    "words",
    [
        "Appliquer la loi du 7 août 2015 sur les communes",
        "Renforcer le programme PAGES 2015-2020",
        "Verser une aide remboursable sur 3 à 5 ans",
        "Accueillir les 2 000 visiteurs du salon",
        "Organiser chaque année une fête des artisans",
        "Prendre en charge les loyers des mois de mars à juin 2020",
        "Étendre le réseau créé en 2012",
    ],
)
def test_laws_programmes_terms_and_past_years_are_no_horizon(words: str) -> None:
    assert measure(words).horizon is None


def test_relative_words_are_kept_and_resolved_when_the_document_is_dated() -> None:
    words = "Ouvrir une crèche dans les deux ans"
    undated = measure(words).horizon
    assert undated is not None
    assert not undated.horizon.resolved
    dated = read(f"Plan de Bourg-Neuf\n\nConseil municipal du 15 mai 2020\n\n- {words}").measures[0].horizon
    assert dated is not None
    assert dated.horizon.years == (2020, 2022)


def test_a_lead_in_dates_its_whole_list() -> None:
    facts = read(
        "Plan\n\nLa commune conduit, jusqu’au 31 décembre 2023, les actions suivantes :\n- Former\n- Animer"
        " le bourg"
    )

    assert [m.horizon and m.horizon.horizon.years for m in facts.measures] == [(None, 2023)] * len(
        facts.measures
    )


@pytest.mark.parametrize(
    ("words", "units", "role"),
    [
        ("Créer un fonds de 20 M€", 20_000_000, AmountRole.ENVELOPE),
        ("Aider chaque commerce, dans la limite de 1 500 €", 1500, AmountRole.CEILING),
        ("Prêter au moins 500 €", 500, AmountRole.FLOOR),
        ("Offrir un bon d’achat de 30 € à chaque foyer", 30, AmountRole.OTHER),
    ],
)
def test_a_sum_says_what_it_is(words: str, units: int, role: AmountRole) -> None:
    facts = read(f"Plan de Bourg-Neuf\n\n- {words}")

    assert [(a.money, a.role, a.measure) for a in facts.amounts] == [(Money.of(units, "EUR"), role, 0)]
    assert (facts.measures[0].amount is not None) == (role is AmountRole.ENVELOPE)


def test_both_ends_of_a_range_are_sums_with_one_quote() -> None:
    facts = read("Plan de Bourg-Neuf\n\n- Prêter de 5 à 30 K€ aux artisans")

    assert [(a.money, a.role, a.quote) for a in facts.amounts] == [
        (Money.of(5000, "EUR"), AmountRole.FLOOR, "5 à 30 K€"),
        (Money.of(30_000, "EUR"), AmountRole.CEILING, "5 à 30 K€"),
    ]


def test_a_share_is_no_envelope() -> None:
    facts = read("Plan de Bourg-Neuf\n\n- Rénover l’école pour 45 000 € dont 15 000 € de mobilier")

    assert [a.role for a in facts.amounts] == [AmountRole.ENVELOPE, AmountRole.SHARE]


def test_a_dollar_is_canadian_and_a_yearly_sum_says_so() -> None:
    facts = read("Plan de Bourg-Neuf\n\n- Créer un fonds de 12 000 $ par année")

    assert [(a.money, a.per) for a in facts.amounts] == [(Money.of(12_000, "CAD"), "year")]


def test_the_budget_of_the_plan_is_told_from_those_of_measures() -> None:
    facts = read(
        "Plan de Bourg-Neuf\n\nLa Ville engage un plan de relance de 66,1M€.\n\n- Créer un fonds de 20 M€"
    )

    assert facts.total_budget is not None
    assert facts.total_budget.money == Money.of(66_100_000, "EUR")


def test_a_column_header_gives_the_unit_of_its_bare_numbers() -> None:
    facts = read("Action\tCalendrier\tBudget (k€)\nCréer une halle\t2022\t150\nOuvrir un guichet\t2023\t40\n")

    assert [m.amount and m.amount.money.units for m in facts.measures] == [150_000, 40_000]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("En collaboration avec la CDEB, créer une halle", ["CDEB"]),
        ("Créer une halle en partenariat avec l’Agence régionale de santé", ["Agence régionale de santé"]),
        ("Créer une halle avec la Région, le Département et la Banque du Nord",
         ["Région", "Département", "Banque du Nord"]),
        ("Créer une halle, gérée par la Fabrique du bourg", ["Fabrique du bourg"]),
        ("Confier la halle à l’association Terre Neuve", ["Terre Neuve"]),
        ("Créer une halle avec Tourisme Hauts-Plateaux", ["Tourisme Hauts-Plateaux"]),
        ("Créer une halle avec la Chambre de métiers et de l’artisanat",
         ["Chambre de métiers et de l’artisanat"]),
        ("Renforcer le rôle du Comité de Jumelage", ["Comité de Jumelage"]),
        ("Fusionner les structures financées par les collectivités (Agglo, département, CCI, …)",
         ["Agglo", "département", "CCI"]),
    ],
)  # fmt: skip
def test_named_organisations_take_part(words: str, names: list[str]) -> None:
    assert [p.name for p in measure(words).partners] == names


@pytest.mark.parametrize(
    "words",
    [
        "Créer une halle avec les commerçants et les associations",
        "Création d’un conseil consultatif du commerce",
        "Ouvrir une Maison des saisonniers",
        "Aider les TPE et l’ESS",
        "Créer une halle avec la Ville de Bourg-Neuf",
        "Créer une halle pour la commune",
    ],
)
def test_generic_groups_new_bodies_and_the_author_are_no_partners(words: str) -> None:
    assert measure(words).partners == ()


def test_a_full_name_and_its_acronym_are_one_organisation() -> None:
    facts = read(
        "Plan de Bourg-Neuf\n\n- Former avec le Bureau des Apprentis Réunis (BAR)\n- Loger les jeunes avec"
        " le BAR"
    )

    assert [p.name for m in facts.measures for p in m.partners] == ["Bureau des Apprentis Réunis (BAR)"] * 2


def test_a_ministry_that_replies_is_not_its_own_partner() -> None:
    facts = read(
        """
        1 – Brancher les villages

        Réponse

        • Le Ministère soutiendra, avec la MRC, la pose de tours.

        2 – Loger les jeunes

        Réponse

        • Le Ministère financera un projet avec le Cégep du Nord.
        """
    )

    assert [[p.name for p in m.partners] for m in facts.measures] == [["MRC"], ["Cégep du Nord"]]


def test_fields_of_a_sheet_go_to_their_measure() -> None:
    facts = read(
        """
        Plan de Bourg-Neuf

        Fiche action n° 1 : Réhabiliter la rue Haute
        Contexte : un logement sur dix est vacant.
        Pilote : Service habitat
        Partenaires : Anah, habitants
        Financeurs : Région
        Calendrier : 2022-2025
        Budget : 1 800 000 €
        """
    )

    found = facts.measures[0]
    assert (found.number, found.text) == ("1", "Réhabiliter la rue Haute")
    assert [(p.name, p.role) for p in found.partners] == [("Anah", Role.PARTNER), ("Région", Role.FUNDER)]
    assert found.horizon is not None
    assert found.horizon.horizon.years == (2022, 2025)
    assert found.amount is not None
    assert found.amount.money == Money.of(1_800_000, "EUR")
    assert [f.text for f in facts.findings] == ["un logement sur dix est vacant."]


def test_labels_above_their_values_are_read_too() -> None:
    block = (
        "ACTION {n}\nAider les artisans du bourg {n}\nPilote\nUnion commerciale\n"
        "Calendrier\n202{n}\nCoût estimé\n{n}0 000 €\n"
    )
    facts = read("Plan de Bourg-Neuf\n" + "".join(block.format(n=n) for n in (1, 2)))

    assert [m.text for m in facts.measures] == [
        "Aider les artisans du bourg 1",
        "Aider les artisans du bourg 2",
    ]
    assert [m.horizon and m.horizon.horizon.years for m in facts.measures] == [(2021, 2021), (2022, 2022)]
    assert [[p.name for p in m.partners] for m in facts.measures] == [["Union commerciale"]] * 2


def test_the_conditions_of_an_aid_are_gathered() -> None:
    found = measure(
        "Avances de 5 à 30 K€ remboursables sur 3 à 5 ans après un différé de six mois, dédiées aux"
        " entreprises de "
        "moins de 10 salariés qui signent une charte d’engagement ; l’aide couvre 50 % du loyer et 3 mois"
        " de loyers"
    )

    said = {(p.kind, p.value) for p in found.parameters}
    assert {
        (ParameterKind.FLOOR, 500_000),
        (ParameterKind.CEILING, 3_000_000),
        (ParameterKind.TERM, 36),
        (ParameterKind.TERM, 60),
        (ParameterKind.DEFERRAL, 6),
        (ParameterKind.HEADCOUNT, 10),
        (ParameterKind.RATE, 5000),
        (ParameterKind.BASE, 3),
        (ParameterKind.CHARTER, None),
    } <= said


def test_each_figure_of_a_sentence_is_a_finding() -> None:
    facts = read(
        "Projet\n\n72 % des commerçants ont moins de 100 m², 87 % sont indépendants et 51 % perdent des"
        " clients."
    )

    assert [f.text.split(" %")[0] for f in facts.findings] == ["72", "87", "51"]


def test_a_labelled_sum_means_its_label() -> None:
    facts = read(
        """
        Plan du Lac

        - Rénover la halle. Partenaires : Région. Budget : 600 000 €. Échéance : 2026.
        - Aider dix boutiques, dans la limite de 4 000 €.
        """
    )

    assert [a.what for a in facts.amounts] == [
        "Budget",
        "Aider dix boutiques, dans la limite de 4 000 €.",
    ]


def test_the_front_matter_of_a_page_gives_the_budget_of_the_plan() -> None:
    page = """
        ---
        titre: Fonds du Lac
        budget_total: 1 350 000 €
        ---

        ## Emploi

        Le contexte est difficile et les associations souffrent beaucoup depuis le printemps.

        - Ouvrir vingt postes
        - Créer un tutorat des dirigeants associatifs par les retraités du territoire
        """

    facts = read(page, name="plan.md")

    assert facts.total_budget is not None
    assert facts.total_budget.money.minor == 1_350_000_00
    assert facts.total_budget.quote == "1 350 000 €"
    assert len(facts.measures) == 2
