import pytest

from relance.reading.readers import read_document
from tests.reading.readers.looks import rows, words


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_found(sign: str) -> None:
    lines = [["Axe", "Action", "Budget"], ["Centre", "Ouvrir", "12"], ["Quais", "Planter", "13"]]
    text = "\n".join(sign.join(line) for line in lines)

    document = read_document(text.encode(), name="plan.csv")

    assert document.format == "csv"
    assert rows(document) == lines
    assert document.blocks[0].is_header


def test_quoted_fields_keep_separators_and_line_ends() -> None:
    document = read_document(b'Axe;Action;Note\nCentre;"Ouvrir; puis\nfermer";"dit ""la halle"""\n')

    assert rows(document)[1] == ["Centre", "Ouvrir; puis\nfermer", 'dit "la halle"']


def test_addresses_are_those_of_a_spreadsheet() -> None:
    document = read_document(b"Plan de Valmont;;\n;;\nAxe;Action;Budget\nCentre;Ouvrir;5\n", name="a.csv")

    assert words(document)[0] == "Plan de Valmont"
    assert [c.address for c in document.blocks[2].cells] == ["A4", "B4", "C4"]


def test_windows_accents_are_read() -> None:
    document = read_document("Échéance;Intitulé;Coût\n2022;Créer;5 €\n".encode("cp1252"), name="a.csv")

    assert rows(document)[0] == ["Échéance", "Intitulé", "Coût"]
