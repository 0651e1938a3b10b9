import pytest

from relance.reading.columns import Field, field_of, folded_name


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Axe (x)", Field.AXIS),
        ("Sous-axe (x.x)", Field.SUB_AXIS),
        ("Sous-sous axe (x.x.x)", Field.SUB_SUB_AXIS),
        ("Titre de la fiche action", Field.TITLE),
        ("Titre de l'action", Field.TITLE),
        ("Intitulé de l’action", Field.TITLE),
        ("MESURES", Field.TITLE),
        ("Titre de la sous-action", Field.SUB_ACTION),
        ("Descriptif", Field.DESCRIPTION),
        ("Objectifs", Field.OBJECTIVES),
        ("Structure pilote", Field.LEAD),
        ("Maître d’ouvrage", Field.LEAD),
        ("Porteur de projet", Field.LEAD),
        ("Direction ou service pilote", Field.SERVICE),
        ("Personne pilote", Field.PERSON),
        ("Élu·e référent·e ", Field.ELECTED),
        ("Partenaires ", Field.PARTNERS),
        ("Financeur 1", Field.FUNDER),
        ("Montant € HT", Field.BUDGET),
        ("Budget prévisionnel total € HT", Field.BUDGET),
        ("Coût estimé (k€)", Field.BUDGET),
        ("Statut ", Field.STATUS),
        ("Niveau de priorité", Field.PRIORITY),
        ("Date de début", Field.START),
        ("Date de fin prévisionnelle", Field.END),
        ("Échéance", Field.HORIZON),
        ("HORIZON", Field.HORIZON),
        ("Action en amélioration continue", Field.ONGOING),
        ("N°", Field.NUMBER),
        ("Numéro de l’action", Field.NUMBER),
        ("Notes de suivi", Field.NOTES),
        ("Actions liées", Field.LINKED),
        ("Ouvrir une halle", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_name(header: str, field: Field | None) -> None:
    assert field_of(header) is field


def test_names_are_compared_without_accents_brackets_and_units() -> None:
    assert folded_name("Coût prévisionnel (HT) – en €") == "cout previsionnel en"
