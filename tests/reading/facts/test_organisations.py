"""Names of organisations: where they end, which are one, which are nobody in particular."""

import pytest

from relance.reading.facts import organisations
from relance.reading.facts.organisations import aliases, is_acronym, is_generic, name_at, same, split_list
from tests.reading.facts.reading import measure, read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Région Bretonne pour financer", "Région Bretonne"),
        ("Chambre de commerce et d’industrie et la Ville", "Chambre de commerce et d’industrie"),
        ("Agence régionale de santé, dès demain", "Agence régionale de santé"),
        ("Office du Commerce pour favoriser", "Office du Commerce"),
        ("Pôle d’économie sociale du Nord pourront", "Pôle d’économie sociale du Nord"),
        ("Maison des saisonniers dès décembre", "Maison des saisonniers"),
        ("association Terre Neuve afin de", "Terre Neuve"),
        ("mission locale du bassin", "mission locale du bassin"),
        ("Ville de Bourg-Neuf et de nombreux partenaires", "Ville de Bourg-Neuf"),
        ("CDEB pour créer", "CDEB"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(text: str, name: str) -> None:
    found = name_at(text, 0, lower=True)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["les commerçants", "commerçants du bourg", "TPE locales", "dix fois", "elle", ""]
)
def test_common_words_are_no_names(text: str) -> None:
    assert name_at(text, 0, lower=True) is None


def test_a_name_takes_the_acronym_beside_it() -> None:
    found = name_at("Bureau des Apprentis (BDA) du canton", 0, lower=False)

    assert found is not None
    assert (found.name, found.acronym) == ("Bureau des Apprentis", "BDA")


def test_a_line_end_ends_a_name() -> None:
    found = name_at("Région\nOuverture d’une crèche", 0, lower=True)

    assert found is not None
    assert found.name == "Région"


def test_acronyms_are_explained_by_their_initials() -> None:
    text = (
        "le Bureau des Apprentis Réunis (BAR), de bonnes pratiques d’affaires (BPA) et le Fonds vert (FEDER)"
    )

    assert aliases(text) == {"bar": "Bureau des Apprentis Réunis"}


def test_the_items_of_a_list_lose_their_articles() -> None:
    text = "la Région, le Département et l’État ainsi que des banques"

    assert [text[a:b] for a, b in split_list(text, 0, len(text))] == [
        "Région",
        "Département",
        "État",
        "banques",
    ]


def test_names_are_one_when_the_words_of_one_are_in_the_other() -> None:
    assert same("la Région", "Région Bretonne")
    assert same("Bureau des Étudiants (BDE)", "BDE")
    assert not same("Région Bretonne", "Région Normande")
    assert not same("", "Région")


def test_generic_groups_and_common_acronyms_are_known() -> None:
    assert is_generic("associations du quartier")
    assert is_generic("à définir")
    assert not is_generic("Association des commerçants")
    assert not is_acronym("TPE")
    assert is_acronym("CDEB")


def test_no_name_of_the_lists_is_empty() -> None:
    assert "" not in organisations.HEADS


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("avec le soutien de l’ADEME et de la Région Bleue", ["ADEME", "Région Bleue"]),
        ("doté par la Région et par Monbanque", ["Région", "Monbanque"]),
        ("avec l’École des entrepreneurs du Lac", ["École des entrepreneurs du Lac"]),
        ("avec le lycée Marie-Lac d’ici 2028", ["lycée Marie-Lac"]),
        ("avec Services Montagne", ["Services Montagne"]),
        ("avec les services de la Ville", []),
        ("en complément de la Région", ["Région"]),
        ("où les bénévoles de l’association Grive accueillent", ["Grive"]),
    ],
)
def test_partners_are_told_apart_in_a_list(words: str, names: list[str]) -> None:
    assert [p.name for p in measure(f"Ouvrir une halle {words}").partners] == names


def test_a_town_is_a_partner_of_the_plan_of_its_country() -> None:
    facts = read(
        """
        Contrat de relance du Pays d’Arlan

        - Ouvrir un atelier avec la Ville d’Arlan
        - Rénover la poste avec la Communauté de communes
        """
    )

    assert [[p.name for p in m.partners] for m in facts.measures] == [["Ville d’Arlan"], []]


def test_a_body_that_pays_is_not_the_one_that_speaks() -> None:
    facts = read("Plan du Lac\n\n- Rénover la halle avec le soutien de la Région Bleue\n- Créer un fonds")

    assert facts.territory is None
